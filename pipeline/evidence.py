"""Where a piece stands: its characters in the source, the words around it, its page and its cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from extractors.table.grid import Grid
from schemas.document import Document
from schemas.part import Line, Part

_SENTENCE_END = re.compile(r"[。！？!?；;]")
_LONGEST_QUOTE = 300


@dataclass(slots=True)
class Witness:
    """Makes the evidence for pieces of one part, given in its view's offsets, as the fields of a record's Evidence."""

    document: Document
    part: Part
    grids: list[Grid] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.grids = [Grid(self.part.view.text, table) for table in self.part.tables]
        self.starts = [line.start for line in self.part.lines]
        self.ends = [match.end() for match in _SENTENCE_END.finditer(self.part.view.text)]

    def of(self, start: int, end: int) -> dict[str, Any]:
        """The evidence for ``view.text[start:end]``; the quote is a stretch of the source that holds it."""
        line = self._line(start)
        first, last = self._around(line, start, end)
        begin, stop = self.part.view.bounds(start, end)
        quote_start, quote_end = self.part.view.bounds(first, last)
        place = self.document.place(begin, stop)
        return {
            "start": begin,
            "end": stop,
            "quote": self.document.text[quote_start:quote_end],
            "quote_start": quote_start,
            "page": place.page if place is not None else None,
            "bbox": place.bbox if place is not None else None,
            "table": self._cell(line),
        }

    def at(self, start: int, end: int) -> dict[str, Any]:
        """The evidence for a stretch of the source text, which begins inside the part."""
        offsets = self.part.view.offsets
        first = bisect_left(offsets, start)
        return self.of(first, max(first + 1, bisect_left(offsets, end)))

    def _line(self, start: int) -> Line | None:
        index = bisect_right(self.starts, start) - 1
        return self.part.lines[index] if index >= 0 else None

    def _around(self, line: Line | None, start: int, end: int) -> tuple[int, int]:
        """The sentence that holds the piece, or its table row; never less than the piece."""
        if line is None:
            return start, end
        if line.cell is not None:
            table, at, column = line.cell
            row = self.grids[table].beside(at, column)
            return min(start, *(cell.start for cell in row)), max(end, *(cell.end for cell in row))
        before, after = bisect_right(self.ends, start) - 1, bisect_right(self.ends, end)
        first = max(line.body, self.ends[before]) if before >= 0 else line.body
        stop = max(line.end, end)
        last = min(stop, self.ends[after]) if after < len(self.ends) else stop
        if last - first > _LONGEST_QUOTE:
            first, last = (
                max(first, start - _LONGEST_QUOTE // 2),
                min(last, max(end, start + _LONGEST_QUOTE // 2)),
            )
        return min(first, start), max(last, end)

    def _cell(self, line: Line | None) -> dict[str, Any] | None:
        if line is None or line.cell is None:
            return None
        table, row, column = line.cell
        grid = self.grids[table]
        cell = grid.places.get((row, column))
        place = {"table": table, "row": row, "column": column}
        if cell is None:
            return place
        return {
            **place,
            "row_header": " ".join(grid.row_header(cell)) or None,
            "column_header": " ".join(grid.column_header(cell)) or None,
            "row_text": grid.row_text(cell),
        }
