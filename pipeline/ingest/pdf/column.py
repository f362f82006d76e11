"""Reading order on a page: columns told apart by a gutter that most lines respect, tables in their place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf.page import LOST
from pipeline.ingest.pdf.segment import Segment, join, rows
from pipeline.ingest.pdf.table import Grid
from schemas.document import BBox

_ROWS = 4
_EMS = 9
_BAR = re.compile(
    r"[（(]?[\dA-Za-z一二三四五六七八九十①-⑳]{1,4}[）)、.．]?|第\S{1,4}[章节条部分篇]|[●■◆•·▪➢√※*\-]"
)


@dataclass(slots=True)
class Line:
    """A line of running text (or a table) on ``page``; ``tabular`` where wide gaps part it."""

    text: str
    box: BBox
    size: float
    page: int
    spaced: bool = False
    tabular: bool = False
    grid: Grid | None = None

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Stream:
    """Lines read one after the other; ``side`` 0 for the full width, else the number of the column.

    ``left`` and ``right`` are the margins that its lines keep, ``pitch`` the usual distance of two
    lines by rounded type size.
    """

    side: int
    lines: list[Line] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    pitch: dict[int, float] = field(default_factory=dict)


def streams(segments: Sequence[Segment], grids: Sequence[Grid], page: int) -> list[Stream]:
    """A page's text in reading order."""
    segments = [segment for segment in segments if segment.text.strip(LOST)]
    upright = [segment for segment in segments if not segment.turned]
    result = []
    for side, members, tables in _parts(upright, list(grids), 0, 0):
        lines = _lines(members, page) + [Line("", grid.box, 0.0, page, grid=grid) for grid in tables]
        lines.sort(key=lambda line: line.box[1] if line.grid else line.middle)
        result.append(_measured(Stream(side, lines)))
    aside = [segment for segment in segments if segment.turned]
    if aside:
        lines = [Line(s.text, s.box, s.size, page, tabular=True) for s in aside]
        result.append(_measured(Stream(0, lines)))
    return result


Part = tuple[int, list[Segment], list[Grid]]


def _parts(segments: list[Segment], grids: list[Grid], side: int, depth: int) -> list[Part]:
    gutter = _gutter(segments) if depth < 2 else None
    if gutter is None:
        return [(side, segments, grids)] if segments or grids else []
    across: list[Segment | Grid] = [s for s in segments if s.x0 < gutter < s.x1]
    across += [g for g in grids if g.box[0] < gutter < g.box[2]]
    across.sort(key=_height)
    marks = [_height(item) for item in across]
    bands: list[list[Segment | Grid]] = [[] for _ in range(len(marks) + 1)]
    everything: list[Segment | Grid] = [*segments, *grids]
    for item in everything:
        if not item.box[0] < gutter < item.box[2]:
            bands[bisect_left(marks, _height(item))].append(item)
    result: list[Part] = []
    full: Part = (side, [], [])
    for number, band in enumerate(bands):
        sides = [s for s in band if s.box[2] <= gutter], [s for s in band if s.box[2] > gutter]
        columns = [[s for s in items if isinstance(s, Segment)] for items in sides]
        if all(len(rows(column)) > 1 for column in columns):
            if full[1] or full[2]:
                result.append(full)
            for which, (items, column) in enumerate(zip(sides, columns, strict=True)):
                tables = [item for item in items if isinstance(item, Grid)]
                result += _parts(column, tables, side * 2 + which + 1, depth + 1)
            full = (side, [], [])
        else:
            _put(full, band)
        _put(full, across[number : number + 1])
    return [*result, full] if full[1] or full[2] else result


def _height(item: Segment | Grid) -> float:
    return item.middle if isinstance(item, Segment) else item.box[1]


def _put(part: Part, items: Sequence[Segment | Grid]) -> None:
    for item in items:
        if isinstance(item, Segment):
            part[1].append(item)
        else:
            part[2].append(item)


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of a blank strip that parts two columns of prose, None where there is none."""
    if len(segments) < 2 * _ROWS:
        return None
    size = median(segment.size for segment in segments) or 1.0
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    step = size / 4
    count = int(min(2000, (right - left) / step))
    if count < 8 * _EMS or right - left > 400 * size:
        return None
    steps = [0] * (count + 2)
    for segment in segments:
        steps[max(0, min(count, int((segment.x0 - left) / step)))] += 1
        steps[max(0, min(count, int((segment.x1 - left) / step))) + 1] -= 1
    cover, total = [], 0
    for change in steps[:count]:
        total += change
        cover.append(total)
    zone = range(count // 4, count * 3 // 4)
    least = min(cover[index] for index in zone) + len(segments) // 50
    first, last = _longest([index for index in zone if cover[index] <= least])
    if last - first < 2:
        return None
    gutter = left + (first + last + 1) / 2 * step
    sides = [s for s in segments if s.x1 <= gutter], [s for s in segments if s.x0 >= gutter]
    outside = len(segments) - len(sides[0]) - len(sides[1])
    if outside > len(segments) / 2 or not all(_prose(side, size) for side in sides):
        return None
    return gutter


def _longest(indexes: list[int]) -> tuple[int, int]:
    best = start = previous = indexes[0]
    end = best
    for index in indexes[1:]:
        if index != previous + 1:
            start = index
        previous = index
        if index - start > end - best:
            best, end = start, index
    return best, end


def _prose(side: Sequence[Segment], size: float) -> bool:
    """Whether lines fill their column as sentences do, unlike the columns of a list or a form."""
    if len(side) < _ROWS:
        return False
    width = max(s.x1 for s in side) - min(s.x0 for s in side)
    lines = rows(side)
    if len(lines) < _ROWS or width < _EMS * size:
        return False
    return median(max(s.x1 for s in line) - line[0].x0 for line in lines) >= 0.6 * width


def _lines(segments: Sequence[Segment], page: int) -> list[Line]:
    result = []
    width = max((s.x1 for s in segments), default=0.0) - min((s.x0 for s in segments), default=0.0)
    for row in rows(segments):
        whole, tabular = row[0], False
        for segment in row[1:]:
            gap = segment.x0 - whole.x1
            tabular = tabular or (gap > 2 * segment.size and not _BAR.fullmatch(whole.text))
            whole = join(whole, segment)
        # A blank left open in a sentence is a gap too, but words fill the rest of its line.
        tabular = tabular and sum(segment.x1 - segment.x0 for segment in row) < 0.7 * width
        size = max(row, key=lambda segment: len(segment.text)).size
        result.append(Line(whole.text, whole.box, size, page, whole.spaced, tabular))
    return result


def _measured(stream: Stream) -> Stream:
    lines = [line for line in stream.lines if not line.grid]
    if lines:
        stream.left = _kept(sorted(line.box[0] for line in lines), lines[0].size)
        stream.right = -_kept(sorted(-line.box[2] for line in lines), lines[0].size)
        steps: defaultdict[int, list[float]] = defaultdict(list)
        for before, after in pairwise(lines):
            if after.middle > before.middle and round(after.size) == round(before.size):
                steps[round(after.size)].append(after.middle - before.middle)
        stream.pitch = {
            size: sorted(found)[int(len(found) * 0.4)] for size, found in steps.items() if len(found) > 2
        }
    return stream


def _kept(edges: list[float], size: float) -> float:
    """The outermost edge that a second line keeps too."""
    for edge, following in pairwise(edges):
        if following - edge < size:
            return edge
    return edges[0]
