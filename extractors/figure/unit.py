"""Whether a quantity's unit and measure word go with an indicator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from extractors.figure.vocabulary import measures
from extractors.mention.reader import Candidates
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import exact
from schemas.taxonomy.loader import Side, taxonomy

# Units that texts use for each other's indicators, with what one is in the other: numerator and denominator.
_KIN = {
    ("person", "person_time"): (1, 1),
    ("person_time", "person"): (1, 1),
    ("person_time", "count"): (1, 1),
    ("person", "count"): (1, 1),
    ("count", "person"): (1, 1),
    ("minute", "hour"): (1, 60),
    ("hour", "minute"): (60, 1),
    ("month", "year"): (1, 12),
}
# Decimals of a value that does not come out even in its indicator's unit.
_PLACES = 9
_ALIKE = {("person", "person_time"), ("minute", "hour"), ("hour", "minute"), ("month", "year")}
_PER_PUPIL_MEASURES = ("间", "台", "套")
_OF_PERSON_TIMES = ("staff.trained", "staff.rotated", "students.aided", "awards.count")
# 核定编制86个, 学位1200个: places for people are counted like things.
_IN_PLACES = ("students.capacity", "staff.establishment", "staff.shortage")
_POWERS = "十百千万亿"
# Words, units and indicators are few; what they make of each other is asked for every value.
_KEPT = 1 << 14


@lru_cache(maxsize=_KEPT)
def _bare(measure: str) -> str:
    return measure.replace("*", "平").lstrip(_POWERS) or measure


def bare_measure(quantity: Quantity) -> str:
    """The measure word without the power of ten in it and mended: 4.6万个 counts in 个, 86*方公里 in 平方公里."""
    return _bare(quantity.measure)


def fits(name: str, quantity: Quantity, counted: bool = False) -> bool:
    """Whether the quantity can be of this indicator; ``counted``: its name stands right behind the value."""
    return _fits(name, quantity.unit, quantity.measure, counted)


def first_fitting(candidates: Candidates, quantity: Quantity, side: Side) -> str | None:
    """The first of a name's indicators that take their values on this side and that the quantity can be of."""
    return _first_fitting(candidates, quantity.unit, quantity.measure, side)


@lru_cache(maxsize=_KEPT)
def _first_fitting(candidates: Candidates, unit: str | None, measure: str, side: Side) -> str | None:
    for name, wanted in candidates:
        if wanted in ("both", side) and _fits(name, unit, measure, side == "after"):
            return name
    return None


@lru_cache(maxsize=_KEPT)
def _fits(name: str, unit: str | None, written: str, counted: bool) -> bool:
    measure = _bare(written)
    indicator = taxonomy()[name]
    if name == "other":
        return True
    if not _measured(name, measure, unit):
        return False
    if unit is None:
        return indicator.unit in ("percent", "coefficient", "ratio") or _scaled_people(
            written, indicator.unit
        )
    if unit == indicator.unit or (unit, indicator.unit) in _ALIKE:
        return unit != "person_time" or name in _OF_PERSON_TIMES
    if unit == "person_time":
        return name in _OF_PERSON_TIMES
    if unit == "count" and measure == "个" and indicator.unit == "person":
        return counted or name in _IN_PLACES
    if name.startswith("per_100_students."):
        return unit in ("percent", "person") or (unit == "count" and measure in _PER_PUPIL_MEASURES)
    return name == "books.duplicate_rate" and unit == "volume"


def canonical(quantity: Quantity, unit: str) -> Quantity:
    """The quantity in an indicator's own unit, where the text used a kin of it: 20分钟 of hours is 0.333333333."""
    if quantity.unit is None:
        # 校际差异率0.15 is a share written as a fraction.
        fraction = unit == "percent" and quantity.value is not None and 0 < quantity.value < 1
        return replace(quantity, unit="coefficient" if fraction else unit)
    factor = _KIN.get((quantity.unit, unit))
    if factor is None:
        return quantity
    value, most = (_scaled(number, *factor) for number in (quantity.value, quantity.value_max))
    return replace(quantity, unit=unit, value=value, value_max=most)


def _scaled(number: Decimal | None, times: int, over: int) -> Decimal | None:
    if number is None or times == over:
        return number
    return exact(Fraction(number) * times / over, _PLACES)


def _measured(name: str, measure: str, unit: str | None) -> bool:
    words = measures()["counted_in"].get(name)
    if words is not None and unit == "count" and measure not in words:
        return False
    only = measures().get(measure, {}).get("only")
    if only is None or (name.startswith("per_") and measure in _PER_PUPIL_MEASURES):
        return True
    return any(name == one or (one[-1] == "*" and name.startswith(one[:-1])) for one in only)


def _scaled_people(measure: str, unit: str) -> bool:
    """总人口39万: people in tens of thousands need no measure word."""
    return unit == "person" and measure != "" and measure[-1] in _POWERS
