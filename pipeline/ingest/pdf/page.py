"""A page's characters, straight from PDFium: what they say, where they stand, which way they run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import c_ushort
from dataclasses import dataclass, field
from math import hypot, isfinite
from typing import Any

from pipeline.ingest.pdf.frame import Frame

SLANTED = -1
LOST = "\ufffd"
_CHARACTERS = 200_000
_LIGHT_FROM_SIZE = 16.0
_SKEW = 0.06
# PDFium writes a hyphen at a line's end as U+0002 or U+FFFE.
_PLAIN: dict[int, str] = dict.fromkeys((*range(32), *range(127, 160), 65535), LOST)
_PLAIN |= dict.fromkeys((9, 10, 13), " ") | dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
_PAIR = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_UNIT = re.compile("[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)


class CrowdedPage(Exception):
    """One page claims more characters than any page of paper holds."""


@dataclass(slots=True)
class Glyphs:
    """Characters in content order; boxes in user space. ``turn`` is the quarter turn of the writing, or SLANTED."""

    frame: Frame
    seen: Frame
    text: list[str] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    bottom: list[float] = field(default_factory=list)
    turn: list[int] = field(default_factory=list)
    size: list[float] = field(default_factory=list)
    light: set[int] = field(default_factory=set)

    def keep(self, wanted: Sequence[bool]) -> None:
        """Drop all other characters."""
        if all(wanted):
            return
        kept = [index for index, want in enumerate(wanted) if want]
        for values in (self.left, self.top, self.right, self.bottom, self.size):
            values[:] = [values[index] for index in kept]
        self.text[:] = [self.text[index] for index in kept]
        self.turn[:] = [self.turn[index] for index in kept]
        self.light = {number for number, index in enumerate(kept) if index in self.light}

    def main_turn(self) -> int:
        """The quarter turn that most characters have."""
        counts = [self.turn.count(turn) for turn in range(4)]
        return counts.index(max(counts))


def direction(a: float, b: float) -> int:
    """The quarter turn of a text matrix's first column, SLANTED where it is none."""
    if abs(b) <= _SKEW * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= _SKEW * abs(b):
        return 1 if b > 0 else 3
    return SLANTED


def empty(page: Any) -> Glyphs:
    """No characters yet, but the page's media box, unturned, and what its crop box lets see of it."""
    paper = _frame(page.get_mediabox()) or Frame(0, 0.0, 0.0, 612.0, 792.0)
    crop = _frame(page.get_cropbox())
    if not crop or crop.right < paper.left or paper.right < crop.left or crop.top < paper.bottom:
        crop = paper
    return Glyphs(paper, crop)


def _frame(box: tuple[float, float, float, float]) -> Frame | None:
    left, bottom, right, top = box
    if not all(map(isfinite, box)) or right - left < 1 or top - bottom < 1:
        return None
    return Frame(0, left, bottom, right, top)


def glyphs(page: Any) -> Glyphs:
    """All characters of a pypdfium2 page. CrowdedPage when there are too many to be a page."""
    text_page = page.get_textpage()
    try:
        return _collect(text_page.raw, text_page.count_chars(), empty(page))
    finally:
        text_page.close()


def _collect(handle: Any, count: int, result: Glyphs) -> Glyphs:
    from pypdfium2 import raw

    if count > _CHARACTERS:
        raise CrowdedPage(str(count))
    boxes = (raw.FS_RECTF * count)()
    read_box = raw.FPDFText_GetLooseCharBox
    for index, box in enumerate(boxes):
        read_box(handle, index, box)
    values: list[float] = list(memoryview(boxes).cast("B").cast("f"))
    result.left, result.top = values[0::4], values[1::4]
    result.right, result.bottom = values[2::4], values[3::4]
    result.text = _characters(raw, handle, count)
    if _orient(raw, handle, result):
        result.text = [
            LOST if raw.FPDFText_HasUnicodeMapError(handle, index) == 1 else text
            for index, text in enumerate(result.text)
        ]
    page = result.seen.grown(2)
    # Spaces and line breaks that PDFium makes up have no height.
    result.keep(
        [
            bool(text)
            and (top != bottom or not text.isspace())
            and page.left < left
            and right < page.right
            and page.bottom < bottom
            and top < page.top
            for text, left, top, right, bottom in zip(
                result.text, result.left, result.top, result.right, result.bottom, strict=True
            )
        ]
    )
    return result


def _characters(raw: Any, handle: Any, count: int) -> list[str]:
    """One string for each of PDFium's characters, empty for the second half of a surrogate pair."""
    buffer = (c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    else:
        # Some characters have no Unicode value: the buffer leaves them out, so they are asked for one by one.
        codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
        text = "".join(chr(code) if code < 0x110000 else LOST for code in codes)
    if len(text) == count and not _PAIR.search(text):
        return list(text.translate(_PLAIN))
    pieces = []
    for piece in _UNIT.findall(text):
        whole = piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        pieces += [whole.translate(_PLAIN), *[""] * (len(whole.encode("utf-16-le")) // 2 - 1)]
    return pieces


def _orient(raw: Any, handle: Any, result: Glyphs) -> bool:
    """Turn and size of each character; one that is level with the last shares its text object's.

    True where a font without a mapping to Unicode shows, whose codes PDFium passes off as characters.
    """
    lost = False
    last = (0.0, 0.0, 0.0, 0.0)
    matrix = raw.FS_MATRIX()
    turn, size, light = 0, 0.0, False
    rows = zip(result.left, result.top, result.right, result.bottom, strict=True)
    for index, box in enumerate(rows):
        left, top, right, bottom = box
        level = (top == last[1] and bottom == last[3]) or (left == last[0] and right == last[2])
        if not level and top != bottom:
            raw.FPDFText_GetMatrix(handle, index, matrix)
            turn = direction(matrix.a, matrix.b)
            size = raw.FPDFText_GetFontSize(handle, index) * hypot(matrix.c, matrix.d) or top - bottom
            light = size >= _LIGHT_FROM_SIZE and _light(raw, handle, index)
            lost = lost or raw.FPDFText_HasUnicodeMapError(handle, index) == 1
            last = box
        if light:
            result.light.add(index)
        result.turn.append(turn)
        result.size.append(size)
    return lost


def _light(raw: Any, handle: Any, index: int) -> bool:
    """Whether a character is painted pale (but not white, which stands on a dark ground) or see-through."""
    from ctypes import c_uint

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return False
    luminance = (299 * red.value + 587 * green.value + 114 * blue.value) / 255_000
    return alpha.value < 160 or 0.6 < luminance < 0.985
