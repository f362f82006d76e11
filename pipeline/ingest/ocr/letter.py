"""The characters of a stretch one by one, side by side without gaps, and the size of their type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.ingest.ocr.base import Stretch
from pipeline.ingest.pdf.segment import wide

# Engines tell only roughly where a character stands: a gap narrower than this (ems) is none.
_GAP = 0.7
# Of up to so many characters the height tells the type size better than the width; of many ems, only the width.
_FEW = 2
_LONG = 6
# How far stretches of one size differ, by what tells it.
_SAME = 0.1
_LIKE = 0.28


@dataclass(slots=True)
class Letter:
    """A character, its edges in pixels, its sign's confidence."""

    text: str
    left: float
    right: float
    confidence: float


def ems(text: str) -> float:
    """How wide a text is set, in type sizes."""
    return sum(1.0 if wide(character) else 0.52 for character in text)


def letters(stretch: Stretch) -> list[Letter]:
    """A stretch's characters; those that nothing parts touch each other."""
    result: list[Letter] = []
    for sign in stretch.signs:
        left, right = sign.box[0], sign.box[2]
        step = (right - left) / (ems(sign.text) or 1)
        for character in sign.text:
            end = left + step * ems(character)
            result.append(Letter(character, left, end, sign.confidence))
            left = end
    em = pitch(stretch)
    for first, second in pairwise(result):
        if not first.text.isspace() and not second.text.isspace() and second.left - first.right < _GAP * em:
            first.right = second.left = (first.right + second.left) / 2
    return result


def pitch(stretch: Stretch) -> float:
    """The type size that a stretch's width tells, in pixels, no larger than its height allows."""
    x0, y0, x1, y1 = stretch.box
    told = [(x1 - x0) / (ems(stretch.text) or 1), 1.1 * (y1 - y0)]
    first, last = stretch.signs[0], stretch.signs[-1]
    # An engine's box has a margin, which the middles of its first and last signs do not.
    apart = ems(stretch.text) - (ems(first.text) + ems(last.text)) / 2
    if len(stretch.text) > _FEW and apart > 0:
        told.append((last.box[0] + last.box[2] - first.box[0] - first.box[2]) / 2 / apart)
    return min(told)


def sizes(stretches: Sequence[Stretch]) -> list[float]:
    """The type size of each stretch in pixels, the same for stretches that were set alike."""
    shares = [pitch(s) / (s.box[3] - s.box[1]) for s in stretches if ems(s.text) >= _LONG]
    share = min(1.0, median(shares)) if shares else 0.85
    rough = [
        (pitch(s), len(s.text), _SAME + 0.5 / len(s.text))
        if len(s.text) > _FEW
        else (share * (s.box[3] - s.box[1]), 0, _LIKE)
        for s in stretches
    ]
    levels = _levels([(size, weight) for size, weight, _ in rough if weight])
    return [_snapped(size, levels, slack) for size, _, slack in rough]


def _levels(weighted: Sequence[tuple[float, int]]) -> list[float]:
    """The sizes that a page is set in, the most used first."""
    rest = sorted(weighted)
    levels: list[float] = []
    while rest:
        heaviest = max(
            rest, key=lambda one: sum(w for size, w in rest if abs(size - one[0]) < _SAME * one[0] / 2)
        )
        group = [one for one in rest if abs(one[0] - heaviest[0]) < _SAME * heaviest[0]]
        levels.append(median(size for size, _ in group))
        rest = [one for one in rest if abs(one[0] - heaviest[0]) >= _SAME * heaviest[0]]
    return levels


def _snapped(size: float, levels: Sequence[float], slack: float) -> float:
    nearest = min(levels, key=lambda level: abs(size - level), default=size)
    return nearest if abs(size - nearest) <= slack * nearest else size
