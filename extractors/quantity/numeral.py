"""The value of a numeral, exactly: Arabic, Chinese and mixed (3.5亿, 20多万, 三百二十, 一万二)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

SIGNS = "零〇○一二两三四五六七八九十百千万亿半几点"
# Longer digit runs are identity or account numbers, and Decimal would round them.
LONGEST = 18

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億俩", "一二三四五六七八九十百千万亿两")
_SCALE = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}

_ARABIC = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?")
_SCALED = re.compile(r"[ \u3000]{0,2}([余多几]?)([百千]?[万亿]{1,2}|[百千](?![分克瓦米]))")
_INNER = re.compile(r"[余多来]([万亿]{1,2})")
# What _SCALED and _INNER begin with.
_SCALE_HEADS = frozenset(" \u3000余多几百千万亿")
_VAGUE = frozenset("余多来")
_MORE = re.compile(r"[ ]?(零?)(\d{1,8}(?:\.\d{1,4})?)(?:[ ]?([百千万]))?")
_INSIDE = re.compile(r"(.+?)零?几([万亿]{0,2})")


class Numeral(NamedTuple):
    """A numeral at ``start``..``end``; ``high`` where it names a range by itself (二三十)."""

    start: int
    end: int
    value: Decimal
    scale: str = ""
    approx: bool = False
    high: Decimal | None = None


def arabic(text: str, start: int) -> Numeral | None:
    """The Arabic or mixed numeral that begins at ``start``; None for a run too long to be a count."""
    match = _ARABIC.match(text, start)
    if match is None or match.end() - start > LONGEST:
        return None
    digits = match.group()
    if not digits.isdigit():
        digits = digits.replace(",", "").replace("，", "").replace("．", ".")
    return scaled(text, start, match.end(), Decimal(digits))


def scaled(text: str, start: int, end: int, value: Decimal) -> Numeral:
    """The digits at ``start``..``end`` with the power that may follow them."""
    power = _SCALED.match(text, end) if text[end : end + 1] in _SCALE_HEADS else None
    if power is None:
        return Numeral(start, end, value)
    vague, scale = power.groups()
    value, end = value * factor(scale), power.end()
    if not vague:
        value, end = _more(text, value, end, factor(scale))
    return Numeral(start, end, value, scale, bool(vague))


def _more(text: str, value: Decimal, end: int, power: Decimal) -> tuple[Decimal, int]:
    """5万4千6百, 1亿2000万, 3万5000: what stands behind a power, as long as the powers fall."""
    while match := _MORE.match(text, end):
        zero, digits, scale = match.groups()
        # 5万4 could be 54000 or 50004: bare digits must fill the places or stand behind a 零.
        if not scale and not zero and 10 ** len(digits) != power:
            break
        rest = Decimal(digits) * factor(scale or "")
        if rest >= power:
            break
        value, end = value + rest, match.end()
        if not scale:
            break
        power = factor(scale)
    return value, end


def factor(scale: str) -> Decimal:
    """What 百, 千, 万, 亿 or two of them multiply by."""
    product = Decimal(1)
    for sign in scale:
        product *= _SCALE[sign]
    return product


def chinese_at(text: str, start: int, end: int) -> Numeral | None:
    """The Chinese numeral at ``start``..``end``, with a 余 or 多 inside it (二十余万) where one follows."""
    read = chinese(text[start:end])
    if read is None:
        return None
    value, high, vague = read
    inner = _INNER.match(text, end) if text[end : end + 1] in _VAGUE else None
    if inner is None:
        return Numeral(start, end, value, approx=vague or high is not None, high=high)
    power = factor(inner.group(1))
    if value >= 10_000 or high is not None:
        return None
    return Numeral(start, inner.end(), value * power, approx=True)


def chinese(numeral: str) -> tuple[Decimal, Decimal | None, bool] | None:
    """Value, upper end (二三十 is 20 to 30) and vagueness (十几) of a Chinese numeral; None where it is none.

    Digits in a row without a power (二〇一七) name a year or a number, not a count: they give None.
    """
    return None if len(numeral) > 24 else _chinese(numeral)


# A text writes the same few numerals again and again.
@lru_cache(maxsize=1024)
def _chinese(numeral: str) -> tuple[Decimal, Decimal | None, bool] | None:
    numeral = numeral.translate(_FORMAL)
    if "几" in numeral:
        return _vague(numeral)
    pair = _pair(numeral)
    if pair is not None:
        return pair[0], pair[1], True
    value = _decimal(numeral) if "点" in numeral else _whole(numeral)
    return None if value is None else (value, None, False)


def _vague(numeral: str) -> tuple[Decimal, Decimal | None, bool] | None:
    """十几, 二十几万."""
    match = _INSIDE.fullmatch(numeral)
    value = _whole(match.group(1)) if match else None
    if match is None or value is None or match.group(1)[-1] not in "十百千万":
        return None
    return value * factor(match.group(2)), None, True


def _pair(body: str) -> tuple[Decimal, Decimal] | None:
    """两三, 二三十, 十七八: two neighbouring digits name a range."""
    for i in range(len(body) - 1):
        low, high = _DIGITS.get(body[i], 0), _DIGITS.get(body[i + 1], 0)
        if low and high and (high == low + 1 or (low, high) == (3, 5)):
            bottom, top = _whole(body[: i + 1] + body[i + 2 :]), _whole(body[:i] + body[i + 1 :])
            return None if bottom is None or top is None else (bottom, top)
    return None


def _decimal(body: str) -> Decimal | None:
    whole, _, places = body.partition("点")
    scale = Decimal(1)
    if places and places[-1] in "万亿":
        scale, places = _SCALE[places[-1]], places[:-1]
    head = _whole(whole)
    if head is None or not places or any(c not in _DIGITS for c in places):
        return None
    return (head + Decimal("0." + "".join(str(_DIGITS[c]) for c in places))) * scale


def _whole(body: str) -> Decimal | None:
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = body.rpartition(sign)
        if not found:
            continue
        high = _whole(head) if head else Decimal(1)
        if high is None:
            return None
        if not tail:
            return high * size
        if len(tail) == 1 and tail in _DIGITS and tail not in "零〇":
            return high * size + _DIGITS[tail] * (size // 10)
        low = _whole(tail.lstrip("零〇"))
        return None if low is None or low >= size else high * size + low
    return _section(body)


def _section(body: str) -> Decimal | None:
    """A numeral below ten thousand; a last bare digit counts one power down (两千三)."""
    total, last, digit, zero = 0, 10_000, -1, False
    for sign in body:
        if sign in _DIGITS:
            if digit > 0 or (digit == 0 and not _DIGITS[sign]):
                return None
            digit, zero = _DIGITS[sign], zero or _DIGITS[sign] == 0
        elif sign in _SMALL and _SMALL[sign] < last and (digit != 0 or (sign == "十" and total)):
            last = _SMALL[sign]
            total, digit, zero = total + max(digit, 1) * last, -1, False
        else:
            return None
    if digit > 0:
        spoken = last in (100, 1000) and not zero
        total += digit * (last // 10 if spoken else 1)
    elif not total and digit != 0:
        return None
    return Decimal(total)
