"""A reading laid out as a sheet: the same lines, columns, tables and paragraphs as a page that holds text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.ingest.ocr.letter import letters, sizes
from pipeline.ingest.ocr.reading import Reading
from pipeline.ingest.pdf.drawing import Drawing
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.page import Glyphs
from pipeline.ingest.pdf.sheet import Sheet, lay
from schemas.document import BBox


@dataclass(frozen=True, slots=True)
class Paper:
    """What a picture shows: ``seen`` of a page ``whole`` (user space) after ``rotation`` quarter turns.

    ``scale`` is how many points a pixel measures.
    """

    whole: Frame
    seen: Frame
    rotation: int
    scale: float


def laid(reading: Reading, paper: Paper, number: int) -> Sheet:
    """The sheet of page ``number``; boxes are in its frame, as if the page lay straight."""
    turn = (paper.rotation + reading.quarters) % 4
    place = _placer(paper, turn)
    sheet = lay(_glyphs(reading, paper, turn, place), number, paper.rotation, _drawer(reading, place))
    sheet.scanned, sheet.slope = True, reading.slope
    return sheet


def boxed(box: BBox, reading: Reading, paper: Paper, sheet: Sheet) -> BBox:
    """A box in pixels of the upright picture as one in the sheet's frame."""
    return sheet.frame.box(*_placer(paper, (paper.rotation + reading.quarters) % 4)(box))


def _placer(paper: Paper, turn: int) -> Callable[[BBox], BBox]:
    """From pixels of the upright picture to left, top, right, bottom in user space."""
    frame, scale = paper.seen.turned(turn), paper.scale

    def place(box: BBox) -> BBox:
        x0, y0, x1, y1 = box
        return frame.user((x0 * scale, y0 * scale, x1 * scale, y1 * scale))

    return place


def _glyphs(reading: Reading, paper: Paper, turn: int, place: Callable[[BBox], BBox]) -> Glyphs:
    """The characters as PDFium would tell them: one height and one size along a stretch."""
    glyphs = Glyphs(paper.whole, paper.seen)
    for stretch, size in zip(reading.stretches, sizes(reading.stretches), strict=True):
        middle = (stretch.box[1] + stretch.box[3]) / 2
        signs = letters(stretch)
        end = len(glyphs.text) + len(signs)
        for sign in signs:
            left, top, right, bottom = place((sign.left, middle - size / 2, sign.right, middle + size / 2))
            glyphs.text.append(sign.text)
            glyphs.left.append(left)
            glyphs.top.append(top)
            glyphs.right.append(right)
            glyphs.bottom.append(bottom)
            glyphs.turn.append(turn)
            glyphs.size.append(size * paper.scale)
            glyphs.ends.append(end)
    return glyphs


def _drawer(reading: Reading, place: Callable[[BBox], BBox]) -> Callable[[Frame], Drawing]:
    """Gives the rules of the picture in the frame that they are asked for."""

    def draw(frame: Frame) -> Drawing:
        drawn = Drawing()
        for x0, y0, x1, y1 in (*reading.across, *reading.down):
            left, top, right, bottom = frame.box(*place((x0, y0, x1, y1)))
            if right - left > bottom - top:
                drawn.across.append((left, (top + bottom) / 2, right, (top + bottom) / 2))
            else:
                drawn.down.append(((left + right) / 2, top, (left + right) / 2, bottom))
        return drawn

    return draw
