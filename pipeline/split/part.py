"""The documents inside a file, as the extractors read them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from pipeline.split.article import titles
from pipeline.split.character import repair
from pipeline.split.compilation import starts
from pipeline.split.genre import is_title
from pipeline.split.label import label
from pipeline.split.outline import Item, outline
from pipeline.split.repair import Paragraph, paragraphs, table_in_view, view
from pipeline.split.row import Row, outermost, rows
from pipeline.split.site import first_row, last_row, own_rows
from pipeline.split.slice import read_across
from pipeline.split.spaced import with_spaced
from schemas.document import Document, Table
from schemas.part import Line, Part
from schemas.view import View

_TITLE_ROWS = 4
_TITLE = 50
_BODY = 600
_SENTENCE = re.compile(r"[。！？；]|[，：、]$|\t")


def split(document: Document) -> list[Part]:
    """The parts of a document in text order; none where it holds no text.

    A compilation gives one part for each document in it, a workbook one for each sheet, anything else one part. What belongs to the web page
    around a text lies in no part. The lines of a part count in its view, ``start`` and ``end`` in the source.
    """
    document = with_spaced(document)
    text = repair(document.text)
    found = read_across(rows(document, text))
    if not found:
        return []
    ranges = _divided(found, document.divisions) if document.divisions else _ranges(found)
    tables = outermost(document.tables)
    return [
        _part(number, len(ranges), found[first:last], title, text, tables)
        for number, (first, last, title) in enumerate(ranges, start=1)
    ]


def _divided(found: list[Row], divisions: tuple[int, ...]) -> list[tuple[int, int, bool]]:
    """The same for a file that states where its parts begin."""
    opened = [bisect_left(found, start, key=lambda row: row.start) for start in divisions]
    return [(first, last, False) for first, last in pairwise([*opened, len(found)]) if first < last]


def _ranges(found: list[Row]) -> list[tuple[int, int, bool]]:
    """First row, past the last row, whether the first row is a part heading, for each part."""
    heads = starts(found)
    opened = [head.row for head in heads] if heads else titles(found)
    ranges = [(row, last_row(found, row, end), bool(heads)) for row, end in pairwise([*opened, len(found)])]
    until = opened[0] if opened else len(found)
    first = first_row(found, 0, until)
    # What stands over the first heading is a preface, unless there is no series or it is as long as a document.
    if until > first and (not heads or found[until - 1].end - found[first].start > _BODY):
        ranges.insert(0, (first, last_row(found, first, until), False))
    return ranges


def _part(number: int, count: int, found: list[Row], headed: bool, text: str, tables: list[Table]) -> Part:
    found = own_rows(found)
    title = 0 if headed else _title(found)
    groups = paragraphs(found)
    seen, joined = view(groups, text)
    start, end = found[0].start, found[-1].end
    inside = [(i, table) for i, table in enumerate(tables) if _inside(table, start, end)]
    numbers = {whole: own for own, (whole, _) in enumerate(inside)}
    named = found[title] if title is not None else None
    heading = next((i for i, one in enumerate(joined) if one.rows[0] is named), None)
    lines = _lines(joined, seen, numbers, heading)
    words = named.words if named is not None else None
    converted = tuple(table_in_view(seen, table) for _, table in inside)
    return Part(number, count, words, start, end, seen, lines, converted)


def _inside(table: Table, start: int, end: int) -> bool:
    """Whether all words of a table stand in a stretch; empty cells may lie before the first or after the last."""
    filled = [cell for cell in table.cells if cell.end > cell.start]
    return bool(filled) and start <= min(c.start for c in filled) and max(c.end for c in filled) <= end


def _title(found: list[Row]) -> int | None:
    """The row that names a document which no part heading names."""
    for index, row in enumerate(found[:_TITLE_ROWS]):
        if row.label_end > 0 or label(row.words) is not None:
            break
        if row.cell is None and is_title(row.words, 60):
            return index
    first = found[0]
    named = first.level == 1 or (len(first.words) <= _TITLE and not _SENTENCE.search(first.words))
    labelled = first.label_end > 0 or label(first.words) is not None
    return 0 if named and first.cell is None and not labelled else None


def _lines(
    joined: list[Paragraph], seen: View, numbers: dict[int, int], title: int | None
) -> tuple[Line, ...]:
    items = []
    for one in joined:
        row = one.rows[0]
        label_end = _label_end(one, seen) if row.label_end > 0 and not one.run_in else 0
        items.append(Item(seen.text[one.start : one.end], row.level, label_end, row.cell is not None))
    lines = []
    for one, entry in zip(joined, outline(items, title), strict=True):
        cell = one.rows[0].cell
        place = (numbers[cell[0]], cell[1], cell[2]) if cell is not None and cell[0] in numbers else None
        label = entry.label.text if entry.label is not None else None
        body = one.start + entry.body
        lines.append(Line(one.start, one.end, body, label, entry.level, entry.heading, entry.parent, place))
    return tuple(lines)


def _label_end(one: Paragraph, seen: View) -> int:
    """Where a rendered automatic number ends, counted from the paragraph's start in the view."""
    row = one.rows[0]
    return bisect_left(seen.offsets, row.start + row.label_end, one.start, one.end) - one.start
