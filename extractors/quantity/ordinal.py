"""Claimed ranks and levels: 第十名, 第3位, 倒数第一, 后3名, 达到iii级."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from extractors.quantity import exclusion
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import chinese
from extractors.quantity.piece import Quantity

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_RANK = re.compile(rf"(倒数)?第({_NUMBER})([名位])?")
_TAIL = re.compile(rf"(?:倒数|(?<!年)(?<!以)(?<!之)[前后])({_NUMBER})([名位])(?!同学|学生|教师|老师)")


_LEVEL = re.compile(r"(?<![A-Za-z0-9])([iI]{1,3}|[iI]?[vV]|[ⅠⅡⅢⅣⅤⅰⅱⅲⅳⅴ])[ ]?级")
_REACHED = re.compile(r"(?<=[达到为于])([一二三四五])级(?=水平|以上|及以上|或以上|[，。；、])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def quantities(text: str) -> Iterator[Quantity]:
    """The ranks of ``text``, first those with 第, then the tails and heads of rankings."""
    for match in _RANK.finditer(text):
        found = _rank(text, match)
        if found is not None:
            yield found
    for match in _TAIL.finditer(text):
        start = match.start(1)
        yield from _quantity(text, start, match.end(), match.group(1), match.group(2))


def levels(text: str) -> Iterator[Quantity]:
    """The levels that a result reaches: Ⅲ级以上, 达到二级水平."""
    for match in _LEVEL.finditer(text):
        sign = unicodedata.normalize("NFKC", match.group(1)).lower()
        yield _level(text, match, Decimal(_ROMAN[sign]))
    for match in _REACHED.finditer(text):
        yield _level(text, match, Decimal("一二三四五".index(match.group(1)) + 1))


def _level(text: str, match: re.Match[str], value: Decimal) -> Quantity:
    start, end = match.span()
    return bounded(text, Quantity(start, end, value, "level", "级", numeral="ordinal", rule="quantity.level"))


def _rank(text: str, match: re.Match[str]) -> Quantity | None:
    backwards, number, measure = match.groups()
    claimed = text[max(0, match.start() - 4) : match.start()].endswith(exclusion.listed("rank_before"))
    if not backwards and not claimed and measure != "名":
        return None
    if text.startswith(("书记", "责任"), match.end()):
        return None
    return next(_quantity(text, match.start(), match.end(), number, measure or ""), None)


def _quantity(text: str, start: int, end: int, number: str, measure: str) -> Iterator[Quantity]:
    value = Decimal(number) if number.isdigit() else _chinese(number)
    if value is None:
        return
    yield bounded(
        text, Quantity(start, end, value, "other", measure, numeral="ordinal", rule="quantity.rank")
    )


def _chinese(number: str) -> Decimal | None:
    read = chinese(number)
    return None if read is None or read[1] is not None else read[0]
