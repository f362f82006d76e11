"""Every number of a text, also those that the genre's rules leave out.

``reader.quantities`` drops what the annotation guide excludes; this reads numbers in general, alone or with a
unit, and is what the outside suite measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extractors.quantity.arabic import measured
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import SIGNS, Numeral, arabic, chinese_at, factor
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_START = re.compile(rf"[\d{SIGNS}]|(?<![.．])[.．](?=\d)")
_CHINESE = re.compile(rf"[{SIGNS}](?: {{0,2}}[{SIGNS}])*")
_ARABIC = re.compile(r"\d[\d,，.． ]*")
_INNER = re.compile(r" ?[余多来] ?([百千]?[万亿]{1,2})")
_NEGATIVE = re.compile(r"(?:负|(?<![\w－−-])[-－−])[ ]?\Z")
_PART = re.compile(r" {0,3}分 {0,3}之 {0,3}(负?)")
_LINKS = "的和与至到是大小以或成在这那不而却"
_SMALL = (("角", Decimal("0.1")), ("毛", Decimal("0.1")), ("分", Decimal("0.01")))
_SHARE = re.compile(r"[百千] {0,3}分 {0,3}之")
_SPACED = re.compile(r" {0,4}(?:(?:个 {0,2})?百 {0,2}分 {0,2}点|成(?=半|[^一-龥]|$))")
_ABOVE, _BELOW = (">=", ">"), ("<=", "<")
_BETWEEN = re.compile(
    r"[^。；\d]{0,3}?(?:以上|以下|的)?[ ，,]{0,2}(?:并且|并|且|而|同时|的同时)?[ ，,]{0,2}[^。；\d]{0,6}"
)
# Signs of the old script and of money, and wide digits, as those that the rules know.
_PLAIN = str.maketrans(
    "萬億點兩個負貳參陸叁壹贰肆伍陆柒捌玖拾佰仟０１２３４５６７８９／",
    "万亿点两个负二三六三一二四五六七八九十百千0123456789/",
)
_TRILLION = Decimal(10**12)
_AND = re.compile(r" {0,2}又 {0,2}")
_SLASH = re.compile(r" ?/ ?(?=\d)")
_RANGE = re.compile(r" ?(?:[-－–—~～〜]{1,2}|至|到|[与和](?=[^，。]{1,12}之?间)) ?")


def numbers(text: str) -> list[Quantity]:
    """All numbers of ``text`` in order; a share is a percentage, a bounded number has its op."""
    text = text.translate(_PLAIN)  # one character for one: offsets stay
    return _spanned(text, list(_numbers(text)))


def _spanned(text: str, found: list[Quantity]) -> list[Quantity]:
    """大于100并且小于300: two bounds that face each other in one clause are one range."""
    joined: list[Quantity] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and _facing(text, last, one):
            low, high = (last, one) if last.op in _ABOVE else (one, last)
            last.value, last.value_max, last.op = low.value, high.value, "range"
            last.end, last.outer_end = one.end, one.outer_end
        else:
            joined.append(one)
    return joined


def _facing(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether one is a lower, the other an upper bound of the same, and nothing else stands between."""
    sides = {left.op in _ABOVE, right.op in _ABOVE}
    bounds = left.op in (*_ABOVE, *_BELOW) and right.op in (*_ABOVE, *_BELOW) and sides == {True, False}
    if not bounds or left.value is None or right.value is None:
        return False
    low, high = (left, right) if left.op in _ABOVE else (right, left)
    between = text[left.end : right.start]
    return low.value < high.value and _BETWEEN.fullmatch(between) is not None  # type: ignore[operator]


def _numbers(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _START.search(text, position):
        number = _compound(text, match.start())
        if number is None or _worded(text, number):
            run = _CHINESE.match(text, match.start()) or _ARABIC.match(text, match.start())
            position = run.end() if run else match.end()
            continue
        found = _quantity(text, number)
        position = found.end
        yield found


def _worded(text: str, number: Numeral) -> bool:
    """一切, 四川, 十足: a lone sign before another character than a measure word belongs to a word."""
    if number.end - number.start > 1 or text[number.start].isdigit():
        return False
    following = text[number.end : number.end + 1]
    if not "一" <= following <= "龥" or following in _LINKS:
        return text[number.start] in "万亿千点半几"
    return table().at(text, number.end) is None


def _simple(text: str, start: int) -> Numeral | None:
    """One numeral at ``start``, with spaces inside."""
    if text[start : start + 1] in (".", "．"):
        digits = re.compile(r"\d{1,18}").match(text, start + 1)
        return Numeral(start, digits.end(), Decimal("0." + digits.group())) if digits else None
    if text[start : start + 1].isdigit():
        return arabic(text, start)
    match = _CHINESE.match(text, start)
    if match is None:
        return None
    written = match.group().replace(" ", "")
    read = chinese_at(written, 0, len(written))
    if read is None:
        return None
    inner = _INNER.match(text, match.end())
    if inner is not None:
        return Numeral(start, inner.end(), read.value * factor(inner.group(1)), inner.group(1), approx=True)
    return Numeral(start, match.end(), read.value, approx=read.approx, high=read.high)


def _compound(text: str, start: int) -> Numeral | None:
    """A numeral that may be a fraction: 三分之一, 3又二分之一, 1/2."""
    first = _simple(text, start)
    if first is None:
        return None
    joined = _AND.match(text, first.end)
    if joined is not None:
        second = _simple(text, joined.end())
        share = _fraction(text, second) if second else None
        if share is not None:
            return Numeral(start, share.end, first.value + share.value)
    return _fraction(text, first) or _trillions(text, first)


def _trillions(text: str, first: Numeral) -> Numeral:
    """四十九兆九千五百亿: what stands before 兆 and behind it, as sums of money in the old script are written."""
    if not text.startswith("兆", first.end):
        return first
    rest = _simple(text, first.end + 1)
    below = rest if rest is not None and rest.value < _TRILLION else None
    end = below.end if below else first.end + 1
    return Numeral(first.start, end, first.value * _TRILLION + (below.value if below else 0), "兆")


def _fraction(text: str, below: Numeral) -> Numeral | None:
    part = _PART.match(text, below.end)
    slash = _SLASH.match(text, below.end)
    if part is None and slash is None:
        return None
    step = part or slash
    other = _simple(text, step.end()) if step else None
    if other is None:
        return None
    above, under = (other, below) if part else (below, other)
    if not under.value:
        return None
    value = exact(Fraction(above.value) / Fraction(under.value))
    if part is not None and part.group(1):
        value = -value
    return Numeral(below.start, other.end, value)


def _quantity(text: str, number: Numeral) -> Quantity:
    share = _SHARE.match(text, number.start) is not None
    negative = _NEGATIVE.search(text, max(0, number.start - 2), number.start)
    start = negative.start() if negative else number.start
    value, measure, end = number.value, None, number.end
    if share:
        value = value * 100
    else:
        measure, end = _measure(text, number)
    if measure is not None:
        value = measure.convert(value)
    if measure is not None and measure.word == "成" and text.startswith("半", end):
        value, end = value + 5, end + 1
    elif measure is not None and text.startswith("半", end) and not text[number.start].isdigit():
        value, end = value + measure.convert(Decimal("0.5")), end + 1  # 两米半
    if measure is not None and measure.word == "元":
        value, end = _small_money(text, value, end)
    if negative:
        value = -value
    top, end, measure = _top(text, value, end, measure)
    unit = "percent" if share else measure.unit if measure else None
    word = measure.word if measure else ""
    plain = Quantity(start, end, value, unit, word, top, approx=number.approx, rule="quantity.general")
    return bounded(text, plain)


def _small_money(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """五元三毛, 12元3角5分: the parts of a 元 that follow it."""
    for word, part in _SMALL:
        more = _simple(text, end)
        if more is not None and more.value < 10 and text.startswith(word, more.end):
            value, end = value + more.value * part, more.end + 1
    return value, end


def _measure(text: str, number: Numeral) -> tuple[Measure | None, int]:
    spaced = _SPACED.match(text, number.end)
    if spaced is not None:
        return table().measures["成" if spaced.group().endswith("成") else "百分点"], spaced.end()
    measure, end, _ = measured(text, number)
    return (measure, end) if measure else (table().at(text, number.end), number.end)


def _top(
    text: str, low: Decimal, end: int, measure: Measure | None
) -> tuple[Decimal | None, int, Measure | None]:
    """The upper end of a range that begins before ``end``: 20到30, 三至五年."""
    step = _RANGE.match(text, end)
    second = _compound(text, step.end()) if step else None
    if second is None:
        return None, end, measure
    other, stop = _measure(text, second)
    value = other.convert(second.value) if other else second.value
    if value <= low or (measure is not None and other is not None and measure.unit != other.unit):
        return None, end, measure
    return value, stop, other or measure
