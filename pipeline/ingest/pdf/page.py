"""A page's characters, straight from PDFium: what they say, where they stand, which way they run."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from ctypes import addressof, c_double, c_int, c_ushort, c_void_p
from dataclasses import dataclass, field
from itertools import accumulate, compress, islice, pairwise, repeat
from itertools import count as count_from
from math import hypot, isfinite, isnan
from operator import and_, ne, or_
from typing import Any

from pipeline.ingest.pdf.frame import Axis, Frame
from pipeline.ingest.pdf.layer import invisible, unshown
from pipeline.ingest.pdf.native import address, quick
from pipeline.ingest.pdf.sign import drawn
from schemas.document import BBox

SLANTED = -1
LOST = "\ufffd"
_CHARACTERS = 200_000
_LIGHT_FROM_SIZE = 16.0
_SKEW = 0.06
# PDFium writes a hyphen at a line's end as U+0002 or U+FFFE.
_PLAIN: dict[int, str] = dict.fromkeys((*range(32), *range(127, 160), 65535), LOST)
_PLAIN |= dict.fromkeys((9, 10, 13), " ") | dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
# Signs without width say how to break or turn a text; between two digits they would part a number.
_MUTE = (
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
)
_PLAIN |= dict.fromkeys(_MUTE, "")
_RARE = re.compile(
    "[\ud800-\udfff\U00010000-\U0010ffff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_UNIT = re.compile("[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)

Axes = tuple[Axis, Axis, Axis, Axis]


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
    # Where the stretch ends in which a character stands: neighbours of one height, turn and size.
    ends: list[int] = field(default_factory=list)
    # Whether they are written to be found but not seen.
    invisible: bool = False
    _axes: dict[Frame, Axes] = field(default_factory=dict)

    def keep(self, wanted: Sequence[bool]) -> None:
        """Drop all other characters."""
        if all(wanted):
            return
        for values in (self.left, self.top, self.right, self.bottom, self.size):
            values[:] = compress(values, wanted)
        self.text[:] = compress(self.text, wanted)
        self.turn[:] = compress(self.turn, wanted)
        places = [0, *accumulate(wanted)]
        self.ends[:] = [places[end] for end in compress(self.ends, wanted)]
        self.light = {places[index] for index in self.light if wanted[index]}

    def box(self, index: int) -> BBox:
        """A character's box in user space: left, top, right, bottom."""
        return self.left[index], self.top[index], self.right[index], self.bottom[index]

    def axes(self, frame: Frame) -> Axes:
        """The edges of all characters as x0, y0, x1, y1 of a frame; the characters are all there by then."""
        found = self._axes.get(frame)
        if found is None:
            found = self._axes[frame] = frame.axes(self.left, self.top, self.right, self.bottom)
        return found

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


def glyphs(page: Any, layers: frozenset[bytes] = frozenset()) -> Glyphs:
    """All characters of a pypdfium2 page but those of ``layers``. CrowdedPage when there are too many to be a page."""
    text_page = page.get_textpage()
    try:
        return _collect(text_page.raw, text_page.count_chars(), empty(page), layers)
    finally:
        text_page.close()


def _collect(handle: Any, count: int, result: Glyphs, layers: frozenset[bytes]) -> Glyphs:
    from pypdfium2 import raw

    if count > _CHARACTERS:
        raise CrowdedPage(str(count))
    values = _boxes(handle, count)
    result.left, result.top = values[0::4], values[1::4]
    result.right, result.bottom = values[2::4], values[3::4]
    result.text = drawn(handle, _characters(raw, handle, count))
    if _orient(raw, handle, result):
        result.text = [
            LOST if raw.FPDFText_HasUnicodeMapError(handle, index) == 1 else text
            for index, text in enumerate(result.text)
        ]
    result.invisible = invisible(handle, count)
    wanted = _wanted(result)
    if layers:
        starts = {0, *result.ends} - {count}
        for index in unshown(handle, sorted(starts), layers):
            wanted[index : result.ends[index]] = repeat(False, result.ends[index] - index)
    result.keep(wanted)
    return result


def _boxes(handle: Any, count: int) -> list[float]:
    """The loose boxes of all characters: left, top, right, bottom, left, …"""
    boxes = array("f", bytes(16 * count))
    read_box = quick("FPDFText_GetLooseCharBox", None, c_void_p, c_int, c_void_p)
    deque(map(read_box, repeat(address(handle)), range(count), count_from(boxes.buffer_info()[0], 16)), 0)
    return boxes.tolist()


def _wanted(result: Glyphs) -> list[bool]:
    """What is on the page; spaces and line breaks that PDFium makes up have no height."""
    page = result.seen.grown(2)
    across = _within(result.left, result.right, page)
    wanted: list[bool] = []
    index, count = 0, len(result.text)
    while index < count:
        end = result.ends[index]
        top, bottom = result.top[index], result.bottom[index]
        shown = page.bottom < bottom and top < page.top
        level = across or _within(result.left[index:end], result.right[index:end], page)
        if shown and not (level and top != bottom):
            wanted += [
                page.left < result.left[at]
                and result.right[at] < page.right
                and (top != bottom or not result.text[at].isspace())
                for at in range(index, end)
            ]
        else:
            wanted += repeat(shown, end - index)
        index = end
    return wanted if all(result.text) else list(map(and_, wanted, map(bool, result.text)))


def _within(left: Sequence[float], right: Sequence[float], page: Frame) -> bool:
    """Whether no box sticks out sideways, and none is without a place."""
    if not left or isnan(sum(left) + sum(right)):
        return False
    return page.left < min(left) and max(right) < page.right


def _characters(raw: Any, handle: Any, count: int) -> list[str]:
    """One string for each of PDFium's characters, empty for what has no width or is half of a surrogate pair."""
    buffer = (c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    else:
        # Some characters have no Unicode value: the buffer leaves them out, so they are asked for one by one.
        codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
        text = "".join(chr(code) if code < 0x110000 else LOST for code in codes)
    if len(text) == count and not _RARE.search(text):
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
    page, target = address(handle), addressof(matrix)
    read_matrix = quick("FPDFText_GetMatrix", None, c_void_p, c_int, c_void_p)
    read_size = quick("FPDFText_GetFontSize", c_double, c_void_p, c_int)
    unmapped = quick("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
    turn, size, light = 0, 0.0, False
    for start, end in _level(result.top, result.bottom):
        index = start
        while index < end:
            left, top, right, bottom = box = result.box(index)
            until = end
            if top != bottom and not (top == last[1] and bottom == last[3]):
                if left == last[0] and right == last[2]:
                    # It stands under the last one, which says nothing of those beside it.
                    until = index + 1
                else:
                    read_matrix(page, index, target)
                    turn = direction(matrix.a, matrix.b)
                    size = read_size(page, index) * hypot(matrix.c, matrix.d) or top - bottom
                    light = size >= _LIGHT_FROM_SIZE and _light(raw, handle, index)
                    lost = lost or unmapped(page, index) == 1 or unmapped(page, end - 1) == 1
                    last = box
            if light:
                result.light.update(range(index, until))
            result.turn += repeat(turn, until - index)
            result.size += repeat(size, until - index)
            result.ends += repeat(until, until - index)
            index = until
    return lost


def _level(top: Sequence[float], bottom: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Stretches of characters that follow each other at one height."""
    count = len(top)
    steps = map(or_, map(ne, top, islice(top, 1, None)), map(ne, bottom, islice(bottom, 1, None)))
    return pairwise((0, *compress(range(1, count), steps), count))


def _light(raw: Any, handle: Any, index: int) -> bool:
    """Whether a character is painted pale (but not white, which stands on a dark ground) or see-through."""
    from ctypes import c_uint

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return False
    luminance = (299 * red.value + 587 * green.value + 114 * blue.value) / 255_000
    return alpha.value < 160 or 0.6 < luminance < 0.985
