"""The measure of redaction: it counts what is missed and what is taken wrongly, and its targets hold."""

from __future__ import annotations

import pytest

from benchmarks.generator.archive import Settings
from benchmarks.redaction import KINDS, Tally, measure, report, score

TEXT = "组长：林秋白，电话138 1234 5678，编号13800001111，王校长。"
SECRETS = [
    {"kind": "name", "text": "林秋白", "role": "组长", "shape": "held.x"},
    {"kind": "mobile", "text": "138 1234 5678", "role": None, "shape": "held.x"},
    {"kind": "surname", "text": "王", "role": None, "shape": "held.x"},
]


def test_what_is_found_missed_and_taken_wrongly() -> None:
    tally = Tally()
    taken = [(3, 5, "name"), (9, 22, "phone"), (25, 36, "phone"), (37, 38, "surname")]
    assert [TEXT[start:end] for start, end, _ in taken] == ["林秋", "138 1234 5678", "13800001111", "王"]
    score(tally, TEXT, SECRETS, taken, "held")
    assert tally.wanted == {("held", "name"): 1, ("held", "mobile"): 1, ("held", "surname"): 1}
    assert tally.found == {("held", "mobile"): 1, ("held", "surname"): 1}
    assert tally.right["held", "phone"] == 1
    assert tally.taken["held", "phone"] == 2
    assert len(tally.misses) == 1
    assert "林秋白" in tally.misses[0]
    assert len(tally.wrong) == 1
    assert "13800001111" in tally.wrong[0]
    assert any("| held | mobile | 1 | 1.0000 | phone | 0.5000 |" in line for line in report(tally))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measure(50, Settings(seed=21, mix={"txt": 1.0}, duplicates=0))


@pytest.mark.parametrize("kinds", [{"id_card", "bank_card"}, {"mobile", "phone", "email"}, {"name"}])
def test_the_targets_hold(tally: Tally, kinds: set[str]) -> None:
    wanted = sum(number for (_, kind), number in tally.wanted.items() if kind in kinds)
    found = sum(number for (_, kind), number in tally.found.items() if kind in kinds)
    assert wanted > 60
    assert found / wanted >= (0.97 if kinds == {"name"} else 0.98), tally.misses


def test_precision_holds(tally: Tally) -> None:
    assert sum(tally.right.values()) / sum(tally.taken.values()) >= 0.97, tally.wrong
    assert {kind for _, kind in tally.taken} <= set(KINDS.values())
