"""A sheet cut into what a reader sees on it: titles, tables, notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.ingest.base import beyond
from pipeline.ingest.grid import UNIT_LINE, Item, header_columns, header_rows
from pipeline.ingest.workbook.sheet import Box, Place, Sheet


class Grid(NamedTuple):
    """A table's cells in reading order, the empty ones too."""

    items: list[Item]


Piece = list[str] | Grid

_NOTE = re.compile(
    r"[（(]?(?:备?注|说明|附注|填[表报]|制表|审核|审批|复核|负责人|联系|[数资]据?料?来源|来源)|[※★*＊]"
)
_STATED = re.compile(r"[^：:]{1,14}[：:].*", re.DOTALL)
_LONG = 20
_STATEMENTS = 5
# How many places merged cells may cover in one sheet; beyond it is malice, and the rest stays unmerged.
_COVERED = 2_000_000


class Region:
    """The filled cells of a sheet with how far each reaches, and which rows and columns they take.

    ``most`` is how many cells a table may have, empty ones included; a SourceError is raised beyond it.
    """

    def __init__(self, sheet: Sheet, most: int) -> None:
        self._most = most
        self.boxes = _boxes(sheet)
        self.cells = sheet.cells
        self.rows: dict[int, list[Place]] = {}
        self.covering: dict[int, list[Place]] = {}
        for place in sorted(sheet.cells):
            self.rows.setdefault(place[0], []).append(place)
        for place, (top, _, bottom, _) in self.boxes.items():
            for row in range(top + 1, bottom + 1):
                self.covering.setdefault(row, []).append(place)

    def pieces(self) -> Iterator[Piece]:
        """Paragraphs and tables from top to bottom, tables side by side from left to right."""
        held: list[int] = []
        above: set[int] = set()
        for band in _runs(sorted({*self.rows, *self.covering})):
            first, last = self._body(band)
            lead, body, tail = band[:first], band[first:last], band[last:]
            if held and not lead and self._goes_on(above, body):
                held += body
            else:
                yield from self._tables(held)
                yield from self._lines(lead)
                held, above = body, set(self._columns(body))
            if tail:
                yield from self._tables(held)
                yield from self._lines(tail)
                held = []
        yield from self._tables(held)

    def _body(self, band: list[int]) -> tuple[int, int]:
        """Where in a band of rows the table begins and ends, without titles above and notes below."""
        first, last = 0, len(band)
        left = min(place[1] for row in band for place in self._in(row))
        while first < last and self._is_title(band[first], left):
            first += 1
        while last - first > 1 and self._is_note(band[last - 1]):
            last -= 1
        if all(len(self._in(row)) < 2 for row in band[first:last]):
            return len(band), len(band)
        return first, last

    def _in(self, row: int) -> list[Place]:
        """The cells that stand in a row, also those that began above."""
        return [*self.rows.get(row, ()), *self.covering.get(row, ())]

    def _is_title(self, row: int, left: int) -> bool:
        places = self._in(row)
        texts = [self.cells[place].strip() for place in places]
        if any(UNIT_LINE.fullmatch(text) for text in texts):
            return True
        if len(places) == 1:
            top, start, bottom, end = self.boxes.get(places[0], (*places[0], *places[0]))
            return top == bottom == row and (
                end > start or start == left or bool(_STATED.fullmatch(texts[0]))
            )
        stated = all(_STATED.fullmatch(text) for text in texts) and len(texts) <= _STATEMENTS
        return stated and any(not text.endswith(("：", ":")) for text in texts)

    def _is_note(self, row: int) -> bool:
        places = self._in(row)
        if any(self.boxes.get(place, (row,))[0] != row for place in places):
            return False
        texts = [self.cells[place].strip() for place in places]
        if len(texts) == 1:
            return bool(_NOTE.match(texts[0])) or len(texts[0]) > _LONG
        return all(_STATED.fullmatch(text) for text in texts) and any(_NOTE.match(text) for text in texts)

    def _goes_on(self, above: set[int], body: list[int]) -> bool:
        """Whether rows below a blank one are more of the table in the columns ``above``: they have no header."""
        below = self._columns(body)
        if not below or not above.issuperset(below):
            return False
        return not header_rows(self._items(body, below)) and len(self._parts(body)) == 1

    def _tables(self, rows: list[int]) -> Iterator[Piece]:
        if not rows:
            return
        for columns in self._parts(rows):
            yield Grid(self._items(rows, columns))

    def _parts(self, rows: list[int]) -> list[list[int]]:
        """The columns of each table in the rows: blank ones part tables, if what is to the right has names of its own."""
        columns = self._columns(rows)
        taken = {
            column
            for row in rows
            for place in self._in(row)
            for column in range(place[1], self.boxes.get(place, (0, 0, 0, place[1]))[3] + 1)
        }
        parts: list[list[int]] = []
        begun = set(columns)
        for run in _runs(sorted(taken)):
            own = [column for column in run if column in begun]
            if not own:
                continue
            items = self._items(rows, own)
            if parts and not header_columns(items, header_rows(items)):
                parts[-1] += own
            else:
                parts.append(own)
        return parts

    def _columns(self, rows: Iterable[int]) -> list[int]:
        """The columns at which a cell of the rows begins; others hold nothing."""
        return sorted({place[1] for row in rows for place in self._in(row)})

    def _items(self, rows: Sequence[int], columns: Sequence[int]) -> list[Item]:
        """The grid of a table, empty cells included; rows and columns that hold nothing are none of it."""
        known = set(columns)
        rows = [row for row in rows if any(place[1] in known for place in self._in(row))]
        if len(rows) * len(columns) > self._most:
            raise beyond(f"holds a table of more than {self._most} cells", "cells")
        found: list[Item] = []
        covered: set[Place] = set()
        for row_index, row in enumerate(rows):
            for column_index, column in enumerate(columns):
                if (row_index, column_index) in covered:
                    continue
                _, _, bottom, right = self.boxes.get((row, column), (row, column, row, column))
                down = bisect_left(rows, bottom + 1) - row_index
                wide = bisect_left(columns, right + 1) - column_index
                if down > 1 or wide > 1:
                    covered.update(
                        (row_index + i, column_index + j) for i in range(down) for j in range(wide)
                    )
                found.append(Item(row_index, column_index, self.cells.get((row, column), ""), down, wide))
        return found

    def _lines(self, rows: Iterable[int]) -> Iterator[Piece]:
        lines = [self.cells[place] for row in rows for place in self.rows.get(row, ())]
        if lines:
            yield lines


def _boxes(sheet: Sheet) -> dict[Place, Box]:
    """The merged cells that hold text, by their first place, cut to where the sheet is filled; none over another.

    What a merged cell hides is dropped where it is the same text again (as WPS leaves it); other text keeps its
    own cell, and what covered it counts as not merged.
    """
    bottom = max((place[0] for place in sheet.cells), default=-1)
    right = max((place[1] for place in sheet.cells), default=-1)
    found: dict[Place, Box] = {}
    taken: set[Place] = set()
    left = _COVERED
    for top, first, lowest, farthest in sheet.merges:
        low, far = min(lowest, bottom), min(farthest, right)
        text = sheet.cells.get((top, first))
        if text is None or (low <= top and far <= first):
            continue
        left -= (low - top + 1) * (far - first + 1)
        if left < 0:
            break
        inside = {(i, j) for i in range(top, low + 1) for j in range(first, far + 1)}
        if taken.isdisjoint(inside) and all(sheet.cells.get(place, text) == text for place in inside):
            taken |= inside
            found[top, first] = (top, first, low, far)
            for place in inside - {(top, first)}:
                sheet.cells.pop(place, None)
    return found


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Consecutive numbers taken together."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
