"""Quantities written with Chinese numerals: 三所, 十余种, 一小时, 百分之三十五, 没有一台."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from extractors.quantity import damage, exclusion
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import SIGNS, Numeral, arabic, chinese_at
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, exact, table

_Chinese = partial(Quantity, numeral="chinese")
_NUMERAL = re.compile(f"[{SIGNS}]+")
_STARTS = frozenset(SIGNS)
_RANGE = re.compile(r"(?:[-－–—~～〜]{1,2}|至|到)")
_HALF = re.compile(r"半(?![年天日径数])")
_TENTHS = "零一二三四半六七八九"
_TENTH = re.compile(f"[五{_TENTHS[1:]}](?![{SIGNS}个年项名所])")
_HALVED = re.compile(r"个半(小时|钟头|月|学时|课时)")
_ZERO = re.compile(r"(?:没有|无)\Z")
_PERCENT = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_SPANS = ("year", "month", "day", "hour")
_STOPS = frozenset("，。；、）！\n")
_HARMED = frozenset("*＊×平")
_STEP = frozenset("-－–—~～〜至到")
_VAGUE = frozenset("余多来")
_COUNTED_ZERO = re.compile(r"(?:事故|案件|伤亡|犯罪|上访|违纪|投诉)[^，。；率]{0,4}$")


@cache
def _opening() -> re.Pattern[str]:
    """A whole run of numeral signs before what can make it a quantity: most 一 and 三 of prose open none."""
    units = table().measures.values()
    heads = {unit.word[0] for unit in units if unit.chinese or unit.unit in _SPANS}
    heads |= _STEP | _VAGUE | _HARMED | {"分", "个"}
    signs, head, stop = f"[{SIGNS}]", _class(heads), _class(_STOPS)
    # The lookbehind stands behind the first sign: the search passes over all other characters faster so.
    return re.compile(
        f"{signs}(?<!{signs}{signs}){signs}*+(?:(?={head})|(?<=[零千万亿])(?:(?={stop})|\\Z)|(?<=零)(?=的))"
    )


def _class(characters: Iterable[str]) -> str:
    return "[" + re.escape("".join(sorted(characters))) + "]"


def quantities(text: str) -> Iterator[Quantity]:
    """The Chinese quantities of ``text`` in order."""
    position = 0
    for match in _opening().finditer(text):
        start, end = match.span()
        if start < position:
            continue
        found = _read(text, start, end)
        if found is not None:
            position = found.end
            yield found


def _read(text: str, start: int, end: int) -> Quantity | None:
    if text.startswith("分之", end):
        return _share(text, start, end, end + 2)
    if exclusion.ordinal(text, start) or exclusion.dozens(text, start) or exclusion.named(text, start):
        return None
    if text[start:end] == "半":
        return _half(text, start, end)
    number = chinese_at(text, start, end)
    if number is None or not _opens(text, number):
        return None
    following = text[number.end : number.end + 1]
    if not following or following in _STOPS or text[start:end] == "零":
        return _bare(text, number)
    if not number.value:
        return None
    harmed = damage.unit(text, number) if following in _HARMED or following in _VAGUE else None
    if harmed is not None:
        return harmed
    read = _range(text, number) if following in _STEP else None
    return read or _halved(text, number) or _counted(text, number)


def _opens(text: str, number: Numeral) -> bool:
    """百余名, 近万人 are numbers; a 万 alone has lost its digits, or is a base (百名学生)."""
    written = text[number.start : number.end]
    if written[0] not in "百千万亿":
        return written == "零" or written[0] not in "点几零〇○"
    near = text.endswith("近", 0, number.start) and not text.endswith(("最近", "附近"), 0, number.start)
    return near or (written in ("百", "千") and text[number.end : number.end + 1] in _VAGUE)


def _share(text: str, start: int, end: int, behind: int) -> Quantity | None:
    """百分之三十五, 千分之三, 三分之一: as a percentage."""
    match = _NUMERAL.match(text, behind)
    part = chinese_at(text, behind, match.end()) if match else arabic(text, behind)
    if part is None or part.high is not None:
        return None
    whole = text[start:end]
    divisor = None if whole in _PERCENT else chinese_at(text, start, end)
    if whole in _PERCENT:
        value = part.value * _PERCENT[whole]
    elif divisor is None or divisor.high is not None or not divisor.value:
        return None
    else:
        value = exact(Fraction(part.value) / Fraction(divisor.value) * 100)
    return bounded(text, _Chinese(start, part.end, value, "percent", whole + "分之", rule="quantity.share"))


def _half(text: str, start: int, end: int) -> Quantity | None:
    """半年, 半个小时; a bare 一半 is no figure."""
    measure = table().at(text, end)
    if measure is None or measure.unit not in _SPANS or _dates(text, start, end + len(measure.word), measure):
        return None
    stop = end + len(measure.word)
    if text.startswith("一次", stop):
        return None
    value = measure.convert(Decimal("0.5"))
    return bounded(text, _Chinese(start, stop, value, measure.unit, measure.word))


def _dates(text: str, start: int, stop: int, measure: Measure) -> bool:
    return exclusion.base(text, start) or exclusion.period(text, start, stop, measure)


def _bare(text: str, number: Numeral) -> Quantity | None:
    """人口三十万, 辍学率为零: only with a power that no ordinal has, or where a rate is none."""
    written = text[number.start : number.end]
    if written == "零" and text.endswith(exclusion.listed("zero_before"), 0, number.start):
        # 事故为零 counts, 辍学率为零 does not.
        unit = "count" if _COUNTED_ZERO.search(text, max(0, number.start - 8), number.start) else None
        return bounded(text, _Chinese(number.start, number.end, Decimal(0), unit, "", rule="quantity.bare"))
    if (
        len(written) < 2
        or not {"万", "亿"} & set(written)
        or exclusion.quoted(text, number.start, number.end)
    ):
        return None
    plain = _Chinese(
        number.start,
        number.end,
        number.value,
        None,
        "",
        number.high,
        approx=number.approx,
        rule="quantity.bare",
    )
    return bounded(text, plain)


def _halved(text: str, number: Numeral) -> Quantity | None:
    """一个半小时, 两个半月."""
    match = _HALVED.match(text, number.end) if text.startswith("个半", number.end) else None
    if match is None or exclusion.base(text, number.start):
        return None
    unit = "month" if match.group(1) == "月" else "hour"
    value = number.value + Decimal("0.5")
    return bounded(text, _Chinese(number.start, match.end(), value, unit, match.group(1)))


def _range(text: str, low: Numeral) -> Quantity | None:
    """一至两名, 三到五年."""
    step = _RANGE.match(text, low.end)
    match = _NUMERAL.match(text, step.end()) if step else None
    high = chinese_at(text, match.start(), match.end()) if match else None
    measure = table().at(text, high.end) if high else None
    if high is None or measure is None or not measure.chinese or low.value >= high.value:
        return None
    stop = high.end + len(measure.word)
    if _dates(text, low.start, stop, measure):
        return None
    value, top = measure.convert(low.value), measure.convert(high.value)
    plain = _Chinese(low.start, stop, value, measure.unit, measure.word, top, rule="quantity.range")
    return bounded(text, plain)


def _counted(text: str, number: Numeral) -> Quantity | None:
    start = number.start
    blur = text[number.end : number.end + 1] in _VAGUE
    head = number.end + blur
    measure = table().at(text, head)
    if measure is None or not measure.chinese or not _counts(text, number, head + len(measure.word), measure):
        return None
    value, stop = number.value, head + len(measure.word)
    half = _HALF.match(text, stop) if measure.unit in _SPANS else None
    if half is not None:
        value, stop = value + Decimal("0.5"), half.end()
    if number.value == 1 and _ZERO.search(text, max(0, start - 2), start):
        return _none(text, start, stop, measure)
    tenth = _TENTH.match(text, stop) if measure.word == "成" else None
    if tenth is not None:
        value, stop = value + Decimal("0.1") * _TENTHS.index(tenth.group().replace("五", "半")), tenth.end()
    top = None if number.high is None else measure.convert(number.high)
    approx = number.approx or blur or "多" in measure.word
    value = measure.convert(value)
    return bounded(text, _Chinese(start, stop, value, measure.unit, measure.word, top, approx=approx))


def _counts(text: str, number: Numeral, stop: int, measure: Measure) -> bool:
    """Whether the numeral with its measure word counts something real."""
    start, written = number.start, text[number.start : number.end]
    if _dates(text, start, stop, measure) or exclusion.quoted(text, start, stop):
        return False
    if measure.unit == "person" and exclusion.heads(text, start, stop):
        return False
    if exclusion.abstract(text, stop) or exclusion.lookalike(text, number.end):
        return False
    if measure.only_before and not text.startswith(measure.only_before, stop):
        return False
    if measure.word == "个" and text.startswith("一", stop):
        return False
    if written == "一两" and measure.word in ("个", "项", "种", "次"):
        return False
    return written != "一" or _one(text, start, stop, measure)


def _one(text: str, start: int, stop: int, measure: Measure) -> bool:
    """Whether 一 counts: before 个 only with things that stand on lists, and not behind 这, 同, 第."""
    before = text[start - 1] if start else ""
    if before in exclusion.pointing() or text.startswith(("一", "性", "次"), stop):
        return False
    if before == "的" and measure.word in exclusion.listed("told"):
        return False
    if measure.word in exclusion.listed("told") and measure.word != "次" and _rate(text, start, stop):
        return False
    if measure.word == "个":
        return text.startswith(exclusion.listed("countable"), stop)
    return measure.one or measure.word == "次"


def _rate(text: str, start: int, stop: int) -> bool:
    """一年两次, 去年一年: the time is the base of a rate, or has been named already."""
    return text[stop : stop + 1] in _STARTS or text.endswith("年", 0, start)


def _none(text: str, start: int, stop: int, measure: Measure) -> Quantity | None:
    """没有一台: none at all; 没有一所…不 is all of them, and says no number."""
    head = start - (2 if text.endswith("没有", 0, start) else 1)
    clause = re.split(r"[，。；\n]", text[stop : stop + 20])[0]
    if "不" in clause or "未" in clause:
        return None
    zero = _Chinese(head, stop, Decimal(0), measure.unit, measure.word, rule="quantity.none")
    return bounded(text, zero)
