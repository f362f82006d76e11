"""Quantities written with Chinese numerals: 三所, 十余种, 一小时, 百分之三十五, 没有一台."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extractors.quantity import bound, exclusion
from extractors.quantity.numeral import arabic, chinese
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿半几点]+")
_FOLLOWED = re.compile(r"[零〇一二两三四五六七八九十百千万亿半几点]+(?=[^零〇一二两三四五六七八九十百千万亿半几点])")
_RANGE = re.compile(r"(?:[-－–—~～〜]{1,2}|至|到)")
_TAIL = re.compile(r"[余多来]")
_PART = re.compile(r"分之")
_HALF = re.compile(r"半(?![年天日径数])")
_ZERO = re.compile(r"(?:没有|无)$")
_PERCENT = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


def quantities(text: str) -> Iterator[Quantity]:
    """The Chinese quantities of ``text`` in order."""
    heads = table().heads
    position = 0
    for match in _NUMERAL.finditer(text):
        start, end = match.span()
        if start < position or end == len(text):
            continue
        following = text[end]
        if following not in heads and following not in "余多来分至到-－–—~～〜":
            continue
        found = _read(text, start, end)
        if found is not None:
            position = found.end
            yield found


def _read(text: str, start: int, end: int) -> Quantity | None:
    part = _PART.match(text, end)
    if part is not None:
        return _share(text, start, end, part.end())
    if exclusion.ordinal(text, start) or text.startswith(exclusion.listed("name"), start):
        return None
    numeral = text[start:end]
    if numeral in ("半", "一半"):
        return _half(text, start, end)
    if numeral[0] in "百千万亿点零〇几" and not _TAIL.match(text, end) or numeral[0] in "点几零〇":
        return None
    return _range(text, start, end) or _counted(text, start, end)


def _share(text: str, start: int, end: int, behind: int) -> Quantity | None:
    """百分之三十五, 千分之三, 三分之一: as a percentage."""
    whole = text[start:end]
    digits = arabic(text, behind)
    if digits is not None:
        part, stop = digits.value, digits.end
    else:
        match = _NUMERAL.match(text, behind)
        read = chinese("一" + match.group() if match.group() == "百" else match.group()) if match else None
        if match is None or read is None or read[1] is not None:
            return None
        part, stop = read[0], match.end()
    if whole in _PERCENT:
        value = part * _PERCENT[whole]
    else:
        divisor = chinese(whole)
        if divisor is None or divisor[1] is not None or not divisor[0]:
            return None
        value = exact(Fraction(part) / Fraction(divisor[0]) * 100)
    return _quantity(text, start, stop, "percent", text[start : end + 2], value, rule="quantity.share")


def _half(text: str, start: int, end: int) -> Quantity | None:
    """半年, 半个小时; a bare 一半 is no figure."""
    measure = table().at(text, end)
    if measure is None or measure.unit not in ("year", "month", "day", "hour") or text[start] != "半":
        return None
    stop = end + len(measure.word)
    if exclusion.period(text, start, stop, measure) or exclusion.base(text, start):
        return None
    return _quantity(text, start, stop, measure.unit, measure.word, measure.convert(Decimal("0.5")))


def _range(text: str, start: int, end: int) -> Quantity | None:
    """一至两名, 三到五年."""
    step = _RANGE.match(text, end)
    second = _NUMERAL.match(text, step.end()) if step else None
    if second is None:
        return None
    measure = table().at(text, second.end())
    low, high = chinese(text[start:end]), chinese(second.group())
    if measure is None or not measure.chinese or low is None or high is None or low[0] >= high[0]:
        return None
    stop = second.end() + len(measure.word)
    if exclusion.base(text, start) or exclusion.period(text, start, stop, measure):
        return None
    value, top = measure.convert(low[0]), measure.convert(high[0])
    return _quantity(text, start, stop, measure.unit, measure.word, value, top, rule="quantity.range")


def _counted(text: str, start: int, end: int) -> Quantity | None:
    blur = _TAIL.match(text, end)
    head = blur.end() if blur else end
    measure = table().at(text, head)
    read = chinese(text[start:end])
    if measure is None or not measure.chinese or read is None:
        return None
    stop = head + len(measure.word)
    if not _counts(text, start, end, stop, measure):
        return None
    value, high, vague = read
    half = _HALF.match(text, stop) if measure.unit in ("year", "hour", "month", "day") else None
    if half is not None:
        value, stop = value + Decimal("0.5"), half.end()
    top = None if high is None else measure.convert(high)
    approx = vague or blur is not None or high is not None
    if text[start:end] == "一" and _ZERO.search(text, max(0, start - 2), start):
        return _none(text, start, stop, measure)
    return _quantity(text, start, stop, measure.unit, measure.word, measure.convert(value), top, approx=approx)


def _counts(text: str, start: int, end: int, stop: int, measure: Measure) -> bool:
    """Whether the numeral with its measure word counts something real."""
    numeral = text[start:end]
    if exclusion.base(text, start) or exclusion.period(text, start, stop, measure):
        return False
    if exclusion.quoted(text, start, stop) or exclusion.abstract(text, stop) or exclusion.lookalike(text, end):
        return False
    if numeral == "一两" and measure.word in ("个", "项", "种", "次"):
        return False
    if numeral == "一":
        return _one(text, start, stop, measure)
    return True


def _one(text: str, start: int, stop: int, measure: Measure) -> bool:
    before = text[start - 1] if start else ""
    if before and before in exclusion.pointing() or text.startswith("一", stop) or text[stop : stop + 2] == "性":
        return False
    if measure.word in ("个", "次"):
        return measure.word == "次" and not text.startswith(("次", "性"), stop) or text.startswith(
            exclusion.listed("countable"), stop
        )
    return measure.one


def _none(text: str, start: int, stop: int, measure: Measure) -> Quantity | None:
    """没有一台: none at all; 没有一所…不 is all of them, and says no number."""
    head = start - (2 if text.endswith("没有", 0, start) else 1)
    clause = re.split(r"[，。；\n]", text[stop : stop + 20])[0]
    if "不" in clause or "未" in clause:
        return None
    return _quantity(text, head, stop, measure.unit, measure.word, Decimal(0), rule="quantity.none")


def _quantity(
    text: str,
    start: int,
    end: int,
    unit: str,
    measure: str,
    value: Decimal,
    high: Decimal | None = None,
    *,
    approx: bool = False,
    rule: str = "quantity.number_unit",
) -> Quantity:
    around = bound.around(text, start, end, unit)
    return Quantity(
        start,
        end,
        value,
        unit,
        measure,
        high,
        around.op if high is None else "range",
        approx or around.approx,
        outer_start=around.start,
        outer_end=around.end,
        numeral="chinese",
        rule=rule,
    )
