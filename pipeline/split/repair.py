"""The repaired view of a part: rows joined where a line was cut, marks and idle spaces dropped.

A view only drops characters of the source, or shows another form of them one for one (``character.repair``);
a line break in the view is one of the break characters that stand between its rows in the source.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pipeline.line import BREAKS
from pipeline.split.character import GAP, gaps
from pipeline.split.join import CLOSED, continues, is_page_number, is_plain_number
from pipeline.split.label import label
from pipeline.split.margin import full_rows
from pipeline.split.row import Row
from pipeline.split.series import items
from schemas.document import Cell, Table
from schemas.span import Span
from schemas.view import View


@dataclass(slots=True)
class Paragraph:
    """One or more rows read as one, with its stretch in the view; ``run_in``: a list item further inside."""

    rows: tuple[Row, ...]
    start: int
    end: int
    run_in: bool = False


def paragraphs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows grouped where one goes on in the next; page numbers between them are left out."""
    groups: list[list[Row]] = []
    full = full_rows(rows)
    position = 0
    while position < len(rows):
        group = [rows[position]]
        position += 1
        while position < len(rows):
            step = _step(group, rows, position, full)
            if not step:
                break
            group.append(rows[position + step - 1])
            position += step
        groups.append(group)
    return [group for group in groups if not _is_page(group)]


def _is_page(group: list[Row]) -> bool:
    text = group[0].words
    return len(group) == 1 and group[0].cell is None and is_page_number(text) and not is_plain_number(text)


def _step(group: list[Row], rows: Sequence[Row], position: int, full: frozenset[int]) -> int:
    """How many rows further the paragraph goes on: 1, 2 across a page number, 0 where it ends."""
    last, row = group[-1], rows[position]
    if last.cell is not None or row.cell is not None or last.level is not None or row.level is not None:
        return 0
    if row.label_end > 0:
        return 0
    if row.cut:
        return int(not last.words or not row.words or _cut_on(last, row))
    if last.text[-1] in CLOSED:
        return 0
    if is_page_number(row.words) and position + 1 < len(rows):
        beyond = rows[position + 1]
        if beyond.cell is None and beyond.level is None and beyond.words and _goes_on(group, beyond, full):
            return 2
        return 0
    return int(bool(last.words) and _goes_on(group, row, full))


def _goes_on(group: list[Row], row: Row, full: frozenset[int]) -> bool:
    # The whole paragraph so far tells whether it is running text, its last row where it breaks off.
    text = group[0].words if len(group) == 1 else group[0].words[:_HEAD] + group[-1].words
    return continues(text, row.words, group[-1].start in full)


_HEAD = 80
_BREAK = re.compile(f"[{BREAKS}]")


def _cut_on(last: Row, row: Row) -> bool:
    """Whether a slice goes on in the sentence before it: the viewer cut anywhere, so only its end tells."""
    return last.words[-1] not in "。！？；：!?;:" and not (len(last.words) <= 16 and label(row.words))


_COMMON, _KEPT = 1 << 16, 1 << 20


def _identity(length: int) -> array[int]:
    """The numbers from 0 up to ``length`` or beyond; stretches of it are copied faster than counted anew."""
    size = max(_COMMON, 1 << length.bit_length())
    return _counted(size) if size <= _KEPT else array("q", range(length))


@lru_cache(4)
def _counted(size: int) -> array[int]:
    return array("q", range(size))


class _Copy:
    """A view in the making, ``size`` characters long; what lies side by side in the text is copied at once."""

    __slots__ = ("_end", "_offsets", "_same", "_start", "_text", "_texts", "size")

    def __init__(self, text: str) -> None:
        self._text, self._same = text, _identity(len(text))
        self._texts: list[str] = []
        self._offsets = array("q")
        self._start = self._end = self.size = 0

    def take(self, start: int, end: int) -> None:
        """Copy a stretch of the text."""
        if start != self._end:
            self._flush(start)
        self._end = end
        self.size += end - start

    def put(self, char: str, at: int) -> None:
        """Add a character that stands for the one ``at`` a place of the text."""
        self.size += 1
        if at == self._end and self._text[at] == char:
            self._end = at + 1
        else:
            self._flush(at + 1)
            self._texts.append(char)
            self._offsets.append(at)

    def view(self, end: int) -> View:
        """The view; ``end`` is the offset past its last character."""
        self._flush(end)
        self._offsets.append(end)
        return View("".join(self._texts), self._offsets)

    def _flush(self, start: int) -> None:
        self._texts.append(self._text[self._start : self._end])
        self._offsets += self._same[self._start : self._end]
        self._start = self._end = start


def view(groups: Sequence[Sequence[Row]], text: str) -> tuple[View, list[Paragraph]]:
    """The view of joined rows, and where each paragraph stands in it; ``text`` is the repaired source."""
    copy = _Copy(text)
    found: list[Paragraph] = []
    end = 0
    for group in groups:
        if copy.size:
            _break(text, end, group[0], copy)
        start = copy.size
        for row in group:
            if row.cut or GAP.search(row.text) is not None:
                for first, last in _kept(row):
                    copy.take(first, last)
            else:
                copy.take(row.start, row.end)
            end = row.end
        found.append(Paragraph(tuple(group), start, copy.size))
    seen = copy.view(end)
    return seen, [piece for one in found for piece in _run_in(one, seen.text)]


def _run_in(paragraph: Paragraph, text: str) -> list[Paragraph]:
    """A paragraph cut where further items of a list begin in it; the items lie side by side in the view."""
    row = paragraph.rows[0]
    if row.cell is not None or row.level is not None:
        return [paragraph]
    starts = items(text[paragraph.start : paragraph.end])
    if not starts:
        return [paragraph]
    edges = [paragraph.start, *(paragraph.start + start for start in starts), paragraph.end]
    return [
        Paragraph(paragraph.rows, first, last, run_in=index > 0)
        for index, (first, last) in enumerate(pairwise(edges))
    ]


def _break(text: str, end: int, row: Row, copy: _Copy) -> None:
    """Add the one break that stands for what lies between two paragraphs."""
    if end == row.start:
        return
    if text[end] == "\n":
        copy.put("\n", end)
        return
    match = _BREAK.search(text, end, row.start)
    copy.put("\n" if match is not None or row.cell is None else "\t", match.start() if match else end)


def _kept(row: Row) -> list[tuple[int, int]]:
    """The stretches of a row that stay, in source offsets."""
    kept = []
    position = row.cut
    for first, last in gaps(row.text):
        if last <= position:
            continue
        if first > position:
            kept.append((row.start + position, row.start + first))
        position = last
    if position < len(row.text):
        kept.append((row.start + position, row.end))
    return kept


def in_view(seen: View, start: int, end: int) -> Span:
    """Where a stretch of the source stands in a view; empty where nothing of it was kept."""
    first = bisect_left(seen.offsets, start, 0, len(seen.text))
    return Span(first, max(first, bisect_left(seen.offsets, end, 0, len(seen.text))))


def table_in_view(seen: View, table: Table) -> Table:
    """A table with its spans counted in a view."""
    whole = in_view(seen, table.start, table.end)
    cells = tuple(
        Cell(cell.row, cell.column, span.start, span.end, cell.row_span, cell.column_span)
        for cell in table.cells
        for span in [in_view(seen, cell.start, cell.end)]
    )
    caption = in_view(seen, table.caption.start, table.caption.end) if table.caption else None
    return replace(table, start=whole.start, end=whole.end, cells=cells, caption=caption)
