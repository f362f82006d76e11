"""The gold scores as a gate: floors are pinned in floors.json and only ever raised (`tests/score.py --pin`)."""

from __future__ import annotations

import json

import pytest

from tests.score import FLOORS, GOLD, digest, measure, score, sources

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
    assert not below, "\n".join(errors[:20])


def _records(**changes: object) -> list[dict[str, object]]:
    lists = {name: [] for name in ("goals", "stages", "problems", "citations", "people")}
    return [{"part": {"start": 0, "end": 90}, "figures": [FIGURE | changes], **lists}]


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, {"value", "indicator", "role", "full"}),
        ({"value": 26.50000001}, {"value", "indicator", "role", "full"}),
        ({"value": 265}, set()),
        ({"value": None}, set()),
        ({"unit": "m"}, set()),
        ({"indicator": None}, {"value", "role"}),
        ({"role": "target"}, {"value", "indicator"}),
        ({"stage": "primary"}, {"value", "indicator", "role"}),
        ({"start": 9, "end": 12}, set()),
    ],
)
def test_the_scorer_counts_each_facet(changes: dict[str, object], right: set[str]) -> None:
    gold = {"parts": [{"start": 30, "end": 80}], "figures": [FIGURE]}
    result = score(gold, _records(**changes))
    assert {
        name for name in ("value", "indicator", "role", "full") if result.right[f"figures.{name}"]
    } == right
    assert result.f1("parts") == 1
    assert result.wanted["figures.blank"] == 0


def test_a_second_reading_of_one_value_is_spurious() -> None:
    gold = {"parts": [], "figures": [FIGURE]}
    records = _records()
    records[0]["figures"] = [FIGURE, FIGURE]
    result = score(gold, records)
    assert result.precision("figures.value") == 0.5
    assert result.recall("figures.value") == 1
