"""The audit as a gate: floors are pinned in judged.json and only ever raised (`tests/judge.py --pin`)."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schemas.finding import Finding
from tests import judge as judging
from tests.judge import (
    DEV,
    FLOORS,
    GOLD,
    INPUTS,
    JUDGED,
    OWN,
    Alarm,
    Verdict,
    digest,
    judge,
    main,
    pin,
    table,
    verdicts,
)
from tests.score import sources

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))
# What issue 4 demands of texts that rules were not written from; dev must reach it whatever is pinned.
WANTED = {
    "extracted": {"recall": 0.85, "precision": 0.85, "suggestions": 0.85},
    "gold figures": {"recall": 0.95, "precision": 0.95, "suggestions": 0.85},
}
RELATION = {"source": "a.txt", "check": "ratio", "status": "fail", "claimed": 57, "expected": 5.57}
RELATION |= {"suggestion": 5.57, "why": "38 ÷ 682 × 100", "figures": [[10, 14], [2, 6], [30, 34]]}


@cache
def _found(name: str) -> dict[str, Verdict]:
    return verdicts(JUDGED[name])


@pytest.mark.parametrize("reader", INPUTS)
@pytest.mark.parametrize("name", JUDGED)
def test_the_audit_stays_above_its_floors(name: str, reader: str) -> None:
    folder = JUDGED[name]
    if not sources(folder):
        pytest.skip(f"the {name} texts are not on this machine")
    assert digest(folder) == PINNED[name]["digest"], "texts or gold changed: pin anew with a word on why"
    verdict, floors = _found(name)[reader], PINNED[name][reader]
    below = {key: rate for key, rate in verdict.rates().items() if rate < floors[key]}
    assert not below, "\n".join([str(below), *verdict.misses])
    assert verdict.spoilt <= floors["spoilt"], "\n".join(verdict.misses)


@pytest.mark.parametrize("reader", INPUTS)
def test_the_dev_texts_reach_what_is_wanted(reader: str) -> None:
    if not sources(DEV):
        pytest.skip("the dev texts are not on this machine")
    verdict = _found("dev")[reader]
    below = {key: rate for key, rate in verdict.rates().items() if rate < WANTED[reader][key]}
    assert not below, "\n".join([str(below), *verdict.misses])
    assert verdict.spoilt == 0, "\n".join(verdict.misses)


@pytest.mark.parametrize("folder", OWN, ids=lambda folder: folder.name)
def test_relations_are_true_of_their_texts(folder: Path) -> None:
    golds = {
        text.name: json.loads(gold.read_text(encoding="utf-8"))["figures"] for text, gold in sources(folder)
    }
    relations = json.loads((folder / GOLD).read_text(encoding="utf-8"))
    assert {relation["source"] for relation in relations} == set(golds)
    for relation in relations:
        spans = {(one["start"], one["end"]): one for one in golds[relation["source"]]}
        assert relation["status"] in ("pass", "fail")
        assert relation["figures"]
        assert {tuple(span) for span in relation["figures"]} <= set(spans), relation
        # Norms and verdicts may be held against what a figure should have said or amounts to.
        judged = spans[tuple(relation["figures"][0])]["value"]
        assert judged == relation["claimed"] or relation["check"] in ("verdict", "standard"), relation


def _alarm(*spans: tuple[int, int], check: str = "ratio", suggestion: str | None = "5.57") -> Alarm:
    finding = Finding.model_validate(
        {
            "id": "n1",
            "record": "r",
            "check": check,
            "rule": "ratio.quotient",
            "status": "fail",
            "figures": ("f1",),
            "suggestion": suggestion,
            "message": "请核对。",
            "severity": "error",
            **dict.fromkeys(("claimed", "expected", "low", "high")),
        }
    )
    return Alarm(finding, tuple(("a.txt", *span) for span in spans))


@pytest.mark.parametrize(
    ("changes", "alarms", "right"),
    [
        ({}, [_alarm((9, 11))], (1, 0, 1)),
        ({}, [_alarm((14, 20))], (0, 1, 0)),
        ({}, [_alarm((2, 6), (30, 34))], (0, 1, 0)),
        ({"claimed": None}, [_alarm((2, 6), (30, 34))], (1, 0, 1)),
        ({"source": "b.txt"}, [_alarm((9, 11))], (0, 1, 0)),
        ({}, [_alarm((10, 14), check="sum", suggestion="5.62")], (1, 0, 1)),
        ({}, [_alarm((10, 14), suggestion="5.63")], (1, 0, 0)),
        ({}, [_alarm((10, 14), suggestion=None), _alarm((13, 40))], (1, 0, 1)),
        ({"suggestion": None}, [_alarm((10, 14))], (1, 0, 0)),
        ({"suggestion": 0}, [_alarm((10, 14), suggestion="0")], (1, 0, 1)),
        ({}, [], (0, 0, 0)),
    ],
)
def test_a_failing_relation_is_caught_by_what_touches_it(
    changes: dict[str, Any], alarms: list[Alarm], right: tuple[int, int, int]
) -> None:
    verdict = judge([RELATION | changes], alarms)
    assert (verdict.caught, verdict.needless, verdict.suggested) == right
    assert verdict.failing == 1
    assert verdict.suggestions == ((RELATION | changes)["suggestion"] is not None)


@pytest.mark.parametrize(
    ("changes", "alarm", "spoilt"),
    [
        ({}, _alarm((10, 14), (2, 6)), 1),
        ({}, _alarm((10, 14), (30, 34)), 0),
        ({}, _alarm((10, 14), (2, 6), check="sum"), 0),
        ({"figures": [[10, 14]]}, _alarm((10, 14)), 0),
    ],
)
def test_a_passing_relation_is_spoilt_by_its_own_check_on_its_first_two_figures(
    changes: dict[str, Any], alarm: Alarm, spoilt: int
) -> None:
    verdict = judge([RELATION | {"status": "pass"} | changes], [alarm])
    assert (verdict.passing, verdict.spoilt, verdict.failing) == (1, spoilt, 0)
    assert verdict.needless == verdict.alarms == 1
    assert verdict.precision == 0


def test_rates_of_nothing() -> None:
    assert judge([], []).rates() == {"recall": 1, "precision": 1, "suggestions": 1}
    assert judge([RELATION], []).rates() == {"recall": 0, "precision": 0, "suggestions": 0}


def test_what_went_wrong_is_said_in_words() -> None:
    misses = judge([RELATION], [_alarm((50, 52))]).misses
    assert [miss.split("\t")[0] for miss in misses] == ["missed", "needless"]
    assert judge([RELATION], [_alarm((10, 14), suggestion="57")]).misses[0].startswith("no value\ta.txt")
    passing = judge([RELATION | {"status": "pass"}], [_alarm((10, 14), (2, 6))])
    assert [miss.split("\t")[0] for miss in passing.misses] == ["spoilt", "needless"]


def test_floors_go_up_to_a_hair_below_the_rates_and_never_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = tmp_path / "judged.json"
    floors.write_text('{"audit-1": {"digest": "", "gold figures": {"recall": 0.5, "precision": 0.2}}}')
    monkeypatch.setattr(judging, "FLOORS", floors)
    good = Verdict(failing=4, caught=3, alarms=5, needless=0, suggestions=3, suggested=1, passing=9, spoilt=1)
    pin(OWN[0], {"gold figures": good})
    wanted = {"recall": 0.74, "precision": 0.99, "suggestions": 0.323, "spoilt": 1}
    assert json.loads(floors.read_text())["audit-1"]["gold figures"] == wanted
    pin(OWN[0], {"gold figures": Verdict(failing=4, alarms=5, needless=5, suggestions=3, spoilt=4)})
    assert json.loads(floors.read_text())["audit-1"]["gold figures"] == wanted
    assert json.loads(floors.read_text())["audit-1"]["digest"] == digest(OWN[0])


def test_the_table_names_the_folder_and_every_rate() -> None:
    shown = table(Path("some/where"), {"extracted": judge([RELATION], [_alarm((10, 14))])})
    assert shown.startswith("| where")
    for cell in ("1/1 1.000", "0/0"):
        assert cell in shown


def test_a_folder_of_three_files_can_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "石桥镇中心小学自查报告\n\n学校现有在校学生500人，图书12000册，生均图书42册。\n"
    places = {
        words: (text.index(words), text.index(words) + len(words)) for words in ("500人", "12000册", "42册")
    }
    rest = dict.fromkeys(("value_max", "stage", "qualifier", "entity", "period", "verdict", "damage"))
    kinds = {
        "500人": (500, "person", "students.enrolled"),
        "12000册": (12000, "volume", "books.count"),
        "42册": (42, "volume", "per_student.books"),
    }
    figures = [
        {
            "start": a,
            "end": b,
            "value": kinds[words][0],
            "unit": kinds[words][1],
            "indicator": kinds[words][2],
        }
        | {"op": "=", "approx": False, "role": "actual"}
        | rest
        for words, (a, b) in places.items()
    ]
    part = {"start": 0, "end": len(text) - 1, "title": text[:11], "kind": "self_report", "level": "school"}
    gold = {
        "source": "a.txt",
        "parts": [part | {"subject": "石桥镇中心小学"}],
        "figures": figures,
        "citations": [],
    }
    spans = [places[words] for words in ("42册", "12000册", "500人")]
    relation = RELATION | {"claimed": 42, "suggestion": 24, "figures": spans}
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "a.gold.json").write_text(json.dumps(gold))
    (tmp_path / GOLD).write_text(json.dumps([relation]))
    found = verdicts(tmp_path)
    assert set(found) == set(INPUTS)
    for verdict in found.values():
        assert (verdict.caught, verdict.suggested, verdict.needless) == (1, 1, 0), verdict.misses
    (tmp_path / GOLD).write_text(json.dumps([relation | {"status": "pass", "suggestion": None}]))
    main(["--misses", str(tmp_path)])
    shown = capsys.readouterr().out
    assert "gold figures\tspoilt\ta.txt\tratio\t42" in shown
    assert "extracted\tneedless\ta.txt" in shown


def test_folders_without_relations_or_floors_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "audit.gold.json; check" in capsys.readouterr().err
    for name in ("a.txt", "a.gold.json", GOLD):
        (tmp_path / name).write_text("[]")
    with pytest.raises(SystemExit):
        main(["--pin", str(tmp_path)])
    assert "JUDGED" in capsys.readouterr().err


def test_suggestions_are_compared_as_numbers() -> None:
    assert judge([RELATION], [_alarm((10, 14), suggestion=str(Decimal("5.5700")))]).suggested == 1
