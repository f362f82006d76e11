"""Numbers and units that were mutilated: 15106*方米, 达到.、76%, 3、08间, 1003%."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractors.quantity import bound
from extractors.quantity.numeral import Numeral
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, table

# 平 and what censors make of it.
UNIT = re.compile(r"[ ]?(万?)(?:[*＊×]方(公里|千米|米)|平[*＊×](公里|米)|平方[*＊](?=[^一-龥\w]|$|米))")
_TORN = re.compile(r"\d{1,6}(?:[.．]{2,}|[.．][、，。．]|[、，。][.．])\d{1,6}|\d{1,6}[.．](?=[%％])")
_COMMA = re.compile(r"(\d{1,4})、(\d{1,3})(?![\d、.．])")
_STOP = re.compile(r"(\d{1,4})[。·](\d{1,3})(?=[ ]?(?:[%％]|平方|㎡))")
# Groups of three are one number that a line cut left apart; any other cut may hide digits.
SPACED = re.compile(r"(?<=[一-龥：，（])\d{1,3}(?: \d{3})+(?![\d ]?\d)")
_CUT = re.compile(r"(?<=[一-龥])(?!(?:19|20)\d\d )\d{1,4} \d{1,4}(?![\d.])")
_GROUPED = re.compile(r"\d{1,6}(?:,\d{1,3})+(?![\d.,])")
_RATE = ("每百", "每千", "每万", "生均", "人均", "每生")
_LABEL = re.compile(r"(?:^|\n)[ \u3000]*$")
_AMOUNT = (
    "达到",
    "达",
    "数",
    "为",
    "积",
    "约",
    "均",
    "低于",
    "少于",
    "超过",
    "率",
    "到",
    "至",
    "比",
    "不足",
    "值",
    "占",
)
_LIST_UNIT = ("年", "月", "日", "岁", "班", "级", "周", "期", "项", "条", "号", "分", "届", "校", "村", "科")


def is_label(text: str, number: Numeral, measure: Measure) -> bool:
    """Whether ``1.5个`` at a line's start is the label ``1.`` before ``5个``: half a person or room is none."""
    if measure.unit not in ("person", "count", "household", "volume") or number.scale:
        return False
    digits = text[number.start : number.end]
    whole, point, _ = digits.partition(".")
    return bool(point) and len(whole) <= 2 and _line_start(text, number.start)


def _line_start(text: str, start: int) -> bool:
    return _LABEL.search(text[max(0, start - 6) : start]) is not None and (
        start <= 5 or "\n" in text[max(0, start - 6) : start]
    )


def garbled(text: str, start: int) -> tuple[Quantity | None, int] | None:
    """A mutilated number that begins at the digit ``start``, and where reading goes on; None if it is whole."""
    headless = _headless(text, start)
    if headless is not None:
        return headless
    torn = _TORN.match(text, start) or _ungrouped(text, start)
    if torn is not None:
        found = _piece(text, start, torn.end(), None)
        return (found, found.end) if found else None
    stop = _STOP.match(text, start)
    if stop is not None:
        found = _piece(text, start, stop.end(), Decimal(f"{stop.group(1)}.{stop.group(2)}"))
        return (found, found.end) if found else None
    comma = _COMMA.match(text, start)
    if comma is None or _line_start(text, start):
        return None
    return _pointed(text, comma)


def _ungrouped(text: str, start: int) -> re.Match[str] | None:
    """12,34人, 17 49人: digits that do not group to one number."""
    grouped = _GROUPED.match(text, start)
    if grouped is not None:
        head, *groups = grouped.group().split(",")
        return None if len(head) < 4 and all(len(group) == 3 for group in groups) else grouped
    cut = _CUT.match(text, start)
    return None if cut is None or SPACED.match(text, start) else cut


def _headless(text: str, start: int) -> tuple[Quantity | None, int] | None:
    """达到.、76%: the digits before the point are gone."""
    left = start
    while left and start - left < 4 and text[left - 1] in ".．、，·":
        left -= 1
    marks = text[left:start]
    if not marks or not any(mark in ".．·" for mark in marks) or text[max(0, left - 1) : left].isdigit():
        return None
    if not text[max(0, left - 3) : left].endswith(_AMOUNT):
        return None
    digits = re.compile(r"\d+").match(text, start)
    found = _piece(text, left, digits.end(), None) if digits else None
    return (found, found.end) if found else None


def _pointed(text: str, comma: re.Match[str]) -> tuple[Quantity | None, int] | None:
    """2、3间, 3、08间: a decimal point turned into 、."""
    whole, places = comma.groups()
    measure = table().at(text, comma.end())
    start = comma.start()
    if measure is None or measure.word in _LIST_UNIT or text[max(0, start - 1) : start] in ("、", "，"):
        return None
    clause = re.split(r"[，。；\n]", text[max(0, start - 30) : start])[-1]
    marked = clause.endswith(_AMOUNT) or any(word in clause for word in _RATE)
    if places.startswith("0") or ("分别" not in clause and (marked or measure.unit in ("m2", "percent"))):
        found = _piece(text, start, comma.end(), Decimal(f"{whole}.{places}"))
        return (found, found.end) if found else None
    low, high = Decimal(whole), Decimal(places)
    if high == low + 1 and high < 10:
        found = _piece(text, start, comma.end(), low)
        if found is not None:
            vague = replace(
                found,
                value_max=measure.convert(high),
                op="range",
                approx=True,
                damage=None,
                rule="quantity.vague",
            )
            return vague, found.end
    return None


def _piece(text: str, start: int, end: int, value: Decimal | None) -> Quantity | None:
    measure = table().at(text, end)
    if measure is None:
        return None
    around = bound.around(text, start, end + len(measure.word), measure.unit)
    return Quantity(
        start,
        end + len(measure.word),
        None if value is None else measure.convert(value),
        measure.unit,
        measure.word,
        op=around.op,
        approx=around.approx,
        damage="garbled",
        outer_start=around.start,
        outer_end=around.end,
        rule="quantity.garbled",
    )


def judge(quantity: Quantity) -> Quantity:
    """Mark a percentage that no share can have and whose digits tell of a slip (1003%)."""
    value = quantity.value
    if quantity.measure in ("%", "％") and value is not None and value >= 1000:
        return replace(quantity, damage="garbled", rule="quantity.impossible")
    return quantity


def unit(text: str, number: Numeral) -> Quantity | None:
    """The area whose unit a censor harmed: the value stands."""
    match = UNIT.match(text, number.end)
    if match is None:
        return None
    large = (match.group(2) or match.group(3) or "米") != "米"
    factor = Decimal(10**6 if large else 1) * (10_000 if match.group(1) else 1)
    around = bound.around(text, number.start, match.end(), "m2")
    return Quantity(
        number.start,
        match.end(),
        number.value * factor,
        "m2",
        number.scale + match.group().strip(),
        op=around.op,
        approx=number.approx or around.approx,
        damage="unit",
        outer_start=around.start,
        outer_end=around.end,
        numeral="mixed" if number.scale else "arabic",
        rule="quantity.harmed_unit",
    )
