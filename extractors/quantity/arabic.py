"""Quantities written with Arabic digits: 1749平方米, 20多万元, 1至2年, 1:13.5, 系数为0.45."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from extractors.quantity import bound, damage, exclusion
from extractors.quantity.numeral import Numeral, arabic, factor
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[\d.．,，]*\d")
_RANGE = re.compile(r"[ ]?(?:[-－–—~～〜∼]{1,2}|至|到)[ ]?(?=\d)")
_RATIO = re.compile(r"[ ]?[:：∶][ ]?(?=[\dxX×*＊_])")
_CLOCK = re.compile(r"[:：]([0-5]\d)(?![\d.])")
_LABEL = re.compile(r"(?:^|\n)[ \u3000]*[（(]?\d{1,2}[.．、]$")
_TAIL = re.compile(r"[余多几来]")
_MEMBERS = re.compile(r"(?:[、和与或]\d{1,12}(?:\.\d{1,6})?){1,20}")
_ROW = re.compile(r"\d+(?:[至到、，,—–~～-]\d+)*")
_CHAIN = re.compile(r"(?:[:：∶/]\d+(?:\.\d+)?)+")
_BLANK = re.compile(r"[xX×*＊_]+")
_MINUTES = re.compile(r"([1-5]?\d)(?:分钟|分)")
_MOVES = tuple("提上下降增减缩升调扩")
_LONE = ("quantity.bare", "quantity.member")
_BARE_END = re.compile(r"[ ]?(?:[，。；、,;！!）)\n]|$|和\d|与\d)")


def quantities(text: str) -> Iterator[Quantity]:
    """The Arabic quantities of ``text`` in order."""
    previous: Quantity | None = None
    position = 0
    while match := _DIGIT.search(text, position):
        start = match.start()
        found, position = _read(text, start, previous)
        if found is not None:
            previous = found
            yield found


def cell(text: str, start: int, stop: int) -> Quantity | None:
    """The number that fills ``start``..``stop`` all alone or with its unit."""
    numeral = arabic(text, start)
    if numeral is None:
        return None
    measure, end, blur = _unit(text, numeral)
    if end != stop:
        return None
    value = measure.convert(numeral.value) if measure else numeral.value
    unit, word = (measure.unit, numeral.scale + measure.word) if measure else (None, numeral.scale)
    plain = Quantity(start, end, value, unit, word, approx=numeral.approx or blur, rule="quantity.cell")
    return replace(damage.judge(plain), outer_start=start, outer_end=end, numeral=_kind(numeral))


def _kind(numeral: Numeral) -> Literal["arabic", "mixed"]:
    return "mixed" if numeral.scale else "arabic"


def _read(text: str, start: int, previous: Quantity | None) -> tuple[Quantity | None, int]:
    run = _RUN.match(text, start)
    stop = run.end() if run else start + 1
    if _joined(text, start, stop):
        row = _ROW.match(text, start)
        return None, row.end() if row else stop
    garbled = damage.garbled(text, start)
    if garbled is not None:
        return garbled
    first = _spaced(text, start) or arabic(text, start)
    if first is None:
        return None, stop
    harmed = damage.unit(text, first)
    if harmed is not None:
        return harmed, harmed.end
    ratio = _ratio(text, first)
    if ratio is not None:
        return ratio
    return _plain(text, first, previous)


def _joined(text: str, start: int, stop: int) -> bool:
    """Whether the digits are part of a code (A4, GB50099), of an ordinal, or of a product (60×40米)."""
    before = text[start - 1] if start else ""
    if before in ("第", "_", "#"):
        return True
    if before in "×*xX" and text[max(0, start - 2) : start - 1].isdigit():
        return True
    return before.isascii() and before.isalpha() and text[stop : stop + 1] not in ("%", "％")


def _spaced(text: str, start: int) -> Numeral | None:
    """1 749平方米: groups of three digits that a line cut left apart."""
    match = damage.SPACED.match(text, start)
    return None if match is None else Numeral(start, match.end(), Decimal(match.group().replace(" ", "")))


def _unit(text: str, numeral: Numeral) -> tuple[Measure | None, int, bool]:
    """The measure behind the numeral, the end of both, and whether 余 or 多 stands between."""
    blur = _TAIL.match(text, numeral.end)
    if blur is not None:
        measure = table().at(text, blur.end())
        if measure is not None and measure.arabic:
            return measure, blur.end() + len(measure.word), True
    end = numeral.end
    while text[end : end + 1] in (" ", "\u3000") and end < numeral.end + 2:
        end += 1
    measure = table().at(text, end)
    if measure is None or not measure.arabic:
        return None, numeral.end, False
    return measure, end + len(measure.word), False


def _plain(text: str, first: Numeral, previous: Quantity | None) -> tuple[Quantity | None, int]:
    measure, end, blur = _unit(text, first)
    step = _RANGE.match(text, end)
    if step is not None:
        second = arabic(text, step.end())
        if second is not None and not text[: first.start].endswith(("由", "从")):
            other, other_end, other_blur = _unit(text, second)
            if other is not None and (measure is None or measure.unit == other.unit):
                return _range(text, first, second, other, other_end), other_end
            if measure is None:
                return None, second.end
    if measure is None:
        return _bare(text, first, previous), first.end
    if damage.is_label(text, first, measure):
        return None, first.start + text[first.start : first.end].index(".") + 1
    more = _MINUTES.match(text, end) if measure.word in ("小时", "个小时") else None
    if more is not None:
        first = replace(first, value=first.value * 60 + int(more.group(1)))
        minute = table().measures["分钟"]
        return _with_unit(text, first, minute, more.end(), first.approx or blur), more.end()
    return _with_unit(text, first, measure, end, first.approx or blur), end


def _with_unit(text: str, number: Numeral, measure: Measure, end: int, approx: bool) -> Quantity | None:
    start = number.start
    if exclusion.base(text, start) or exclusion.date(text, start, end, measure):
        return None
    if exclusion.period(text, start, end, measure) or _named(text, start, measure):
        return None
    around = bound.around(text, start, end, measure.unit)
    quantity = Quantity(
        start,
        end,
        measure.convert(number.value),
        measure.unit,
        number.scale + measure.word,
        op=around.op,
        approx=approx or around.approx,
        outer_start=around.start,
        outer_end=around.end,
        numeral=_kind(number),
        threshold=exclusion.threshold(text, measure, around.op, around.end),
    )
    return damage.judge(quantity)


def _named(text: str, start: int, measure: Measure) -> bool:
    """Whether the number tells the time (8时30分) or a class (三年级2班)."""
    if measure.word == "班":
        return text[max(0, start - 2) : start].endswith(exclusion.listed("class_before"))
    return measure.word == "分" and start > 0 and text[start - 1] in "时点:："


def _range(text: str, first: Numeral, second: Numeral, measure: Measure, end: int) -> Quantity | None:
    low, high = first.value, second.value
    if second.scale and not first.scale and low < high / 10:
        low *= factor(second.scale)
    if low >= high or exclusion.base(text, first.start):
        return None
    if exclusion.date(text, second.start, end, measure) or exclusion.period(text, first.start, end, measure):
        return None
    around = bound.around(text, first.start, end, measure.unit)
    return Quantity(
        first.start,
        end,
        measure.convert(low),
        measure.unit,
        second.scale + measure.word,
        measure.convert(high),
        "range",
        first.approx or second.approx or around.approx,
        outer_start=around.start,
        outer_end=around.end,
        numeral=_kind(second),
        rule="quantity.range",
        threshold=measure.word in ("岁", "周岁"),
    )


def _ratio(text: str, first: Numeral) -> tuple[Quantity | None, int] | None:
    step = _RATIO.match(text, first.end)
    slash = text.startswith("/", first.end) and first.value == 1
    if step is None and not slash:
        return None
    second = arabic(text, step.end() if step else first.end + 1)
    if second is None and step is not None and first.value == 1:
        return _blank_ratio(text, first, step.end())
    if second is None or second.scale or first.scale:
        return None
    if step is not None and _is_clock(text, first, second):
        return None, second.end
    chain = _CHAIN.match(text, second.end)
    if chain is not None or not first.value or not second.value or text.startswith(("年", "月"), second.end):
        return None, chain.end() if chain else second.end
    one_behind = second.value == 1
    value = first.value if one_behind else exact(Fraction(second.value) / Fraction(first.value))
    around = bound.around(text, first.start, second.end, "ratio")
    found = Quantity(
        first.start,
        second.end,
        value,
        "ratio",
        text[first.end : second.start].strip(),
        op=around.op,
        approx=around.approx,
        outer_start=around.start,
        outer_end=around.end,
        rule="quantity.ratio",
    )
    return found, second.end


def _blank_ratio(text: str, first: Numeral, start: int) -> tuple[Quantity | None, int] | None:
    """1:xx, a ratio left blank."""
    run = _BLANK.match(text, start)
    if run is None or table().at(text, run.end()) is not None:
        return None
    found = Quantity(
        first.start,
        run.end(),
        None,
        "ratio",
        text[first.end : start].strip(),
        damage="placeholder",
        outer_start=first.start,
        outer_end=run.end(),
        numeral="blank",
        rule="quantity.placeholder",
    )
    return found, run.end()


def _is_clock(text: str, first: Numeral, second: Numeral) -> bool:
    if _CLOCK.match(text, first.end) is None or first.value > 24:
        return False
    if first.value == 1 and not text[first.end :].startswith((":0", "：0")):
        return False
    return "比" not in text[max(0, first.start - 10) : first.start]


def _bare(text: str, number: Numeral, previous: Quantity | None) -> Quantity | None:
    """A number that stands alone, where a value must stand: 辍学率为0, 系数0.45, 总人口26万."""
    start, end = number.start, number.end
    moved = text.startswith(_MOVES, end) and text[start - 1 : start] in ("由", "从")
    if not moved and _BARE_END.match(text, end) is None:
        return None
    around = bound.around(text, start, end, None)
    left = text[max(0, around.start - 12) : around.start]
    listed = (
        previous is not None and previous.rule in _LONE and text[previous.end : start] in ("、", "和", "与")
    )
    if not (
        moved or number.scale or around.op != "=" or listed or left.endswith(exclusion.listed("bare_before"))
    ):
        return None
    if any(word in left for word in exclusion.listed("not_bare")) or _dated(text[start:end]):
        return None
    measure = _shared(text, end)
    value, unit = (measure.convert(number.value), measure.unit) if measure else (number.value, None)
    plain = Quantity(
        start, end, value, unit, number.scale, rule="quantity.member" if unit else "quantity.bare"
    )
    return replace(
        plain,
        op=around.op,
        approx=number.approx or around.approx,
        numeral=_kind(number),
        outer_start=around.start,
        outer_end=around.end,
    )


def _shared(text: str, end: int) -> Measure | None:
    """分别为12、15和18人: the unit at the end of the list is every member's."""
    members = _MEMBERS.match(text, end)
    measure = table().at(text, members.end()) if members else None
    return measure if measure is not None and measure.arabic else None


def _dated(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d|\d{7,}", digits))
