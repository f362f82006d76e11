"""Tables whose cells only spaces part: a line of names, and under it lines of as many fields that end in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.grid import assemble, caption
from schemas.document import Cell, Document, Table
from schemas.span import Span

_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(r"[^\S\n]")
_FIELD = re.compile(r"[^\s　]+")
# A number with no sign around it, or a slot that waits for one.
_NUMBER = re.compile(r"\d[\d,]{0,11}(?:\.\d{1,4})?[%％‰]?|[xX×]{1,6}|[*＊]{1,6}")
# What may stand in the last column of a row: whether its numbers meet a standard.
_VERDICT = re.compile(r"(?:小学|初中|高中|均|都|全部)?(?:[不未]|尚未|基本|已)?(?:达标|合格)|[是否√×]")
# 差异系数如下表：, at the end of a paragraph: what a table is of, without a line of its own.
_ANNOUNCED = re.compile(r"[^。；，（(\n]{2,40}(?:如下表?|下表|见表|列表)(?=[^。；\n]{0,40}[：:]$)")
_NAME = re.compile(r"[一-龥A-Za-z][^，。；！？]{0,19}")
_TOTAL = re.compile(r"[合小总]计")
# What no total adds up.
_RATE = re.compile(r"单价|均价|比例|占比|率|生均|人均")
_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
_REACH = 200

Fields = list[tuple[int, int]]


def with_spaced(document: Document) -> Document:
    """The document with the tables that spaces lay out in its text beside those that its reader found."""
    found = [
        table
        for table in _tables(document.text)
        if not any(table.start < other.end and other.start < table.end for other in document.tables)
    ]
    return replace(document, tables=(*document.tables, *found)) if found else document


def _tables(text: str) -> Iterator[Table]:
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text)]
    index = 0
    while index < len(lines):
        head = _fields(text, lines[index]) if _GAP.search(text, *lines[index]) else []
        if not _heads(text, head):
            index += 1
            continue
        rows = [head]
        while index + len(rows) < len(lines) and (row := _row(text, lines[index + len(rows)], rows)):
            rows.append(row)
        if len(rows) > _LEAST_ROWS:
            yield _table(text, rows, lines[max(0, index - 2) : index])
            index += len(rows)
        else:
            index += 1


def _fields(text: str, line: tuple[int, int]) -> Fields:
    if "\t" in text[slice(*line)]:
        return []
    return [match.span() for match in _FIELD.finditer(text, *line)]


def _heads(text: str, fields: Fields) -> bool:
    """Whether a line can head columns: as many names, none of them a number."""
    return len(fields) >= _LEAST_COLUMNS and all(_NAME.fullmatch(text, *field) for field in fields)


def _row(text: str, line: tuple[int, int], rows: Sequence[Fields]) -> Fields | None:
    """The fields of a line that goes on the table, in the columns of its head; None where it does not."""
    head, fields = rows[0], _fields(text, line)
    if not fields:
        return None
    numbers = [_NUMBER.fullmatch(text, *field) is not None for field in fields]
    if len(numbers) > _LEAST_ROWS and numbers[-2] and _VERDICT.fullmatch(text, *fields[-1]):
        numbers[-1] = True
    if len(fields) == len(head):
        first = _first_number(text, rows[1] if len(rows) > 1 else fields)
        fits = len(head) > _LEAST_COLUMNS - 2 and 0 < first < len(head) and all(numbers[first:])
        return fields if fits else None
    if len(rows) > 1 and _TOTAL.fullmatch(text, *fields[0]) and all(numbers[1:]):
        return _total(text, fields, rows)
    return None


def _first_number(text: str, fields: Fields) -> int:
    """The column from which on a row holds nothing but numbers."""
    first = len(fields)
    if first > _LEAST_ROWS and _VERDICT.fullmatch(text, *fields[first - 1]):
        first -= 1
    while first and _NUMBER.fullmatch(text, *fields[first - 1]):
        first -= 1
    return first


def _total(text: str, fields: Fields, rows: Sequence[Fields]) -> Fields | None:
    """A total's numbers under the columns that add up; what it leaves out is empty."""
    first = _first_number(text, rows[1])
    summed = [column for column in range(first, len(rows[0])) if not _RATE.search(text, *rows[0][column])]
    if len(summed) != len(fields) - 1:
        return None
    row = [(fields[0][1], fields[0][1])] * len(rows[0])
    row[0] = fields[0]
    for column, field in zip(summed, fields[1:], strict=True):
        row[column] = field
    return row


def _table(text: str, rows: Sequence[Fields], above: Sequence[tuple[int, int]]) -> Table:
    cells = [
        Cell(number, column, start, end)
        for number, row in enumerate(rows)
        for column, (start, end) in enumerate(row)
        if end > start
    ]
    start, end = rows[0][0][0], max(cell.end for cell in cells)
    near = [line for line in above if line[1] > start - _REACH]
    count = caption([text[slice(*line)] for line in near])
    named = Span(near[-count][0], near[-1][1]) if count else _announced(text, above)
    return assemble(cells, [text[cell.start : cell.end] for cell in cells], start, end, caption=named)


def _announced(text: str, above: Sequence[tuple[int, int]]) -> Span | None:
    """The last words of the paragraph before a table, where they announce it."""
    found = _ANNOUNCED.search(text, max(above[-1][0], above[-1][1] - _REACH), above[-1][1]) if above else None
    return Span(*found.span()) if found else None
