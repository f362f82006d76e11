"""One page surveyed: its segments and ruled tables in one frame, watermarks taken out, everything else let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.ingest.pdf.aligned import complete as align
from pipeline.ingest.pdf.booktab import candidates, complete
from pipeline.ingest.pdf.drawing import Drawing, drawing
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.page import SLANTED, Glyphs, glyphs
from pipeline.ingest.pdf.segment import Segment, columnar, oriented
from pipeline.ingest.pdf.table import Grid, fill, find
from pipeline.ingest.pdf.watermark import Marks
from schemas.document import BBox

_LARGE = 2.0
# Letters turned into outlines make many shapes; fewer are the decoration of an empty page.
_SHAPES = 30


@dataclass(slots=True)
class Sheet:
    """A page (``number`` from 1). Boxes are in ``frame``; ``display`` is the page as a reader sees it."""

    number: int
    frame: Frame
    display: Frame
    segments: list[Segment] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    watermarked: bool = False
    pictured: float = 0.0
    drawn: bool = False
    invisible: bool = False
    # What stands on the page before tables take their words out of it.
    printed: Sequence[Segment] = ()

    def text(self) -> str:
        """All its words, in no order, a line break between its pieces."""
        return "\n".join(
            [s.text for s in self.segments] + [slot.text for grid in self.grids for slot in grid.slots]
        )

    def shown(self, box: BBox) -> BBox:
        """A box of the sheet's frame as pdfplumber counts: from the top left of the page as displayed."""
        x0, top, x1, bottom = self.frame.seen(box, self.display)
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def survey(
    page: Any, number: int, layers: frozenset[bytes] = frozenset(), marks: Marks | None = None
) -> Sheet:
    """Read a pypdfium2 page without what belongs to ``layers`` and without the watermarks ``marks``."""
    return arrange(glyphs(page, layers), number, page, marks)


def arrange(characters: Glyphs, number: int, page: Any, marks: Marks | None = None) -> Sheet:
    """Lay a page's characters out; ``page`` is asked for rules and pictures."""
    turn = characters.main_turn()
    frame = characters.frame.turned(turn)
    order = [index for index, own in enumerate(characters.turn) if own != SLANTED]
    upright = columnar(characters, turn)
    if upright:
        frame = frame.turned(turn + 3)
    drawn = drawing(page, frame)
    sheet = Sheet(number, frame, characters.frame.turned(page.get_rotation() // 90), pictured=drawn.pictured)
    sheet.drawn = drawn.paths >= _SHAPES or drawn.pictured > 0.05
    sheet.invisible = characters.invisible
    sheet.watermarked = len(order) < len(characters.text)
    pale = _pale(characters, order)
    if pale:
        sheet.watermarked = True
        order = [index for index in order if index not in pale]
    if marks:
        kept = marks.strike(characters, order, frame)
        sheet.watermarked = sheet.watermarked or len(kept) < len(order)
        order = kept
    segments = oriented(characters, order, frame, upright)
    if groups := candidates(drawn):
        complete(drawn, groups, segments)
    align(drawn, segments)
    sheet.printed = segments
    rest = _tabulate(sheet, characters, order, drawn, upright)
    sheet.segments = oriented(characters, rest, frame, upright) if sheet.grids else segments
    _drop_scanner(sheet)
    return sheet


def _tabulate(sheet: Sheet, characters: Glyphs, order: list[int], drawn: Drawing, upright: bool) -> list[int]:
    tables = find(drawn)
    if not tables:
        return order
    sheet.grids, taken = fill(tables, characters, order, sheet.frame, upright)
    for grid in sheet.grids:
        for slot in grid.slots:
            slot.page = sheet.number
    return [index for index in order if index not in taken]


def _pale(characters: Glyphs, order: Sequence[int]) -> set[int]:
    """Large pale characters: a watermark that lies straight across the page."""
    if not characters.light:
        return set()
    sizes = Counter(round(characters.size[index]) for index in order if index not in characters.light)
    body = sizes.most_common(1)[0][0] if sizes else 12
    return {index for index in characters.light if characters.size[index] >= _LARGE * body}


def _drop_scanner(sheet: Sheet) -> None:
    """The stamp of a scanning app is no text layer."""
    kept = [segment for segment in sheet.segments if not any(name in segment.text for name in _apps())]
    if len(kept) < len(sheet.segments) and sum(len(segment.text) for segment in kept) < 20:
        sheet.watermarked = True
        sheet.segments = kept


@cache
def _apps() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "scanner.txt").read_text("utf-8").splitlines())
