"""Bounds as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.label import ceiling, floor, interval

BOUND = st.decimals(0, 10**9, allow_nan=False, places=6)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("5.5651", "5.5749", "5.56 至 5.58平方米"),
        ("5.56", "5.58", "5.56 至 5.58平方米"),
        ("0.05123", "0.05128", "0.0512 至 0.0513平方米"),
        ("29.506667", "29.506667", "29.5 至 29.51平方米"),
        ("19.5", "19.5", "19.5平方米"),
        ("4.2149", None, "≥ 4.21平方米"),
        (None, "4.2111", "≤ 4.22平方米"),
        (None, None, None),
    ],
)
def test_an_interval_is_rounded_outwards(low: str | None, high: str | None, told: str | None) -> None:
    assert interval(low and Decimal(low), high and Decimal(high), "m2") == told  # type: ignore[arg-type]


@given(BOUND)
def test_bounds_leave_out_nothing_and_are_short(value: Decimal) -> None:
    assert floor(value) <= value <= ceiling(value)
    assert ceiling(value) - floor(value) <= (Decimal("0.01") if value >= 1 else Decimal("0.0001"))
    assert floor(floor(value)) == floor(value)


def test_a_number_too_long_to_round_stays() -> None:
    assert floor(Decimal("1E+450")) == Decimal("1E+450")
