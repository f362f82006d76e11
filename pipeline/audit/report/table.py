"""Tables in a workbook, written row by row: headings frozen, filters set, every cell harmless."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.audit.label import OUTCOMES, Outcome
from pipeline.audit.report.clean import cell

# What a sheet of the format holds.
ROWS = 1_048_576
# A line's height in points, and how many of them a row grows to.
LINE = 16
LINES = 6
# Paper by its number in the format, and the widths, in digits, that fit an A4 and an A3 page.
A4, A3 = 9, 8
NARROW, WIDEST = 150, 480
# From here on a program writes a number with an exponent unless told otherwise.
_LARGE = 10**11
_SHADES = {"failed": "#FBE0DE", "differing": "#FFF3D0"}
_INKS: dict[Outcome, str] = {
    "error": "#B3261E",
    "warning": "#8A5A00",
    "notice": "#0B6073",
    "unknown": "#5B6675",
    "passed": "#2A6B35",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in digits.

    ``wrap`` breaks long text into lines; ``clip`` ends it at the cell's edge, where it would run over the next.
    """

    name: str
    width: int
    wrap: bool = False
    clip: bool = False


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, 0..1, shown in per cent."""

    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Shaded:
    """A value on a coloured ground."""

    value: str | Decimal
    shade: Literal["failed", "differing"]


Cell = str | int | Decimal | date | Percent | Shaded | None


class Book:
    """A workbook written to disk as rows come, used as a context. Raises OSError where it cannot be written."""

    def __init__(self, path: Path, rows: int = ROWS) -> None:
        path.touch()
        self.rows = rows
        self.file = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self.heading = self._format(
            bold=True,
            font_color="#FFFFFF",
            bg_color="#17375F",
            valign="vcenter",
            align="center",
            text_wrap=True,
        )
        self.plain = self._format()
        self.wrapped = self._format(text_wrap=True)
        self.percent = self._format(num_format="0.0%")
        self.whole = self._format(num_format="0")
        self.day = self._format(num_format="yyyy-mm-dd")
        self.shades = {name: self._format(bg_color=colour) for name, colour in _SHADES.items()}
        self.inks = {name: self.file.add_format({"font_color": colour}) for name, colour in _INKS.items()}
        self._tables: list[Table] = []

    def _format(self, **properties: object) -> Format:
        return self.file.add_format(
            {
                "font_name": "Microsoft YaHei",
                "font_size": 10,
                "valign": "top",
                "bottom": 4,
                "bottom_color": "#C9D0DA",
            }
            | properties
        )

    def table(self, name: str, columns: Sequence[Column] = ()) -> Table:
        """A further sheet; its columns can be told later by ``Table.head``, before the first row."""
        table = Table(self, name)
        self._tables.append(table)
        if columns:
            table.head(columns)
        return table

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._tables:
            table.finish()
        try:
            self.file.close()
        except XlsxWriterException as failure:
            raise OSError(str(failure)) from failure


class Table:
    """A sheet of rows under a heading; a full one goes on in a further sheet of the same name and heading."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name
        self._count = 1
        self._columns: Sequence[Column] = ()
        self._row = 0
        self._sheet: Worksheet = book.file.add_worksheet(name)

    def head(self, columns: Sequence[Column]) -> None:
        """Write the heading."""
        self._columns = columns
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
        lines = max((-(-_breadth(column.name) // column.width) for column in columns), default=1)
        self._sheet.set_row(0, LINE * min(LINES, lines) + 8)
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, cell(column.name), self._book.heading)
        self._sheet.freeze_panes(1, 1)
        self._lay_out(sum(column.width for column in columns))
        self._row = 1

    def _lay_out(self, width: int) -> None:
        """For printing: the whole width on a page where that can be read, else page beside page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(A4 if width <= NARROW else A3)
        if width <= WIDEST:
            self._sheet.fit_to_pages(1, 0)
        else:
            self._sheet.set_print_scale(60)
            self._sheet.repeat_columns(0)
        self._sheet.repeat_rows(0)

    def fill(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Add rows, their cells in the order of the columns."""
        for row in rows:
            if self._row == self._book.rows:
                self.finish()
                self._count += 1
                self._sheet = self._book.file.add_worksheet(f"{self._name} ({self._count})")
                self.head(self._columns)
            cells = list(row)
            # Not every program finds the height of wrapped text by itself.
            self._sheet.set_row(self._row, LINE * self._lines(cells))
            for place, value in enumerate(cells):
                self._write(place, value)
            self._row += 1

    def finish(self) -> None:
        """Set the filter over the rows that came."""
        if not self._columns:
            return
        last = max(1, self._row - 1)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        for place, column in enumerate(self._columns):
            if column.name == "结论":
                for name, ink in self._book.inks.items():
                    rule = {"type": "cell", "criteria": "==", "value": f'"{OUTCOMES[name]}"', "format": ink}
                    self._sheet.conditional_format(1, place, last, place, rule)

    def _lines(self, cells: Sequence[Cell]) -> int:
        """How many lines the wrapped cells of a row take, at most LINES."""
        needed = (
            -(-_breadth(value) // column.width)
            for column, value in zip(self._columns, cells, strict=False)
            if column.wrap and isinstance(value, str)
        )
        return max(1, min(LINES, max(needed, default=1)))

    def _write(self, place: int, value: Cell) -> None:
        column = self._columns[place]
        # A cell that breaks its lines shows as many of them as its row is high.
        form = self._book.wrapped if column.wrap or column.clip else self._book.plain
        if isinstance(value, Shaded):
            form = self._book.shades[value.shade]
            value = value.value
        elif isinstance(value, Percent):
            form = self._book.percent
            value = value.value
        if isinstance(value, str):
            self._sheet.write_string(self._row, place, cell(value), form)
        elif value is None:
            self._sheet.write_blank(self._row, place, None, form)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, place, value, self._book.day)
        else:
            if form is self._book.plain and not -_LARGE < value < _LARGE and value == int(value):
                form = self._book.whole
            # Written as it stands: as a float 97.6 would become 97.59999999999999.
            self._sheet.write_number(self._row, place, value, form)


def _breadth(text: str) -> int:
    """How wide the beginning of a text stands in digits: a Chinese character takes two."""
    beginning = text[:1000]
    return len(beginning) + sum(character > "\u2e80" for character in beginning)
