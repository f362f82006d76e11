"""Sentences and clauses of a stretch of text, as (start, end) without the mark that ends them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
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
def _between(marks: str) -> re.Pattern[str]:
    return re.compile(f"[^{marks}]+")


@cache
def _stops(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{marks}]")


def between(marks: str, text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between any of ``marks``."""
    return _stretches(_between(marks), text, start, end)


@dataclass(frozen=True, slots=True)
class Hints:
    """Where a hint stands in a text: one scan tells which lines and which stretches are worth a look."""

    text: str
    hits: list[int]
    stops: list[int]

    @classmethod
    def of(cls, hint: re.Pattern[str], marks: str, text: str) -> Hints:
        """The hints in ``text``; stretches lie between any of ``marks``, which no hint may hold."""
        hits = [found.start() for found in hint.finditer(text)]
        return cls(text, hits, [found.start() for found in _stops(marks).finditer(text)])

    def at(self, start: int, end: int) -> list[int]:
        """Where hints begin between two offsets."""
        return self.hits[bisect_left(self.hits, start) : bisect_left(self.hits, end)]

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """Only those stretches that hold a hint."""
        index = bisect_left(self.hits, start)
        position = start
        while index < len(self.hits) and (hit := self.hits[index]) < end:
            stop = bisect_left(self.stops, hit)
            first = max(position, self.stops[stop - 1] + 1) if stop else position
            position = min(end, self.stops[stop]) if stop < len(self.stops) else end
            stretch = trim(self.text, first, position)
            if stretch[0] < stretch[1]:
                yield stretch
            index = bisect_left(self.hits, position, index + 1)


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
