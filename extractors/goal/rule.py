"""Goals: results to be reached, under their headings, in running text and in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.goal.lead import Lead, heads_list, is_heading, lead_of, tell
from extractors.goal.sentence import MARKS, Scope, is_due, patterns, stated
from extractors.goal.shape import shapes
from extractors.item import HEADING_LENGTH, items, restarted, rows, scopes
from extractors.period.rule import Period, periods
from extractors.sentence import Hints, Stretch, clauses, sentences, trim
from schemas.part import Line, Part


@dataclass(frozen=True, slots=True)
class Goal:
    """``start``..``end`` in view offsets, without list label and final mark; texts in the document's words."""

    start: int
    end: int
    deadline: str | None = None
    owner: str | None = None


_TITLE = re.compile(r"[^。：:，,；;\n]{2,10}[。：:]")
# 总目标。…。…: each sentence behind it is one; 分年度目标。 alone heads the lines below.
_GOAL_TITLE = re.compile(r"[^。：:，,；;\n]{0,8}目标(?:[。：:]|$)")
_STAGE = re.compile(r"第[一二三四五六七八九十\d]+(?:阶段|步)")
_PHASE = re.compile(r"[^。：:（(\n]{2,16}(?:[（(][^（()）\n]{2,40}[)）])?[：:。]")
_DUE_CLAUSE = re.compile(
    r"(?:力争|争取|确保|到){0,2}(?:[\dxX×]{4}年|[\dxX×]{1,2}月)(?:[\dxX×]{1,2}月)?(?:[\dxX×]{1,2}日|[上中下]旬)?[底末初]?(?:之?前|(?<=[年底])$)"
    r"|(?:力争|争取|确保)到?[\dxX×]{4}年"
)
# 整改时限：…: when the measure above is due.
_TERM = re.compile(r"[^，,。；;：:\n]{0,4}(?:时限|期限)[：:]")
_DONE = re.compile("实际|已完成|已达到|已经?(?:圆满|如期|全面|基本)?实现|圆满完成|超额完成")
_DIGIT = re.compile(r"\d|20xx|xx年")
_HALF = re.compile(r"[^；;]+")
_OPENING = re.compile(r"(?:到|至|截[至止]到?|在)")
# So many goals at the head of a list make it a list of goals.
_TELLING = 2
# A longer item is an account of work; only what it promises are goals.
_LONG = 160
# An item under tasks that is no longer may be an aim.
_SHORT = 60


def goals(part: Part) -> list[Goal]:
    """Every goal of the part, in text order."""
    found = [
        _goal(part, line, *half)
        for line, stretches in _in_text(part)
        for stretch in stretches
        for half in _by_term(part.view.text, *stretch)
    ]
    return sorted([*found, *_in_tables(part)], key=lambda goal: goal.start)


def _in_text(part: Part) -> Iterator[tuple[Line, list[Stretch]]]:
    parents = {line.parent for line in part.lines}
    anew = restarted(part)
    hints = Hints.of(patterns()["telling"], MARKS, part.view.text)
    tabs = "\t" in part.view.text
    scope_of = scopes(part, tell)
    run: list[bool] = []
    lead: Lead | None = None
    for index, line in enumerate(part.lines):
        text = part.text(line)
        if line.cell is not None or (tabs and "\t" in text):
            run = []
            continue
        announces = text[-1:] in ("：", ":")
        if announces or lead:
            lead = lead_of(part, index, line, lead)
        if lead is None and not scope_of[index] and heads_list(part, index, line):
            lead = Lead("goals", index)
        if announces or (line.heading and is_heading(line, text, index in parents)):
            run = []
            if announces:
                yield line, _before_list(part, hints, line, scope_of[index])
            continue
        scope = lead.scope if lead else "" if index in anew else scope_of[index]
        # Below a heading over goals 资源目标。 is the title of one item.
        head = None if scope == "goals" and line.label else _run_in(part, line)
        if scope == "task" and not (line.label and _is_aim(part.view.text, line)):
            scope = "other"
        known = head or scope in ("goals", "ahead", "stage", "task") or text.startswith("第")
        found = (
            list(_of_line(part, hints, line, scope, head)) if known or hints.at(line.body, line.end) else []
        )
        if scope or line.label is None or (run and part.lines[index - 1].level != line.level):
            run = []
        elif len(run) > 1 and all(run[:_TELLING]):
            # A list that begins with goals but has lost its heading goes on with goals.
            found = list(_listed(hints, line.body, line.end))
        if not scope and line.label is not None:
            run.append(bool(found) and found[0][0] == line.body)
        yield line, found


def _before_list(part: Part, hints: Hints, line: Line, scope: str) -> list[Stretch]:
    """What a paragraph states before its last sentence announces a list (…全部达标。具体目标是：)."""
    stop = part.view.text.rfind("。", line.body, line.end)
    if stop < 0 or not (scope in ("goals", "ahead") or hints.at(line.body, stop)):
        return []
    return list(_of_line(part, hints, replace(line, end=stop + 1), scope, None))


def _is_aim(text: str, line: Line) -> bool:
    """Whether an item under 工作任务 tells no work but what it comes to: a rate or a number to be reached."""
    return bool(
        line.end - line.body <= _SHORT
        and patterns()["rate"].search(text, line.body, line.end)
        and _DIGIT.search(text, line.body, line.end)
        and not shapes()["work"].match(text, line.body, line.end)
    )


def _of_line(
    part: Part, hints: Hints, line: Line, scope: str, head: tuple[int, str] | None
) -> Iterator[Stretch]:
    text = part.view.text
    if _TERM.match(text, line.body, line.end):
        return
    start = head[0] if head else line.body
    scope = head[1] if head else "stage" if _STAGE.match(text, line.body, line.end) else scope
    aims = not head and text.find("目标", start, line.end) >= 0
    announced = shapes()["announced"].search(text, start, line.end) if aims else None
    if announced:
        yield from _announced(text, announced.end(), line.end)
        return
    inside = items(part, line, start if head else None) if scope in ("goals", "ahead") else []
    if scope == "goals" and inside and (inside[0].labelled or len(inside) > 1):
        for item in inside:
            yield from _of_item(hints, item.start, item.end)
    elif scope == "goals" and (head or _stands_below_heading(part, line)):
        yield from _sentences(hints, start, line.end)
    elif scope == "task":
        yield from _aim(hints, start, line.end)
    elif scope == "ahead":
        for item in inside:
            yield from stated(hints, _past_title(text, item.start, item.end), item.end, "ahead")
    else:
        phase = scope == "stage" and (line.label or _STAGE.match(text, line.body, line.end))
        told: Scope = "stage" if phase else "plain"
        if told == "stage":
            start = _past_phase(text, start, line.end)
        for first, last in stated(hints, _past_title(text, start, line.end), line.end, told):
            # In a timetable a date belongs to every task: only a figure makes one a goal.
            if scope != "stage" or patterns()["figure"].search(text, first, last):
                yield first, last


def _aim(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    """An item under tasks; 消除大班额。现有…, a title over what is there today, is no aim of its own."""
    aim = next(_listed(hints, start, end), None)
    if aim and _DIGIT.search(hints.text, *aim):
        yield aim


def _announced(text: str, start: int, end: int) -> Iterator[Stretch]:
    """实现以下目标：…；…: each half of the sentence is one."""
    stop = text.find("。", start, end)
    for half in _HALF.finditer(text, start, stop if stop >= 0 else end):
        yield trim(text, *half.span())


def _run_in(part: Part, line: Line) -> tuple[int, str] | None:
    """A heading in the line itself (工作目标：…; 下一步打算。…): where the words behind it begin, and its scope."""
    text = part.view.text
    lead = shapes()["ahead_list"].match(text, line.body, line.end)
    if lead:
        return lead.end(), "ahead"
    if not shapes()["title"].search(text, line.body, min(line.end, line.body + HEADING_LENGTH)):
        return None
    for scope in ("goals", "ahead"):
        found = shapes()[f"{scope}_run_in"].match(text, line.body, line.end)
        if found:
            return found.end(), scope
    return None


def _stands_below_heading(part: Part, line: Line) -> bool:
    """Running text under a heading states goals; running text under an item explains it."""
    if line.parent is None:
        return False
    above = part.lines[line.parent]
    return above.heading or _GOAL_TITLE.fullmatch(part.text(above)) is not None


def _of_item(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    """A list item; behind a title such as 总目标。 each of its sentences is one."""
    named = _GOAL_TITLE.match(hints.text, *trim(hints.text, start, end))
    for stretch in sentences(hints.text, named.end(), end) if named else [(start, end)]:
        yield from _listed(hints, *stretch)


def _listed(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    """A whole list item, without its title, its owner in brackets and what it says of the present."""
    text = hints.text
    start = _past_title(text, start, end)
    owned = shapes()["owned"].search(text, start, end)
    stop = owned.start() if owned else end
    now = shapes()["now"].search(text, start, stop)
    start, end = trim(text, start, now.start() if now else stop)
    yield from _item(hints, start, end)
    if now:
        # 达到1人以上。现有3人，不达标。2026年9月前补充2人。
        yield from stated(hints, now.end(), stop, "stage")


def _item(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    text = hints.text
    if end - start > _LONG and "。" in text[start:end]:
        yield from stated(hints, start, end, "ahead")
        return
    measure = shapes()["measure"].match(text, start, end) and not patterns()["result"].search(
        text, start, end
    )
    if shapes()["present"].match(text, start, end):
        yield from stated(hints, start, end, "stage")
    elif start < end and not measure:
        yield start, end


def _sentences(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    text = hints.text
    for first, last in sentences(text, start, end):
        # A line without a full stop and a result is a signature, a date or a title.
        if text[last : last + 1] not in ("。", "；", "！") and not patterns()["result"].search(
            text, first, last
        ):
            continue
        skipped = patterns()["ground"].match(text, first, last) or shapes()["present"].match(
            text, first, last
        )
        skipped = (
            skipped or _DONE.search(text, first, last) or shapes()["principle"].search(text, first, last)
        )
        if last - first > _LONG:
            yield from stated(hints, first, last, "ahead")
        elif not skipped and text[last : last + 1] not in ("：", ":"):
            yield from _halves(text, first, last)


def _halves(text: str, start: int, end: int) -> Iterator[Stretch]:
    """A sentence is one goal, unless each of its halves states a result of its own."""
    halves = [trim(text, *half.span()) for half in _HALF.finditer(text, start, end)]
    listed = len(halves) > _TELLING and all(_DIGIT.search(text, *half) for half in halves)
    if listed or all(_counts(text, *half) for half in halves):
        yield from halves
    else:
        yield start, end


def _by_term(text: str, start: int, end: int) -> Iterator[Stretch]:
    """3月底前完成设计，6月底前竣工: a clause with a term of its own begins another goal."""
    first, begun = start, False
    for begin, stop in clauses(text, start, end):
        due = _DUE_CLAUSE.match(text, begin, stop)
        if due and begun and stop - due.end() > 3:
            yield trim(text, first, begin)
            first = begin
        begun = begun or due is not None
    yield first, end


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a half states a result of its own: with a figure, or with its own date."""
    shapes = patterns()
    if shapes["figure"].search(text, start, end):
        return True
    acts = shapes["result"].search(text, start, end) or shapes["act"].search(text, start, end)
    return bool(acts and _DIGIT.search(text, start, end))


def _past_title(text: str, start: int, end: int) -> int:
    """Where the words begin behind a title such as 学校设置。"""
    start, _ = trim(text, start, end)
    title = _TITLE.match(text, start, end)
    if title is None or title.end() >= end:
        return start
    named = text.endswith(("目标", "任务", "指标"), start, title.end() - 1)
    if not named and shapes()["verb"].search(text, start, title.end()):
        return start
    return title.end()


def _past_phase(text: str, start: int, end: int) -> int:
    """Where the words begin behind a phase's name and its time (集中建设阶段（3月至6月）：)."""
    phase = _PHASE.match(text, start, end)
    return phase.end() if phase else start


def _goal(part: Part, line: Line, start: int, end: int) -> Goal:
    text = part.view.text
    colon = text.find("：", line.body, line.end) + text.find(":", line.body, line.end) > -2
    owner = shapes()["owned"].search(text, line.body, line.end) if colon else None
    deadline = _deadline(text, start, end)
    if deadline is None:
        heads = [
            text[line.body : min(start, line.body + HEADING_LENGTH)],
            *map(part.text, part.ancestors(line)),
        ]
        deadline = next(filter(None, map(_heading_time, heads)), None)
    return Goal(start, end, deadline, owner["owner"].strip() if owner else None)


def _deadline(text: str, start: int, end: int) -> str | None:
    """The first time by which it is to be so; a time that only dates a figure inside is none."""
    for period in periods(text[start:end]):
        first, last = start + period.start, start + period.end
        said = text[first:last]
        opens = first == start or text[first - 1] in "，,；;在拟将于取争"
        if (
            period.kind == "duration"
            and not said.endswith(("内", "时间"))
            and not said.startswith(("未来", "今后"))
        ):
            continue
        if period.kind != "recurring" and (opens or is_due(text, Period(first, last, period.kind))):
            return _OPENING.sub("", said, count=1) if _OPENING.match(said) else said
    return None


def _heading_time(text: str) -> str | None:
    heads = len(text) <= HEADING_LENGTH and shapes()["dated"].search(shapes()["head_end"].split(text)[0])
    found = periods(text) if heads else []
    return next((text[time.start : time.end] for time in found if time.kind != "recurring"), None)


def _in_tables(part: Part) -> Iterator[Goal]:
    heads: dict[int, dict[str, int]] = {}
    for table, row in rows(part):
        named = {
            name: column
            for column, lines in row.items()
            for name in ("column", "deadline", "owner")
            if shapes()[name].fullmatch(part.text(lines[0]))
        }
        head = heads.get(table)
        if head is None:
            if "column" in named:
                heads[table] = named
            continue
        for line in row.get(head["column"], []):
            start, end = trim(part.view.text, line.body, line.end)
            deadline, owner = (_cell(part, row, head.get(name)) for name in ("deadline", "owner"))
            if end - start > 2:
                yield Goal(start, end, deadline or _deadline(part.view.text, start, end), owner)


def _cell(part: Part, row: dict[int, list[Line]], column: int | None) -> str | None:
    lines = row.get(column, []) if column is not None else []
    return "、".join(part.text(line) for line in lines) or None
