"""A decimal point that became 、: 3、08间, 3、71亿元, 1：13、5; 3、4年级 and 分别为3、71人 are lists."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.quantity import damage, exclusion
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import Numeral, factor
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import Measure
from extractors.quantity.vocabulary import words

_COMMA = re.compile(r"(\d{1,4})、(\d{1,3})(?![\d、.．])")
_OF_A_COEFFICIENT = re.compile(r"(?:系数|差异率)[为是达到：:]*$")
_BOUND = re.compile("及?以[上下内]")
_CLAUSE = re.compile(r"[，。；\n]")
# 每百名学生：小学3.2人，初中1、15人: what is counted per hundred stands further back.
_STAGED = re.compile(r"(?:小学|初中|中学|高中|幼儿园)[部段]?[为是达：:]*")
_SENTENCE = re.compile(r"[。；\n]")
_JOINED = re.compile(r"(?:小学|初中|中学|高中|幼儿园|城区|农村|城镇|乡村|中心校|村小)[、和与及]")
# What stands between a number and the name or word that it belongs to, but no label: 。3、20公里道路.
_HELD = re.compile(r"[一-龥≥≤）]")
_LONE = re.compile(r"(?=[，。；）\n]|$|以[上下内]|左右)")
_TERM = re.compile(r"(\d{1,2})、(\d{1,2})(?=[，。；）\n]|$|以[上下内]|左右)")
_AGAINST_ONE = re.compile(r"[:：∶]1(?![\d.．、])")


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(words("damage")[name])


def pointed(text: str, start: int) -> Quantity | None:
    """The number at ``start`` whose point became 、, its value None where it may be two; None for a list."""
    comma = _COMMA.match(text, start)
    if comma is None or damage.line_start(text, start):
        return None
    whole, places = comma.groups()
    power, measure, _ = damage.sized(text, comma.end())
    if measure is None:
        return _alone(text, comma, power)
    clause = _clause(text, start)
    if _is_listed(measure, whole, places, clause) or text[max(0, start - 1) : start] in ("、", "，"):
        return None
    if places.startswith("0"):
        return damage.piece(text, start, comma.end(), Decimal(f"{whole}.{places}"))
    if any(word in clause for word in _listed("dealt")) or (len(places) > 2 and not power):
        return None
    return _read(text, comma, clause, power, measure)


def _read(text: str, comma: re.Match[str], clause: str, power: str, measure: Measure) -> Quantity | None:
    """One value where the words say so, a vague one where its digits are neighbours, else one if it takes tenths."""
    whole, places = comma.groups()
    start, value = comma.start(), Decimal(f"{whole}.{places}")
    if _is_told(text, comma, clause, power, measure):
        # 小学、初中巩固率98、99%: one rate or two.
        two = len(whole) == len(places) > 1 and _JOINED.search(clause)
        return damage.piece(text, start, comma.end(), None if two else value)
    low, high = Decimal(whole), Decimal(places)
    if high == low + 1 and high < 10:
        return _vague(damage.piece(text, start, comma.end(), low), measure.convert(high * factor(power)))
    if not damage.divisible(power, measure) or not _HELD.match(text, start - 1):
        return None
    return damage.piece(text, start, comma.end(), None if _may_be_two(whole, places) else value)


def term(text: str, start: int) -> Numeral | None:
    """The second term of a ratio whose point became 、: 1：13、5."""
    match = _TERM.match(text, start)
    if match is None or any(word in _clause(text, start) for word in _listed("dealt")):
        return None
    return Numeral(start, match.end(), Decimal(f"{match[1]}.{match[2]}"))


def _clause(text: str, start: int) -> str:
    return _CLAUSE.split(text[max(0, start - 30) : start])[-1]


def _is_listed(measure: Measure, whole: str, places: str, clause: str) -> bool:
    """2、3年级, 5、6岁; but 自评98、5分 and 平均年龄38、5岁 are one value."""
    if measure.word not in _listed("list_unit"):
        return False
    scored = measure.word == "分" and int(whole) > int(places)
    return not scored and not (measure.word == "岁" and "平均" in clause)


def _is_told(text: str, comma: re.Match[str], clause: str, power: str, measure: Measure) -> bool:
    """Whether the words around say that one value stands here."""
    start = comma.start()
    named = _SENTENCE.split(text[max(0, start - 80) : start])[-1] if _STAGED.fullmatch(clause) else clause
    return (
        clause.endswith(_listed("amount"))
        or any(word in named for word in _listed("rate"))
        or measure.unit in ("m2", "percent")
        or measure.word in ("分", "岁")
        # 小学2、3间以上: nobody sets a bound to a vague number.
        or _BOUND.match(text, comma.end() + len(measure.word)) is not None
        or (measure.unit == "CNY" and power != "" and len(comma[1]) > len(comma[2]))
    )


def _may_be_two(whole: str, places: str) -> bool:
    """三五公里, 20、35万元, 5、20万元, but no 58、91万册: two values, or the ends of a range, as likely as one."""
    alike = len(whole) == len(places) > 1 and whole < places and whole[-1] in "05" and places[-1] in "05"
    round_ = places.endswith("0") and len(places) > len(whole)
    return alike or round_ or len(places) > 2 or (whole, places) == ("3", "5")


def _vague(found: Quantity | None, high: Decimal) -> Quantity | None:
    """共4、5间: from four to five."""
    if found is None:
        return None
    return replace(found, value_max=high, op="range", approx=True, damage=None, rule="quantity.vague")


def _alone(text: str, comma: re.Match[str], power: str) -> Quantity | None:
    """系数0、43, 总人口3、71万, 13、5：1: without a measure word."""
    whole, places = comma.groups()
    start, end = comma.span()
    value = Decimal(f"{whole}.{places}")
    if whole == "0" and _OF_A_COEFFICIENT.search(text, max(0, start - 8), start):
        return bounded(text, damage.Garbled(start, end, value, None, ""))
    one = _AGAINST_ONE.match(text, end)
    if one is not None:
        return bounded(text, damage.Garbled(start, one.end(), value, "ratio", text[end]))
    people = text.startswith(exclusion.listed("people"), end + len(power))
    if not power or not (people or _LONE.match(text, end + len(power))) or not _HELD.match(text, start - 1):
        return None
    read = None if _may_be_two(whole, places) else value * factor(power)
    return bounded(text, damage.Garbled(start, end + len(power), read, "person" if people else None, power))
