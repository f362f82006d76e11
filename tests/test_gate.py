"""The gold scores as a gate: floors are pinned in floors.json and only ever raised (`tests/score.py --pin`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import score as scorer
from tests.score import FACETS, FLOORS, GOLD, HELD_BACK, digest, main, measure, pin, score, sources

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))
FIGURE = {"start": 4, "end": 9, "value": 26.5, "value_max": None, "unit": "m2", "indicator": "area.land"}
FIGURE |= {"role": "actual", "op": "=", "stage": None, "verdict": None, "entity": None}


@pytest.mark.parametrize("name", GOLD)
def test_scores_stay_above_their_floors(name: str) -> None:
    if not sources(GOLD[name]):
        pytest.skip(f"the {name} texts are not on this machine")
    assert digest(GOLD[name]) == PINNED[name]["digest"], "texts or gold changed: pin anew with a word on why"
    total, errors = measure(GOLD[name])
    below = {key: total.f1(key) for key, floor in PINNED[name]["f1"].items() if total.f1(key) < floor}
    # The held-back texts must stay unread.
    assert not below, "\n".join([str(below), *([] if GOLD[name] in HELD_BACK else errors[:20])])


def _records(**changes: object) -> list[dict[str, object]]:
    lists = {name: [] for name in ("goals", "stages", "problems", "citations", "people")}
    return [{"part": {"start": 0, "end": 90}, "figures": [FIGURE | changes], **lists}]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"value": 26.50000001}, set()),
        ({"value": 265}, set(FACETS)),
        ({"value": None}, set(FACETS)),
        ({"unit": "m"}, set(FACETS)),
        ({"indicator": None}, {"indicator", "full"}),
        ({"role": "target"}, {"role", "full"}),
        ({"stage": "primary"}, {"stage", "full"}),
        ({"entity": "某小学", "verdict": "met"}, {"entity", "verdict", "full"}),
        ({"op": ">="}, {"op", "full"}),
        ({"start": 9, "end": 12}, set(FACETS)),
    ],
)
def test_the_scorer_counts_each_facet(changes: dict[str, object], wrong: set[str]) -> None:
    gold = {"parts": [{"start": 30, "end": 80}], "figures": [FIGURE]}
    result = score(gold, _records(**changes))
    assert {name for name in FACETS if not result.right[f"figures.{name}"]} == wrong
    assert result.f1("parts") == 1
    assert result.wanted["figures.blank"] == 0


def test_a_second_reading_of_one_value_is_spurious() -> None:
    gold = {"parts": [], "figures": [FIGURE]}
    records = _records()
    records[0]["figures"] = [FIGURE, FIGURE]
    result = score(gold, records)
    assert result.precision("figures.value") == 0.5
    assert result.recall("figures.value") == 1


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        ({}, []),
        ({"value": 265, "role": "target"}, ["figures value"]),
        ({"indicator": None}, ["figures indicator: other for known"]),
        ({"indicator": "area.sports"}, ["figures indicator: known for known"]),
        ({"role": "target", "op": ">="}, ["figures role: target for actual", "figures op"]),
        ({"start": 9, "end": 12}, ["figures missed", "figures spurious"]),
    ],
)
def test_errors_are_counted_by_what_differs(changes: dict[str, object], labels: list[str]) -> None:
    result = score({"parts": [{"start": 0, "end": 90}], "figures": [FIGURE]}, _records(**changes))
    assert [label for error in result.errors for label in error.labels()] == labels


def test_a_list_item_that_is_missed_or_spurious_is_an_error() -> None:
    records = _records()
    records[0]["problems"] = [{"start": 50, "end": 60}]
    gold = {"parts": [{"start": 0, "end": 90}], "figures": [FIGURE], "problems": [{"start": 20, "end": 30}]}
    labels = [label for error in score(gold, records).errors for label in error.labels()]
    assert labels == ["problems missed", "problems spurious"]


def test_floors_go_up_to_a_hair_below_the_score_and_never_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"new": {"digest": "", "f1": {"figures.role": 0.5}}}')
    monkeypatch.setattr(scorer, "FLOORS", floors)
    gold = {"parts": [], "figures": [FIGURE]}
    pin(tmp_path / "new", score(gold, _records()))
    assert json.loads(floors.read_text())["new"]["f1"]["figures.role"] == 0.99
    pin(tmp_path / "new", score(gold, _records(role="target")))
    assert json.loads(floors.read_text())["new"]["f1"]["figures.role"] == 0.99


def _folder(path: Path) -> Path:
    """A folder with one text that is a part of its own, its one figure left out of the gold."""
    text = "某镇中心小学工作总结\n\n学校现有教师18人。\n"
    gold = {"source": "a.txt", "parts": [{"start": 0, "end": len(text) - 1}], "figures": []}
    path.mkdir()
    (path / "a.txt").write_bytes(text.encode())
    (path / "a.gold.json").write_text(json.dumps(gold))
    return path


def test_errors_of_the_held_back_texts_are_shown_only_where_their_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tuned, held = _folder(tmp_path / "tuned"), _folder(tmp_path / "held")
    monkeypatch.setattr(scorer, "TUNED", (tuned,))
    monkeypatch.setattr(scorer, "OWN", (tuned, held))
    main([])
    assert "held" in capsys.readouterr().out
    main(["--errors", "5"])
    shown = capsys.readouterr().out
    assert "held" not in shown
    assert "【18人】" in shown
    assert "| figures spurious | 1 |" in shown
    main(["--errors", "5", str(held)])
    assert "【18人】" in capsys.readouterr().out


def test_folders_without_gold_or_floors_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ([str(tmp_path)], ["--pin", str(_folder(tmp_path / "strange"))]):
        with pytest.raises(SystemExit):
            main(arguments)
        assert "NAME.gold.json; check" in capsys.readouterr().err or "--pin" in arguments
