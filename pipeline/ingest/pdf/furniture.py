"""Running heads, feet and page numbers: what the margins of several pages repeat, and what only counts pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from pipeline.ingest.pdf.segment import Segment, rows
from pipeline.ingest.pdf.sheet import Sheet

_BAND = 0.13
_DEPTH = 3
_DRIFT = 6.0
_DIGITS = re.compile(r"\d+")
_CHINESE = "[〇零一二三四五六七八九十百]"
_COUNTED = re.compile(
    rf"[-—–－―~·•.\s]+\d{{1,4}}[-—–－―~·•.\s]+|第\s?(?:\d{{1,4}}|{_CHINESE}{{1,5}})\s?页(?:\W{{0,3}}共\s?(?:\d{{1,4}}|{_CHINESE}{{1,5}})\s?页)?"
    r"|共\s?\d{1,4}\s?页\W{0,3}第\s?\d{1,4}\s?页|page\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?",
    re.IGNORECASE,
)
_OF = re.compile(r"(\d{1,4})\s?/\s?(\d{1,4})")
_ROMAN = re.compile(r"[-—–\s]*[ivxIVX]{1,6}[-—–\s]*|[Ⅰ-Ⅻ]")

Key = tuple[str, str, int, tuple[tuple[str, int], ...]]


def strip(sheets: Sequence[Sheet]) -> None:
    """Take the furniture out of the sheets in place; what is set larger than the body is none."""
    size = _body(sheets)
    edges = [edge for sheet in sheets for edge in _margins(sheet)]
    pages: defaultdict[Key, set[int]] = defaultdict(set)
    for edge in edges:
        if edge.detached and edge.segment.size <= 1.2 * size:
            for key in _keys(edge):
                pages[key].add(edge.page)
    gone: defaultdict[int, set[int]] = defaultdict(set)
    least = 2 if len(sheets) < 5 else 3
    for edge in edges:
        repeated = edge.detached and edge.segment.size <= 1.2 * size
        repeated = repeated and any(_near(pages, key) >= least for key in _keys(edge))
        if repeated or _counts(edge, len(sheets)):
            gone[edge.page].add(id(edge.segment))
    for sheet in sheets:
        if found := gone.get(sheet.number):
            sheet.segments = [segment for segment in sheet.segments if id(segment) not in found]


def _body(sheets: Sequence[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for segment in sheet.segments:
            sizes[round(segment.size * 2) / 2] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


@dataclass(frozen=True, slots=True)
class _Edge:
    """A segment in a margin; ``detached`` where a gap or another type size sets it off from the body."""

    page: int
    band: str
    segment: Segment
    detached: bool


def _margins(sheet: Sheet) -> Iterator[_Edge]:
    """The outermost rows at the head and foot of a sheet, and what runs along its sides."""
    height, width = sheet.frame.height, sheet.frame.width
    upright = rows([segment for segment in sheet.segments if not segment.turned])
    ceiling = min((grid.box[1] for grid in sheet.grids), default=height)
    floor = max((grid.box[3] for grid in sheet.grids), default=0.0)
    head = _detached(upright, [ceiling])
    foot = _detached(upright[::-1], [floor])
    for number, row in enumerate(upright[:_DEPTH]):
        if row[0].y1 < height * _BAND and row[0].y0 < ceiling:
            yield from (_Edge(sheet.number, "head", segment, number < head) for segment in row)
    for number, row in enumerate(upright[: -_DEPTH - 1 : -1]):
        if row[0].y0 > height * (1 - _BAND) and row[0].y1 > floor:
            yield from (_Edge(sheet.number, "foot", segment, number < foot) for segment in row)
    for segment in sheet.segments:
        if segment.turned and (segment.x1 < width * _BAND or segment.x0 > width * (1 - _BAND)):
            yield _Edge(sheet.number, "side", segment, True)


def _detached(inwards: Sequence[Sequence[Segment]], tables: Sequence[float]) -> int:
    """How many of the outermost rows a gap or a change of size sets off from the rows within."""
    steps = sorted(abs(after[0].middle - before[0].middle) for before, after in pairwise(inwards))
    usual = steps[int(len(steps) * 0.4)] if len(steps) > 3 else 0.0
    for number, row in enumerate(inwards[:_DEPTH]):
        first = row[0]
        if any(abs(border - first.middle) < 1.8 * first.size for border in tables):
            return 0
        if number + 1 == len(inwards):
            return number + 1
        within = inwards[number + 1][0]
        step = abs(within.middle - first.middle)
        if step > 1.3 * (usual or 1.5 * first.size) or abs(within.size - first.size) > 0.07 * first.size:
            return number + 1
    return 0


def _keys(edge: _Edge) -> Iterator[Key]:
    """What a repetition on another page has in common: words, height, and numbers that stay or step along."""
    numbers = [int(found[:9]) for found in _DIGITS.findall(edge.segment.text)]
    if len(numbers) > 4:
        return
    height = round(edge.segment.middle / _DRIFT)
    words = _DIGITS.sub("#", "".join(edge.segment.text.split()))
    if _ROMAN.fullmatch(words):
        words = "i"
    ways = [(("stays", number), ("steps", number - edge.page)) for number in numbers]
    for way in product(*ways):
        yield edge.band, words, height, way


def _near(pages: dict[Key, set[int]], key: Key) -> int:
    band, words, height, way = key
    found: set[int] = set()
    for level in (height - 1, height, height + 1):
        found |= pages.get((band, words, level, way), set())
    return len(found)


def _counts(edge: _Edge, total: int) -> bool:
    """Whether a lone text in the margin can only be a page number."""
    text = edge.segment.text.strip()
    if _COUNTED.fullmatch(text):
        return True
    if text.isdecimal():
        return edge.detached and int(text[:9]) == edge.page
    if not (found := _OF.fullmatch(text)):
        return False
    return int(found[1]) <= int(found[2]) and (int(found[1]) == edge.page or int(found[2]) == total)
