"""A stand-in for East Asian fonts that a file names but does not embed.

PDFium measures such text with a font of the machine, and takes lone or turned characters for nothing where the
machine has none (most servers). The stand-in is a font of nothing but boxes: text reads the same on every
machine. Widths and codes come from the PDF itself.
"""

from __future__ import annotations

import struct
from ctypes import memmove
from functools import cache
from typing import Any

# GB 2312, Big5, Shift JIS, Hangul: Windows' numbers, which PDFium asks by.
_EASTERN = frozenset((134, 136, 128, 129))
_HANDLE = 1
_EM, _ASCENT, _DESCENT = 1000, 880, -120
# First and last code of a range, and its glyph: a narrow box where letters may stand close.
_RANGES = (
    (0x20, 0x7E, 1),
    (0xA0, 0x4FF, 1),
    (0x2000, 0x2E7F, 2),
    (0x2E80, 0xD7FF, 2),
    (0xE000, 0xFFEF, 2),
    (0x20000, 0x323AF, 2),
)
_BOXES = ((20, 180), (100, 900))


@cache
def install() -> Any:
    """Let PDFium use the stand-in from now on; once a process. Gives what must outlive the library's use."""
    from pypdfium2 import raw

    font = build()
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1

    def map_font(
        _self: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any
    ) -> Any:
        return _HANDLE if charset in _EASTERN else None

    def font_data(_self: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if size >= len(font) and buffer:
            memmove(buffer, font, len(font))
        return len(font)

    calls = {
        "Release": lambda _self: None,
        "EnumFonts": lambda _self, _mapper: None,
        "MapFont": map_font,
        "GetFont": lambda _self, _face: None,
        "GetFontData": font_data,
        "GetFaceName": lambda _self, _font, _buffer, _size: 0,
        "GetFontCharset": lambda _self, _font: 134,
        "DeleteFont": lambda _self, _font: None,
    }
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    for name, call in calls.items():
        setattr(info, name, types[name](call))
    raw.FPDF_SetSystemFontInfo(info)
    return info, calls


def build() -> bytes:
    """The stand-in as a TrueType file: every character of the ranges is a box."""
    boxes = [_box(left, right) for left, right in _BOXES]
    groups = b"".join(struct.pack(">3I", *group) for group in _RANGES)
    many = struct.pack(">2H3I", 13, 0, 16 + len(groups), 0, len(_RANGES)) + groups
    head = struct.pack(">2I2I2H", 0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, _EM) + bytes(16)
    head += struct.pack(">4h", 0, _DESCENT, _EM, _ASCENT) + struct.pack(">2H3h", 0, 8, 2, 1, 0)
    heads = struct.pack(">I3hH3h", 0x00010000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM) + struct.pack(
        ">3h", 1, 0, 0
    )
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12) + many,
        b"glyf": b"".join(boxes),
        b"head": head,
        b"hhea": heads + bytes(8) + struct.pack(">hH", 0, 3),
        b"hmtx": struct.pack(">6h", _EM, 0, _EM, 0, _EM, 0),
        b"loca": struct.pack(">4I", 0, 0, len(boxes[0]), len(boxes[0]) + len(boxes[1])),
        b"maxp": struct.pack(">I14H", 0x00010000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _box(left: int, right: int) -> bytes:
    """A glyph of one contour: four points on the curve, three of them given by their distance to the last."""
    header = struct.pack(">5h", 1, left, _DESCENT, right, _ASCENT) + struct.pack(">2H", 3, 0)
    across = struct.pack(">4h", left, right - left, 0, left - right)
    upwards = struct.pack(">4h", _DESCENT, 0, _ASCENT - _DESCENT, 0)
    glyph = header + bytes((1, 1, 1, 1)) + across + upwards
    return glyph + bytes(-len(glyph) % 4)


def _file(tables: dict[bytes, bytes]) -> bytes:
    directory = struct.pack(">I4H", 0x00010000, len(tables), 64, 2, len(tables) * 16 - 64)
    offset = 12 + 16 * len(tables)
    body = b""
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", tag, total, offset + len(body), len(table))
        body += padded
    return directory + body
