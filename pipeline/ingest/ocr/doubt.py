"""Doubtful numbers as warnings, each at its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.ingest.glyph import fold
from pipeline.ingest.ocr.number import Number
from schemas.document import DISAGREEMENT, DOUBT, BBox, Place, Warning
from schemas.span import Span


def doubts(
    found: Sequence[Number], text: str, places: Sequence[Place], shown: Callable[[BBox], BBox]
) -> Iterator[Warning]:
    """A warning for each doubtful number of a page; ``shown`` turns its box into that of the page's places."""
    for number in found:
        if not number.doubtful:
            continue
        span = _span(fold(number.text), shown(number.box), text, places)
        if number.other is not None:
            message = f"数字“{number.text}”由识别得来，另一识别引擎读作“{number.other}”，请核对原件"
            yield Warning(DISAGREEMENT, message, span)
        else:
            yield Warning(DOUBT, f"数字“{number.text}”由识别得来，把握不大，请核对原件", span)


def _span(number: str, box: BBox, text: str, places: Sequence[Place]) -> Span | None:
    """Where a number stands in the text: in the place nearest to its box that holds it."""
    middle, height = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    shape = re.compile(rf"(?<!\d){re.escape(number)}" + (r"(?!\d)" if number[-1:].isdigit() else ""))
    best: tuple[float, Span] | None = None
    for place in places:
        if place.bbox is None:
            continue
        x0, top, x1, bottom = place.bbox
        if not (x0 - 2 <= middle <= x1 + 2 and top - 2 <= height <= bottom + 2):
            continue
        for match in shape.finditer(text, place.start, place.end):
            share = (match.start() + match.end() - 2 * place.start) / 2 / (place.end - place.start)
            away = abs(height - (top + bottom) / 2) * 10 + abs(middle - x0 - share * (x1 - x0))
            if best is None or away < best[0]:
                best = away, Span(match.start(), match.end())
    return best[1] if best else None
