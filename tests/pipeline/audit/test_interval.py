"""Intervals: what is reckoned from values lies in what is reckoned from their intervals."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.interval import INFINITY, ZERO, Interval, total

VALUES = st.decimals(0, 10**9, places=3)
ENDLESS = st.one_of(VALUES, st.just(INFINITY))


@st.composite
def held(draw: st.DrawFn) -> tuple[Decimal, Interval]:
    """A value and an interval that holds it."""
    low, value, high = sorted(draw(st.tuples(VALUES, VALUES, ENDLESS)))
    return (value, Interval(low, high)) if value.is_finite() else (low, Interval(low, high))


INTERVALS = held().map(lambda pair: pair[1])


@pytest.mark.parametrize("reckon", [operator.add, operator.sub, operator.mul, operator.truediv])
@given(held(), held())
def test_the_result_lies_in_the_interval_of_results(
    reckon: Callable[..., Decimal], left: tuple[Decimal, Interval], right: tuple[Decimal, Interval]
) -> None:
    (one, span), (other, reach) = left, right
    result = reckon(span, reach)
    assert ZERO <= result.low <= result.high
    if reckon is operator.truediv and not other:
        return
    value = reckon(one, other)
    assert max(ZERO, value) in result


@given(INTERVALS, INTERVALS)
def test_meeting_is_mutual(left: Interval, right: Interval) -> None:
    assert left.meets(right) == right.meets(left)
    assert left.meets(left)


@given(held(), INTERVALS)
def test_a_common_value_is_a_meeting(left: tuple[Decimal, Interval], right: Interval) -> None:
    value, span = left
    if value in right:
        assert span.meets(right)


@given(VALUES.filter(bool), VALUES)
def test_one_per_cent_is_rounding_and_more_is_not(value: Decimal, more: Decimal) -> None:
    point = Interval.point(value)
    assert point.meets(Interval.point(value * Decimal("1.01")))
    assert not point.meets(Interval.point(value * Decimal("1.011") + more))


@given(st.lists(held(), max_size=5))
def test_a_total_holds_the_sum(parts: list[tuple[Decimal, Interval]]) -> None:
    assert sum((value for value, _ in parts), ZERO) in total([span for _, span in parts])


def test_what_cannot_be_told_is_endless() -> None:
    assert Interval.point(Decimal(5)) / Interval(ZERO, Decimal(2)) == Interval(Decimal("2.5"), INFINITY)
    assert Interval.point(Decimal(5)) / Interval(Decimal(2), INFINITY) == Interval(ZERO, Decimal("2.5"))
    assert Interval.point(ZERO) / Interval.point(ZERO) == Interval(ZERO, INFINITY)
    assert Interval(Decimal(1), INFINITY) - Interval(Decimal(4), INFINITY) == Interval(ZERO, INFINITY)
    assert Interval(ZERO, INFINITY) * Interval.point(ZERO) == Interval.point(ZERO)
