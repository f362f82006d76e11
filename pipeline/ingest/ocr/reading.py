"""A picture of a page read whole: set upright, straightened, its rules and words found, the unreadable left out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.ocr.base import Engine, Stretch
from pipeline.ingest.ocr.number import Number, compared, mended, numbers
from pipeline.ingest.ocr.picture import askew, dark, grey, straighten, turned
from pipeline.ingest.ocr.rule import rules, wiped
from schemas.document import BBox

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture

# Mean confidences, weighted by characters: a page above the first stands upright; one stretch below the second
# is a stain, a signature or a picture.
_UPRIGHT = 0.8
_READABLE = 0.5
# The share of characters of a page that stands on its side which lie in boxes higher than wide.
_LYING = 0.5


@dataclass(slots=True)
class Reading:
    """What was read of a picture, in pixels of it set upright: after ``quarters`` turns clockwise, and levelled.

    ``slope`` is the angle in degrees by which lines rose before; ``unread`` counts stretches left out;
    ``numbers`` are all it holds, in digits or Roman.
    """

    engine: str
    quarters: int
    slope: float
    width: int
    height: int
    stretches: list[Stretch] = field(default_factory=list)
    across: list[BBox] = field(default_factory=list)
    down: list[BBox] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    unread: int = 0


def read(picture: Picture, engines: Sequence[Engine], seconds: float) -> Reading:
    """Read a picture of about DPI dots per inch with the first engine.

    A page with doubtful numbers is read by the second one too, as their witness: on other pages it found nothing
    wrong, and took as long again as a third of the first. Raises TimeoutError.
    """
    end = time.monotonic() + seconds
    shades = grey(picture)
    slope, upright = askew(dark(shades))
    best: tuple[float, Reading, Picture] | None = None
    for tries, quarters in enumerate((1, 3, 0, 2) if upright else (0, 2, 1, 3)):
        reading, prepared = _attempt(turned(shades, quarters), quarters, slope, engines[0], end)
        score = _worth(reading.stretches)
        if best is None or score > best[0]:
            best = score, reading, prepared
        # Where nothing looks like a line, nothing does the other way round.
        if not reading.stretches or best[0] >= _UPRIGHT or (tries and best[0] >= _READABLE):
            break
    assert best is not None  # noqa: S101 - four turns were tried
    _, reading, prepared = best
    kept = [mended(stretch) for stretch in reading.stretches if stretch.confidence >= _READABLE]
    reading.unread = len(reading.stretches) - len(kept)
    reading.stretches = kept
    reading.numbers = numbers(kept)
    if len(engines) > 1 and any(number.doubtful for number in reading.numbers):
        others = engines[1].read(prepared, end - time.monotonic())
        reading.numbers = compared(reading.numbers, numbers(others))
    return reading


def _attempt(
    picture: Picture, quarters: int, slope: float, engine: Engine, end: float
) -> tuple[Reading, Picture]:
    """What an engine reads with the picture turned this way, and the picture as it saw it."""
    level, angle = straighten(picture, slope)
    reading = Reading(engine.name, quarters, angle, level.shape[1], level.shape[0])
    reading.across, reading.down = rules(dark(level))
    prepared = wiped(level, reading.across + reading.down)
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("no time left for recognition")
    reading.stretches = engine.read(prepared, left)
    return reading, prepared


def _worth(stretches: Sequence[Stretch]) -> float:
    """How well a page was read, 0..1: 0 where most of it stands on its side."""
    count = sum(len(stretch.text) for stretch in stretches)
    if not count:
        return 0.0
    lying = sum(
        len(s.text) for s in stretches if len(s.text) > 1 and s.box[3] - s.box[1] > s.box[2] - s.box[0]
    )
    if lying > _LYING * count:
        return 0.0
    return sum(stretch.confidence * len(stretch.text) for stretch in stretches) / count
