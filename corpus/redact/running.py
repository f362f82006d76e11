"""Names in sentences: beside titles and offices, and several in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.redact.name import HAN, before, is_name, longest, surnames
from corpus.redact.roster import Span
from corpus.redact.word import common, either, words

_ROW = re.compile(rf"、([{HAN}]{{2,4}}(?:、[{HAN}]{{2,4}})*)(?=、)")
_DEEDS = (
    "负责",
    "任",
    "担任",
    "兼",
    "牵头",
    "主持",
    "具体",
    "统筹",
    "全面",
    "协助",
    "亲自",
    "带领",
    "带队",
    "率",
    "同志",
    "强调",
    "指出",
    "宣布",
    "作",
    "收，",
    "收。",
)
_AND = ("、", "和", "与", "及")
_GLUE = frozenset("的是由对和与跟请让小老在，。；、：:,;.!?！？（()“”\"' \n\t")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(either("title", "person", "behind"))


def titled(text: str, alone: bool) -> Iterator[tuple[int, int, bool]]:
    """Names right before or behind a title, as (start, end, whether it is a surname ``alone``)."""
    for title in _titles().finditer(text):
        start, end = title.span()
        if text[end : end + 1] in _begins() or "·" in text[end : end + 9]:
            yield from ((*name, False) for name in _behind(text, end, title[0]))
        if title[0] not in words("behind") or not "一" <= text[start - 1 : start] <= "龥":
            continue
        if text[start - 1 : start] == "副":
            start -= 1
        first = before(text, start)
        if first >= 0:
            yield first, start, False
        elif alone and not text.startswith("们", end):
            surname = _surname(text, start, end)
            if surname:
                yield (*surname, True)


@cache
def _begins() -> frozenset[str]:
    """What a name behind a title, or the space before it, begins with."""
    return surnames() | {surname[0] for surname in words("compound")} | {" ", "("}


def _behind(text: str, end: int, title: str) -> Iterator[Span]:
    """The name behind a title, and those in a row with it: 副校长李秀英、张伟为…."""
    place = end
    while place < end + 2 and text[place : place + 1] in (" ", "(") and text[place : place + 1]:
        place += 1
    if not "一" <= text[place : place + 1] <= "龥":
        return
    last = longest(text, place, sure=False)
    if not last and (title == "由" or title in words("title")):
        last = _doubtful(text, place, only_deed=title == "由")
    while last:
        yield place, last
        place = last + 1
        last = longest(text, place, sure=False) if text[last:place] in _AND and place < len(text) else 0


def _doubtful(text: str, place: int, only_deed: bool) -> int:
    """Behind an office two characters are enough before a deed (校长高峻亲自…) or where nothing follows (校长高峻，)."""
    last = longest(text, place, sure=True)
    if not last or text.startswith(_DEEDS, last):
        return last
    if only_deed or text[place:last] in common() or text[place : place + 2] in common():
        return 0
    following = text[last : last + 1]
    return last if not "一" <= following <= "龥" or last - place == 3 else 0


def _surname(text: str, start: int, end: int) -> Span | None:
    """A surname alone before a title: 王校长, not 任校长 in 担任校长."""
    for length in (2, 1):
        surname = text[start - length : start]
        if len(surname) < length or start < length:
            continue
        earlier = text[start - length - 1 : start - length]
        free = earlier in _GLUE
        if surname in words("plain_surname") and (free or length == 2 or earlier + surname not in common()):
            return start - length, start
        known = (
            length == 1 and surname in words("surname", "doubtful") and surname not in words("never_alone")
        )
        if (
            known
            and free
            and text[start - 1 : start + 1] not in common()
            and text[end : end + 1] not in ("务", "制")
        ):
            return start - length, start
    return None


def rows(text: str) -> Iterator[Span]:
    """Three names or more in a row: 王芳、李强、张伟等."""
    for row in _ROW.finditer(text):
        tokens = row[1].split("、")
        if not all(is_name(token, sure=False) for token in tokens):
            continue
        if len(tokens) == 1 and len(tokens[0]) == 2 and tokens[0][0] not in words("plain_surname"):
            continue
        first, last = before(text, row.start()), longest(text, row.end() + 1, sure=False)
        if first < 0 or not last:
            continue
        yield first, row.start()
        at = row.start() + 1
        for token in tokens:
            yield at, at + len(token)
            at += len(token) + 1
        yield at, last
