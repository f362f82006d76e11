"""Quantities written with Arabic digits: 1749平方米, 20多万元, 1至2年, 1:13.5, 系数为0.45."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractors.quantity import bound, damage, exclusion
from extractors.quantity.numeral import Numeral, arabic, factor
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[\d.．,，]*\d")
_RANGE = re.compile(r"[ ]?(?:[-－–—~～〜∼]{1,2}|至|到)[ ]?(?=\d)")
_RATIO = re.compile(r"[ ]?[:：∶][ ]?(?=\d)")
_CLOCK = re.compile(r"[:：]([0-5]\d)(?![\d.])")
_LABEL = re.compile(r"(?:^|\n)[ \u3000]*[（(]?\d{1,2}[.．、]$")
_TAIL = re.compile(r"[余多几来]")
_BARE_END = re.compile(r"[ ]?(?:[，。；、,;！!）)\n]|$|和\d|与\d)")
_SPACED = re.compile(r"(?<=[一-龥])\d{1,3}(?: \d{3})+(?=[ ]?[一-龥㎡])")


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


def _read(text: str, start: int, previous: Quantity | None) -> tuple[Quantity | None, int]:
    run = _RUN.match(text, start)
    stop = run.end() if run else start + 1
    if _joined(text, start):
        return None, stop
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


def _joined(text: str, start: int) -> bool:
    """Whether the digits are part of a code (A4, GB50099), or of an ordinal."""
    before = text[start - 1] if start else ""
    return before != "" and (before in "第_#" or (before.isascii() and before.isalpha()))


def _spaced(text: str, start: int) -> Numeral | None:
    """1 749平方米: groups of three digits that a line cut left apart."""
    match = _SPACED.match(text, start)
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
    return _with_unit(text, first, measure, end, first.approx or blur), end


def _with_unit(text: str, number: Numeral, measure: Measure, end: int, approx: bool) -> Quantity | None:
    start = number.start
    if exclusion.base(text, start) or exclusion.date(text, start, end, measure):
        return None
    if exclusion.period(text, start, end, measure) or _clock(text, start, measure):
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
        numeral="mixed" if number.scale else "arabic",
        threshold=exclusion.threshold(text, measure, around.tail, around.end),
    )
    return damage.judge(text, quantity)


def _clock(text: str, start: int, measure: Measure) -> bool:
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
        numeral="mixed" if second.scale else "arabic",
        rule="quantity.range",
        threshold=measure.word in ("岁", "周岁"),
    )


def _ratio(text: str, first: Numeral) -> tuple[Quantity | None, int] | None:
    step = _RATIO.match(text, first.end)
    slash = text.startswith("/", first.end) and first.value == 1
    if step is None and not slash:
        return None
    second = arabic(text, step.end() if step else first.end + 1)
    if second is None or second.scale or first.scale:
        return None
    if step is not None and _is_clock(text, first, second):
        return None, second.end
    if not first.value or not second.value or text[second.end : second.end + 1] in "/:：∶年月" and text[second.end :]:
        return None, second.end
    one_behind = second.value == 1
    value = first.value if one_behind else exact(Fraction(second.value) / Fraction(first.value))
    around = bound.around(text, first.start, second.end, "ratio")
    found = Quantity(
        first.start, second.end, value, "ratio", text[first.end : second.start].strip(), op=around.op,
        approx=around.approx, outer_start=around.start, outer_end=around.end, rule="quantity.ratio",
    )
    return found, second.end


def _is_clock(text: str, first: Numeral, second: Numeral) -> bool:
    if _CLOCK.match(text, first.end) is None or first.value > 24:
        return False
    if first.value == 1 and not text[first.end :].startswith((":0", "：0")):
        return False
    return "比" not in text[max(0, first.start - 10) : first.start]


def _bare(text: str, number: Numeral, previous: Quantity | None) -> Quantity | None:
    """A number that stands alone, where a value must stand: 辍学率为0, 系数0.45, 总人口26万."""
    start, end = number.start, number.end
    if _BARE_END.match(text, end) is None:
        return None
    around = bound.around(text, start, end, None)
    left = text[max(0, around.start - 12) : around.start]
    listed = previous is not None and previous.unit is None and text[previous.end : start] in ("、", "和", "与")
    if not (number.scale or around.op != "=" or listed or left.endswith(exclusion.listed("bare_before"))):
        return None
    if any(word in left for word in exclusion.listed("not_bare")) or _dated(text[start:end]):
        return None
    kind = "mixed" if number.scale else "arabic"
    plain = Quantity(start, end, number.value, None, number.scale, rule="quantity.bare")
    return replace(
        plain, op=around.op, approx=number.approx or around.approx, numeral=kind,
        outer_start=around.start, outer_end=around.end,
    )


def _dated(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d|\d{7,}", digits))
