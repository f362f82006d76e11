"""Quarter turns between PDF user space (y upwards) and frames in which lines run rightwards and down the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from schemas.document import BBox

Axis = list[float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page box (user space) seen after ``turn`` quarter turns counter-clockwise; origin top left, y downwards.

    ``turn`` 1 is for text that runs up the page, 3 for text that runs down it (and for upright columns read
    from right to left, whose characters follow each other in that same direction).
    """

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """The extent along a line, in points."""
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The extent across lines, in points."""
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def turned(self, turn: int) -> Frame:
        """The same page box after another number of quarter turns."""
        return Frame(turn % 4, self.left, self.bottom, self.right, self.top)

    def grown(self, margin: float) -> Frame:
        """The frame of a page box that is larger on all sides."""
        return Frame(
            self.turn, self.left - margin, self.bottom - margin, self.right + margin, self.top + margin
        )

    def axes(
        self, left: Sequence[float], top: Sequence[float], right: Sequence[float], bottom: Sequence[float]
    ) -> tuple[Axis, Axis, Axis, Axis]:
        """User space edges of many boxes as x0, y0, x1, y1 of this frame."""
        if self.turn == 0:
            return (
                [x - self.left for x in left],
                [self.top - y for y in top],
                [x - self.left for x in right],
                [self.top - y for y in bottom],
            )
        if self.turn == 1:
            return (
                [y - self.bottom for y in bottom],
                [x - self.left for x in left],
                [y - self.bottom for y in top],
                [x - self.left for x in right],
            )
        if self.turn == 2:
            return (
                [self.right - x for x in right],
                [y - self.bottom for y in bottom],
                [self.right - x for x in left],
                [y - self.bottom for y in top],
            )
        return (
            [self.top - y for y in top],
            [self.right - x for x in right],
            [self.top - y for y in bottom],
            [self.right - x for x in left],
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> BBox:
        """One user space box in this frame."""
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def user(self, box: BBox) -> BBox:
        """A box of this frame as left, top, right, bottom in user space."""
        x0, y0, x1, y1 = box
        if self.turn == 0:
            return self.left + x0, self.top - y0, self.left + x1, self.top - y1
        if self.turn == 1:
            return self.left + y0, self.bottom + x1, self.left + y1, self.bottom + x0
        if self.turn == 2:
            return self.right - x1, self.bottom + y1, self.right - x0, self.bottom + y0
        return self.right - y1, self.top - x0, self.right - y0, self.top - x1

    def sloped(self, box: BBox, angle: float) -> BBox:
        """The hull of a box turned about the middle of the page so that its level sides rise by ``angle`` degrees."""
        x0, y0, x1, y1 = box
        middle, centre = self.width / 2, self.height / 2
        cosine, sine = cos(radians(angle)), sin(radians(angle))
        corners = [(x - middle, y - centre) for x in (x0, x1) for y in (y0, y1)]
        xs = [middle + x * cosine + y * sine for x, y in corners]
        ys = [centre - x * sine + y * cosine for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def seen(self, box: BBox, other: Frame) -> BBox:
        """A box of this frame in another frame of the same page."""
        return box if other.turn == self.turn else other.box(*self.user(box))
