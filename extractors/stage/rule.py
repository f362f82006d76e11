"""Stages: the phases of a timetable, each from its label to the end of what stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.item import is_listed, lines_holding, rows
from extractors.lexicon import alternatives, either, lexicon
from extractors.period.rule import periods
from extractors.sentence import trim
from schemas.part import Line, Part


@dataclass(frozen=True, slots=True)
class Stage:
    """``start``..``end`` in view offsets; ``period`` in the text's words."""

    start: int
    end: int
    name: str
    period: str | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a stage begins: the index of its line, its name and its period."""

    line: int
    start: int
    name: str
    period: str | None


_HAN = r"[一二三四五六七八九十1-9]"
_ORDINAL = rf"第{_HAN}(?:个)?(?:阶段|步|环节)"
_TIME = r"(?:[（(【\[]\s?(?P<bracket>[^（()）】\]\n]{2,40})\s?[)）】\]])?"
_GAP = r"[\s：:,，、.—-]{0,3}"
_PHASE = re.compile("阶段|环节|步")
_GLUED_LABEL = re.compile(r"\d{1,2}[.．](?=20(?:\d\d|xx)年)")
_WORDED = 24
_BEHIND_TIME = re.compile(r"\s?[，,：:]\s?(?P<name>[^\s，,。；;：:（(]{2,16})")
# 时间：3月至6月, a line below the name of a stage.
_WHEN = re.compile(r"\s*(?:起止|活动|工作|实施|具体)?时间[：:]\s?")


def stages(part: Part) -> list[Stage]:
    """The stages of every timetable, in text order."""
    heads = _without_sections(part, list(_heads(part))) or _unheaded(part)
    found: list[Stage] = []
    for index, head in enumerate(heads):
        end = _end(part, head)
        if index + 1 < len(heads):
            end = min(end, heads[index + 1].start)
        elif (
            found
            and _is_told_in_a_line(part, head)
            and "\n" not in part.view.text[heads[-2].start : found[-1].end]
        ):
            # The one before is a single line: running text below the last belongs to it no more.
            end = part.lines[head.line].end
        start, end = trim(part.view.text, head.start, end)
        found.append(Stage(start, end, head.name, head.period))
    return sorted([*found, *_in_tables(part)], key=lambda stage: stage.start)


def _in_tables(part: Part) -> Iterator[Stage]:
    """The rows of a table that has a column of phases and one of their times."""
    heads: dict[int, tuple[int, int] | None] = {}
    for table, row in rows(part):
        if table not in heads:
            said = {column: part.text(lines[0]) for column, lines in row.items()}
            names = [column for column, head in said.items() if _patterns()["column"].fullmatch(head)]
            times = [column for column, head in said.items() if _patterns()["time"].fullmatch(head)]
            heads[table] = (names[0], times[0]) if names and times else None
            continue
        head = heads[table]
        if head:
            cells = [line for lines in row.values() for line in lines]
            start, end = trim(part.view.text, cells[0].start, cells[-1].end)
            name, time = (part.text(row[column][0]) if column in row else "" for column in head)
            if name:
                yield Stage(start, end, name, time or None)


def _is_told_in_a_line(part: Part, head: _Head) -> bool:
    """Whether the words of a stage stand in the line of its head and no list goes on below."""
    line, below = part.lines[head.line], part.lines[head.line + 1 : head.line + 2]
    return part.text(line).endswith("。") and not any(is_listed(part, next_line) for next_line in below)


def _heads(part: Part) -> Iterator[_Head]:
    text = part.view.text
    phased = lines_holding(part, _PHASE)
    titled = lines_holding(part, _patterns()["heading"])
    for index, line in enumerate(part.lines):
        if line.cell is not None or not (index in phased or line.parent in titled):
            continue
        ordered = list(_patterns()["ordered"].finditer(text, line.start, line.end))
        for match in ordered:
            yield _ordered(text, index, line, match)
        if not ordered:
            head = _named(part, index, line) or _dated(part, index, line) or _timed(part, index, line)
            if head:
                yield head


def _without_sections(part: Part, heads: list[_Head]) -> list[_Head]:
    """Without 三、实施阶段 over the stages: no stage itself, it has no time and others stand below it."""
    above = {id(line) for head in heads for line in part.ancestors(part.lines[head.line])}
    return [head for head in heads if head.period or id(part.lines[head.line]) not in above]


def _unheaded(part: Part) -> list[_Head]:
    """摸底排查（3月）。… 集中整治（4月—6月）。…: a timetable that no heading names, told by how it begins."""
    found: list[_Head] = []
    for index in sorted(lines_holding(part, _patterns()["monthly"])):
        line = part.lines[index]
        match = _patterns()["phase"].match(part.view.text, line.body, line.end)
        if match and line.cell is None and (found or _patterns()["first"].search(match["name"])):
            period = _period(part.view.text, line.body, match.end(), line.end)
            found.append(_Head(index, line.start, match["name"], period))
    return found if len(found) > 1 else []


def _ordered(text: str, index: int, line: Line, match: re.Match[str]) -> _Head:
    """第一阶段：宣传发动（4月1日至9日）. The first on a line takes in the line's own label."""
    start = match.start("ordinal")
    begins = start if start > line.body else line.start
    period = _period(text, match.start("ordinal"), match.end(), line.end)
    name = match["name"] or match["worded"] or match["ordinal"]
    if match["worded"] and period and period in name:
        # 第一步，到2024年，基本达标
        behind = _BEHIND_TIME.match(text, match.end(), line.end)
        name = behind["name"] if behind else name
    return _Head(index, begins, name.strip(), period)


def _named(part: Part, index: int, line: Line) -> _Head | None:
    """（一）准备阶段（9月）：…"""
    match = _patterns()["named"].match(part.view.text, line.body, line.end)
    if match is None:
        return None
    period = _period(part.view.text, line.body, match.end(), line.end) or _time_below(part, index)
    # Without a label only a time tells a phase from a sentence that begins with one.
    return _Head(index, line.start, match["name"], period) if line.label or period else None


def _time_below(part: Part, index: int) -> str | None:
    """The time in a line of its own below the stage's name."""
    text = part.view.text
    for line in part.lines[index + 1 : index + 2]:
        when = _WHEN.match(text, line.body, line.end)
        found = periods(text[when.end() : line.end]) if when else []
        if when and found and found[0].start <= 1 and found[0].kind in ("date", "range"):
            return text[when.end() + found[0].start : when.end() + found[0].end]
    return None


def _dated(part: Part, index: int, line: Line) -> _Head | None:
    """（二）任务部署（1—2月）。… below a heading such as 推进步骤."""
    match = _patterns()["dated"].match(part.view.text, line.body, line.end)
    if match is None or not _in_timetable(part, line):
        return None
    period = _period(part.view.text, line.body, match.end(), line.end)
    return _Head(index, line.start, match["name"], period) if period else None


def _in_timetable(part: Part, line: Line) -> bool:
    above = next(part.ancestors(line), None)
    return above is not None and bool(_patterns()["heading"].search(part.view.text, above.body, above.end))


def _timed(part: Part, index: int, line: Line) -> _Head | None:
    """2024年9月—10月：… below a heading such as 时间安排."""
    text = part.view.text
    if not _in_timetable(part, line):
        return None
    # 1.2024年9月：… has a label that no splitter can tell from a decimal number.
    label = _GLUED_LABEL.match(text, line.body, line.end)
    start = label.end() if label else line.body
    first = next((found for found in periods(text[start : start + _WORDED + 8]) if found.start <= 1), None)
    if first is None or first.kind not in ("date", "range") or start + first.end > line.end:
        return None
    end = start + first.end
    match = _patterns()["after_time"].match(text, end, line.end)
    if match is None:
        return None
    name = match["name"] or text[slice(*trim(text, end, line.end))][:_WORDED]
    return _Head(index, line.start, name, text[start + first.start : end])


def _period(text: str, start: int, head_end: int, line_end: int) -> str | None:
    """The time in the head's brackets, or the first one just behind the head."""
    reach = text[start : min(line_end, head_end + 2 * _WORDED)]
    for found in periods(reach):
        bracketed = "（" in reach[: found.start] or "(" in reach[: found.start]
        if found.kind in ("date", "range") and (bracketed or found.start <= head_end - start + 4):
            return reach[found.start : found.end]
        break
    return None


def _end(part: Part, head: _Head) -> int:
    """Where the stage's last line ends: before the next heading or item of its own level or above."""
    line = part.lines[head.line]
    if head.start > line.body:
        # A stage told inside a paragraph ends with it.
        return line.end
    level = line.level
    if level == 0:
        above = next((up for up in part.ancestors(line) if up.level), None)
        level = above.level if above else 0
    end = line.end
    for below in part.lines[head.line + 1 :]:
        if (
            below.cell is not None
            or (below.level and below.level <= level)
            or (below.heading and not below.level)
        ):
            break
        end = below.end
    return end


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon(str(Path(__file__).with_name("words.yaml")))
    kind = rf"(?:[^\s，,。；;：:（()）《》“”、]|、(?={either(words['name'])})){{0,8}}"
    name = rf"{kind}{either(words['name'])}{kind}(?:阶段|环节)"
    return {
        "ordered": re.compile(
            rf"(?:^|(?<=[。；;：:\n\s]))(?:[^\S\n]{{0,4}}(?:[（(]?{_HAN}{{1,2}}[)）、.．]|[-•])?\s?)(?P<ordinal>{_ORDINAL})"
            rf"(?:{_TIME}(?:[，,]?(?:是|为)|{_GAP})(?P<name>{name})|{_TIME.replace('bracket', 'time')}\s?[：:，,、]\s?(?P<worded>[^\s，,。；;：:（(]{{2,12}})?|\s?[（(])",
            re.MULTILINE,
        ),
        "named": re.compile(rf"(?P<name>{name})\s?(?:$|{_TIME}\s?(?=[：:。，,]|$|\s)|(?=[（(：:。，,]))"),
        "dated": re.compile(rf"(?P<name>[^\s，,。；;：:（(]{{2,16}})\s?{_TIME.removesuffix('?')}"),
        "monthly": re.compile(
            r"[（(][^（()）\n]{0,20}[月旬日][^（()）\n]{0,16}[)）](?:[。：:]|\s*$)", re.MULTILINE
        ),
        "phase": re.compile(
            rf"(?P<name>(?=[^（(\n]{{0,6}}{either(words['name'])})[^\s，,。；;：:（(\d]{{4,10}})[（(](?=[^（()）\n]{{0,20}}[月旬日])"
            rf"[\dxX×年月日上中下旬初底末前至到起—–~-]{{2,24}}[)）](?:[。：:]|\s*$)"
        ),
        "column": re.compile("(?:工作|实施|推进|活动)?(?:阶段|步骤|环节)(?:名称|划分)?"),
        "time": re.compile("(?:起止|推进|完成|实施)?(?:时间|日期|时段)(?:安排|节点)?"),
        "first": re.compile(either(words["first"])),
        "after_time": re.compile(rf"[)）】\]]?{_GAP}(?P<name>{name})?"),
        "heading": re.compile(alternatives(words["heading"])),
    }
