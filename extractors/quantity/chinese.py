"""Quantities written with Chinese numerals: 三所, 十余种, 一小时, 百分之三十五, 没有一台."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractors.quantity import bound, exclusion
from extractors.quantity.numeral import arabic, chinese
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿半几点○]+")
_RANGE = re.compile(r"(?:[-－–—~～〜]{1,2}|至|到)")
_TAIL = re.compile(r"[余多来]")
_PART = re.compile(r"分之")
_HALF = re.compile(r"半(?![年天日径数])")
_HALVED = re.compile(r"个半(小时|钟头|月|学时|课时)")
_ZERO = re.compile(r"(?:没有|无)$")
_PERCENT = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


def quantities(text: str) -> Iterator[Quantity]:
    """The Chinese quantities of ``text`` in order."""
    heads = table().heads | frozenset("余多来分至到-－–—~～〜，。；、")
    position = 0
    for match in _NUMERAL.finditer(text):
        start, end = match.span()
        if start < position or end == len(text):
            continue
        if text[end] not in heads:
            continue
        found = _read(text, start, end)
        if found is not None:
            position = found.end
            yield found


def _read(text: str, start: int, end: int) -> Quantity | None:
    part = _PART.match(text, end)
    if part is not None:
        return _share(text, start, end, part.end())
    if (
        exclusion.ordinal(text, start)
        or exclusion.dozens(text, start)
        or exclusion.named(text, start)
    ):
        return None
    numeral = text[start:end]
    if numeral in ("半", "一半"):
        return _half(text, start, end)
    if numeral[0] in "点几零〇○" or (numeral[0] in "百千万亿" and not _rounded(text, start, end)):
        return None
    if text[end] in "，。；、":
        return _bare(text, start, end)
    return _range(text, start, end) or _halved(text, start, end) or _counted(text, start, end)


def _rounded(text: str, start: int, end: int) -> bool:
    """百余名, 近万人 are numbers; a 万 alone has lost its digits, or is a base (百名学生)."""
    near = text[start - 1 : start] == "近" and text[start - 2 : start] not in ("最近", "附近")
    return near or (text[start:end] in ("百", "千") and _TAIL.match(text, end) is not None)


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


def _bare(text: str, start: int, end: int) -> Quantity | None:
    """人口三十万: only with a power that no ordinal has."""
    read = chinese(text[start:end])
    if end - start < 2 or text[end - 1] not in "万亿" or read is None or exclusion.quoted(text, start, end):
        return None
    return _quantity(text, start, end, None, "", *read[:2], approx=read[2], rule="quantity.bare")


def _halved(text: str, start: int, end: int) -> Quantity | None:
    """一个半小时, 两个半月."""
    match = _HALVED.match(text, end)
    read = chinese(text[start:end]) if match else None
    if match is None or read is None or exclusion.base(text, start):
        return None
    unit = "month" if match.group(1) == "月" else "hour"
    return _quantity(text, start, match.end(), unit, match.group(1), read[0] + Decimal("0.5"))


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
    found = _quantity(
        text, start, stop, measure.unit, measure.word, measure.convert(value), top, approx=approx
    )
    return replace(found, threshold=exclusion.threshold(text, measure, found.op, found.outer_end))


def _counts(text: str, start: int, end: int, stop: int, measure: Measure) -> bool:
    """Whether the numeral with its measure word counts something real."""
    numeral = text[start:end]
    if exclusion.base(text, start) or exclusion.period(text, start, stop, measure):
        return False
    if (
        exclusion.quoted(text, start, stop)
        or exclusion.abstract(text, stop)
        or exclusion.lookalike(text, end)
    ):
        return False
    if measure.only_before and not text.startswith(measure.only_before, stop):
        return False
    if measure.word == "个" and text.startswith("一", stop):
        return False
    if numeral == "一两" and measure.word in ("个", "项", "种", "次"):
        return False
    if numeral == "一":
        return _one(text, start, stop, measure)
    return True


def _one(text: str, start: int, stop: int, measure: Measure) -> bool:
    before = text[start - 1] if start else ""
    if (
        before
        and before in exclusion.pointing()
        or text.startswith("一", stop)
        or text.startswith(("性", "次"), stop)
    ):
        return False
    if before == "的" and measure.word in exclusion.listed("told"):
        return False
    if measure.word == "个":
        return text.startswith(exclusion.listed("countable"), stop)
    return measure.one or measure.word == "次"


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
    unit: str | None,
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
