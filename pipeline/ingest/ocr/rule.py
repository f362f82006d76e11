"""Ruling lines in a picture: long thin runs of ink, level or upright, however faintly broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.ocr.base import DPI
from schemas.document import BBox

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from pipeline.ingest.ocr.base import Picture
    from pipeline.ingest.ocr.picture import Mask

    Runs = NDArray[numpy.int64]

# In pixels: how long a rule is at least, how long one is that stands alone, and how thick it is at most. The strokes
# of large type are as long as short rules, but do not end at others.
_LONG = int(DPI * 0.25)
_ALONE = int(DPI * 1.2)
_THICK = DPI * 0.045
_TOUCH = DPI * 0.05
# A rule is whole, and there is paper on both sides of it; a row of strokes in bold type is neither.
_WHOLE = 0.92
_BESIDE = 0.35
_APART = 3
_CLEAR = 1
# What is painted over a rule is the paper's shade so near to it.
_NEAR = 8
# So many runs are no page with a table but a picture or its noise.
_RUNS = 60_000


def rules(ink: Mask) -> tuple[list[BBox], list[BBox]]:
    """Rules across and rules down as boxes in pixels."""
    across, down = _across(ink), [(y0, x0, y1, x1) for x0, y0, x1, y1 in _across(ink.T)]
    firm = [box for box in across + down if _length(box) >= _ALONE]
    return [box for box in across if _held(box, firm)], [box for box in down if _held(box, firm)]


def _held(box: BBox, firm: list[BBox]) -> bool:
    """Whether a rule is long enough by itself or runs from one that is to another."""
    if _length(box) >= _ALONE:
        return True
    x0, y0, x1, y1 = box
    ends = ((x0, y0), (x1, y0)) if x1 - x0 > y1 - y0 else ((x0, y0), (x0, y1))
    return all(
        any(
            other[0] - _TOUCH <= x <= other[2] + _TOUCH and other[1] - _TOUCH <= y <= other[3] + _TOUCH
            for other in firm
        )
        for x, y in ends
    )


def _length(box: BBox) -> float:
    x0, y0, x1, y1 = box
    return max(x1 - x0, y1 - y0)


def wiped(picture: Picture, boxes: list[BBox]) -> Picture:
    """The picture without its rules, which engines take for letters."""
    import numpy

    result = picture.copy()
    for x0, y0, x1, y1 in boxes:
        rows = slice(max(0, int(y0) - _CLEAR), int(y1) + _CLEAR + 1)
        columns = slice(max(0, int(x0) - _CLEAR), int(x1) + _CLEAR + 1)
        near = picture[
            max(0, rows.start - _NEAR) : rows.stop + _NEAR,
            max(0, columns.start - _NEAR) : columns.stop + _NEAR,
        ]
        result[rows, columns] = int(numpy.percentile(near, 75))
    return result


@dataclass(slots=True)
class _Rule:
    """Runs of ink in neighbouring rows that overlap: their hull, and how many pixels they cover."""

    x0: int
    y0: int
    x1: int
    y1: int
    area: int

    def add(self, row: int, x0: int, x1: int) -> None:
        self.x0, self.x1, self.y1 = min(self.x0, x0), max(self.x1, x1), row
        self.area += x1 - x0


def _across(ink: Mask) -> list[BBox]:
    """The level rules of a picture."""
    # A line that drifts by a pixel, as all do in scans, is no row of its own: rows are read three at a time,
    # and a lost pixel is no gap.
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    thick[:, 1:] |= thick[:, :-1].copy()
    runs = _runs(thick)
    runs = runs[runs[:, 2] - runs[:, 1] >= _LONG]
    if len(runs) > _RUNS:
        return []
    boxes: list[BBox] = []
    for rule in _joined(runs):
        # The rows above and below count in each.
        thickness = rule.area / (rule.x1 - rule.x0) - 2
        if thickness <= _THICK and rule.x1 - rule.x0 > 2 * (rule.y1 - rule.y0) and _free(ink, rule):
            boxes.append((rule.x0, rule.y0 + 1, rule.x1, max(rule.y0 + 2, rule.y1)))
    return boxes


def _free(ink: Mask, rule: _Rule) -> bool:
    """Whether it is one stroke that stands by itself."""
    strip = ink[:, rule.x0 : rule.x1]
    if strip[rule.y0 : rule.y1 + 1].any(axis=0).mean() < _WHOLE:
        return False
    above, below = rule.y0 - _APART, rule.y1 + _APART
    return (above < 0 or strip[above].mean() < _BESIDE) and (
        below >= len(strip) or strip[below].mean() < _BESIDE
    )


def _runs(mask: Mask) -> Runs:
    """The stretches of a mask's rows that are set: row, first column, column after the last."""
    import numpy

    edges = numpy.zeros((mask.shape[0], mask.shape[1] + 1), dtype=numpy.bool_)
    edges[:, 1:-1] = mask[:, 1:] != mask[:, :-1]
    edges[:, 0], edges[:, -1] = mask[:, 0], mask[:, -1]
    rows, columns = edges.nonzero()
    return numpy.stack([rows[0::2], columns[0::2], columns[1::2]], axis=1)


def _joined(runs: Runs) -> list[_Rule]:
    """Runs put together that overlap in neighbouring rows; ``runs`` are in order of their rows."""
    done: list[_Rule] = []
    alive: list[_Rule] = []
    for row, x0, x1 in runs.tolist():
        alive, ended = [r for r in alive if r.y1 >= row - 1], [r for r in alive if r.y1 < row - 1]
        done += ended
        for rule in alive:
            if rule.x0 < x1 and x0 < rule.x1:
                rule.add(row, x0, x1)
                break
        else:
            alive.append(_Rule(x0, row, x1, row, x1 - x0))
    return done + alive
