"""The difference coefficient of a county's schools, weighted by enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Variation:
    """``value`` = ``deviation`` / ``mean``; the mean is that of the county, all amounts by all pupils."""

    mean: Decimal
    deviation: Decimal
    value: Decimal


def variation(pupils: Sequence[Decimal], amounts: Sequence[Decimal]) -> Variation:
    """CV = S / X̄ over schools with Pᵢ pupils and the amount xᵢ (volumes, m², CNY, persons) each.

    X̄ = Σxᵢ / ΣPᵢ; S = √(Σ (Pᵢ / ΣPᵢ) · (xᵢ / Pᵢ - X̄)²). A school counts by its pupils: the plain standard
    deviation of the schools' values is another number.

    Raises:
        ValueError: unequal lengths, no school, a school without pupils, a negative amount, or all amounts 0.
    """
    if len(pupils) != len(amounts) or not pupils:
        raise ValueError("give as many amounts as schools, and one school at least")
    if min(pupils) <= 0 or min(amounts) < 0:
        raise ValueError("pupils must be more than 0 and amounts not negative; leave such schools out")
    total = sum(pupils, Decimal())
    mean = sum(amounts, Decimal()) / total
    if not mean:
        raise ValueError("the amounts are all 0; their coefficient is not defined")
    squares = sum(
        (pupil * (amount / pupil - mean) ** 2 for pupil, amount in zip(pupils, amounts, strict=True)),
        Decimal(),
    )
    deviation = (squares / total).sqrt()
    return Variation(mean, deviation, deviation / mean)
