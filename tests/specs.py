"""Numbers in general, as an outside suite asks for them.

    make specs SPECS=DIR [SCORER=FILE]

``DIR`` is the folder ``Specs`` of a checkout of microsoft/Recognizers-Text, whose Chinese cases are read from there;
nothing of it is kept here. ``FILE`` is a program that takes ``tests.specs:extract`` and prints how many of the
suite's values are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extractors.quantity.general import numbers
from extractors.quantity.unit import table

# The suite's names of units, by how the text writes them; a 亩 or 公里 keeps its own unit there.
_NAMES = {"percent": "%", "CNY": "元", "m2": "平方米", "m": "米"}
_ABOVE, _BELOW = (">=", ">"), ("<=", "<")

Value = float | tuple[float | None, float | None] | None


def extract(text: str) -> Iterator[tuple[int, int, Value, str]]:
    """Start, end, value and unit of every number: a range as its two ends, an open one with None."""
    for one in numbers(text):
        word = one.measure.lstrip("百千万亿") if one.unit in ("m2", "m") else ""
        per = _factor(word)
        value = _value(_over(one.value, per), _over(one.value_max, per), one.op)
        yield one.start, one.end, value, word or _NAMES.get(one.unit or "", one.measure)


def _factor(word: str) -> Fraction:
    measure = table().at(word, 0) if word else None
    return measure.factor if measure else Fraction(1)


def _over(value: Decimal | None, factor: Fraction) -> Decimal | None:
    """The value in the unit that the text writes, not in the canonical one."""
    return None if value is None else Decimal(float(Fraction(value) / factor)).quantize(Decimal("0.000001"))


def _value(value: Decimal | None, top: Decimal | None, op: str) -> Value:
    if value is None:
        return None
    if top is not None:
        return float(value), float(top)
    if op in _ABOVE:
        return float(value), None
    return (None, float(value)) if op in _BELOW else float(value)
