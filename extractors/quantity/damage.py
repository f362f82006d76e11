"""Numbers and units that were mutilated: 15106*方米, 达到.、76%, 3 1人, 1003%."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from typing import Literal

from extractors.quantity.bound import bounded
from extractors.quantity.numeral import SIGNS, Numeral, factor, scaled
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure, table
from extractors.quantity.vocabulary import words

# 平 and what censors make of it.
UNIT = re.compile(r"[ ]?(万?)(?:[*＊×]方(公里|千米|米)|平[*＊×](公里|米)|平方[*＊](?=[^一-龥\w]|$|米))")
_PART = r"\d{1,6}(?:\.\d{1,6})?"
_TORN = re.compile(
    rf"{_PART}(?=[、，,。]{{0,2}}[.．])[.．、，,。]{{2,4}}{_PART}|\d{{1,6}}[.．](?=[%％]|[*＊×]方|平[*＊×])"
    r"|(?<=[一-龥])\d{1,6}(?:\. | \.)\d{1,4}"
)
# Behind another character this may be a label (3.万元户的认定).
_ENDED = re.compile(
    r"(?<=[一-龥，：、（])(?!(?:19|20)\d\d)\d{1,6}[.．](?:(?=[万亿]|平方)|\d{1,4}\.\d{1,4}(?![\d.]))"
)
_TAILLESS = re.compile(r"\d{1,6}\.[*＊□■○]{1,4}(?!方)")
_PLAIN = re.compile(r"\d{1,6}(?:\.\d{1,4})?")
_INSIDE = re.compile(
    rf"{_PART}(?:(?:[ ]?[*＊]{{1,4}}[ ]?|[.．]?[*＊□■○]{{1,4}}[.．]?|[.．]?·[.．]?){_PART}){{1,3}}"
)
_DOUBLED = ("**", ".*", "*.")
_STOP = re.compile(r"(\d{1,4})[。·](\d{1,3})(?=[ ]?(?:[%％]|平方|㎡))")
# Groups of three are one number that a line cut left apart; any other cut may hide digits.
_SPACED = re.compile(r"(?<=[一-龥：，、（≥≤–—~～-])(?<![表图件])\d{1,3}(?: \d{3})+(?:\.\d{1,4})?+(?! ?\d|\.)")
_CUT = re.compile(
    r"(?<=[一-龥：，（])(?<![表图件])(?!(?:19|20)\d\d )\d{1,4}(?:\.\d{1,2})?(?: (?!(?:19|20)\d\d年)\d{1,4}){1,4}+(?:\.\d{1,4})?+(?![\d.])"
)
_GROUPED = re.compile(r"\d{1,6}+(?:,\d{1,3}+){1,6}+(?:\.\d{1,4}+)?+(?![\d.,])")
_LETTERED = re.compile(r"[\dlIO]{1,8}(?:\.[\dlIO]{1,4})?+(?=[ ]?[一-龥%*＊，。；、）])")
_POWER = re.compile(r"[余多]?([百千]?[万亿]{0,2})[余多]?")
_DIGITS = re.compile(r"\d+")
_LABEL = re.compile(r"(?:^|\n)[ \u3000]*\Z")
_STOPS = re.compile(r"[，。；、）]")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_VAGUE = frozenset("余多")
_STARS = frozenset("*＊")
# What can be less than one without a power: .5公里, but 。5人.
_DIVISIBLE = frozenset({"m2", "m", "CNY", "percent"})
_HOURS = ("小时", "个小时")
# A censored number of these is no product (8*0元, but 60*40米).
_UNMULTIPLIED = frozenset({"CNY", "person", "volume", "percent", "household"})
Garbled = partial(Quantity, damage="garbled", rule="quantity.garbled")


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(words("damage")[name])


def is_label(text: str, number: Numeral, measure: Measure) -> bool:
    """Whether ``1.5个`` at a line's start is the label ``1.`` before ``5个``: no room is half."""
    if measure.unit not in ("person", "count", "household", "volume") or number.scale:
        return False
    whole, point, _ = text[number.start : number.end].partition(".")
    return bool(point) and len(whole) <= 2 and line_start(text, number.start)


def line_start(text: str, start: int) -> bool:
    """Whether nothing but spaces stands before ``start`` in its line."""
    return _LABEL.search(text[max(0, start - 6) : start]) is not None and (
        start <= 5 or "\n" in text[max(0, start - 6) : start]
    )


def spaced(text: str, start: int) -> Numeral | None:
    """1 749平方米: groups of three digits, set apart or left apart by a line's cut."""
    match = _SPACED.match(text, start)
    if match is None:
        return None
    return scaled(text, start, match.end(), Decimal(match.group().replace(" ", "")))


def garbled(text: str, start: int) -> Quantity | None:
    """The mutilated number that begins at the digit ``start``, or just before it; None if it is whole."""
    left = _headless(text, start)
    if left < start:
        run = _DIGITS.match(text, start)
        return piece(text, left, run.end(), None) if run else None
    stop = _STOP.match(text, start)
    if stop is not None:
        return piece(text, start, stop.end(), Decimal(f"{stop.group(1)}.{stop.group(2)}"))
    marked = _misread(text, start) or _censored(text, start) or _beheaded(text, start)
    if marked is not None:
        return marked
    torn = _TORN.match(text, start) or _ended(text, start) or _ungrouped(text, start)
    if torn is not None:
        head, _, tail = torn.group().partition(" ")
        whole = (head + tail).isdigit() and 1 in (len(head), len(tail))
        told = whole and not _may_be_tenths(text, torn.end(), tail)
        return piece(text, start, torn.end(), Decimal(head + tail) if told else None)
    return None


def _may_be_tenths(text: str, end: int, tail: str) -> bool:
    """投入3 1万元, 距县城5 2公里: the space may be a point; in 3 1人 and 517 0平方米 it is none."""
    power, measure, _ = sized(text, end)
    if not divisible(power, measure):
        return False
    rate = measure is not None and measure.unit == "percent" and len(tail) == 1
    return bool(tail.strip("0")) or power != "" or rate


def lettered(text: str, start: int) -> bool:
    """Whether a lone letter before ``start`` was a digit once: l5名."""
    return start > 1 and text[start - 1] in "lIO" and not text[start - 2].isascii()


def _misread(text: str, start: int) -> Quantity | None:
    """2l人, I5名: a letter read for a digit; which one is not for us to say."""
    left = (
        start - 1
        if start and text[start - 1] in "lIO" and not text[start - 2 : start - 1].isascii()
        else start
    )
    match = _LETTERED.match(text, left)
    if match is None or not set("lIO") & set(match.group()):
        return None
    found = piece(text, left, match.end(), None)
    if found is not None and found.unit == "year":
        return None
    if (
        found is None
        and any(sign.isdigit() for sign in match.group().partition(".")[2])
        and _STOPS.match(text, match.end())
    ):
        found = bounded(text, Garbled(left, match.end(), None, None, ""))
    return found


def _censored(text: str, start: int) -> Quantity | None:
    """8*0*方米, 7□0元: signs inside the digits stand for others; 60*40米 is a product."""
    match = _INSIDE.match(text, start)
    if match is None or _YEAR.match(match.group()):
        return None
    found = piece(text, start, match.end(), None)
    if found is None or _STARS.isdisjoint(match.group()):
        return found
    product = found.unit not in _UNMULTIPLIED and not any(sign in match.group() for sign in _DOUBLED)
    if product and _STARS.isdisjoint(found.measure):
        return None
    return replace(found, damage="lost", numeral="blank", rule="quantity.lost")


def _beheaded(text: str, start: int) -> Quantity | None:
    """投入*5万元, 5.*万元: signs stand for the first digits or the last; 人数*5元 is a product."""
    left, tail = start, _TAILLESS.match(text, start)
    if tail is None and start and text[start - 1] in _STARS:
        left, tail = start - 1, _PLAIN.match(text, start)
        tail = tail if text.endswith(_listed("told"), 0, left) else None
    found = piece(text, left, tail.end(), None) if tail else None
    return replace(found, damage="lost", numeral="blank", rule="quantity.lost") if found else None


def _ended(text: str, start: int) -> re.Match[str] | None:
    """3.万元, 3.2.5平方米: the digits behind the point are gone, or one point is too many."""
    return None if line_start(text, start) else _ENDED.match(text, start)


def _ungrouped(text: str, start: int) -> re.Match[str] | None:
    """12,34人, 17 49人: digits that do not group to one number."""
    grouped = _GROUPED.match(text, start)
    if grouped is not None:
        head, *groups = grouped.group().partition(".")[0].split(",")
        return None if len(head) < 4 and all(len(group) == 3 for group in groups) else grouped
    cut = _CUT.match(text, start)
    return None if cut is None or _SPACED.match(text, start) else cut


def _headless(text: str, start: int) -> int:
    """Where the marks begin that the digits at ``start`` lost their head to: 达到.、76%."""
    left = start
    while left and start - left < 4 and text[left - 1] in ".．、，·":
        left -= 1
    pointed = any(mark in ".．·" for mark in text[left:start])
    if not pointed:
        return start
    if text.endswith(_listed("amount"), 0, left):
        return left
    while text[left] not in ".．·":
        left += 1
    return left if _tailed(text, left, start) else start


def _tailed(text: str, left: int, start: int) -> bool:
    """图书.8万册: what stood before the point is gone; before a longer number the point is a full stop."""
    before, run = text[left - 1] if left else "\n", _DIGITS.match(text, start)
    if start - left > 2 or run is None or run.end() - start > 2 or before in SIGNS:
        return False
    if before not in "\n，：、约" and not "一" <= before <= "龥":
        return False
    power, measure, _ = sized(text, run.end())
    return measure is not None and divisible(power, measure)


def divisible(power: str, measure: Measure | None) -> bool:
    """Whether a power or a measure takes tenths: 3.7亿, 5.2公里, but no 3.7名."""
    return bool(power) or (measure is not None and (measure.unit in _DIVISIBLE or measure.word in _HOURS))


def piece(text: str, start: int, end: int, value: Decimal | None) -> Quantity | None:
    """The garbled number at ``start``..``end`` with the unit that must follow it, whole or harmed."""
    harmed = UNIT.match(text, end + (text[end : end + 1] in _VAGUE))
    if harmed is not None:
        plain = Garbled(
            start, harmed.end(), None if value is None else value * _area(harmed), "m2", harmed.group()
        )
        return bounded(text, plain)
    power, measure, stop = sized(text, end)
    if measure is None:
        return None
    value = None if value is None else measure.convert(value * factor(power))
    return bounded(text, Garbled(start, stop, value, measure.unit, power + measure.word))


def sized(text: str, end: int) -> tuple[str, Measure | None, int]:
    """The power and the measure behind a number that ends at ``end``, and where they end."""
    measure = table().at(text, end)
    if measure is not None:
        return "", measure, end + len(measure.word)
    sized = _POWER.match(text, end)
    head = sized.end() if sized else end
    measure = table().at(text, head)
    stop = head + len(measure.word) if measure else head
    return sized.group(1) if sized else "", measure, stop


def judge(quantity: Quantity) -> Quantity:
    """Mark a percentage that no share can have and whose digits tell of a slip (1003%)."""
    value = quantity.value
    if quantity.measure in ("%", "％") and value is not None and value >= 1000:
        return replace(quantity, damage="garbled", rule="quantity.impossible")
    return quantity


def unit(text: str, number: Numeral) -> Quantity | None:
    """The area whose unit a censor harmed (4800多*方米): the value stands."""
    vague = text[number.end : number.end + 1] in _VAGUE
    match = UNIT.match(text, number.end + vague)
    if match is None:
        return None
    plain = Quantity(
        number.start,
        match.end(),
        number.value * _area(match),
        "m2",
        number.scale + match.group().strip(),
        approx=number.approx or vague,
        damage="unit",
        numeral=_kind(text, number),
        rule="quantity.harmed_unit",
    )
    return bounded(text, plain)


def _kind(text: str, number: Numeral) -> Literal["arabic", "chinese", "mixed"]:
    if text[number.start] in SIGNS:
        return "chinese"
    return "mixed" if number.scale else "arabic"


def _area(harmed: re.Match[str]) -> Decimal:
    """What the harmed unit counts, in square metres."""
    large = (harmed.group(2) or harmed.group(3) or "米") != "米"
    return Decimal(10**6 if large else 1) * (10_000 if harmed.group(1) else 1)
