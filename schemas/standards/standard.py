"""What a standard is: criteria with a scope, a threshold, a clause, a source and a confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from schemas.record import Level, SchoolStage
from schemas.unit import Unit

Area = Literal["urban", "town", "rural"]
Confidence = Literal["high", "medium", "low"]
Kind = Literal["threshold", "coefficient", "rule", "note"]
Sign = Literal[">=", "<=", ">", "<", "="]
SchoolType = Literal[
    "teaching_point",
    "incomplete_primary",
    "complete_primary",
    "nine_year",
    "twelve_year",
    "junior",
    "complete_secondary",
    "senior",
    "special",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a criterion is for; what is empty or None narrows nothing. Both ends of a size count in."""

    stages: tuple[SchoolStage, ...] = ()
    levels: tuple[Level, ...] = ()
    school_types: tuple[SchoolType, ...] = ()
    area: Area | None = None
    min_classes: int | None = None
    max_classes: int | None = None
    min_students: int | None = None
    max_students: int | None = None
    boarding: bool | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row: ``value`` is in ``unit``, the indicator's canonical one; per-pupil values name the pupil in ``zh``.

    ``indicator`` is null where the taxonomy has none whose meaning is the same. ``qualifier`` holds words that
    must stand with a figure (its qualifier, label or sentence) for the row to be about it. Dates are ISO, to the
    year, month or day that is known; they narrow those of the standard. ``default``: checked unless asked
    otherwise. ``data`` holds what a rule, coefficient or note needs beside a threshold.
    """

    id: str
    zh: str
    indicator: str | None
    qualifier: str | None
    scope: Scope
    op: Sign | None
    value: Decimal | None
    unit: Unit | None
    tolerance: Decimal
    clause: str | None
    source: tuple[str, ...]
    confidence: Confidence
    formula: str | None
    note: str | None
    valid_from: str | None
    valid_to: str | None
    default: bool
    kind: Kind
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Standard:
    """One file; ``region`` is None for a national standard, else words that the document's region must hold."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    region: str | None
    valid_from: str | None
    valid_to: str | None
    status: str | None
    note: str | None
    criteria: tuple[Criterion, ...]
