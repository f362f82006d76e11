"""Sentences and clauses of a stretch of text, as (start, end) without the mark that ends them."""

from __future__ import annotations

import re
from collections.abc import Iterator

Stretch = tuple[int, int]

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"[^，,。；;！？!?\n]+")
_MARKS = " \t\u3000。．；;，,、：:\n"


def sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between 。！？ and line breaks."""
    return _stretches(_SENTENCE, text, start, end)


def clauses(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Stretches between commas, semicolons and the marks that end a sentence."""
    return _stretches(_CLAUSE, text, start, end)


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
