"""Running heads, feet and page numbers: what the margins of several pages repeat, and what only counts pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

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


def strip(sheets: Sequence[Sheet], size: float) -> None:
    """Take the furniture out of the sheets in place; ``size`` is the body's type size."""
    edges = [(sheet, band, segment) for sheet in sheets for band, segment in _margins(sheet)]
    pages: defaultdict[Key, set[int]] = defaultdict(set)
    for sheet, band, segment in edges:
        if segment.size <= 1.2 * size:
            for key in _keys(sheet, band, segment):
                pages[key].add(sheet.number)
    gone: defaultdict[int, set[int]] = defaultdict(set)
    least = 2 if len(sheets) < 5 else 3
    for sheet, band, segment in edges:
        repeated = any(_near(pages, key) >= least for key in _keys(sheet, band, segment))
        if (repeated and segment.size <= 1.2 * size) or _counts(segment.text, sheet.number, len(sheets)):
            gone[sheet.number].add(id(segment))
    for sheet in sheets:
        if found := gone.get(sheet.number):
            sheet.segments = [segment for segment in sheet.segments if id(segment) not in found]


def _margins(sheet: Sheet) -> Iterator[tuple[str, Segment]]:
    """The outermost rows at the head and foot of a sheet, and what runs along its sides."""
    height, width = sheet.frame.height, sheet.frame.width
    upright = rows([segment for segment in sheet.segments if not segment.turned])
    ceiling = min((grid.box[1] for grid in sheet.grids), default=height)
    floor = max((grid.box[3] for grid in sheet.grids), default=0.0)
    for row in upright[:_DEPTH]:
        if row[0].y1 < height * _BAND and row[0].y0 < ceiling:
            yield from (("head", segment) for segment in row)
    for row in upright[-_DEPTH:]:
        if row[0].y0 > height * (1 - _BAND) and row[0].y1 > floor:
            yield from (("foot", segment) for segment in row)
    for segment in sheet.segments:
        if segment.turned and (segment.x1 < width * _BAND or segment.x0 > width * (1 - _BAND)):
            yield "side", segment


def _keys(sheet: Sheet, band: str, segment: Segment) -> Iterator[Key]:
    """What a repetition on another page has in common: words, height, and numbers that stay or step along."""
    numbers = [int(found[:9]) for found in _DIGITS.findall(segment.text)]
    if len(numbers) > 4:
        return
    height = round(segment.middle / _DRIFT)
    words = _DIGITS.sub("#", "".join(segment.text.split()))
    if _ROMAN.fullmatch(words):
        words = "i"
    ways = [(("stays", number), ("steps", number - sheet.number)) for number in numbers]
    for way in product(*ways):
        yield band, words, height, way


def _near(pages: dict[Key, set[int]], key: Key) -> int:
    band, words, height, way = key
    found: set[int] = set()
    for level in (height - 1, height, height + 1):
        found |= pages.get((band, words, level, way), set())
    return len(found)


def _counts(text: str, page: int, total: int) -> bool:
    """Whether a lone text in the margin can only be a page number."""
    text = text.strip()
    if _COUNTED.fullmatch(text):
        return True
    if text.isdigit():
        return int(text[:9]) == page
    if not (found := _OF.fullmatch(text)):
        return False
    return int(found[1]) <= int(found[2]) and (int(found[1]) == page or int(found[2]) == total)
