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

_NUMBER = r"(\d{1,4}|[一二三四五六七八九十百]{1,5})"
_RANK = re.compile(rf"第{_NUMBER}([名位])?")
_DISTANT = re.compile(
    r"(?:居(?![民住委])|(?<![系排陈下上])列(?![入为])|排名?|名次|跃升|夺得|获得?)[^，。；、：\n]{1,16}\Z"
)
_TAIL = re.compile(rf"[前后数]{_NUMBER}([名位])(?!同学|学生|教师|老师)")
# 全区小学前6名 is no 学前.
_SCHOOLS = re.compile(r"[小中]学前$")
_MOVES = ("上升", "升", "前移", "提升", "提高", "跃升", "下降", "下滑", "降", "后移", "退")
_CLAUSE = re.compile(r"[。；\n]")
_GRADE = re.compile(r"级(?<=[iIvVⅠ-Ⅴⅰ-ⅴ 一二三四五]级)")
_ROMAN = re.compile(r"(?<![A-Za-z0-9])([iI]{1,3}|[iI]?[vV]|[Ⅰ-Ⅴⅰ-ⅴ])[ ]?\Z")
_REACHED = re.compile(r"(?<=[达到为于])([一二三四五])\Z")
_REACH = ("水平", "以上", "及以上", "或以上", "，", "。", "；", "、")
_VALUES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


def ranks(text: str) -> Iterator[Quantity]:
    """The ranks of ``text``, first those with 第, then the heads and tails of rankings."""
    for match in _RANK.finditer(text):
        start, (number, measure) = match.start(), match.groups()
        backwards = text.endswith("倒数", 0, start)
        claimed = _claimed(text, start, match.end())
        if backwards or measure == "名" or claimed:
            yield from _rank(text, start - 2 if backwards else start, match.end(), number, measure or "")
    for match in _TAIL.finditer(text):
        start = match.start(1)
        if (
            text.endswith(exclusion.listed("ranking"), 0, start)
            and (
                _SCHOOLS.search(text, max(0, start - 3), start)
                or not text.endswith(exclusion.listed("not_ranking"), 0, start)
            )
            and _ranked(text, start)
        ):
            yield from _rank(text, start, match.end(), match.group(1), match.group(2))


def _claimed(text: str, start: int, end: int) -> bool:
    """居第二, 列全县61所小学第二位: the verb stands right before, or the field of the others between."""
    closed = _closed(text, end)
    if not closed:
        return text.endswith(("由", "从"), 0, start) and text.startswith(_MOVES, end)
    if text.endswith(exclusion.listed("rank_before"), 0, start):
        return True
    return _DISTANT.search(text, max(0, start - 20), start) is not None


def _ranked(text: str, start: int) -> bool:
    """Whether the clause before speaks of a ranking: 跻身全县前三名, but 奖励前三名."""
    clause = _CLAUSE.split(text[max(0, start - 20) : start])[-1]
    return any(word in clause for word in exclusion.listed("rank_context"))


def _closed(text: str, end: int) -> bool:
    """全县第一，is a rank, 全县第一所 the first of several."""
    return end == len(text) or text[end] in "，。；、！）,;)的\n"


def _rank(text: str, start: int, end: int, number: str, measure: str) -> Iterator[Quantity]:
    read = (Decimal(number), None) if number.isdigit() else chinese(number)
    if read is None or read[1] is not None or text.startswith(("书记", "责任"), end):
        return
    plain = Quantity(start, end, read[0], "other", measure, numeral="ordinal", rule="quantity.rank")
    yield bounded(text, plain)


def levels(text: str) -> Iterator[Quantity]:
    """The levels that a result reaches: Ⅲ级以上, 达到二级水平."""
    for match in _GRADE.finditer(text):
        end = match.end()
        sign = _ROMAN.search(text, max(0, end - 6), end - 1)
        if sign is None and text.startswith(_REACH, end):
            sign = _REACHED.search(text, max(0, end - 3), end - 1)
        if sign is not None:
            value = Decimal(_VALUES[unicodedata.normalize("NFKC", sign.group(1)).lower()])
            plain = Quantity(
                sign.start(), end, value, "level", "级", numeral="ordinal", rule="quantity.level"
            )
            yield bounded(text, plain)
