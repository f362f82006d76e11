"""The characters of a stretch one by one, side by side without gaps, and the size of their type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from statistics import median

from pipeline.ingest.ocr.base import Stretch
from pipeline.ingest.pdf.segment import wide

# Engines tell only roughly where a character stands: a gap narrower than this (ems) is none.
_GAP = 0.7
# Of few characters the height tells the type size as well as the width; of so many ems, only the width does.
_FEW = 2
_LONG = 6
# How far stretches of one size differ, and how much more so divided by the number of their characters.
_SAME = 0.1
_LOOSE = 0.5
# Ems between neighbours on a line at most, and how small type beside larger may be without being raised.
_BESIDE = 2.0
_SMALL = 0.8
# Ems between two lines of a paragraph at most.
_LEADING = 2.6


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
    told = [(x1 - x0) / (ems(stretch.text) or 1), (0.85 if len(stretch.text) <= _FEW else 1.1) * (y1 - y0)]
    first, last = stretch.signs[0], stretch.signs[-1]
    # An engine's box has a margin, which the middles of its first and last signs do not.
    apart = ems(stretch.text) - (ems(first.text) + ems(last.text)) / 2
    if len(stretch.text) > _FEW and apart > 0:
        told.append((last.box[0] + last.box[2] - first.box[0] - first.box[2]) / 2 / apart)
    return max(min(told), 0.4 * (y1 - y0), 1.0)


def sizes(stretches: Sequence[Stretch]) -> list[float]:
    """The type size of each stretch in pixels, the same for stretches that were set alike."""
    told = [pitch(stretch) for stretch in stretches]
    long = [index for index, stretch in enumerate(stretches) if ems(stretch.text) >= _LONG]
    levels = _levels([(told[index], len(stretches[index].text)) for index in long])
    result = [
        _snapped(size, levels, _SAME + _LOOSE / len(s.text)) for size, s in zip(told, stretches, strict=True)
    ]
    for index, stretch in enumerate(stretches):
        if ems(stretch.text) < _LONG:
            near = _neighbour(stretch, [(stretches[other], result[other]) for other in long])
            if near and abs(told[index] - near) <= (_SAME + _LOOSE / len(stretch.text)) * near:
                result[index] = near
    return _even(stretches, result)


def _even(stretches: Sequence[Stretch], found: list[float]) -> list[float]:
    """Neighbours on a line in one size: engines tell no superscripts, and a small number beside words would be one."""
    order = sorted(range(len(found)), key=lambda index: stretches[index].box[0])
    for first, second in permutations(order, 2):
        one, other = stretches[first].box, stretches[second].box
        size = max(found[first], found[second])
        level = abs(one[1] + one[3] - other[1] - other[3]) < 1.4 * size
        if level and max(one[0], other[0]) - min(one[2], other[2]) < _BESIDE * size:
            found[first] = size if found[first] < _SMALL * size else found[first]
    return found


def _neighbour(stretch: Stretch, long: Sequence[tuple[Stretch, float]]) -> float | None:
    """The size of the line right above or below a short one: the last line of a paragraph is set as the others."""
    x0, y0, x1, y1 = stretch.box
    best: tuple[float, float] | None = None
    for other, size in long:
        away = abs(other.box[1] + other.box[3] - y0 - y1) / 2
        beside = other.box[0] - size < x1 and x0 < other.box[2] + size
        if beside and away < _LEADING * size and (best is None or away < best[0]):
            best = away, size
    return best[1] if best else None


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
