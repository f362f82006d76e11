"""Tables of a .doc: rows are known by their ends, columns by where their edges are on paper."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from pipeline.ingest.doc.binary import Strange
from pipeline.ingest.doc.modifier import DEFINE_TABLE, modifiers
from pipeline.ingest.doc.style import make, make_value
from pipeline.ingest.docx.name import Element

_HEADER, _MERGE_DOWN = 0x3404, 0xD62B
# Changes to a row after it was defined.
_LATER = frozenset((0x5622, 0x7621, 0x5624, 0x5625, 0xD62C))
# Edges nearer to each other than this, in twentieths of a point, are one.
_FUZZ = 15
_FIRST, _MERGED, _DOWN, _RESTART = 1, 2, 0x20, 0x40


@dataclass(slots=True)
class Row:
    """A row: its cells' elements, the edges of its cells, how each is merged."""

    cells: list[Element]
    edges: tuple[int, ...]
    flags: list[int]
    header: bool


@dataclass(slots=True)
class Open:
    """A table that is being written: what stands in the cell and the row that are not yet at their ends."""

    element: Element
    rows: list[Row] = field(default_factory=list)
    cells: list[Element] = field(default_factory=list)
    cell: Element = field(default_factory=lambda: make("tc"))

    def end_cell(self) -> None:
        self.cells.append(self.cell)
        self.cell = make("tc")

    def end_row(self, grpprl: bytes) -> None:
        """End the row as its last mark's modifiers define it."""
        if len(self.cell):
            raise Strange("text between a row's last cell and its end")
        edges: tuple[int, ...] = ()
        flags: list[int] = []
        header = False
        for code, operand in modifiers(grpprl):
            if code == DEFINE_TABLE:
                edges, flags = _defined(operand)
            elif code == _HEADER:
                header = bool(operand[0])
            elif code == _MERGE_DOWN and operand[0] < len(flags):
                flags[operand[0]] = flags[operand[0]] & ~(_DOWN | _RESTART) | operand[1] << 5
            elif code in _LATER:
                raise Strange("a row changed after it was defined")
        if len(flags) != len(self.cells):
            raise Strange("a row that does not fit its definition")
        self.rows.append(Row(self.cells, edges, flags, header))
        self.cells = []

    def close(self) -> None:
        """Write the rows, now that all edges are known."""
        if self.cells or len(self.cell):
            raise Strange("a row without an end")
        grid = _grid(self.rows)
        for row in self.rows:
            line = make("tr")
            columns = [grid[edge] for edge in row.edges]
            properties = [make_value("gridBefore", columns[0])] if columns[0] else []
            if row.header:
                properties.append(make("tblHeader"))
            if properties:
                line.append(make("trPr", *properties))
            for index, cell in enumerate(row.cells):
                span = columns[index + 1] - columns[index]
                if span > 0:
                    cell.insert(0, make("tcPr", *_placing(row.flags[index], span)))
                    line.append(cell)
            self.element.append(line)


def _placing(flags: int, span: int) -> list[Element]:
    found = [make_value("gridSpan", span)]
    if flags & _MERGED and not flags & _FIRST:
        found.append(make_value("hMerge", "continue"))
    if flags & _DOWN:
        found.append(make_value("vMerge", "restart" if flags & _RESTART else "continue"))
    return found


def _defined(operand: bytes) -> tuple[tuple[int, ...], list[int]]:
    count = operand[0]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    base = 3 + 2 * count
    # What is left out at the end is zero.
    places = range(base, base + 20 * count, 20)
    return edges, [int.from_bytes(operand[at : at + 2], "little") for at in places]


def _grid(rows: list[Row]) -> dict[int, int]:
    """The number of the grid line on which each edge lies."""
    found: dict[int, int] = {}
    line, last = -1, None
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if last is None or edge - last > _FUZZ:
            line += 1
            last = edge
        found[edge] = line
    return found
