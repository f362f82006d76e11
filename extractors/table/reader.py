"""Reads a cell's number with the indicator, unit, role and scope that its headers give it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractors.figure.piece import FigurePiece, Link, Stage, Verdict
from extractors.figure.place import is_place, is_school
from extractors.figure.stage import stage_of_heading
from extractors.figure.unit import fits
from extractors.mention.reader import Mention, mentions
from extractors.quantity.piece import Damage, Quantity
from extractors.quantity.reader import number
from extractors.quantity.unit import Measure
from extractors.table import header
from extractors.table.grid import Grid
from schemas.document import Cell
from schemas.taxonomy.loader import taxonomy

_BLANK = re.compile(r"[xX×]{1,6}|[*＊]{1,6}")
_YEAR = re.compile(r"(?:19|20)\d\d年?$")
# Rows that are classes or grades are whom the values are about, not what is counted.
_CLASS = re.compile(r"(?:[一二三四五六七八九\d][（(]\d+[）)]|年级.{0,4})班?$")
_UNMET = re.compile(r"不达标|未达|否|不合格|×|没有达")
_MET = re.compile(r"达标|是|合格|√|☑")
_TOTAL = re.compile(r"合计|总计|小计|总数|共计|全县|全镇|全市|全区|平均|计$")
_MOST_CLASSES = 200
# What is counted by the piece.
_WHOLE = ("person", "person_time", "household", "count", "volume")
_MEANS = ("per_", "classes.size", "classes.excess", "schools.size")
_SIZE = re.compile(r"面积|占地|用地|用房|校舍")


@dataclass(slots=True)
class TableReader:
    """Reads one table of a part; ``index`` is its number there, ``subject`` whom the part is about.

    ``units`` are the columns that hold the units of their rows, ``judging`` those that say if a standard is met.
    """

    grid: Grid
    index: int
    subject: str | None
    title: str = ""
    units: frozenset[int] = field(init=False)
    judging: frozenset[int] = field(init=False)
    _tellers: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = self.grid.columns(header.is_unit_column)
        self.judging = self.grid.columns(header.asks_for_verdict)

    def read(self) -> Iterator[FigurePiece]:
        """The figures of all cells that hold one number and nothing else, in text order."""
        for cell in self.grid.data():
            if cell.end > cell.start:
                figure = self._figure(cell)
                if figure is not None:
                    yield figure

    def _figure(self, cell: Cell) -> FigurePiece | None:
        above, left = self.grid.column_header(cell), self.grid.row_header(cell)
        if cell.column in self.judging or not header.is_figure(above):
            return None
        found = self._number(cell, above)
        if found is None:
            return None
        beside = self._beside(cell) if not any(map(_names, above)) else None
        headers = [*([beside] if beside else []), *reversed(above), *reversed(left)]
        quantity = self._measured(found, self._own_measure(cell, headers))
        link = self._link(quantity, headers, header.is_plain(above))
        link = self._of_columns(quantity, link, above)
        quantity = self._by_caption(quantity, link)
        if quantity.unit is None:
            if quantity.value is None:
                return None
            quantity = replace(quantity, unit=taxonomy()[link.indicator].unit if link.indicator else "other")
        stage = self._stage(left) or self._stage(above) or stage_of_heading(self.grid.caption())
        role = header.role_of([*headers, self.grid.caption()])
        verdict = self._verdict(cell, stage) if role == "actual" else None
        place = (self.index, cell.row, cell.column)
        return FigurePiece(quantity, link, role, stage, self.entity(left), verdict=verdict, cell=place)

    def _number(self, cell: Cell, above: list[str]) -> Quantity | None:
        """The cell's number, or the blank in place of one, at its offsets in the view."""
        text = self.grid.text[cell.start : cell.end]
        if _BLANK.fullmatch(text):
            damage: Damage = "lost" if text[0] in "*＊" else "placeholder"
            return Quantity(
                cell.start, cell.end, None, None, "", damage=damage, numeral="blank",
                outer_start=cell.start, outer_end=cell.end,
            )  # fmt: skip
        found = number(text)
        if found is None or (found.unit is None and (_is_year(found, above) or _names_a_class(found, above))):
            return None
        return _moved(found, cell.start)

    def _beside(self, cell: Cell) -> str | None:
        """The nearest words to the left in a form of names and values: 占地面积 | 9860 | 建筑面积 | 5120."""
        told = self._told(cell.row)
        at = bisect_left(told, cell.column) - 1
        if at < 0:
            return None
        words = self.grid.words(self.grid.places[cell.row, told[at]])
        return words if _names(words) else None

    def _told(self, row: int) -> list[int]:
        """The columns of a row behind its headers that hold words and no number, in order."""
        found = self._tellers.get(row)
        if found is None:
            columns = range(self.grid.table.header_columns, self.grid.table.columns)
            found = self._tellers[row] = [column for column in columns if self._tells(row, column)]
        return found

    def _tells(self, row: int, column: int) -> bool:
        cell = self.grid.places.get((row, column))
        words = self.grid.words(cell) if cell else ""
        return bool(words) and not _is_number(words)

    def _own_measure(self, cell: Cell, headers: list[str]) -> Measure | None:
        for other in self._among(cell.row, self.units):
            measure = header.whole(self.grid.words(other))
            if measure is not None:
                return measure
        return header.measure_in(headers)

    def _measured(self, quantity: Quantity, measure: Measure | None) -> Quantity:
        if quantity.unit is not None or measure is None:
            return quantity
        value, top = quantity.value, quantity.value_max
        return replace(
            quantity,
            value=None if value is None else measure.convert(value),
            value_max=None if top is None else measure.convert(top),
            unit=measure.unit,
            measure=measure.word,
        )

    def _by_caption(self, quantity: Quantity, link: Link) -> Quantity:
        """A caption's unit holds for the values whose indicator is counted in it: 万元 not for schools."""
        choices = header.measures_of(self.grid.caption())
        if link.indicator is not None:
            choices = [one for one in choices if one.unit == taxonomy()[link.indicator].unit]
        return self._measured(quantity, choices[0] if len(choices) == 1 else None)

    def _link(self, quantity: Quantity, headers: list[str], plain: bool) -> Link:
        if quantity.unit == "score":
            # Points are of whatever the row is about; only their column tells whose they are.
            headers = headers[:1]
        named = [words for words in headers if not is_place(words) and not _CLASS.search(words)]
        coefficient = self._coefficient(quantity, [*named, self.grid.caption()])
        if coefficient is not None:
            return coefficient
        named.sort(key=lambda words: len(words) < 4 and stage_of_heading(words) is not None)
        around = [] if quantity.unit == "score" else [self.grid.caption(), *([self.title] if plain else [])]
        for words in [*named, *around]:
            for mention in reversed(_names(words)):
                label = words[mention.start : mention.end]
                name = next(
                    (one for one in mention.ids("before") if _may_be(one, label, quantity, plain)), None
                )
                if name is not None:
                    qualifier = label if taxonomy()[name].qualifier else None
                    return Link(name, label, "table.header", 0.9 if words in headers else 0.6, qualifier)
        label = next((words for words in headers if not _YEAR.match(words)), "")
        return Link(None, label, "table.unlisted", 0.5, qualifier=label or None)

    def _of_columns(self, quantity: Quantity, link: Link, above: list[str]) -> Link:
        """What the column makes of a link: a price, a sum of money, an area in a table of what is to be built."""
        if quantity.unit == "CNY" and header.is_price(above):
            return Link(None, above[-1], "table.unlisted", 0.6, qualifier=above[-1])
        if quantity.unit == "CNY" and link.indicator is None and header.is_sum(above):
            return Link("finance.investment", above[-1], "table.header", 0.6)
        if link.indicator in ("area.room", "area.building") and header.builds(self._heads()):
            return replace(link, indicator="area.new_building")
        return link

    def _heads(self) -> list[str]:
        return [
            self.grid.words(cell)
            for row in range(self.grid.table.header_rows)
            for cell in self.grid.rows.get(row, ())
        ]

    def _coefficient(self, quantity: Quantity, said: list[str]) -> Link | None:
        """A table of 差异系数 says so anywhere in its headers; its rows name what varies."""
        if quantity.unit not in (None, "coefficient"):
            return None
        for words in said:
            for mention in _names(words):
                if "coefficient.variation" in mention.ids("before"):
                    return Link(
                        "coefficient.variation", words[mention.start : mention.end], "table.header", 0.8
                    )
        return None

    def _verdict(self, cell: Cell, stage: Stage | None) -> Verdict | None:
        """What the row says in a column that asks whether the standard is met."""
        for other in self._among(cell.row, self.judging):
            if other is cell:
                continue
            words = self.grid.words(other)
            named = stage_of_heading(words)
            if named and named != stage:
                continue
            if _UNMET.search(words):
                return "unmet"
            if _MET.search(words):
                return "met"
        return None

    def _among(self, row: int, columns: frozenset[int]) -> Iterator[Cell]:
        """The cells that begin in a row and in one of the columns, in order."""
        for column in sorted(columns):
            cell = self.grid.places.get((row, column))
            if cell is not None and (cell.row, cell.column) == (row, column):
                yield cell

    def _stage(self, headers: list[str]) -> Stage | None:
        return next((stage for words in reversed(headers) if (stage := stage_of_heading(words))), None)

    def entity(self, left: list[str]) -> str | None:
        """The school or place that a row header names, None for totals and the part's own subject."""
        places = [words for words in reversed(left) if is_place(words) and not _TOTAL.search(words)]
        for words in sorted(places, key=is_school, reverse=True):
            return None if self.subject and words == self.subject else words
        return None


# Every cell of a row asks it of those on its left.
@lru_cache(maxsize=4096)
def _is_number(words: str) -> bool:
    return number(words) is not None


# So do the same headers for every cell below or beside them.
@lru_cache(maxsize=4096)
def _names(words: str) -> tuple[Mention, ...]:
    return tuple(mentions(words, 0, len(words)))


def _may_be(name: str, label: str, quantity: Quantity, plain: bool) -> bool:
    """A header often leaves its unit to the indicator: a bare number is a count unless the name is of a size."""
    if quantity.unit is not None:
        return name != "other" and fits(name, quantity)
    unit = taxonomy()[name].unit
    if name in ("rank", "other") or unit == "percent":
        return False
    part = quantity.value is not None and quantity.value % 1 != 0
    if part and unit in _WHOLE and not (name.startswith(_MEANS) or "均" in label):
        # 0.218 in the row 骨干教师数 of a table of coefficients: there is no part of a teacher.
        return False
    if unit in ("m2", "m"):
        return not plain and bool(_SIZE.search(label) or unit == "m")
    return not (plain and unit == "CNY")


def _moved(quantity: Quantity, by: int) -> Quantity:
    """The quantity, just read, at its place in the view."""
    quantity.start += by
    quantity.end += by
    quantity.outer_start += by
    quantity.outer_end += by
    return quantity


def _is_year(quantity: Quantity, above: list[str]) -> bool:
    value = quantity.value
    return value is not None and 1949 <= value <= 2100 and any("年" in words for words in above)


def _names_a_class(quantity: Quantity, above: list[str]) -> bool:
    """In a column 班级 a small number counts the classes, a large one is a class's own."""
    return above[-1:] == ["班级"] and quantity.value is not None and quantity.value > _MOST_CLASSES


def cells(grid: Grid, index: int, subject: str | None, title: str) -> list[FigurePiece]:
    """The figures in the table of a part with this index and title whose cells are one number each."""
    return list(TableReader(grid, index, subject, title).read())


def entity_of(grid: Grid, place: tuple[int, int, int], subject: str | None) -> str | None:
    """The school or place that heads the row of a cell."""
    cell = grid.places.get(place[1:])
    return TableReader(grid, place[0], subject).entity(grid.row_header(cell)) if cell else None
