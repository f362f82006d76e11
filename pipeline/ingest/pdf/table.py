"""Ruled tables: the page's rules make cells, the page's own characters fill them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

from pipeline.ingest.pdf.cell import Slot, lines, unruled
from pipeline.ingest.pdf.drawing import Drawing
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.lattice import Lattice, merge, tables
from pipeline.ingest.pdf.page import Glyphs
from pipeline.ingest.pdf.segment import oriented
from schemas.document import BBox

_SNAP = 3.0
_NEAR = 4.0
# Beyond these a drawing is no table of a page.
_CROSSINGS = 200_000
_POINTS = 7_000


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: ``sides`` are its column borders from left to right."""

    box: BBox
    sides: list[float]
    rows: int
    slots: list[Slot] = field(default_factory=list)


def find(drawing: Drawing) -> list[list[BBox]]:
    """The cells of each ruled table, as boxes in the drawing's frame; single boxes are no tables."""
    if not drawing.ruled:
        return []
    across = [rule for rule in merge(drawing.across, 1, _SNAP) if _length(rule) >= _SNAP]
    down = [rule for rule in merge(drawing.down, 0, _SNAP) if _length(rule) >= _SNAP]
    down += _open_sides(across, down)
    if len(across) * len(down) > _CROSSINGS:
        return []
    lattice = Lattice(across, down, _SNAP)
    return tables(lattice.cells()) if len(lattice) <= _POINTS else []


def fill(
    found: list[list[BBox]], glyphs: Glyphs, order: Sequence[int], frame: Frame, upright: bool
) -> tuple[list[Grid], set[int]]:
    """The tables with their texts, and the characters (of ``order``) that they took from the running text."""
    xs, ys = _middles(glyphs, order, frame)
    grids: list[Grid] = []
    taken: set[int] = set()
    # The smaller table may lie inside a cell of the larger one.
    for cells in sorted(found, key=lambda cells: _area(_hull(cells))):
        grid, finder = _grid(cells)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for index, number in zip(order, finder.find(xs, ys), strict=True):
            if number is not None and index not in taken:
                members[number].append(index)
        if not _tabular(grid, members, glyphs):
            continue
        for number, inside in members.items():
            taken.update(inside)
            grid.slots[number].lines = lines(oriented(glyphs, inside, frame, upright))
        grid.slots, grid.rows = unruled(grid.slots, grid.rows)
        for slot in grid.slots:
            slot.settle()
        grids.append(grid)
    return grids, taken


def _middles(glyphs: Glyphs, order: Sequence[int], frame: Frame) -> tuple[list[float], list[float]]:
    """The middle of each character of ``order``."""
    left, above, right, below = glyphs.axes(frame)
    return (
        [(left[index] + right[index]) / 2 for index in order],
        [(above[index] + below[index]) / 2 for index in order],
    )


class _Finder:
    """Tells which cells points lie in, by the grid's rows and columns."""

    def __init__(self, xs: list[float], ys: list[float], owner: dict[tuple[int, int], int]) -> None:
        self.xs, self.ys, self.owner = xs, ys, owner

    def find(self, xs: Iterable[float], ys: Iterable[float]) -> Iterator[int | None]:
        """For each point the number of its cell, None outside of all."""
        rows, columns = map(bisect_right, repeat(self.ys), ys), map(bisect_right, repeat(self.xs), xs)
        return map(self.owner.get, zip(rows, columns, strict=True))


def _grid(cells: list[BBox]) -> tuple[Grid, _Finder]:
    xs = _levels([cell[0] for cell in cells] + [cell[2] for cell in cells])
    ys = _levels([cell[1] for cell in cells] + [cell[3] for cell in cells])
    grid = Grid(_hull(cells), xs, len(ys) - 1)
    owner: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(cells):
        x0, y0 = _level(xs, cell[0]), _level(ys, cell[1])
        width, height = max(1, _level(xs, cell[2]) - x0), max(1, _level(ys, cell[3]) - y0)
        grid.slots.append(Slot(y0, x0, height, width, cell))
        # Counted from 1, as bisection counts.
        for row in range(y0 + 1, y0 + height + 1):
            for column in range(x0 + 1, x0 + width + 1):
                owner.setdefault((row, column), number)
    return grid, _Finder(xs, ys, owner)


def _levels(values: list[float]) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > 1.0:
            result.append(value)
    return result


def _level(levels: list[float], value: float) -> int:
    return max(0, bisect_right(levels, value + 0.001) - 1)


def _tabular(grid: Grid, members: dict[int, list[int]], glyphs: Glyphs) -> bool:
    """Whether a grid holds a table's text, not a chart's grid lines or a frame around paragraphs."""
    if len(grid.sides) < 3:
        return False
    filled = sum(1 for order in members.values() if any(not glyphs.text[index].isspace() for index in order))
    return filled >= 2 and filled * 12 >= len(grid.slots)


def _open_sides(across: Sequence[BBox], down: Sequence[BBox]) -> list[BBox]:
    """Side borders for tables that are drawn without them: rules of one extent that inner rules cross."""
    groups: list[list[BBox]] = []
    for rule in sorted(across):
        for group in groups:
            if abs(group[0][0] - rule[0]) < _NEAR and abs(group[0][2] - rule[2]) < _NEAR:
                group.append(rule)
                break
        else:
            groups.append([rule])
    result: list[BBox] = []
    for group in groups:
        for top, bottom in _ruled_down(sorted(rule[1] for rule in group), group[0], down):
            result += [
                (side, top, side, bottom)
                for side in (group[0][0], group[0][2])
                if not any(abs(b[0] - side) < _NEAR and b[1] < bottom and b[3] > top for b in down)
            ]
    return result


def _ruled_down(levels: list[float], extent: BBox, uprights: Sequence[BBox]) -> list[tuple[float, float]]:
    """The stretches between rules that upright rules inside the extent run through; two rows or more."""
    inner = [rule for rule in uprights if extent[0] + _NEAR < rule[0] < extent[2] - _NEAR]
    result: list[tuple[float, float]] = []
    rows = 0
    for top, bottom in pairwise(levels):
        if not any(rule[1] < top + _SNAP and rule[3] > bottom - _SNAP for rule in inner):
            continue
        if result and result[-1][1] == top:
            result[-1] = (result[-1][0], bottom)
            rows += 1
        else:
            if rows == 1:
                result.pop()
            result.append((top, bottom))
            rows = 1
    if rows == 1:
        result.pop()
    return result


def _length(rule: BBox) -> float:
    x0, top, x1, bottom = rule
    return max(x1 - x0, bottom - top)


def _hull(boxes: Sequence[BBox]) -> BBox:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
