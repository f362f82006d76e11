"""Tables in plain text: consecutive lines whose cells are parted by tabs, as spreadsheets and Word save them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.grid import assemble, caption
from schemas.document import Cell, Table
from schemas.span import Span

_ROW = re.compile(r"[^\n\t]*\t[^\n]*")
_LEAST_ROWS = 2


def tables(text: str) -> tuple[Table, ...]:
    """Every run of two or more lines with at least two filled cells each, as a table."""
    if "\t" not in text:
        return ()
    return tuple(_table(text, run) for run in _runs(text))


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for match in _ROW.finditer(text):
        start, end = match.span()
        if (start and text[start - 1] != "\n") or not _filled(match.group()):
            continue
        if run and start != run[-1][1] + 1:
            if len(run) >= _LEAST_ROWS:
                yield run
            run = []
        run.append((start, end))
    if len(run) >= _LEAST_ROWS:
        yield run


def _filled(row: str) -> bool:
    return len([cell for cell in row.split("\t") if cell.strip()]) >= _LEAST_ROWS


def _table(text: str, run: list[tuple[int, int]]) -> Table:
    cells: list[Cell] = []
    for row, (start, end) in enumerate(run):
        position, column = start, 0
        while position <= end:
            stop = text.find("\t", position, end)
            stop = end if stop < 0 else stop
            words = text[position:stop]
            first = position + len(words) - len(words.lstrip())
            cells.append(Cell(row, column, first, max(first, position + len(words.rstrip()))))
            position, column = stop + 1, column + 1
    texts = [text[cell.start : cell.end] for cell in cells]
    return assemble(cells, texts, run[0][0], run[-1][1], caption=_caption(text, run[0][0]))


def _caption(text: str, start: int) -> Span | None:
    """The line or two right before the table that name it or its unit."""
    lines = [
        (match.start(), match.end()) for match in re.finditer(r"[^\n]+", text[max(0, start - 200) : start])
    ][-2:]
    base = max(0, start - 200)
    count = caption([text[base + first : base + last] for first, last in lines])
    return Span(base + lines[-count][0], base + lines[-1][1]) if count else None
