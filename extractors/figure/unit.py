"""Whether a quantity's unit and measure word go with an indicator."""

from __future__ import annotations

from extractors.figure.vocabulary import measures
from extractors.quantity.piece import Quantity
from schemas.taxonomy.loader import taxonomy


def bare_measure(quantity: Quantity) -> str:
    """The measure word without the power of ten in it: 4.6万个 counts in 个."""
    return quantity.measure.lstrip("十百千万亿") or quantity.measure


def fits(name: str, quantity: Quantity) -> bool:
    """Whether the quantity's unit and measure word can be of this indicator."""
    words = measures()["counted_in"].get(name)
    if words is not None and quantity.unit == "count" and bare_measure(quantity) not in words:
        return False
    indicator, unit = taxonomy()[name], quantity.unit
    only = measures().get(bare_measure(quantity), {}).get("only")
    if (
        only is not None
        and not name.startswith("per_")
        and not any(name == one or (one[-1] == "*" and name.startswith(one[:-1])) for one in only)
    ):
        return False
    if unit is None:
        return indicator.unit in ("percent", "coefficient", "ratio")
    if unit == indicator.unit or (
        unit == "count" and bare_measure(quantity) == "个" and name == "students.capacity"
    ):
        return True
    if name.startswith("per_100_students."):
        return unit in ("percent", "person", "count")
    if unit == "person_time":
        return name in ("staff.trained", "staff.rotated", "students.aided", "awards.count")
    pairs = {
        ("person", "person_time"),
        ("minute", "hour"),
        ("hour", "minute"),
        ("month", "year"),
    }
    return (unit, indicator.unit) in pairs or (name == "books.duplicate_rate" and unit == "volume")
