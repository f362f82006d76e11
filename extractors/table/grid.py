"""A table as a grid of cells, with the header texts of each row and column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from schemas.document import Cell, Table

_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_FEW = 2
# So many characters of a row are told beside one of its cells.
_ROW = 2000
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Grid:
    """``table`` counts in ``text`` (a part's view); merged cells answer for every place they cover.

    ``rows`` holds the cells that begin in each row.
    """

    text: str
    table: Table
    places: dict[tuple[int, int], Cell] = field(init=False)
    rows: dict[int, list[Cell]] = field(init=False)
    # What each cell of a row asks anew: the words of a cell, the headers of a column.
    _words: dict[tuple[int, int], str] = field(default_factory=dict)
    _above: dict[int, list[str]] = field(default_factory=dict)
    _names: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _caption: str | None = None

    def __post_init__(self) -> None:
        self.places = {
            (row, column): cell
            for cell in self.table.cells
            for row in range(cell.row, min(cell.row + cell.row_span, self.table.rows))
            for column in range(cell.column, min(cell.column + cell.column_span, self.table.columns))
        }
        self.rows = {}
        for cell in self.table.cells:
            self.rows.setdefault(cell.row, []).append(cell)

    def data(self) -> Iterator[Cell]:
        """The cells that are no headers, in text order."""
        for cell in self.table.cells:
            if cell.row >= self.table.header_rows and cell.column >= self.table.header_columns:
                yield cell

    def words(self, cell: Cell) -> str:
        """A cell's text without white space."""
        place = cell.row, cell.column
        words = self._words.get(place)
        if words is None:
            words = self._words[place] = _SPACE.sub("", self.text[cell.start : cell.end])
        return words

    def column_header(self, cell: Cell) -> list[str]:
        """The texts above a cell, the outermost first, each once."""
        return self.above(cell.column)

    def above(self, column: int) -> list[str]:
        """The texts at the head of a column, the outermost first, each once."""
        found = self._above.get(column)
        if found is None:
            cells = (self.places.get((row, column)) for row in range(self.table.header_rows))
            found = self._above[column] = self._path([one for one in cells if one is not None])
        return found

    def columns(self, tells: Callable[[list[str]], bool]) -> frozenset[int]:
        """The columns whose headers tell something."""
        return frozenset(column for column in range(self.table.columns) if tells(self.above(column)))

    def row_header(self, cell: Cell) -> list[str]:
        """The texts that head a cell's row, the outermost first, each once; past a column of mere numbers, names."""
        left = self._left(cell, self.table.header_columns)
        if any(_WORD.search(words) for words in left):
            return left
        named = self._named(cell.row)
        return [words for column, words in named if column < cell.column] or left

    def row_text(self, cell: Cell) -> str:
        """The cells of a row, parted by bars; of a very long one those around the cell."""
        return "|".join(self.words(other) for other in self.beside(cell.row, cell.column))

    def beside(self, row: int, column: int) -> list[Cell]:
        """The cells that begin in a row; where that is very long, those around a column.

        Every figure is told with its row: whole ones would make a sheet of 16,000 columns a gigabyte of records.
        """
        cells = self.rows[row]
        first = at = min(bisect_left(cells, column, key=lambda cell: cell.column), len(cells) - 1)
        last, left = at, _ROW - _room(cells[at])
        while left > 0 and (first > 0 or last < len(cells) - 1):
            if first > 0:
                first -= 1
                left -= _room(cells[first])
            if last < len(cells) - 1:
                last += 1
                left -= _room(cells[last])
        return cells[first : last + 1]

    def _left(self, cell: Cell, columns: int) -> list[str]:
        left = (self.places.get((cell.row, column)) for column in range(columns))
        return self._path([one for one in left if one is not None])

    def _named(self, row: int) -> list[tuple[int, str]]:
        """The first few names of a row, each once, with the column where it is met."""
        found = self._names.get(row)
        if found is None:
            first: dict[str, int] = {}
            for column in range(self.table.columns):
                cell = self.places.get((row, column))
                words = self.words(cell) if cell is not None else ""
                if words not in first and _WORD.search(words):
                    first[words] = column
                    if len(first) == _FEW:
                        break
            found = self._names[row] = [(column, words) for words, column in first.items()]
        return found

    def caption(self) -> str:
        """The words that name the table or its unit."""
        if self._caption is None:
            named = self.table.caption
            self._caption = "" if named is None else _SPACE.sub(" ", named.of(self.text)).strip()
        return self._caption

    def _path(self, cells: list[Cell]) -> list[str]:
        return list(dict.fromkeys(words for words in map(self.words, cells) if words))


def _room(cell: Cell) -> int:
    return cell.end - cell.start + 1
