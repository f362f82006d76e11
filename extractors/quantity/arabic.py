"""Quantities written with Arabic digits: 1749平方米, 20多万元, 1至2年, 系数为0.45."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from string import ascii_letters
from typing import Literal

from extractors.quantity import damage, exclusion, point, ratio
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import LONGEST, Numeral, arabic, factor, scaled
from extractors.quantity.piece import Op, Quantity
from extractors.quantity.unit import Measure, table

# What a reading gives: the quantity, if any, and where reading goes on.
Reading = tuple[Quantity | None, int]

_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[\d.．,，]+")
_CAPTION = re.compile(r"(?:(?<!代)表|图|附件)[ ]?\Z")
_CAPTIONED = re.compile(r"\d+[ ]?[-－–—.][ ]?\d+(?:[-－–—.]\d+)*")
_CODE = re.compile(r"\d+(?:\.\d+)?")
_ROW = re.compile(r"\d+(?:\.\d+)?(?:[至到、，,—–~～-]\d+)*")
_RANGE = re.compile(r"[ ]?(?:[-－–—~～〜∼]{1,2}|至|到)[ ]?(?=\d)")
_MINUTES = re.compile(r"([1-5]?\d)(?:分钟|分)")
_SENTENCE = re.compile(r"[。！？\n]")
_RATED_END = re.compile(
    r"[ ]?(?:[，。；、,;！!）)（(\n的和与或及且到至降升提缩下上增减扩]|$|左右|不等|以[上下内]|之[上下内间]|内)"
)
_STAGE = "小学|初中|中学|幼儿园|高中"
_LINK = re.compile(rf"[、和与或及]{{1,2}}(?:{_STAGE}){{0,2}}")
_NORM = re.compile(rf"(?:国家|省级|省定|市定|部颁|规定|标准|要求|的|{_STAGE}){{1,4}}\Z")
_RATED = re.compile(rf"(?:[、和与或及](?:{_STAGE})?\d\.\d{{1,4}}){{1,4}}")
_JIAO = re.compile(r"([1-9])角(?:([1-9])分)?")
# A number that nothing harmed, behind a character that no number hangs on: most are, and need no closer look.
_WHOLE = re.compile(
    r"\d++(?:\.\d++)?+(?![,，、。.．·*＊□■○][\d.．,、，。%％*＊□■○×平万亿·lIO]| [\d*＊.]|\. \d|[lIO])"
)
_HANGS = frozenset("第_#×*表图件 .．、，·" + ascii_letters)
# What a harmed unit, a ratio and the second half of a range begin with.
_HARMED = frozenset(" 万*＊×平余多")
_RATIO = frozenset(" :：∶/比")
_STEP = frozenset(" -－–—~～〜∼至到")
_VAGUE = frozenset("余多几来")
_DATE = re.compile(
    r"(?:19|20)\d\d([-/])(?:0?[1-9]|1[0-2])(?!\d)(?:\1[0-3]?\d(?!\d))?(?:[ ]?\d\d?:\d\d(?::\d\d)?)?"
)
_DATED = frozenset("-/")
_FACTOR = re.compile(r"\d[ ]?[米mM]?\Z")
_TIMES = re.compile(r"[×xX*＊][ ]?\d")
_MEMBERS = re.compile(r"(?:[、和与或]\d{1,12}(?:\.\d{1,6})?){1,20}")
_BARE_END = re.compile(r"[ ]?(?:[，。；、,;！!）)\n□]|$|[和与]\d)")
_NEGATIVE = re.compile(r"(?:(?<=[为是达率长增降减温到于约：:（(])|^)[-－−]\Z")
_MOVES = tuple("提上下降增减缩升调扩")
# 介于0.21与0.48之间
_AMID = re.compile(r"[与和](?=\d[\d.]{0,8}[^，。；\d]{0,4}之间)")
_STAGED = re.compile(r"(?:小学|初中)(?:部|阶段)?[为是达：]?$")
_FRACTION = re.compile(r"0\.\d{2,4}")
_OF_TABLE = 500
_LONE = ("quantity.bare", "quantity.member")
_SPACES = (" ", "\u3000")
_SIGNS = frozenset("负-－−")


def quantities(text: str) -> Iterator[Quantity]:
    """The Arabic quantities of ``text`` in order."""
    previous: Quantity | None = None
    position = 0
    while match := _DIGIT.search(text, position):
        found, position = _read(text, match.start(), previous)
        if found is not None:
            previous = found
            yield found


def cell(text: str, start: int, stop: int) -> Quantity | None:
    """The number that fills ``start``..``stop`` all alone or with its unit."""
    numeral = arabic(text, start)
    if numeral is None:
        return None
    measure, end, blur = measured(text, numeral)
    if end != stop or (measure is not None and exclusion.date(text, start, end, measure)):
        return None
    value = measure.convert(numeral.value) if measure else numeral.value
    unit, word = (measure.unit, numeral.scale + measure.word) if measure else (None, numeral.scale)
    return damage.judge(
        Quantity(
            start,
            end,
            value,
            unit,
            word,
            approx=numeral.approx or blur,
            outer_start=start,
            outer_end=end,
            numeral=_kind(numeral),
            rule="quantity.cell",
        )
    )


def measured(text: str, numeral: Numeral) -> tuple[Measure | None, int, bool]:
    """The measure behind the numeral, the end of both, and whether 余 or 多 stands between."""
    end, units = numeral.end, table()
    if text[end : end + 1] in _VAGUE:
        measure = units.at(text, end + 1)
        if measure is not None and measure.arabic:
            return measure, end + 1 + len(measure.word), True
    while end < numeral.end + 2 and text.startswith(_SPACES, end):
        end += 1
    measure = units.at(text, end)
    if measure is None or not measure.arabic:
        return None, numeral.end, False
    return measure, end + len(measure.word), False


def _kind(numeral: Numeral) -> Literal["arabic", "mixed"]:
    return "mixed" if numeral.scale else "arabic"


def _read(text: str, start: int, previous: Quantity | None) -> Reading:
    whole = None if start and text[start - 1] in _HANGS else _WHOLE.match(text, start)
    if whole is None:
        return _suspect(text, start, previous)
    if whole.end() - start > LONGEST:
        return None, _end(_RUN, text, start)
    return _number(text, scaled(text, start, whole.end(), Decimal(whole.group())), previous)


def _suspect(text: str, start: int, previous: Quantity | None) -> Reading:
    """The digits at ``start`` where the characters at their ends may make a code or damage of them."""
    if _joined(text, start):
        return None, _end(_ROW, text, start)
    if _CAPTION.search(text, max(0, start - 2), start) and (caption := _CAPTIONED.match(text, start)):
        return None, caption.end()
    garbled = damage.garbled(text, start) or point.pointed(text, start)
    if garbled is not None:
        return garbled, garbled.end
    first = damage.spaced(text, start) or arabic(text, start)
    return _number(text, first, previous) if first else (None, _end(_RUN, text, start))


def _number(text: str, first: Numeral, previous: Quantity | None) -> Reading:
    following = text[first.end : first.end + 1]
    if first.scale and following.isdigit():
        return None, _end(_RUN, text, first.end)
    if following in _DATED and (dated := _DATE.match(text, first.start)):
        return None, dated.end()
    harmed = damage.unit(text, first) if following in _HARMED else None
    if harmed is not None:
        return harmed, harmed.end
    read = ratio.read(text, first) if following in _RATIO else None
    return read or _plain(text, first, previous)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start + 1


def _joined(text: str, start: int) -> bool:
    """Whether the digits are part of a code (A4, GB50099), of an ordinal, or of a product (60×40米)."""
    before = text[start - 1] if start else ""
    if before in ("第", "_", "#") or (before in (".", "．") and text[start - 2 : start - 1] in tuple("xX×*")):
        return True
    if before and before in "×*xX" and _FACTOR.search(text, max(0, start - 3), start - 1):
        return True
    if before in ("x", "X"):
        return True
    if not (before.isascii() and before.isalpha()) or damage.lettered(text, start):
        return False
    return not text.startswith(("%", "％"), _end(_CODE, text, start))


def _plain(text: str, first: Numeral, previous: Quantity | None) -> Reading:
    measure, end, blur = measured(text, first)
    step = _RANGE.match(text, end) if text[end : end + 1] in _STEP else _AMID.match(text, end)
    if step is not None and not text.endswith(("由", "从"), 0, first.start):
        second = damage.spaced(text, step.end()) or arabic(text, step.end())
        other, stop, _ = measured(text, second) if second is not None else (None, end, False)
        if second is not None and other is not None and (measure is None or measure.unit == other.unit):
            return _range(text, first, second, other, stop), stop
        if second is not None and measure is None:
            return _between(text, first, second), second.end
    if measure is None:
        return _bare(text, first, previous), first.end
    if damage.is_label(text, first, measure):
        return None, text.index(".", first.start) + 1
    number, measure, end = _composed(text, first, measure, end)
    return _with_unit(text, number, measure, end, number.approx or blur or "多" in measure.word), end


def _composed(text: str, number: Numeral, measure: Measure, end: int) -> tuple[Numeral, Measure, int]:
    """1小时20分钟 is 80 minutes, 3元5角 is 3.5元."""
    if measure.word in ("小时", "个小时") and (minutes := _MINUTES.match(text, end)):
        value = number.value * 60 + int(minutes.group(1))
        return number._replace(value=value), table().measures["分钟"], minutes.end()
    if measure.word == "元" and (jiao := _JIAO.match(text, end)):
        value = number.value + Decimal(jiao.group(1)) / 10 + Decimal(jiao.group(2) or 0) / 100
        return number._replace(value=value), measure, jiao.end()
    return number, measure, end


def _with_unit(text: str, number: Numeral, measure: Measure, end: int, approx: bool) -> Quantity | None:
    start = number.start
    if exclusion.base(text, start) or exclusion.date(text, start, end, measure):
        return None
    if exclusion.period(text, start, end, measure) or _named(text, start, end, measure):
        return None
    if measure.unit == "m" and _TIMES.match(text, end):
        return None
    value, start = _signed(text, start, measure.convert(number.value))
    word = number.scale + measure.word
    plain = Quantity(start, end, value, measure.unit, word, approx=approx, numeral=_kind(number))
    if not value and text.startswith("00", number.start):
        # 000元 is the tail of a number whose head is gone.
        plain = replace(plain, value=None, damage="garbled", rule="quantity.garbled")
    return damage.judge(bounded(text, plain))


def _signed(text: str, start: int, value: Decimal) -> tuple[Decimal, int]:
    """-2.3‰ behind 为: the sign is the number's, not a dash."""
    if not start or text[start - 1] not in _SIGNS:
        return value, start
    negative = text[start - 1] == "负" or _NEGATIVE.search(text, max(0, start - 2), start)
    return (-value, start - 1) if negative else (value, start)


def _named(text: str, start: int, end: int, measure: Measure) -> bool:
    """Whether the number tells the time (8时30分), a class (三年级2班), a ranking's head or a page's visits."""
    if measure.word == "班":
        return text[max(0, start - 2) : start].endswith(exclusion.listed("class_before"))
    if measure.unit == "person" and exclusion.heads(text, start, end):
        return True
    return exclusion.timed(text, start, measure) or exclusion.visits(text, start, measure)


def _range(text: str, first: Numeral, second: Numeral, measure: Measure, end: int) -> Quantity | None:
    start, low, high = first.start, first.value, second.value
    if second.scale and not first.scale and low * factor(second.scale) < high:
        low *= factor(second.scale)
    if low >= high or exclusion.base(text, start) or exclusion.period(text, start, end, measure):
        return None
    if exclusion.date(text, second.start, end, measure):
        return None
    plain = Quantity(
        start,
        end,
        measure.convert(low),
        measure.unit,
        second.scale + measure.word,
        measure.convert(high),
        approx=first.approx or second.approx,
        numeral=_kind(second),
        rule="quantity.range",
    )
    return bounded(text, plain)


def _bare(text: str, number: Numeral, previous: Quantity | None) -> Quantity | None:
    """A number that stands alone, where a value must stand: 辍学率为0, 系数0.45, 总人口26万."""
    start, end = number.start, number.end
    if number.scale and text.startswith(exclusion.listed("people"), end):
        crowd = Quantity(
            start, end, number.value, "person", number.scale, approx=number.approx, numeral="mixed"
        )
        return bounded(text, replace(crowd, rule="quantity.people"))
    moved = text.startswith(_MOVES, end) and text.endswith(("由", "从"), 0, start)
    rated = number.value < 3 and _rated(text, number)
    if not (moved or rated) and _BARE_END.match(text, end) is None:
        return None
    measure = _shared(text, end)
    value, unit = (measure.convert(number.value), measure.unit) if measure else (number.value, None)
    value, start = _signed(text, start, value)
    rule = "quantity.member" if unit else "quantity.bare"
    plain = Quantity(
        start, end, value, unit, number.scale, approx=number.approx, numeral=_kind(number), rule=rule
    )
    found = bounded(text, plain)
    left = text[max(0, found.outer_start - 12) : found.outer_start]
    before = previous if previous is not None and previous.rule in _LONE else None
    if rated and found.op == "=":
        found.op = _common(text, found, before)
    listed = before is not None and text[before.end : start] in ("、", "和", "与")
    dealt = unit is not None and ("分别" in left or "." in text[start:end])
    placed = found.op != "=" or left.endswith(exclusion.listed("bare_before"))
    if exclusion.visits(text, start, None):
        return None
    if not (moved or rated or listed or dealt or placed or number.scale) or exclusion.code(
        text[start:end], left
    ):
        return None
    return found


def _shared(text: str, end: int) -> Measure | None:
    """分别为12、15和18人: the unit at the end of the list is every member's."""
    members = _MEMBERS.match(text, end)
    measure = table().at(text, members.end()) if members else None
    return measure if measure is not None and measure.arabic else None


def _rated(text: str, number: Numeral) -> bool:
    """系数小学0.57，初中0.49: a small decimal in a sentence that has spoken of a coefficient."""
    start, end = number.start, number.end
    if number.scale or "." not in text[start:end] or not _RATED_END.match(text, end):
        return False
    staged = _FRACTION.fullmatch(text, start, end) and _STAGED.search(text, max(0, start - 8), start)
    if staged and text.find("差异系数", max(0, start - _OF_TABLE), start) >= 0:
        # A paragraph after a table of them: 综合来看，小学0.437，初中0.369。
        return True
    sentence = _SENTENCE.split(text[max(0, start - 80) : start])[-1]
    named = any(word in sentence for word in exclusion.listed("coefficient"))
    return named and not sentence.endswith(exclusion.listed("not_rated"))


def _between(text: str, low: Numeral, high: Numeral) -> Quantity | None:
    """系数在0.23—0.51之间: a range without a unit."""
    if not low.value < high.value < 3 or "." not in text[low.start : low.end] or not _rated(text, high):
        return None
    return bounded(
        text, Quantity(low.start, high.end, low.value, None, "", high.value, rule="quantity.range")
    )


def _common(text: str, found: Quantity, before: Quantity | None) -> Op:
    """The bound of a coefficient's list or norm: 不高于0.65、0.55, 0.5、0.45以内, 低于国家标准0.65."""
    if before is not None and before.unit is None and _LINK.fullmatch(text, before.end, found.start):
        return before.op
    members = _RATED.match(text, found.end)
    norm = _NORM.search(text, max(0, found.start - 12), found.start)
    if not members and not norm:
        return "="
    start, end = norm.start() if norm else found.start, members.end() if members else found.end
    return bounded(text, replace(found, start=start, end=end)).op
