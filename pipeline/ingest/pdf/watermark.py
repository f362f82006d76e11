"""Watermarks set like text, upright and dark: what stands in the same places again and again, across the body."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.page import Glyphs
from pipeline.ingest.pdf.segment import Segment

_SHORTEST = 4
_LONGEST = 60
# So many of one text on a page are tiles; on so many pages in one place, a stamp.
_TILES = 3
_PAGES = 3
_SHARE = 0.6
_NEAR = 3.0
_OVERLAP = 0.2
_LEVEL = 0.03
_COLLIDING = 0.3
# After so many prints a running head or a word of a table is known to run into nothing.
_PATIENCE = 8

Spot = tuple[int, int]


@dataclass(slots=True)
class Print:
    """A text on page ``number`` (from 1): where it begins, and which other texts it is printed over there."""

    number: int
    x0: float
    y0: float
    crossed: frozenset[str]


@dataclass(slots=True)
class Marks:
    """Texts that are watermarks, each without blanks, and the places where it begins (in each page's frame)."""

    spots: defaultdict[str, set[Spot]] = field(default_factory=lambda: defaultdict(set))

    def strike(self, glyphs: Glyphs, order: Sequence[int], frame: Frame) -> list[int]:
        """The characters of ``order`` without those that spell a watermark in its place."""
        seen = [index for index in order if not glyphs.text[index].isspace()]
        text = "".join(glyphs.text[index] for index in seen)
        if len(text) != len(seen):
            return list(order)
        left, above, _, _ = glyphs.axes(frame)
        gone: set[int] = set()
        for mark, spots in self.spots.items():
            start = text.find(mark)
            while start >= 0:
                first = seen[start]
                if not spots.isdisjoint(_around(left[first], above[first])):
                    gone.update(seen[start : start + len(mark)])
                start = text.find(mark, start + 1)
        return [index for index in order if index not in gone]


class Tally:
    """Counts what recurs on the pages of a document, page by page."""

    def __init__(self) -> None:
        self._pages = 0
        self._seen: Counter[str] = Counter()
        self._prints: defaultdict[str, list[Print]] = defaultdict(list)

    def add(self, segments: Sequence[Segment], number: int) -> None:
        """Take a page's segments, those of its tables too; texts that do not recur cost next to nothing."""
        self._pages += 1
        texts = [s.text if _SHORTEST <= len(s.text) <= _LONGEST else "" for s in segments]
        self._seen.update(texts)
        for segment, text in zip(segments, texts, strict=True):
            if text and self._seen[text] > 1 and not any(map(str.isdecimal, text)):
                members = self._prints[text]
                if len(members) != _PATIENCE or any(one.crossed for one in members):
                    crossed = frozenset(
                        other.text
                        for other in segments
                        if other.y0 <= segment.y1 and other.y1 >= segment.y0 and _collide(segment, other)
                    )
                    members.append(Print(number, segment.x0, segment.y0, crossed))

    def marks(self) -> Marks | None:
        """The watermarks of the document; None where it has none."""
        result = Marks()
        crossed = {
            text: {other for one in members for other in one.crossed}
            for text, members in self._prints.items()
            if _often(members) and _repeated(members, self._pages)
        }
        # Of two that are printed over each other, the one that crosses more texts is the watermark.
        for text in sorted(crossed, key=lambda text: -len(crossed[text])):
            others = crossed[text]
            if len(others) > max((len(crossed.get(other, ())) for other in others), default=len(others)):
                spots = result.spots["".join(text.split())]
                spots.update(_spot(one.x0, one.y0) for one in self._prints[text])
                for other in others & crossed.keys():
                    crossed[other].discard(text)
        return result if result.spots else None


def _often(members: Sequence[Print]) -> bool:
    return sum(bool(one.crossed) for one in members) >= max(1, _COLLIDING * len(members))


def _collide(first: Segment, second: Segment) -> bool:
    """Whether two texts at one height are printed over each other; the same one twice is bold type."""
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    down = min(first.y1, second.y1) - max(first.y0, second.y0)
    if across < _NEAR or first is second or first.text == second.text:
        return False
    # Pieces of one line may overlap where letters are set closely.
    if (
        abs(first.y1 - second.y1) < _LEVEL * first.size
        and abs(first.size - second.size) < _LEVEL * first.size
    ):
        return False
    return down > _OVERLAP * min(first.y1 - first.y0, second.y1 - second.y0)


def _repeated(members: Sequence[Print], pages: int) -> bool:
    if max(Counter(one.number for one in members).values()) >= _TILES:
        return True
    places: defaultdict[Spot, set[int]] = defaultdict(set)
    for one in members:
        for spot in _around(one.x0, one.y0):
            places[spot].add(one.number)
    # The first of them was not yet known to recur.
    return max(map(len, places.values())) + 1 >= max(_PAGES, _SHARE * pages)


def _spot(x: float, y: float) -> Spot:
    return round(x / _NEAR), round(y / _NEAR)


def _around(x: float, y: float) -> Iterator[Spot]:
    column, row = _spot(x, y)
    return ((column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1))
