"""Runs the recogniser's own corpus: every case must read exactly so, every negative must give nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.quantity.piece import Quantity
from extractors.quantity.reader import quantities
from extractors.quantity.vocabulary import words

_CASES = [
    pytest.param(case["text"], case["want"], id=f"{group}-{number}")
    for group, cases in words("cases")["read"].items()
    for number, case in enumerate(cases)
]


def _plain(text: str, found: Quantity) -> tuple[Any, ...]:
    return (
        text[found.start : found.end],
        found.value,
        found.unit,
        found.value_max,
        found.op,
        found.approx,
        found.damage,
        found.threshold,
    )


def _wanted(span: str, value: Any, unit: str | None, more: dict[str, Any] | None = None) -> tuple[Any, ...]:
    more = more or {}
    return (
        span,
        None if value is None else Decimal(str(value)),
        unit,
        Decimal(str(more["max"])) if "max" in more else None,
        more.get("op", "="),
        more.get("approx", False),
        more.get("damage"),
        more.get("threshold", False),
    )


@pytest.mark.parametrize(("text", "want"), _CASES)
def test_reads(text: str, want: list[list[Any]]) -> None:
    assert [_plain(text, found) for found in quantities(text)] == [_wanted(*item) for item in want]


@pytest.mark.parametrize("text", words("cases")["none"])
def test_gives_nothing(text: str) -> None:
    assert [text[found.start : found.end] for found in quantities(text)] == []
