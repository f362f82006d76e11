"""Reads a cell's number with the indicator, unit, role and scope that its headers give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.figure.piece import FigurePiece, Link, Role, Stage, Verdict
from extractors.figure.scope import is_place, is_school, stage_of_heading
from extractors.figure.unit import fits
from extractors.figure.vocabulary import cue
from extractors.mention.reader import Mention, mentions
from extractors.quantity.piece import Quantity
from extractors.quantity.reader import number
from extractors.quantity.unit import Measure
from extractors.quantity.unit import table as units
from extractors.table.grid import Grid
from schemas.document import Cell
from schemas.taxonomy.loader import taxonomy

_UNIT = re.compile(r"[（(\[：:/／]\s*([^（）()\[\]：:/／\d]{1,6})\s*[）)\]]?")
_CAPTION_UNIT = re.compile(r"单位[：:]\s*([^\s，,；;）)]+)")
_NOT_FIGURES = re.compile(
    r"序号|编号|序$|电话|邮编|代码|日期|时间|年份|页码|年级$|班级$|身份证|文号|完成时限|备注|栏次"
)
# A column head that says only that something is counted: the title tells what.
_PLAIN = re.compile(r"^(?:计划|实际|总)?(?:数|人数|数量|合计|总计|小计|计)(?:[（(].{1,6}[）)])?$")
_YEAR = re.compile(r"(?:19|20)\d\d年?$")
_TARGET = re.compile(r"目标|规划|计划|预期|拟|任务|整改目标")
_STANDARD = re.compile(r"标准|规定|要求|应得|分值|满分|基准|限值|参考值|标准值")
_GAP = re.compile(r"缺口|差额|缺额|差距|超出|缺编|不足")
_CHANGE = re.compile(r"增长|增减|比上年|同比|增幅|增加|减少|变化")
_VERDICT = re.compile(r"达标|是否|结论|评定|达到")
_UNMET = re.compile(r"不达标|未达|否|不合格|×|没有达")
_MET = re.compile(r"达标|是|合格|√|☑")
_TOTAL = re.compile(r"合计|总计|小计|总数|共计|全县|全镇|全市|全区|平均|计$")


@dataclass(slots=True)
class TableReader:
    """Reads one table of a part; ``index`` is its number there, ``subject`` whom the part is about."""

    grid: Grid
    index: int
    subject: str | None
    title: str = ""

    def read(self) -> Iterator[FigurePiece]:
        """The figures of all cells that hold one number and nothing else, in text order."""
        for cell in self.grid.data():
            if cell.end > cell.start:
                figure = self._figure(cell)
                if figure is not None:
                    yield figure

    def _figure(self, cell: Cell) -> FigurePiece | None:
        above, left = self.grid.column_header(cell), self.grid.row_header(cell)
        if any(_NOT_FIGURES.search(words) for words in above[-1:]):
            return None
        found = number(self.grid.text[cell.start : cell.end])
        if found is None or (found.unit is None and _is_year(found, above)):
            return None
        quantity = self._measured(_moved(found, cell.start), above, left)
        link = self._link(quantity, above, left)
        if quantity.unit is None:
            unit = taxonomy()[link.indicator].unit if link.indicator else "other"
            quantity = replace(quantity, unit=unit)
        elif link.indicator and quantity.unit in ("person", "person_time"):
            quantity = replace(quantity, unit=taxonomy()[link.indicator].unit)
        stage = self._stage(left) or self._stage(above) or stage_of_heading(self.grid.caption())
        place = (self.index, cell.row, cell.column)
        role, entity = _role([*reversed(above), *reversed(left), self.grid.caption()]), self.entity(left)
        return FigurePiece(
            quantity, link, role, stage, entity, verdict=self._verdict(cell, stage), cell=place
        )

    def _verdict(self, cell: Cell, stage: Stage | None) -> Verdict | None:
        """What the row says in a column that asks whether the standard is met."""
        for other in self.grid.table.cells:
            if other.row != cell.row or other is cell:
                continue
            words = self.grid.words(other)
            named = stage_of_heading(words)
            if not _VERDICT.search("".join(self.grid.column_header(other))) or (named and named != stage):
                continue
            if _UNMET.search(words):
                return "unmet"
            if _MET.search(words):
                return "met"
        return None

    def _measured(self, quantity: Quantity, above: list[str], left: list[str]) -> Quantity:
        if quantity.unit is not None or quantity.value is None:
            return quantity
        measure = self._unit(above, left)
        if measure is None:
            return quantity
        top = None if quantity.value_max is None else measure.convert(quantity.value_max)
        return replace(
            quantity,
            value=measure.convert(quantity.value),
            value_max=top,
            unit=measure.unit,
            measure=measure.word,
        )

    def _unit(self, above: list[str], left: list[str]) -> Measure | None:
        for words in [*reversed(above), *reversed(left)]:
            for match in reversed(list(_UNIT.finditer(words))):
                measure = _whole(match[1])
                if measure is not None:
                    return measure
        for words in [*above, *left]:
            if words.endswith(("率", "比例", "占比", "比重", "％", "%")):
                return _whole("%")
        said = _CAPTION_UNIT.search(self.grid.caption())
        choices = [_whole(word) for word in re.split(r"[、/]", said[1])] if said else []
        return choices[0] if len(choices) == 1 else None

    def _link(self, quantity: Quantity, above: list[str], left: list[str]) -> Link:
        headers = [*reversed(above), *(words for words in reversed(left) if not is_place(words))]
        for words in [*headers, self.grid.caption()]:
            for mention in _names(words):
                if quantity.unit in (None, "coefficient") and any(
                    "coefficient" in one for one in mention.ids("before")
                ):
                    label = words[mention.start : mention.end]
                    return Link("coefficient.variation", label, "table.header", 0.8)
        headers.sort(key=lambda words: len(words) < 4 and stage_of_heading(words) is not None)
        plain = bool(above) and _PLAIN.search(above[-1]) is not None
        for words in [*headers, self.grid.caption(), *([self.title] if plain else [])]:
            for mention in reversed(_names(words)):
                name = next((name for name in mention.ids("before") if _may_be(name, quantity)), None)
                if name is not None:
                    label = words[mention.start : mention.end]
                    qualifier = label if taxonomy()[name].qualifier else None
                    strength = 0.9 if words in headers else 0.6
                    return Link(name, label, "table.header", strength, qualifier)
        label = _label(above, left)
        return Link(None, label, "table.unlisted", 0.5, qualifier=label or None)

    def _stage(self, headers: list[str]) -> Stage | None:
        return next((stage for words in reversed(headers) if (stage := stage_of_heading(words))), None)

    def entity(self, left: list[str]) -> str | None:
        """The school or place that a row header names, None for totals and the part's own subject."""
        places = [words for words in reversed(left) if is_place(words) and not _TOTAL.search(words)]
        for words in sorted(places, key=is_school, reverse=True):
            return None if self.subject and words == self.subject else words
        return None


def _names(words: str) -> list[Mention]:
    return mentions(words, 0, len(words))


def _may_be(name: str, quantity: Quantity) -> bool:
    """A header often leaves its unit to the indicator: a bare number takes any but a share."""
    if quantity.unit is None:
        return taxonomy()[name].unit != "percent" and name not in ("rank", "other")
    return fits(name, quantity)


def _whole(word: str) -> Measure | None:
    measure = units().at(word, 0)
    if measure is None and word[:1] in "万亿千百":
        measure = units().at(word, 0) or _scaled(word)
    return (
        measure
        if measure is not None and (len(measure.word) == len(word) or word.endswith(measure.word))
        else None
    )


def _scaled(word: str) -> Measure | None:
    scale = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
    factor, rest = 1, word
    while rest and rest[0] in scale:
        factor *= scale[rest[0]]
        rest = rest[1:]
    base = units().at(rest, 0)
    return replace(base, word=word, factor=base.factor * factor) if base and base.word == rest else None


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(
        quantity,
        start=quantity.start + by,
        end=quantity.end + by,
        outer_start=quantity.outer_start + by,
        outer_end=quantity.outer_end + by,
    )


def _is_year(quantity: Quantity, above: list[str]) -> bool:
    return (
        quantity.value is not None
        and 1949 <= quantity.value <= 2100
        and any("年" in words for words in above)
    )


def _label(above: list[str], left: list[str]) -> str:
    return (above[-1] if above and not _YEAR.match(above[-1]) else "") or (left[-1] if left else "")


def _role(said: list[str]) -> Role:
    """The role by the headers and caption, the nearest first."""
    for words in said:
        if _GAP.search(words):
            return "gap"
        if _CHANGE.search(words):
            return "change"
        if _TARGET.search(words) and not cue("actual").search(words):
            return "target"
        if _STANDARD.search(words) and "达标" not in words and "标准化" not in words:
            return "standard"
    return "actual"


def cells(grid: Grid, index: int, subject: str | None, title: str) -> list[FigurePiece]:
    """The figures in the table of a part with this index and title whose cells are one number each."""
    return list(TableReader(grid, index, subject, title).read())


def entity_of(grid: Grid, place: tuple[int, int, int], subject: str | None) -> str | None:
    """The school or place that heads the row of a cell."""
    cell = grid.places.get(place[1:])
    return TableReader(grid, place[0], subject).entity(grid.row_header(cell)) if cell else None
