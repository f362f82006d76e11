"""Ruled tables: pdfplumber's table finder makes cells of a page's rules, the page's own characters fill them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.ingest.pdf.cell import Slot, lines, unruled
from pipeline.ingest.pdf.drawing import Drawing
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.page import Glyphs
from pipeline.ingest.pdf.segment import oriented
from schemas.document import BBox

_SNAP = 3.0
_NEAR = 4.0
# pdfplumber compares every crossing with every other; beyond these a drawing is no table of a page.
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
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [_edge(box, "h") for box in drawing.across] + [_edge(box, "v") for box in drawing.down]
    edges = [edge for edge in merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SNAP]
    edges += _open_sides(edges)
    across = sum(1 for edge in edges if edge["orientation"] == "h")
    if across * (len(edges) - across) > _CROSSINGS:
        return []
    points = edges_to_intersections(edges, _SNAP, _SNAP)
    if len(points) > _POINTS:
        return []
    cells = intersections_to_cells(points)
    tables = [
        [(float(a), float(b), float(c), float(d)) for a, b, c, d in table] for table in cells_to_tables(cells)
    ]
    return [table for table in tables if len(table) > 1]


def fill(
    tables: list[list[BBox]], glyphs: Glyphs, order: Sequence[int], frame: Frame, upright: bool
) -> tuple[list[Grid], set[int]]:
    """The tables with their texts, and the characters (of ``order``) that they took from the running text."""
    left, above, right, below = frame.axes(glyphs.left, glyphs.top, glyphs.right, glyphs.bottom)
    grids: list[Grid] = []
    taken: set[int] = set()
    # The smaller table may lie inside a cell of the larger one.
    for cells in sorted(tables, key=lambda cells: _area(_hull(cells))):
        grid, finder = _grid(cells)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for index in order:
            if index not in taken:
                middle = (left[index] + right[index]) / 2, (above[index] + below[index]) / 2
                if (number := finder.find(*middle)) is not None:
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


class _Finder:
    """Tells which cell a point lies in, by the grid's rows and columns."""

    def __init__(self, xs: list[float], ys: list[float], owner: dict[tuple[int, int], int]) -> None:
        self.xs, self.ys, self.owner = xs, ys, owner

    def find(self, x: float, y: float) -> int | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner.get((row, column))


def _grid(cells: list[BBox]) -> tuple[Grid, _Finder]:
    xs = _levels([cell[0] for cell in cells] + [cell[2] for cell in cells])
    ys = _levels([cell[1] for cell in cells] + [cell[3] for cell in cells])
    grid = Grid(_hull(cells), xs, len(ys) - 1)
    owner: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(cells):
        x0, y0 = _level(xs, cell[0]), _level(ys, cell[1])
        width, height = max(1, _level(xs, cell[2]) - x0), max(1, _level(ys, cell[3]) - y0)
        grid.slots.append(Slot(y0, x0, height, width, cell))
        for row in range(y0, y0 + height):
            for column in range(x0, x0 + width):
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


def _open_sides(edges: list[dict[str, object]]) -> list[dict[str, object]]:
    """Side borders for tables that are drawn without them: rules of one extent that inner rules cross."""
    uprights = [_box(edge) for edge in edges if edge["orientation"] == "v"]
    groups: list[list[BBox]] = []
    for box in sorted(_box(edge) for edge in edges if edge["orientation"] == "h"):
        for group in groups:
            if abs(group[0][0] - box[0]) < _NEAR and abs(group[0][2] - box[2]) < _NEAR:
                group.append(box)
                break
        else:
            groups.append([box])
    result: list[dict[str, object]] = []
    for group in groups:
        for top, bottom in _ruled_down(sorted(rule[1] for rule in group), group[0], uprights):
            result += [
                _edge((side, top, side, bottom), "v")
                for side in (group[0][0], group[0][2])
                if not any(abs(b[0] - side) < _NEAR and b[1] < bottom and b[3] > top for b in uprights)
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


def _edge(box: BBox, orientation: str) -> dict[str, object]:
    x0, top, x1, bottom = box
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _box(edge: dict[str, object]) -> BBox:
    x0, top, x1, bottom = (edge[key] for key in ("x0", "top", "x1", "bottom"))
    return float(x0), float(top), float(x1), float(bottom)  # type: ignore[arg-type]


def _length(edge: dict[str, object]) -> float:
    x0, top, x1, bottom = _box(edge)
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
