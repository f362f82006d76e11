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
from itertools import pairwise

from pipeline.line import BREAKS
from pipeline.split.character import gaps
from pipeline.split.join import continues, is_page_number, is_plain_number
from pipeline.split.label import label
from pipeline.split.margin import full_rows
from pipeline.split.row import Row
from pipeline.split.series import items
from schemas.document import Cell, Table
from schemas.span import Span
from schemas.view import View


@dataclass(frozen=True, slots=True)
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


def view(groups: Sequence[Sequence[Row]], text: str) -> tuple[View, list[Paragraph]]:
    """The view of joined rows, and where each paragraph stands in it; ``text`` is the repaired source."""
    texts: list[str] = []
    offsets = array("q")
    found: list[Paragraph] = []
    size = end = 0
    for group in groups:
        if size:
            size += _break(text, end, group[0], texts, offsets)
        start = size
        for row in group:
            for first, last in _kept(row):
                texts.append(text[first:last])
                offsets.extend(range(first, last))
                size += last - first
            end = row.end
        found.append(Paragraph(tuple(group), start, size))
    offsets.append(end)
    seen = View("".join(texts), offsets)
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


def _break(text: str, end: int, row: Row, texts: list[str], offsets: array[int]) -> int:
    """Add the one break that stands for what lies between two paragraphs; the count of characters added."""
    if end == row.start:
        return 0
    match = _BREAK.search(text, end, row.start)
    texts.append("\n" if match is not None or row.cell is None else "\t")
    offsets.append(match.start() if match is not None else end)
    return 1


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
