"""What stands under a heading, item by item: lines, items listed inside a line, cells of a table's column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from schemas.part import Line, Part

_INLINE = re.compile(
    r"(?<=[。；;：:])[ \u3000]*(?:[（(][一二三四五六七八九十\d]{1,2}[)）][、.．]?|\d{1,2}[、.．](?!\d)|[一二三四五六七八九十]是|[①-⑳])"
)
_FIRST = re.compile(r"[一二三四五六七八九十]是")


@dataclass(frozen=True, slots=True)
class Item:
    """``start``..``end`` in view offsets without its label; ``labelled`` tells a list item from running text."""

    line: Line
    start: int
    end: int
    labelled: bool


def items(part: Part, line: Line) -> list[Item]:
    """The line's list items: several where it holds more labels (1.…；2.…； or 一是…；二是…), else one."""
    text = part.view.text
    marks = [(found.start(), found.end()) for found in _INLINE.finditer(text, line.body, line.end)]
    first = _FIRST.match(text, line.body, line.end)
    body = first.end() if first else line.body
    starts = [body, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), line.end]
    return [
        Item(line, start, end, bool(index or first or line.label))
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
        if text[start:end].strip()
    ]


def rows(part: Part) -> Iterator[tuple[int, dict[int, list[Line]]]]:
    """The rows of every table: (table, the lines of each column)."""
    cells = [line for line in part.lines if line.cell is not None]
    for (table, _), row in groupby(cells, key=_place):
        columns: dict[int, list[Line]] = {}
        for line in row:
            columns.setdefault(line.cell[2] if line.cell else 0, []).append(line)
        yield table, columns


def _place(line: Line) -> tuple[int, int]:
    return line.cell[:2] if line.cell else (-1, -1)
