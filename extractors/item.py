"""What stands under a heading, item by item: lines, items listed inside a line, cells of a table's column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from extractors.period.resolve import number
from schemas.part import Line, Part

_INLINE = re.compile(
    r"(?<=[，,])[二三四五六七八九十]是|(?<=[。；;：:])[ \u3000]*(?:[（(][一二三四五六七八九十\d]{1,2}[)）][、.．]?|\d{1,2}[、.．](?!\d)|[一二三四五六七八九十](?:是|、(?![一二三四五六七八九十]))|[①-⑳]|(?P<glued>\d{1,2}[.．](?=\d+[^\d.]))"
    r")"
)
_DASH = re.compile(r"\s*(?:[—–-]{2}|(?:[—–-]|[●◆■▪•·])(?![\d—–-]))")
_HEAD = re.compile(r"[^。：:（(]*")
# A longer line is a statement, not a heading.
HEADING_LENGTH = 30
_NUMBER = re.compile(r"\d{1,2}")
_GLUED = re.compile(r"(?P<number>\d{1,2})[.．](?=\d+[^\d.])")
# 1.2025年：…
_DATED = re.compile(r"\d{1,2}[.．](?=20\d\d年)")
_ORDINAL = re.compile(r"[一二三四五六七八九十\d]+")
_FIRST = re.compile(r"[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、：:]|其[一二三四五六][，,、：:]")


@dataclass(frozen=True, slots=True)
class Item:
    """``start``..``end`` in view offsets without its label; ``labelled`` tells a list item from running text."""

    line: Line
    start: int
    end: int
    labelled: bool


def is_listed(part: Part, line: Line) -> bool:
    """Whether the line is a list item: it has a label, or begins with a dash or bullet."""
    text = part.view.text
    return line.label is not None or any(mark.match(text, line.body, line.end) for mark in (_DASH, _FIRST))


def items(part: Part, line: Line, start: int | None = None) -> list[Item]:
    """The line's list items: several where it holds more labels (1.…；2.…； or 一是…；二是…), else one.

    ``start`` is where they begin if not at the line's words: behind a heading that stands in the line itself.
    """
    text = part.view.text
    begins = _past_glued(part, line) if start is None else start
    marks = list(_marks(text, begins, line))
    first = _FIRST.match(text, begins, line.end)
    dashed = _DASH.match(text, begins, line.end)
    body = first.end() if first else dashed.end() if dashed else begins
    starts = [body, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), line.end]
    return [
        Item(
            line,
            begin,
            end,
            bool(index or first or dashed or (start is None and (line.label or begins > line.body))),
        )
        for index, (begin, end) in enumerate(zip(starts, ends, strict=True))
        if text[begin:end].strip()
    ]


def _marks(text: str, start: int, line: Line) -> Iterator[tuple[int, int]]:
    """The labels inside the line; 4.40% behind item 3 is one as well, with the figure that follows glued to it."""
    last = _number(line.label or "")
    for found in _INLINE.finditer(text, start, line.end):
        number = _number(found.group())
        if found["glued"] and (last is None or number != last + 1):
            continue
        last = number
        yield found.start(), found.end()


def _number(label: str) -> int | None:
    found = _NUMBER.search(label)
    return int(found.group()) if found else None


def _past_glued(part: Part, line: Line) -> int:
    """Where the words begin behind a label that reads as a decimal (13.3所幼儿园 after item 12), else the body."""
    if line.label is not None:
        return line.body
    dated = _DATED.match(part.view.text, line.body, line.end)
    if dated:
        return dated.end()
    glued = _GLUED.match(part.view.text, line.body, line.end)
    if glued is None or line.parent is None:
        return line.body
    above = _number(part.lines[line.parent].label or "")
    return glued.end() if above is not None and above + 1 == int(glued["number"]) else line.body


def scopes(part: Part, tell: Callable[[str], str | None]) -> list[str]:
    """For every line what the nearest line above that tells says of it, "" where none does.

    ``tell`` reads the head of a line (its words up to a stop, colon or bracket); None where it tells nothing.
    """
    told: dict[int, str] = {}
    found: list[str] = []
    for line in part.lines:
        above = line.parent
        if above is None:
            found.append("")
            continue
        if above not in told:
            text = part.view.text
            head = _HEAD.match(text, part.lines[above].body, part.lines[above].end)
            said = tell(head.group()) if head and len(head.group()) <= HEADING_LENGTH else None
            told[above] = found[above] if said is None else said
        found.append(told[above])
    return found


def restarted(part: Part) -> set[int]:
    """Lines of a list that begins anew among its like: the heading above it was lost, so none is known."""
    last: dict[tuple[int | None, int], int] = {}
    over: set[tuple[int | None, int]] = set()
    found: set[int] = set()
    for index, line in enumerate(part.lines):
        place = (line.parent, line.level)
        ordinal = _ORDINAL.search(line.label) if line.label else None
        value = number(ordinal.group()) if ordinal else None
        if value is not None:
            if value == 1 and last.get(place, 0) > 1:
                over.add(place)
            last[place] = value
        if place in over or line.parent in found:
            found.add(index)
    return found


def lines_holding(part: Part, pattern: re.Pattern[str]) -> set[int]:
    """The indices of the lines that hold the pattern: one scan of the text tells which lines are worth a look."""
    text = part.view.text
    starts = [line.start for line in part.lines]
    found: set[int] = set()
    hit = pattern.search(text)
    while hit:
        index = bisect_right(starts, hit.start())
        found.add(index - 1)
        hit = pattern.search(text, starts[index]) if index < len(starts) else None
    return found


def rows(part: Part) -> Iterator[tuple[int, dict[int, list[Line]]]]:
    """The rows of every table as (table, the lines of each column).

    In plain text a table is nothing but lines with tabs in them; each run of such lines counts as one (below 0).
    """
    if "\t" not in part.view.text and not any(line.cell for line in part.lines):
        return
    text_table = 0
    tabbed = False
    cells: list[Line] = []
    for index, line in enumerate(part.lines):
        if line.cell is not None:
            cells.append(line)
        tabs = line.cell is None and "\t" in part.view.text[line.start : line.end]
        if tabs:
            text_table -= not tabbed
            cells.extend(_tabbed(part, line, text_table, index))
        tabbed = tabs
    for (table, _), row in groupby(cells, key=_place):
        columns: dict[int, list[Line]] = {}
        for line in row:
            columns.setdefault(line.cell[2] if line.cell else 0, []).append(line)
        yield table, columns


def _tabbed(part: Part, line: Line, table: int, row: int) -> Iterator[Line]:
    start = line.start
    for column, words in enumerate(part.view.text[line.start : line.end].split("\t")):
        yield Line(start, start + len(words), start, cell=(table, row, column))
        start += len(words) + 1


def _place(line: Line) -> tuple[int, int]:
    return line.cell[:2] if line.cell else (0, 0)
