"""Intervals of exact decimals: what a stated figure can stand for, and what follows from several of them.

Two statements contradict each other only where their intervals cannot meet. The idea is that of the XBRL
Calculations 1.1 recommendation (rounding intervals instead of equality).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)
# A recomputed value within one per cent is a matter of rounding or cutting off, not of contradiction.
SLACK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Interval:
    """``low``..``high``, both ends included; the quantities of this genre are never below nought."""

    low: Decimal
    high: Decimal

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """The difference, cut off at nought."""
        low = ZERO if other.high.is_infinite() else max(ZERO, self.low - other.high)
        high = self.high if self.high.is_infinite() else max(ZERO, self.high - other.low)
        return Interval(low, high)

    def __mul__(self, other: Interval) -> Interval:
        return Interval(self.low * other.low, _product(self.high, other.high))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; a divisor that may be nought leaves it without an upper end."""
        low = ZERO if other.high.is_infinite() or not other.high else self.low / other.high
        high = INFINITY if self.high.is_infinite() or not other.low else self.high / other.low
        return Interval(low, high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both, rounding allowed for."""
        return self.low <= other.high * (1 + SLACK) and other.low <= self.high * (1 + SLACK)

    def overlaps(self, other: Interval) -> bool:
        """Whether some value lies in both, with no slack: counts add up exactly."""
        return self.low <= other.high and other.low <= self.high

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def total(parts: list[Interval]) -> Interval:
    """The sum of intervals."""
    result = Interval(ZERO, ZERO)
    for part in parts:
        result += part
    return result


def _product(left: Decimal, right: Decimal) -> Decimal:
    if not left or not right:
        return ZERO
    return left * right
