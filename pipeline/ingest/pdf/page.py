"""A page's characters, straight from PDFium: what they say, where they stand, which way they run."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot, isfinite
from typing import Any

from pipeline.ingest.pdf.frame import Frame

SLANTED = -1
LOST = "\ufffd"
_CHARACTERS = 200_000
_LIGHT_FROM_SIZE = 16.0
_SKEW = 0.06
_SOFT_HYPHENS = {0x02, 0xAD}


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

    def add(self, text: str, box: tuple[float, float, float, float], turn: int, size: float) -> None:
        """One character with its box (left, top, right, bottom), unless it stands off what is seen of the page."""
        left, top, right, bottom = box
        page = self.seen
        if not (page.left - 2 <= (left + right) / 2 <= page.right + 2):
            return
        if not (page.bottom - 2 <= (top + bottom) / 2 <= page.top + 2):
            return
        self.text.append(text)
        self.left.append(left)
        self.top.append(top)
        self.right.append(right)
        self.bottom.append(bottom)
        self.turn.append(turn)
        self.size.append(size)

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
    boxes, matrices = (raw.FS_RECTF * count)(), (raw.FS_MATRIX * count)()
    read_box, read_matrix, read_code = (
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetMatrix,
        raw.FPDFText_GetUnicode,
    )
    codes = [read_code(handle, index) for index in range(count)]
    for index in range(count):
        read_box(handle, index, boxes[index])
        read_matrix(handle, index, matrices[index])
    box_values, matrix_values = _floats(boxes), _floats(matrices)
    rows = zip(*(iter(box_values),) * 4, strict=True)
    last: tuple[float, ...] = ()
    turn, size, light, high = 0, 0.0, False, 0
    for index, (code, (left, top, right, bottom)) in enumerate(zip(codes, rows, strict=True)):
        if code in (9, 10, 13, 32) and raw.FPDFText_IsGenerated(handle, index):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        matrix = matrix_values[index * 6 : index * 6 + 6]
        if matrix != last:
            last = matrix
            turn = direction(matrix[0], matrix[1])
            size = raw.FPDFText_GetFontSize(handle, index) * hypot(matrix[2], matrix[3])
            light = size >= _LIGHT_FROM_SIZE and _light(raw, handle, index)
        if top - bottom < 0.3 * size and turn == 0:
            top = bottom + size
        before = len(result.text)
        result.add(_character(code, high), (left, top, right, bottom), turn, size or top - bottom)
        high = 0
        if light and len(result.text) > before:
            result.light.add(before)
    return result


def _floats(array: Any) -> tuple[float, ...]:
    return tuple(memoryview(array).cast("B").cast("f"))


def _character(code: int, high: int) -> str:
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
    if code in _SOFT_HYPHENS:
        return "-"
    if code in (9, 10, 13):
        return " "
    if code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return LOST
    return chr(code)


def _light(raw: Any, handle: Any, index: int) -> bool:
    """Whether a character is painted pale (but not white, which stands on a dark ground) or see-through."""
    from ctypes import c_uint

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return False
    luminance = (299 * red.value + 587 * green.value + 114 * blue.value) / 255_000
    return alpha.value < 160 or 0.6 < luminance < 0.985
