"""Tables ruled only across (under the title, under the head, at the foot): the missing rules, told from the text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.pdf.drawing import Drawing
from pipeline.ingest.pdf.segment import Segment, rows
from pipeline.ingest.pdf.wrap import fits
from schemas.document import BBox

_NEAR = 4.0
_NARROWEST = 100.0
_RULES = 500

Row = list[Segment]


def candidates(drawing: Drawing) -> list[list[BBox]]:
    """Sets of three or more rules of one extent, from the top, that no upright rule crosses."""
    if not 3 <= len(drawing.across) <= _RULES:
        return []
    groups: list[list[BBox]] = []
    for rule in sorted(_joined(drawing.across), key=lambda rule: rule[1]):
        for group in groups:
            if abs(group[0][0] - rule[0]) < _NEAR and abs(group[0][2] - rule[2]) < _NEAR:
                if rule[1] - group[-1][1] > _NEAR:
                    group.append(rule)
                break
        else:
            if rule[2] - rule[0] > _NARROWEST:
                groups.append([rule])
    return [group for group in groups if len(group) > 2 and not _crossed(group, drawing.down)]


def complete(drawing: Drawing, groups: Sequence[Sequence[BBox]], segments: Sequence[Segment]) -> None:
    """Add to the drawing the rules between the columns and rows that the text shows."""
    for group in groups:
        bands = [_inside(segments, above, below) for above, below in pairwise(group)]
        start = 0
        while start < len(bands):
            end = start
            while end < len(bands) and _tabular(bands[end]):
                end += 1
            if end - start > 1:
                _rule(drawing, group[start : end + 1], bands[start:end])
            start = max(end, start + 1)


def _joined(rules: Sequence[BBox]) -> list[BBox]:
    result: list[BBox] = []
    for rule in sorted(rules, key=lambda rule: (round(rule[1]), rule[0])):
        if result and abs(result[-1][1] - rule[1]) < 1.5 and rule[0] - result[-1][2] < _NEAR:
            left, top, right, bottom = result[-1]
            result[-1] = (left, top, max(right, rule[2]), bottom)
        else:
            result.append(rule)
    return result


def _crossed(group: Sequence[BBox], down: Sequence[BBox]) -> bool:
    left, top, right, _ = group[0]
    return any(left - 1 < x < right + 1 and y0 < group[-1][1] and y1 > top for x, y0, _, y1 in down)


def _inside(segments: Sequence[Segment], above: BBox, below: BBox) -> list[Row]:
    return rows(
        [
            segment
            for segment in segments
            if not segment.turned
            and above[1] < segment.middle < below[1]
            and above[0] - _NEAR < (segment.x0 + segment.x1) / 2 < above[2] + _NEAR
        ]
    )


def _tabular(band: Sequence[Row]) -> bool:
    """Whether most rows between two rules are parted by gaps."""
    parted = sum(1 for row in band if len(row) > 1)
    return bool(band) and parted * 2 >= len(band)


def _rule(drawing: Drawing, rules: Sequence[BBox], bands: Sequence[list[Row]]) -> None:
    left, top, right, _ = rules[0]
    bottom = rules[-1][1]
    body = [row for band in bands[1:] for row in band]
    parting = gaps([segment for row in body for segment in row])
    if not parting:
        return
    for x in (left, right):
        drawing.down.append((x, top, x, bottom))
    for x in parting:
        # A head over several columns leaves no room for the rule between them.
        headed = any(segment.x0 < x < segment.x1 for row in bands[0] for segment in row)
        drawing.down.append((x, rules[1][1] if headed else top, x, bottom))
    for band in bands[1:]:
        for before, after in pairwise(band):
            if not _continues(before, after, parting[0]):
                y = (max(s.y1 for s in before) + min(s.y0 for s in after)) / 2
                drawing.across.append((left, y, right, y))


def gaps(segments: Sequence[Segment]) -> list[float]:
    """The middles of the strips that no segment of the body enters."""
    result: list[float] = []
    end = 0.0
    for segment in sorted(segments, key=lambda segment: segment.x0):
        if end and segment.x0 - end > 0.6 * segment.size:
            result.append((segment.x0 + end) / 2)
        end = max(end, segment.x1)
    return result


def _continues(before: Row, after: Row, first: float) -> bool:
    """Whether a row only carries on the cells of the row above."""
    if after[0].x0 > first:
        return True
    if len(after) > 1 or before[0].x0 > first:
        return False
    return not fits(after[0].text, first - before[0].x1, after[0].size)
