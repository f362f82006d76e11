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
# The comma of 1,602,400 parts no clauses.
_CLAUSE = re.compile(r"[^，,。；;！？!?\n]+(?:(?<=\d),(?=\d{3})[^，,。；;！？!?\n]+)*")
_MARKS = " \t\u3000。．；;，,、：:\n"


def sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between 。！？ and line breaks."""
    return _stretches(_SENTENCE, text, start, end)


def clauses(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between commas, semicolons and the marks that end a sentence."""
    return _stretches(_CLAUSE, text, start, end)


def clause_end(text: str, position: int, end: int) -> int:
    """Where the clause that holds ``position`` ends."""
    found = _CLAUSE.match(text, position, end)
    return found.end() if found else position


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
    marks: str
    hits: list[int]

    @classmethod
    def of(cls, hint: re.Pattern[str], marks: str, text: str) -> Hints:
        """The hints in ``text``; stretches lie between any of ``marks``, which no hint may hold."""
        return cls(text, marks, [found.start() for found in hint.finditer(text)])

    def at(self, start: int, end: int) -> list[int]:
        """Where hints begin between two offsets."""
        first = bisect_left(self.hits, start)
        return self.hits[first : bisect_left(self.hits, end, first)]

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """Only those stretches that hold a hint."""
        stops = _stops(self.marks)
        position = start
        for hit in self.at(start, end):
            if hit < position:
                continue
            first = max(position, *(self.text.rfind(mark, position, hit) + 1 for mark in self.marks))
            stop = stops.search(self.text, hit, end)
            position = stop.start() if stop else end
            stretch = trim(self.text, first, position)
            if stretch[0] < stretch[1]:
                yield stretch


def _stretches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Stretch]:
    for found in pattern.finditer(text, start, end):
        first, last = found.span()
        if text[first] in _MARKS or text[last - 1] in _MARKS:
            first, last = trim(text, first, last)
        if first < last:
            yield first, last


def trim(text: str, start: int, end: int) -> Stretch:
    """The stretch without space and marks around it."""
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end
