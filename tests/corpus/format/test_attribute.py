"""Attributes as entries give them are those that formats have a place for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.format.attribute import ATTRIBUTES, exact, fits, inexact, spelt, words


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("number", Decimal("0.1"), True),
        ("number", 3, True),
        ("number", True, False),
        ("number", "3", False),
        ("boolean", False, True),
        ("boolean", 0, False),
        ("text", "", True),
        ("choice", 1, False),
        ("choice", None, True),
    ],
)
def test_values_fit_their_types(kind: str, value: object, told: bool) -> None:
    assert fits(kind, value) is told  # type: ignore[arg-type]


def test_numbers_are_spelt_with_every_digit() -> None:
    assert exact(Decimal("1.2300E+3")) == "1230"
    assert exact(-(10**20)) == "-100000000000000000000"
    assert spelt("figures", {"value": 96, "approx": True, "odd": 96, "in": {"a": [Decimal("0.10")]}}) == {
        "value": "96", "approx": True, "odd": 96, "in": {"a": ["0.1"]},
    }  # fmt: skip
    assert inexact([2**63, 2**63 - 1, -(2**63)]) == ["9223372036854775808", 2**63 - 1, -(2**63)]


def test_every_choice_has_its_words() -> None:
    for kinds in ATTRIBUTES.values():
        assert all(words()[name] for name, kind in kinds.items() if kind == "choice")


def test_layers_part_from_attributes_by_the_first_line() -> None:
    assert not any("_" in layer for layer in ATTRIBUTES)
