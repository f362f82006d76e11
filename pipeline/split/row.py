"""A document's text as rows: the paragraphs of the source, outside and inside tables, in text order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.line import lines
from schemas.document import Document, Table


@dataclass(slots=True)
class Row:
    """One stripped paragraph: ``start``..``end`` in the source, ``text`` its repaired characters, one to one.

    ``cut`` is how many leading characters are a viewer's mark and no text. ``level`` and ``label_end`` are
    what the file itself states about a heading and its automatic number.
    """

    start: int
    end: int
    text: str
    level: int | None = None
    label_end: int = 0
    cell: tuple[int, int, int] | None = None
    cut: int = 0

    @property
    def words(self) -> str:
        """The text after a viewer's mark."""
        return self.text[self.cut :] if self.cut else self.text


def rows(document: Document, text: str) -> list[Row]:
    """All rows of a document; ``text`` is its text with characters repaired one to one."""
    blocks = {block.start: block for block in document.blocks if block.level or block.label_end > block.start}
    found: list[Row] = []
    position = 0
    for index, table in enumerate(outermost(document.tables)):
        found.extend(_stretch(text, position, table.start))
        found.extend(_cells(text, index, table))
        position = table.end
    found.extend(_stretch(text, position, len(text)))
    if blocks:
        for row in found:
            block = blocks.get(row.start)
            if block is not None:
                row.level, row.label_end = block.level, block.label_end - block.start
    return found


def outermost(tables: tuple[Table, ...]) -> list[Table]:
    """The tables in text order, without those that stand inside another: their text is its cell's."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda one: (one.start, -one.end)):
        if not kept or table.start >= kept[-1].end:
            kept.append(table)
    return kept


def _cells(text: str, index: int, table: Table) -> Iterator[Row]:
    for cell in sorted(table.cells, key=lambda one: one.start):
        for row in _stretch(text, cell.start, cell.end):
            row.cell = (index, cell.row, cell.column)
            yield row


def _stretch(text: str, start: int, end: int) -> Iterator[Row]:
    for first, last in lines(text, start, end):
        yield Row(first, last, text[first:last])
