"""Characters joined to stretches of one line: the unit that columns, tables and paragraphs are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import attrgetter, le, sub

from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.page import Glyphs
from schemas.document import BBox

_GAP = 1.2
_WIDE = "\u2e80"
# A note's number or a power must not run into the number before it.
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LEVELLED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HIGH = re.compile("[⁰¹²³⁴-⁹]")
# What stands high but is too long for a mark is a number set small, or crooked in the text layer of a scan.
_SMALL = re.compile(
    "(?<![0-9⁰¹²³⁴-⁹])(?:[⁰¹²³⁴-⁹]{1,3}(?:,[⁰¹²³⁴-⁹]{3})+|[⁰¹²³⁴-⁹]{3,}(?:[-.][⁰¹²³⁴-⁹]+)*|[⁰¹²³⁴-⁹]+(?=[%％‰]))"
)
# Digits set higher or lower than the number before them, in ems.
_SHIFT = 0.16
# A mark has few digits and follows its number closely, in ems.
_MARK = 2
_NOTED = 0.25
_SAMPLE = 240
# So many steps down make a column of upright characters.
_COLUMN = 8
# Fewer characters than these are joined faster one by one.
_WORTH = 8
_BLANK = re.compile(r"\s")

# A gap between two characters: its width, the place of what stands there among a line's parts, between ideographs.
Hole = tuple[float, int, bool]


@dataclass(slots=True)
class Segment:
    """Text on one base line, in the page's frame; ``spaced`` where the file puts a space after it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    spaced: bool = False
    turned: bool = False

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.y0 + self.y1) / 2

    @property
    def box(self) -> BBox:
        """x0, y0, x1, y1."""
        return self.x0, self.y0, self.x1, self.y1


def wide(character: str) -> bool:
    """Whether a character is an ideograph or full-width sign, which is set without spaces."""
    return character >= _WIDE or character in "“”‘’…—·、。〈〉《》「」"


def space(before: str, after: str, gap: float, size: float, spaced: bool) -> str:
    """What stands between two characters of a line that are ``gap`` points apart."""
    if gap > 0.8 * size:
        return " "
    if wide(before) or wide(after):
        return " " if spaced and (gap > 0.22 * size or not (wide(before) and wide(after))) else ""
    if spaced:
        return " "
    return " " if gap > (0.3 if before.isdigit() and after.isdigit() else 0.2) * size else ""


def trace(glyphs: Glyphs, order: Sequence[int], frame: Frame) -> list[Segment]:
    """Stretches of characters that follow each other in the file along one base line of the frame."""
    (left, above, right, below), texts, sizes = glyphs.axes(frame), glyphs.text, glyphs.size
    segments, parts, holes = list[Segment](), list[str](), list[Hole]()
    spaced, last, position, tried = False, "", 0, 0
    first = y0 = y1 = end = size = roof = base = 0.0
    while position < len(order):
        index, position = order[position], position + 1
        character = texts[index]
        if character.isspace():
            spaced = True
            continue
        gap, own, top, bottom = left[index] - end, sizes[index], above[index], below[index]
        level = (top == y0 and bottom == y1) or _level(top + bottom - y0 - y1, size, own)
        if parts and level and -0.5 * size < gap < _GAP * size:
            if spaced or gap > 0.2 * size:
                holes.append((0 if spaced else gap, len(parts), wide(last) and wide(character)))
                parts.append(space(last, character, gap, size, spaced))
            if own != size and not 0.75 < own / size < 1.33:
                parts, character = _raised(parts, character, own, size, bottom - y1)
            if bottom != base and gap < _NOTED * size and last.isdecimal():
                character = _shifted(character, (top - roof) / size, (bottom - base) / size, own / size)
            parts.append(character)
            size = own if own > size else size  # Much faster than max, for each character.
            y0, y1 = top if top < y0 else y0, bottom if bottom > y1 else y1
            end = right[index] if right[index] > end else end
        else:
            if parts:
                segments.append(_line(parts, holes, Segment("", first, y0, end, y1, size, spaced)))
            parts, holes, first, end = [character], [], left[index], right[index]
            y0, y1, size = top, bottom, own
        last, spaced, roof, base = character, False, top, bottom
        if index >= tried and glyphs.ends[index] - index > _WORTH:
            tried, more = _word(glyphs, order, position, frame, Segment("", first, y0, end, y1, size))
            if more:
                parts += texts[index + 1 : tried]
                last, end, position = texts[tried - 1], right[tried - 1], position + more
    if parts:
        segments.append(_line(parts, holes, Segment("", first, y0, end, y1, size, spaced)))
    return segments


def _line(parts: list[str], holes: list[Hole], line: Segment) -> Segment:
    """A line with its words; where its ideographs are set apart evenly, digits set apart alike are one."""
    even = [gap for gap, _, ideographs in holes if ideographs and gap]
    if len(even) > 1 and len(even) < len(holes) and max(even) - min(even) < 0.1 * line.size:
        for gap, at, ideographs in holes:
            if gap and not ideographs and abs(gap - even[0]) < 0.1 * line.size:
                parts[at] = ""
    line.text = _levelled("".join(parts))
    return line


def _levelled(text: str) -> str:
    """A line's words with numbers that were taken for marks made plain."""
    # Hardly any line has a mark, which is found much faster than what is too long for one.
    if not _HIGH.search(text):
        return text
    return _SMALL.sub(lambda found: found[0].translate(_LEVELLED), text)


def _raised(parts: list[str], character: str, own: float, size: float, fall: float) -> tuple[list[str], str]:
    """A line's words and a next character of another size, whichever is smaller and higher made a superscript."""
    if own < size and -fall > 0.2 * size:
        return parts, character.translate(_RAISED)
    if own > size and fall > 0.2 * own:
        return [part.translate(_RAISED) for part in parts], character
    return parts, character


def _shifted(text: str, top: float, bottom: float, scale: float) -> str:
    """What follows a digit, its top and bottom that many ems lower: digits set lower or higher are made a mark.

    ``scale`` is its size by that of the line; what is as large must be shifted further.
    """
    least = _SHIFT if scale < 0.9 else 1.5 * _SHIFT
    if len(text) > _MARK or not text.isdecimal():
        return text
    if bottom < -least and top < 0:
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if bottom > least and top > 0 else text


def _word(
    glyphs: Glyphs, order: Sequence[int], position: int, frame: Frame, line: Segment
) -> tuple[int, int]:
    """Where the word ends whose first character a line has just taken, and how many more of it stand close.

    A word is what no blank parts within a stretch of one height and size. ``position`` is the next in ``order``;
    nothing more stands close where the line and the word do not simply go on level.
    """
    index = order[position - 1]
    stop = glyphs.ends[index]
    if blank := _BLANK.search("".join(glyphs.text[index:stop])):
        stop = index + blank.start()
    more = stop - index - 1
    if more < 1 or frame.turn % 2 or order[position + more - 1 : position + more] != [stop - 1]:
        return stop, 0
    left, above, right, below = glyphs.axes(frame)
    own = glyphs.size[index]
    level = _level(above[index] + below[index] - line.y0 - line.y1, line.size, own)
    if right[index] != line.x1 or not (level or (above[index] == line.y0 and below[index] == line.y1)):
        return stop, 0
    if own != line.size and not 0.75 < own / line.size < 1.33:
        return stop, 0
    return stop, more if _close(left[index + 1 : stop], right[index:stop], line.size) else 0


def _close(left: Sequence[float], right: Sequence[float], size: float) -> bool:
    """Whether characters follow one by one without gaps; ``right`` also has the edge of the one before them."""
    gaps = list(map(sub, left, right))
    return min(gaps) > -0.5 * size and max(gaps) <= 0.2 * size and all(map(le, right, islice(right, 1, None)))


def _level(shift: float, size: float, own: float) -> bool:
    """Whether two characters whose doubled middles lie ``shift`` apart stand on one line."""
    return abs(shift) < 0.7 * size and 0.5 * size < own < 2 * size


def rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments by base line, from the top; each row from the left."""
    result: list[list[Segment]] = []
    anchor = 0.0
    size = 0.0
    for segment in sorted(segments, key=attrgetter("middle")):
        middle = segment.middle
        if result and middle - anchor < 0.5 * max(size, segment.size):
            result[-1].append(segment)
            if segment.size > size:
                anchor, size = middle, segment.size
        else:
            result.append([segment])
            anchor, size = middle, segment.size
    for row in result:
        row.sort(key=attrgetter("x0"))
    return result


def knit(segments: Sequence[Segment], gap: float = _GAP) -> list[Segment]:
    """Neighbours of a row joined where they are less than ``gap`` ems apart; what is printed twice kept once."""
    if len(segments) < 2:
        return list(segments)
    result: list[Segment] = []
    for row in rows(segments):
        current = row[0]
        for segment in row[1:]:
            size = max(current.size, segment.size)
            distance = segment.x0 - current.x1
            if distance < size and _within(segment, current, 0.3 * size):
                continue
            if distance < size and _within(current, segment, 0.3 * size):
                current = segment
                continue
            if -0.5 * size < distance < gap * size:
                current = join(current, segment)
            else:
                result.append(current)
                current = segment
        result.append(current)
    return result


def _within(segment: Segment, whole: Segment, slack: float) -> bool:
    """Whether a segment's words are printed once more over part of another."""
    if segment.x0 < whole.x0 - slack or segment.x1 > whole.x1 + slack:
        return False
    return segment.text in whole.text


def join(first: Segment, second: Segment) -> Segment:
    """Two segments of a row as one; its size is that of the longer text."""
    longer = first if len(first.text) >= len(second.text) else second
    for small, large in ((first, second), (second, first)):
        if small.size < 0.75 * large.size and large.y1 - small.y1 > 0.2 * large.size:
            small.text = small.text.translate(_RAISED)
    if first.text[-1].isdecimal() and second.x0 - first.x1 < _NOTED * longer.size:
        top, bottom = (second.y0 - first.y0) / longer.size, (second.y1 - first.y1) / longer.size
        second.text = _shifted(second.text, top, bottom, second.size / longer.size)
    between = space(first.text[-1], second.text[0], second.x0 - first.x1, longer.size, first.spaced)
    return Segment(
        _levelled(first.text + between + second.text),
        first.x0,
        min(first.y0, second.y0),
        max(first.x1, second.x1),
        max(first.y1, second.y1),
        longer.size,
        second.spaced,
        first.turned,
    )


def oriented(glyphs: Glyphs, order: Sequence[int], frame: Frame, upright: bool = False) -> list[Segment]:
    """The segments of some characters, each writing direction traced on its own, all boxes in ``frame``.

    ``upright`` tells that the frame is one of upright columns: a quarter turn off its characters' own direction.
    """
    result: list[Segment] = []
    base = (frame.turn + upright) % 4
    turns = glyphs.turn
    shown = {turns[index] for index in order}
    for turn in range(4):
        if turn not in shown:
            continue
        members = order if len(shown) == 1 else [index for index in order if turns[index] == turn]
        own = frame.turned(frame.turn + turn - base)
        found = knit(trace(glyphs, members, own))
        for segment in found:
            segment.x0, segment.y0, segment.x1, segment.y1 = own.seen(segment.box, frame)
            segment.turned = turn != base
        result += found
    return result


def columnar(glyphs: Glyphs, turn: int) -> bool:
    """Whether upright characters stand under each other in columns, told from a stretch of the page."""
    start = max(0, (len(glyphs.text) - _SAMPLE) // 2)
    stop = min(start + _SAMPLE, len(glyphs.text))
    if turn % 2 == 0 and _stretches(glyphs, start, stop) <= _COLUMN:
        return False
    order = [
        index
        for index in range(start, stop)
        if glyphs.turn[index] == turn and glyphs.text[index] >= _WIDE and not glyphs.text[index].isspace()
    ]
    left, above, right, below = glyphs.axes(glyphs.frame.turned(turn))
    down = across = 0
    for last, index in pairwise(order):
        size = glyphs.size[index]
        shift = abs(left[index] + right[index] - left[last] - right[last]) / 2
        fall = (above[index] + below[index] - above[last] - below[last]) / 2
        down += shift < 0.3 * size and 0.7 * size < fall < 1.5 * size
        across += abs(fall) < 0.3 * size and shift < 3 * size
    return down >= _COLUMN and down > 2 * across


def _stretches(glyphs: Glyphs, start: int, stop: int) -> int:
    """How many stretches of one height the characters make up; what stands in a column is one by itself."""
    count = 0
    while start < stop:
        start = glyphs.ends[start]
        count += 1
    return count
