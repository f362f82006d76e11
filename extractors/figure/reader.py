"""Reads the figures of a part: quantities, tied to indicators, with role and scope."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from extractors.figure.accept import accepted
from extractors.figure.clause import sentences
from extractors.figure.link import link as linked
from extractors.figure.memory import Memory
from extractors.figure.piece import FigurePiece, Link, Role, Stage
from extractors.figure.role import Setting, role_of
from extractors.figure.scope import Scope
from extractors.figure.stage import stage_of_heading, stage_of_label, stage_of_name
from extractors.figure.unit import canonical
from extractors.figure.verdict import judged_together, verdict_of
from extractors.figure.vocabulary import cue
from extractors.figure.window import Window, period_of
from extractors.mention.reader import Mention, mentions
from extractors.period.rule import Period, periods
from extractors.quantity.bound import share_bounds
from extractors.quantity.piece import Quantity
from extractors.quantity.reader import quantities
from extractors.table.grid import Grid
from extractors.table.reader import cells, entity_of
from schemas.part import Line, Part
from schemas.taxonomy.loader import taxonomy

_GOALS = re.compile(r"目标|预期|指标任务|工作任务|主要任务|任务要求|愿景|规划任务")
_STANDARDS = re.compile(r"标准要求|评估标准|评估指标|达标标准|标准值|基本要求|^标准$")
# 标准：小学4.2人以上，初中5.3人以上。: a sentence of its own.
_STANDARD_HEAD = re.compile(r"标准(?:要求|值)?[：:][^。：:]*。")
_STATE = re.compile(r"背景|现状|基本情况|存在|问题|概况|成效|成绩|不足|回顾|工作总结|困难|学校简介|取得")
# 问题整改措施 tells of what will be done about a problem.
_REMEDY = re.compile(
    r"(?:针对|围绕|聚焦)[^，。]*问题|整改(?!情况|成效|结果|进展|落实)|措施|改进|解决|销号|方向|打算"
)
# The heading with which a plan comes from what is to what it will do.
_TURNS = re.compile(
    r"目标|措施|任务|步骤|安排|举措|实施|工作内容|工作重点|工作要求|保障|做法|方法|计划|行动|思路|[建推加提强抓深优完改打构落]"
)
# A paragraph that urges: 二要…, 各校要….
_URGES = re.compile(
    r"(?:[第]?[一二三四五六七八九][是，]?、?|各[^，。；]{1,8}|全[^，。；]{1,6}|我们)?(?:都)?(?:要(?!求)|必须|务必)"
)
_NOW = re.compile(r"(?:目前|现有|现|我校现|我校有|我校在校|我校共|我镇现|已|截至|当前|学校现)")
# "2.配强师资。…": the head that a line begins with.
_OWN_HEAD = re.compile(r"([^，。；：:\n]{2,16})[：:。]")
_HEAD_END = re.compile(r"[。：:，,；;]")
_HEAD_LENGTH = 24
# What joins two values of one list: 新建球场1片、乒乓台20只.
_LISTED = re.compile(r"[\u4e00-\u9fff]{0,6}[、和及与]")
_LISTED_REACH, _JOINS = 7, "、和及与"
_BOUNDS_A_COUNT = re.compile(
    r"的(?:仍?有|共有|占|[^，。；]{0,4}(?:班级?|学校|教学点)|[^，。；]{0,2}\d+[个所])"
)
# 余项不低于85%的有61所: a rate too bounds what is counted.
_COUNTED_BEYOND = re.compile(r"的(?:学校|班级)?(?:仍?有|共有)\d")
# 不足100名学生的村小: the size bounds which schools are meant.
_OF_SCHOOLS = re.compile(r"学生的?(?:农村|小规模|规模较小|村级)?(?:学校|村小|教学点|校点|小学)")
_CLASSES = re.compile(
    r"班级?[中里内]，?(?:已|仍|还)?有?\d+个$|[\d一二两三四五六七八九十]个?(?:小学|初中)?(?:教学)?班级?(?:人数|学生数|班额)?[均都在]?$"
)
# 标准为23平方米，我校实际为19.8平方米: against a norm stands what there is.
_OWN_VALUE = re.compile(r"我[校园镇乡县区市]|实际|实[有拨到配发付支]|现有|现为|目前")
# 南坪学校应拨公用经费86.4万元: due to that school alone.
_DUE = re.compile(r"应[拨配有设]")
_HELD = ("standard", "target")


@dataclass(slots=True)
class PartReader:
    """What all lines of a part share while its figures are read."""

    part: Part
    found: list[Quantity]
    times: list[Period]
    scope: Scope
    kind: str
    grids: list[Grid]
    last: tuple[int, Role] | None = None
    announced: Line | None = None
    turned: int = 0
    norm: int = -_HEAD_LENGTH
    before: Role | None = None
    headings: dict[int, list[Mention]] = field(default_factory=dict)

    def read(self) -> Iterator[FigurePiece]:
        """The figures of all lines and tables, in order."""
        starts = [quantity.start for quantity in self.found]
        tabled = self._tabled()
        self.turned = self._turn()
        for line in self.part.lines:
            if line.cell in tabled:
                yield from (self._planned(piece, line) for piece in tabled.pop(line.cell))
                continue
            first, last = bisect_left(starts, line.start), bisect_left(starts, line.end)
            if last == first and line.cell is None:
                self._announces(line)
            if last > first and not self._is_header(line):
                yield from self._line(line, self.found[first:last])

    def _turn(self) -> int:
        """Where a plan, after telling how things are, comes to what is to be done; its start if no head tells."""
        heads = (line for line in self.part.lines if line.level and line.cell is None)
        turns = (line.start for line in heads if _TURNS.search(self.part.text(line)[:_HEAD_LENGTH]))
        return next(turns, 0)

    def _tabled(self) -> dict[tuple[int, int, int] | None, list[FigurePiece]]:
        """The cells that are one number and nothing else."""
        found: dict[tuple[int, int, int] | None, list[FigurePiece]] = {}
        for index, grid in enumerate(self.grids):
            for piece in cells(grid, index, self.scope.subject, self.part.title or ""):
                found[piece.cell] = [piece]
        return found

    def _planned(self, piece: FigurePiece, line: Line) -> FigurePiece:
        """A sum or a new building in the table of a plan is one to come."""
        spent = piece.quantity.unit == "CNY" and (piece.link.indicator or "finance.").startswith("finance.")
        if piece.role != "actual" or not (spent or piece.link.indicator == "area.new_building"):
            return piece
        setting = self._setting(line)
        return replace(piece, role="target") if setting.plan and not setting.state else piece

    def _line(self, line: Line, row: list[Quantity]) -> Iterator[FigurePiece]:
        text = self.part.view.text
        names = mentions(text, line.body, line.end, [(quantity.start, quantity.end) for quantity in row])
        setting, head = self._setting(line), self._stage(line)
        above = self._cell_names(line) if line.cell else self._heads_above(line)
        self.before = None
        self.scope.learn(text[line.body : line.end])
        self.scope.new_line(head, line.body)
        if line.cell:
            self.scope.entity = entity_of(self.grids[line.cell[0]], line.cell, self.scope.subject)
        memory = Memory(text, self._own_heads(line, names), above)
        for sentence in sentences(text, line.body, line.end, row, names):
            self.scope.new_sentence(text, head, sentence.start)
            windows = [Window.of(sentence, index) for index in range(len(sentence.quantities))]
            if setting.standard and _STANDARD_HEAD.search(text, line.body, sentence.start):
                # 标准：小学4.2人以上。小学部…: only that sentence tells the norm.
                setting = self._setting(line, headed=False)
            pieces = [piece for window in windows if (piece := self._figure(window, memory, setting))]
            for piece in judged_together(text, pieces):
                yield replace(piece, cell=line.cell) if line.cell else piece

    def _figure(self, window: Window, memory: Memory, setting: Setting) -> FigurePiece | None:
        entity = self.scope.entity_of(window)
        if window.quantity.threshold:
            return None
        link = linked(memory, window)
        if not accepted(window, link):
            return None
        self.scope.begun = True
        role = role_of(window, link, setting, self.before)
        if self.last and _goes_with(window.sentence.text, self.last[0], _named_from(window, link)):
            role = self.last[1] if role == "actual" else role
        elif self.last and self._goes_on(window) and role == "actual" and self.last[1] == "standard":
            role = "standard"
        elif self.last and link.rule == "figure.list_member" and role == "actual" and self.last[1] in _HELD:
            own = _OWN_VALUE.search(window.sentence.text, self.last[0], window.quantity.start)
            role = role if own else self.last[1]
        if link.rule == "figure.list_member" and role == "actual" and self._norm_goes_on(window, link):
            role = "standard"
        self.before = role
        if link.rule == "figure.norm_of_value" and role == "standard":
            self.norm = window.quantity.outer_end
        if link.rule != "figure.norm_of_value" or role != "standard":
            self.last = (window.quantity.outer_end, role)
        stage = self.scope.stage_of(window, link)
        if link.named and link.rule == "figure.value_before_noun":
            self.scope.noun_end = link.named.end
            self.scope.noun_staged = stage_of_label(link.label) is not None
        return FigurePiece(
            _normed(_measured(window.quantity, link), role),
            link,
            role,
            stage or _own_stage(link) or (stage_of_name(entity) if entity else None),
            entity if role != "standard" or _DUE.search(window.clause_text) else None,
            period_of(self.times, window),
            verdict_of(window, link),
        )

    def _norm_goes_on(self, window: Window, link: Link) -> bool:
        """标准：小学4.5平方米、初中5.8平方米: behind a norm the next of its list."""
        return _goes_with(window.sentence.text, self.norm, _named_from(window, link))

    def _goes_on(self, window: Window) -> bool:
        """教室1间以上；每间面积不小于90平方米: another bound in the sentence of a norm, on every one of its kind."""
        before = self.last and self.last[0] > window.sentence.start
        return bool(before) and window.quantity.op in (">=", "<=") and "每" in window.left_text

    def _cell_names(self, line: Line) -> list[Mention]:
        """The names in the headers of a cell's column and row; they stand elsewhere, so they count from 0."""
        table, row, column = line.cell or (0, 0, 0)
        grid = self.grids[table]
        cell = grid.places.get((row, column))
        if cell is None:
            return []
        headers = [*reversed(grid.column_header(cell)), *reversed(grid.row_header(cell)), grid.caption()]
        return [
            replace(name, start=0, end=0)
            for words in headers
            for name in mentions(words, 0, len(words))[::-1]
        ]

    def _is_header(self, line: Line) -> bool:
        """30岁以下 at the head of a row bounds what the row counts."""
        if line.cell is None or line.end - line.start > _HEAD_LENGTH // 2:
            return False
        table = self.grids[line.cell[0]].table
        return line.cell[1] < table.header_rows or line.cell[2] < table.header_columns

    def _announces(self, line: Line) -> None:
        """Keep a short line without values: a bare name of what the lines after it are about."""
        short = line.end - line.body <= _HEAD_LENGTH * 2
        self.announced = line if short and "。" not in self.part.text(line) else None

    def _own_heads(self, line: Line, names: Sequence[Mention]) -> list[Mention]:
        stop = _HEAD_END.search(self.part.view.text, line.body, line.end)
        end = stop.start() if stop else line.end
        return (
            [name for name in reversed(names) if name.end <= end] if end - line.body <= _HEAD_LENGTH else []
        )

    def _heads_above(self, line: Line) -> list[Mention]:
        found: list[Mention] = []
        if self.announced is not None and self.announced.parent == line.parent:
            found += self._heading_names(self.announced)
        for above in self.part.ancestors(line):
            if above.end - above.body <= _HEAD_LENGTH * 2:
                found += self._heading_names(above)
        return found

    def _heading_names(self, heading: Line) -> list[Mention]:
        if heading.start not in self.headings:
            stop = _HEAD_END.search(self.part.view.text, heading.body, heading.end)
            names = mentions(self.part.view.text, heading.body, stop.start() if stop else heading.end)
            if not names and heading.end - heading.body <= _HEAD_LENGTH * 2:
                names = mentions(self.part.view.text, heading.body, heading.end)
            self.headings[heading.start] = names[::-1]
        return self.headings[heading.start]

    def _stage(self, line: Line) -> Stage | None:
        if line.cell:
            cell = self.grids[line.cell[0]].places.get(line.cell[1:])
            headers = self.grids[line.cell[0]].row_header(cell) if cell else []
            return next((stage for words in reversed(headers) if (stage := stage_of_heading(words))), None)
        head = _OWN_HEAD.match(self.part.view.text, line.body, line.end)
        if head and (stage := stage_of_heading(head[1])):
            return stage
        for above in self.part.ancestors(line):
            if (
                above.level
                and above.end - above.body <= 12
                and (stage := stage_of_heading(self.part.text(above)))
            ):
                return stage
        return None

    def _titles(self, line: Line, headed: bool = True) -> list[str]:
        """What stands over a line: its column's headers in a table, else its headings, nearest first.

        The line's own head comes first, unless it is not ``headed``.
        """
        if line.cell:
            table, row, column = line.cell
            cell = self.grids[table].places.get((row, column))
            return [*self.grids[table].column_header(cell)[::-1], self.grids[table].caption()] if cell else []
        above = [self.part.text(one) for one in self.part.ancestors(line) if one.end - one.body <= 40]
        own = _OWN_HEAD.match(self.part.view.text, line.body, line.end)
        return [own[1], *above] if own and headed else above

    def _setting(self, line: Line, headed: bool = True) -> Setting:
        goal = standard = state = False
        urged = _URGES.match(self.part.view.text, line.body) is not None
        plan = urged or (self.kind == "plan" and line.start >= self.turned)
        for title in self._titles(line, headed):
            told, ahead = _told_by(title)
            plan = plan or ahead
            if told is not None:
                goal, standard, state = told == "goal", told == "standard", told == "state"
                break
        if goal and _NOW.match(self.part.text(line)):
            goal = False
            state = True
        return Setting(goal, standard, state, plan, self.kind == "self_report")


# The same headings stand over many lines.
@lru_cache(maxsize=1024)
def _told_by(title: str) -> tuple[Literal["state", "goal", "standard"] | None, bool]:
    """What a title says of the lines below it, and whether it tells of a plan."""
    if _STATE.search(title) and not _REMEDY.search(title):
        return "state", False
    if _GOALS.search(title):
        return "goal", False
    return "standard" if _STANDARDS.search(title) else None, cue("ahead").search(title) is not None


def figures(part: Part, subject: str | None = None, kind: str = "report") -> list[FigurePiece]:
    """The figures of a part in order; ``subject`` is whom it is about, ``kind`` the document's."""
    text = part.view.text
    found = share_bounds(text, [_threshold(text, quantity) for quantity in quantities(text)])
    grids = [Grid(text, table) for table in part.tables]
    reader = PartReader(part, found, periods(text), Scope(subject), kind, grids)
    return list(reader.read())


def _threshold(text: str, quantity: Quantity) -> Quantity:
    """超过45人的有31个, 6个班超过55人: what bounds a count is none itself."""
    if quantity.op in ("=", "range") or quantity.threshold:
        return quantity
    if quantity.unit == "percent":
        counted = _COUNTED_BEYOND.match(text, quantity.outer_end)
        return replace(quantity, threshold=True) if counted else quantity
    classes = quantity.unit == "person" and _CLASSES.search(
        text, max(0, quantity.outer_start - 12), quantity.outer_start
    )
    small = quantity.unit == "person" and _OF_SCHOOLS.match(text, quantity.outer_end)
    if classes or small or _BOUNDS_A_COUNT.match(text, quantity.outer_end):
        return replace(quantity, threshold=True)
    return quantity


def _goes_with(text: str, start: int, end: int) -> bool:
    """Whether nothing but what joins two values of one list stands between them."""
    near = start < end <= start + _LISTED_REACH
    return near and text[end - 1] in _JOINS and _LISTED.fullmatch(text, start, end) is not None


def _named_from(window: Window, link: Link) -> int:
    """Where the words that belong to a figure begin: its name, or itself."""
    if link.named is not None and window.left[0] <= link.named.start < window.quantity.outer_start:
        return link.named.start
    return window.quantity.outer_start


def _own_stage(link: Link) -> Stage | None:
    if link.indicator is None:
        return None
    return taxonomy()[link.indicator].stage  # type: ignore[return-value]


def _normed(quantity: Quantity, role: Role) -> Quantity:
    """超过规定的10%: above the norm stands what was said before; the norm itself is the plain number."""
    plain = quantity.op in (">", "<") if role == "standard" else role == "gap" and quantity.op == ">"
    return replace(quantity, op="=") if plain else quantity


def _measured(quantity: Quantity, link: Link) -> Quantity:
    """The quantity in the unit of its indicator."""
    return canonical(quantity, taxonomy()[link.indicator].unit) if link.indicator else quantity
