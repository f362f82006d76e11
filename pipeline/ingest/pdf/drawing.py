"""What is drawn on a page besides text: the straight rules that may frame a table, and how much is picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_uint, c_ulong, c_void_p, cast
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.native import address, quick
from schemas.document import BBox

_THIN = 3.0
_HAIR = 0.6
_SHORTEST = 1.0
_OBJECTS = 30_000
_POINTS = 60_000
_DEPTH = 4
_RECENT = 8
_INSET = 0.7
_PATH, _IMAGE, _FORM = 2, 3, 5
_DRAWN = frozenset((_PATH, _IMAGE, _FORM))
_LINE, _MOVE = 0, 2

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """Rules as boxes of no height (``across``) or no width (``down``), in the frame the caller asked for.

    ``shades`` are filled areas, whose outlines may stand for rules. ``pictured`` is the share of the page that images cover (may exceed 1), ``paths`` how many shapes there are.
    """

    across: list[BBox] = field(default_factory=list)
    down: list[BBox] = field(default_factory=list)
    shades: list[BBox] = field(default_factory=list)
    pictured: float = 0.0
    paths: int = 0

    def shade(self, box: BBox) -> None:
        """Note a filled area; the highlight of a cell's text, drawn right after the cell's own, is no border."""
        for outer in self.shades[-_RECENT:]:
            sides = min(box[0] - outer[0], outer[2] - box[2])
            ends = min(box[1] - outer[1], outer[3] - box[3])
            large = box[2] - box[0] > (outer[2] - outer[0]) / 2 or box[3] - box[1] > (outer[3] - outer[1]) / 2
            if sides > _INSET and ends > -_INSET and large:
                return
        self.shades.append(box)

    def close(self) -> None:
        """Take the outlines of filled areas for rules."""
        for x0, y0, x1, y1 in self.shades:
            self.across += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
            self.down += [(x0, y0, x0, y1), (x1, y0, x1, y1)]

    @property
    def ruled(self) -> bool:
        """Whether the rules could make up a table at all."""
        tops = {round(box[1]) for box in self.across}
        sides = {round(box[0]) for box in self.down}
        return len(sides) >= 1 and len(tops) >= 2 and len(tops) + len(sides) >= 4


def drawing(page: Any, frame: Frame) -> Drawing:
    """The rules and pictures of a pypdfium2 page."""
    return _Scan(frame).run(page.raw)


class _Scan:
    def __init__(self, frame: Frame) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.frame = frame
        self.result = Drawing()
        self.objects = 0
        self.points = 0
        # PDFium writes its answers into these, for every object.
        self.corners = (c_float(), c_float(), c_float(), c_float())
        self.modes = (c_int(), c_int())
        self.colour = (c_uint(), c_uint(), c_uint(), c_uint())

    def run(self, page: Any) -> Drawing:
        raw = self.raw
        find = quick("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
        count = raw.FPDFPage_CountObjects(page)
        self.walk(map(find, repeat(address(page)), range(count)), _IDENTITY, 0)
        self.result.close()
        return self.result

    def walk(self, objects: Iterable[Any], matrix: Matrix, depth: int) -> None:
        raw = self.raw
        tell = quick("FPDFPageObj_GetType", c_int, c_void_p)
        for place in objects:
            self.objects += 1
            if self.objects > _OBJECTS:
                return
            kind = tell(place)
            if kind not in _DRAWN:
                continue
            item = cast(place, raw.FPDF_PAGEOBJECT)
            if kind == _PATH:
                self.result.paths += 1
                self.path(item, matrix)
            elif kind == _IMAGE:
                x0, y0, x1, y1 = self.bounds(item, matrix)
                self.result.pictured += max(0.0, (x1 - x0) * (y1 - y0)) / (
                    self.frame.width * self.frame.height
                )
            elif kind == _FORM and depth < _DEPTH:
                find = quick("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)
                count = max(0, raw.FPDFFormObj_CountObjects(item))
                self.walk(
                    map(find, repeat(place), range(count)), _times(self.matrix(item), matrix), depth + 1
                )

    def matrix(self, item: Any) -> Matrix:
        value = self.raw.FS_MATRIX()
        if not self.raw.FPDFPageObj_GetMatrix(item, value):
            return _IDENTITY
        return value.a, value.b, value.c, value.d, value.e, value.f

    def bounds(self, item: Any, matrix: Matrix) -> BBox:
        left, bottom, right, top = self.corners
        self.raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        return self.place((left.value, bottom.value), (right.value, top.value), matrix)

    def place(self, first: tuple[float, float], second: tuple[float, float], matrix: Matrix) -> BBox:
        x0, y0 = _apply(first, matrix)
        x1, y1 = _apply(second, matrix)
        return self.frame.box(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1))

    def path(self, item: Any, matrix: Matrix) -> None:
        stroked, filled = self.painted(item)
        if not stroked and not filled:
            return
        if self.rule(self.bounds(item, matrix)):
            return
        count = self.raw.FPDFPath_CountSegments(item)
        self.points += count
        if count < 3 or self.points > _POINTS:
            return
        own = _times(self.matrix(item), matrix)
        for outline in self.outlines(item, count):
            xs, ys = [p[0] for first in outline for p in first], [p[1] for first in outline for p in first]
            hull = self.place((min(xs), min(ys)), (max(xs), max(ys)), own)
            if self.rule(hull):
                continue
            if not stroked:
                if all(first[0] == second[0] or first[1] == second[1] for first, second in outline):
                    self.result.shade(hull)
                continue
            for first, second in outline:
                self.rule(self.place(first, second, own), _HAIR)

    def outlines(self, item: Any, count: int) -> Iterator[list[tuple[Point, Point]]]:
        """The straight lines of each part of a path."""
        raw = self.raw
        start = last = (0.0, 0.0)
        lines: list[tuple[Point, Point]] = []
        x, y = c_float(), c_float()
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = (x.value, y.value)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == _MOVE:
                if lines:
                    yield lines
                lines = []
                start = point
            elif kind == _LINE:
                lines.append((last, point))
            last = point
            if raw.FPDFPathSegment_GetClose(segment):
                lines.append((point, start))
        if lines:
            yield lines

    def rule(self, box: BBox, thin: float = _THIN) -> bool:
        """Note a box as a rule if it is thin one way; True also for specks, which need no closer look."""
        x0, y0, x1, y1 = box
        if y1 - y0 <= thin and x1 - x0 > y1 - y0:
            if x1 - x0 >= _SHORTEST:
                self.result.across.append((x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
            return True
        if x1 - x0 <= thin:
            if y1 - y0 >= _SHORTEST:
                self.result.down.append(((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
            return True
        return False

    def painted(self, item: Any) -> tuple[bool, bool]:
        """Whether a path is stroked, and whether it is filled with anything but the paper's white."""
        fill, stroke = self.modes
        if not self.raw.FPDFPath_GetDrawMode(item, fill, stroke):
            return True, True
        if not fill.value:
            return bool(stroke.value), False
        red, green, blue, alpha = self.colour
        if not self.raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
            return bool(stroke.value), True
        return bool(stroke.value), alpha.value > 0 and min(red.value, green.value, blue.value) < 252


def _apply(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
