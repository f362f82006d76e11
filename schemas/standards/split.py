"""Schools of several stages are judged stage by stage: how many pupils of one stage the school counts as."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from schemas.record import SchoolStage

# What one pupil of a stage uses of rooms, sports grounds, equipment and multimedia rooms (教督〔2017〕6号).
WEIGHTS: Mapping[SchoolStage, Decimal] = {
    "primary": Decimal("1"),
    "junior": Decimal("1.1"),
    "senior": Decimal("1.32"),
}


def split_students(
    primary: Decimal = Decimal(), junior: Decimal = Decimal(), senior: Decimal = Decimal()
) -> Mapping[SchoolStage, Decimal]:
    """For each stage that has pupils, all pupils as so many of that stage; a total by it is the per-pupil value.

    A nine-year school with 600 and 300 pupils counts as 600 + 1.1 x 300 = 930 primary pupils; 4650 m² are
    5 m² for a primary pupil, and 1.1 times as much for a junior one.

    Raises:
        ValueError: a number of pupils is negative.
    """
    pupils: Mapping[SchoolStage, Decimal] = {"primary": primary, "junior": junior, "senior": senior}
    if min(pupils.values()) < 0:
        raise ValueError("pupils cannot be fewer than 0")
    weighted = sum((WEIGHTS[stage] * count for stage, count in pupils.items()), Decimal())
    return {stage: weighted / WEIGHTS[stage] for stage, count in pupils.items() if count}
