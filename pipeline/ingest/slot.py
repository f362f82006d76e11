"""The grid that a table's own marks lay out: where each cell's element stands and how far it reaches."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from lxml import etree

Element = etree._Element


@dataclass(slots=True)
class Slot:
    """A cell's element at its top left grid position."""

    element: Element
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table in reading order; ``marked`` leading rows are marked as header."""

    slots: tuple[Slot, ...]
    rows: int
    columns: int
    marked: int


def laid_out(slots: list[Slot], rows: int, marked: int) -> Grid:
    """The grid of the cells, without the lines at which none begins: edits and old pages leave such behind.

    Where all rows are marked as header none is.
    """
    columns = _compress(slots)
    return Grid(tuple(slots), rows, columns, marked if marked < rows else 0)


def _compress(slots: list[Slot]) -> int:
    starts = sorted({slot.column for slot in slots})
    dense = {column: index for index, column in enumerate(starts)}
    for slot in slots:
        end = bisect_left(starts, slot.column + slot.column_span)
        slot.column = dense[slot.column]
        slot.column_span = max(1, end - slot.column)
    return len(starts)
