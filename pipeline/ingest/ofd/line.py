"""Pieces of text on an OFD page, and the lines that they make up. All measures are millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import hypot, isfinite
from typing import TYPE_CHECKING, NamedTuple

from pipeline.ingest.workbook.look import shown
from pipeline.line import lines as stripped

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS = 72 / 25.4
# Parts of a character's size: what is on one line, what parts words, what parts cells.
_SAME_LINE, _SPACE, _CELL = 0.5, 0.6, 2.2
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Run(NamedTuple):
    """Characters in a row: where they begin, their baseline, where they end, their size."""

    x: float
    y: float
    end: float
    size: float
    text: str


class Line(NamedTuple):
    """A line with its box: left, top, right, bottom."""

    text: str
    box: tuple[float, float, float, float]


def runs(root: Element) -> Iterator[Run]:
    """The runs of a page in the order of the file; those without a place or a size are left out."""
    for item in root.iter("{*}TextObject"):
        if item.get("Visible") == "false":
            continue
        left, top = (*_numbers(item.get("Boundary")), 0.0, 0.0)[:2]
        matrix = (*_numbers(item.get("CTM")),)
        a, b, c, d, e, f = matrix if len(matrix) == 6 else _UNIT
        size = next(iter(_numbers(item.get("Size"))), 0.0) * (hypot(c, d) or 1.0)
        x = y = 0.0
        for code in item.iterchildren("{*}TextCode"):
            x, y = next(iter(_numbers(code.get("X"))), x), next(iter(_numbers(code.get("Y"))), y)
            text = shown(code.text or "", None).replace("\n", " ")
            if not text.strip() or not 0 < size < 10_000:
                continue
            steps = list(islice(_steps(code.get("DeltaX")), len(text) - 1))
            width = sum(steps) * (hypot(a, b) or 1.0) + size * (1 if steps else len(text))
            begin = left + a * x + c * y + e
            yield Run(begin, top + b * x + d * y + f, begin + width, size, text)


def lines(found: Sequence[Run]) -> Iterator[Line]:
    """The runs from top to bottom, each line from left to right; wide gaps are tabs, narrow ones spaces."""
    row: list[Run] = []
    for run in sorted(found, key=lambda run: (run.y, run.x)):
        if row and run.y - row[0].y > _SAME_LINE * min(run.size, row[0].size):
            yield from _line(row)
            row = []
        row.append(run)
    if row:
        yield from _line(row)


def _line(row: list[Run]) -> Iterator[Line]:
    row.sort(key=lambda run: run.x)
    pieces, end = [row[0].text], row[0].end
    for run in row[1:]:
        gap = (run.x - end) / run.size
        pieces += ("\t" if gap > _CELL else " " if gap > _SPACE else "", run.text)
        end = max(end, run.end)
    text = "".join(pieces)
    box = (row[0].x, min(run.y - run.size for run in row), end, max(run.y for run in row))
    for first, last in stripped(text):
        yield Line(text[first:last], box)


def _numbers(value: str | None) -> list[float]:
    found = []
    for one in (value or "").split()[:8]:
        try:
            number = float(one)
        except ValueError:
            return []
        if not isfinite(number):
            return []
        found.append(number)
    return found


def _steps(value: str | None) -> Iterator[float]:
    """How far it is from each character to the next: numbers, of which `g 3 4.2` are three alike."""
    words = iter((value or "").split())
    try:
        for word in words:
            times = int(next(words)) if word == "g" else 1
            step = float(next(words) if word == "g" else word)
            for _ in range(times):
                yield step if isfinite(step) else 0.0
    except (ValueError, StopIteration):
        return
