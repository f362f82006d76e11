"""Tables laid out by blanks alone: rows whose pieces stand under each other, numbers among them, get the rules they lack."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.ingest.pdf.booktab import Row, gaps
from pipeline.ingest.pdf.drawing import Drawing
from pipeline.ingest.pdf.segment import Segment, rows
from schemas.document import BBox

_NUMBER = re.compile(r"[-+－—]?\d[\d,，.．]*\s*(?:%|％|‰|\w{0,3})|[-—－/]+")
_STARTS = frozenset("0123456789-+－—/")
_LONGEST = 20
_COLUMNS = 3
_ROWS = 3
_STEP = 2.6
_FILLED = 0.75
_NUMERIC = 0.6
_WORDED = 0.3
_MARGIN = 2.0


def complete(drawing: Drawing, segments: Sequence[Segment]) -> None:
    """Add to the drawing the rules of tables that have none."""
    if len(segments) < _ROWS * _COLUMNS or sum(map(_numeric, segments)) < _ROWS - 1:
        return
    for band in _bands(rows([segment for segment in segments if not segment.turned])):
        if not _ruled(drawing, _hull(band)) and (columns := _columns(band)):
            _rule(drawing, band, columns)


def _numeric(segment: Segment) -> bool:
    """Whether a piece is likely to be a number, told fast."""
    return len(segment.text) < _LONGEST and (segment.text[0] in _STARTS or segment.text[-1].isdecimal())


def _bands(found: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of several pieces each that follow closely; both the first and the last have a piece for most columns."""
    band: list[Row] = []
    for row in [*found, []]:
        near = (
            band and row and row[0].middle - band[-1][0].middle < _STEP * max(row[0].size, band[-1][0].size)
        )
        if band and not (near and len(row) > 1):
            while band and len(band[0]) < _COLUMNS:
                band.pop(0)
            while band and len(band[-1]) < _COLUMNS:
                band.pop()
            if len(band) >= _ROWS:
                yield band
            band = []
        if len(row) > 1:
            band.append(row)


def _columns(band: Sequence[Row]) -> list[float]:
    """Where the columns of a band are parted, told from the rows below its head; empty where it is no table."""
    found = gaps([segment for row in band[1:] for segment in row])
    count = len(found) + 1
    if count < _COLUMNS:
        return []
    cells: dict[tuple[int, int], str] = {}
    for number, row in enumerate(band):
        for segment in row:
            column = bisect(found, (segment.x0 + segment.x1) / 2 if number else segment.x0)
            cells[number, column] = cells.get((number, column), "") + segment.text
    if len(cells) < _FILLED * count * len(band):
        return []
    shares = [_share(cells, column, len(band)) for column in range(count)]
    numeric = [column for column, share in enumerate(shares) if share >= _NUMERIC]
    if min(shares) > _WORDED or all(_counts(cells, column, count, len(band)) for column in numeric):
        return []
    return found


def _share(cells: dict[tuple[int, int], str], column: int, count: int) -> float:
    """The share of numbers in a column, its head aside."""
    body = [cells[row, column] for row in range(1, count) if (row, column) in cells]
    return sum(1 for text in body if _NUMBER.fullmatch(text)) / max(1, len(body))


def _counts(cells: dict[tuple[int, int], str], column: int, count: int, height: int) -> bool:
    """Whether a column only counts rows or pages: 1, 2, 3 … in the first one, rising ones without a head in the last."""
    texts = [cells.get((row, column), "") for row in range(height)]
    numbers = [int(text) for text in texts[1:] if text.isdecimal()]
    if len(numbers) < height - 1:
        return False
    steps = [second - first for first, second in pairwise(numbers)]
    if column == 0:
        return all(step == 1 for step in steps)
    headed = not texts[0].isdecimal() and "页" not in texts[0]
    return column == count - 1 and not headed and min(steps) >= 0


def _ruled(drawing: Drawing, box: BBox) -> bool:
    """Whether rules part the rows or columns of a band already; one under its head, above and below may be."""
    left, top, right, bottom = box
    if any(left < x < right and y0 < bottom and y1 > top for x, y0, _, y1 in drawing.down):
        return True
    return (
        len({round(y) for x0, y, x1, _ in drawing.across if x0 < right and x1 > left and top < y < bottom})
        > 1
    )


def _hull(band: Sequence[Row]) -> BBox:
    members = [segment for row in band for segment in row]
    return (
        min(s.x0 for s in members) - _MARGIN,
        min(s.y0 for s in members) - _MARGIN,
        max(s.x1 for s in members) + _MARGIN,
        max(s.y1 for s in members) + _MARGIN,
    )


def _rule(drawing: Drawing, band: Sequence[Row], columns: Sequence[float]) -> None:
    left, top, right, bottom = _hull(band)
    levels = [(max(s.y1 for s in before) + min(s.y0 for s in after)) / 2 for before, after in pairwise(band)]
    drawing.across += [(left, y, right, y) for y in (top, *levels, bottom)]
    drawing.down += [(x, top, x, bottom) for x in (left, right)]
    for x in columns:
        # A head over several columns leaves no room for the rule between them; two heads have a blank there.
        headed = any(s.x0 < x < s.x1 and " " not in s.text for s in band[0])
        drawing.down.append((x, levels[0] if headed else top, x, bottom))
