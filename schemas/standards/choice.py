"""Which criteria hold for a document or a part of it: by its date, region, stage, kind of school and size."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from schemas.errors import ConfigurationError
from schemas.record import Level, SchoolStage
from schemas.standards.standard import Area, Confidence, Criterion, SchoolType, Scope, Standard

_RANK: Mapping[Confidence, int] = {"high": 2, "medium": 1, "low": 0}
# What a school is of which no more is known than the stage it teaches, and the other way round.
_TYPE: Mapping[SchoolStage, SchoolType] = {
    "primary": "complete_primary",
    "junior": "junior",
    "senior": "senior",
    "special": "special",
}
_STAGE: Mapping[SchoolType, SchoolStage] = {
    "teaching_point": "primary",
    "incomplete_primary": "primary",
    **{kind: stage for stage, kind in _TYPE.items()},
}
_PADDING = {4: ("-01-01", "-12-31"), 7: ("-01", "-31"), 10: ("", "")}


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of whom a figure is about; ``date`` is ISO to the year, month or day. None is not known.

    A scope that asks for something unknown does not hold, but for three: an unknown ``area`` may be any, a
    school not said to board is a day school, and stage and plain type of school stand in for each other.
    """

    stage: SchoolStage | None = None
    level: Level | None = None
    date: str | None = None
    region: str | None = None
    classes: int | None = None
    students: int | None = None
    boarding: bool | None = None
    school_type: SchoolType | None = None
    area: Area | None = None


def applicable(
    standards: Mapping[str, Standard],
    place: Place,
    *,
    only: Collection[str] = (),
    confidence: Confidence = "high",
) -> tuple[Criterion, ...]:
    """The criteria that hold for a place, the newest standard's first; what is asked twice comes once.

    Without ``only``: the default rows of the standards that are in force there. With it: every row of the
    standards named, whatever their region and dates; dates of a row still hold. ``confidence`` is the least.

    Raises:
        ConfigurationError: where ``only`` names a standard that is not there.
    """
    unknown = sorted(set(only) - standards.keys())
    if unknown:
        raise ConfigurationError(
            "\n".join(f"no standard {name!r}; there are {', '.join(standards)}" for name in unknown)
        )
    chosen = [one for one in standards.values() if one.id in only or (not only and _in_force(one, place))]
    chosen.sort(key=lambda one: one.valid_from or "", reverse=True)
    found: dict[tuple[object, ...], Criterion] = {}
    for standard in chosen:
        for row in standard.criteria:
            asked = row.default or bool(only)
            if asked and _RANK[row.confidence] >= _RANK[confidence] and _holds(row, place):
                found.setdefault(_demand(row), row)
    return tuple(found.values())


def _demand(row: Criterion) -> tuple[object, ...]:
    if row.kind == "threshold" and row.indicator:
        return (row.indicator, row.qualifier, row.op, row.value, row.tolerance)
    return (row.id,)


def _in_force(standard: Standard, place: Place) -> bool:
    here = standard.region is None or standard.region in (place.region or "")
    return here and _at(place.date, standard.valid_from, standard.valid_to)


def _holds(row: Criterion, place: Place) -> bool:
    return _at(place.date, row.valid_from, row.valid_to) and _within(row.scope, place)


def _at(date: str | None, valid_from: str | None, valid_to: str | None) -> bool:
    """Whether all of the date lies within; a document without one is taken for one of today."""
    if date is None:
        return valid_to is None
    first, last = _ends(date)
    after = valid_from is None or _ends(valid_from)[0] <= first
    return after and (valid_to is None or last <= _ends(valid_to)[1])


def _ends(date: str) -> tuple[str, str]:
    low, high = _PADDING[len(date)]
    return date + low, date + high


def _within(scope: Scope, place: Place) -> bool:
    stage = place.stage or (_STAGE.get(place.school_type) if place.school_type else None)
    kind = place.school_type or (_TYPE.get(place.stage) if place.stage else None)
    return (
        (not scope.stages or stage in scope.stages)
        and (not scope.levels or place.level in scope.levels)
        and (not scope.school_types or kind in scope.school_types)
        and (scope.area is None or place.area in (None, scope.area))
        and (scope.boarding is None or scope.boarding == bool(place.boarding))
        and _between(scope.min_classes, place.classes, scope.max_classes)
        and _between(scope.min_students, place.students, scope.max_students)
    )


def _between(low: int | None, size: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    return size is not None and (low is None or low <= size) and (high is None or size <= high)
