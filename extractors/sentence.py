"""Sentences and clauses of a stretch of text, as (start, end) without the mark that ends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

Stretch = tuple[int, int]

SENTENCE_MARKS = "。！？!?\n"
_SENTENCE = re.compile(f"[^{SENTENCE_MARKS}]+")
_CLAUSE = re.compile(r"[^，,。；;！？!?\n]+")
_MARKS = " \t\u3000。．；;，,、：:\n"


def sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between 。！？ and line breaks."""
    return _stretches(_SENTENCE, text, start, end)


def clauses(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between commas, semicolons and the marks that end a sentence."""
    return _stretches(_CLAUSE, text, start, end)


@cache
def _stops(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{marks}]")


def holding(hint: re.Pattern[str], marks: str, text: str, start: int, end: int) -> Iterator[Stretch]:
    """Only those stretches between any of ``marks`` that hold the hint: most of a text is passed over by one scan."""
    stops = _stops(marks)
    position = start
    found = hint.search(text, position, end)
    while found:
        first = max(position, *(text.rfind(mark, position, found.start()) + 1 for mark in marks))
        stop = stops.search(text, found.end(), end)
        position = stop.start() if stop else end
        stretch = trim(text, first, position)
        if stretch[0] < stretch[1]:
            yield stretch
        found = hint.search(text, position, end)


def _stretches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Stretch]:
    for found in pattern.finditer(text, start, end):
        stretch = trim(text, *found.span())
        if stretch[0] < stretch[1]:
            yield stretch


def trim(text: str, start: int, end: int) -> Stretch:
    """The stretch without space and marks around it."""
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end
