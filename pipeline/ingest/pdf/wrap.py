"""How a line goes on in the next one: what is put between them, and whether the next words would have fitted."""

from __future__ import annotations

import re

from pipeline.ingest.pdf.segment import wide

_CLOSING = "，。、；：！？）》」』】〕”’…,.;:!?)]}%％"
_UNIT = re.compile(r"[A-Za-z0-9.,:/%‰+\-_@&=#~°²³]+")
_GROUPED = re.compile(r"\d,$")


def glue(before: str, after: str, spaced: bool) -> str:
    """What joins two lines of one paragraph; ``spaced`` where the file has a space at the first one's end."""
    last, first = before[-1], after[0]
    if wide(last) or wide(first):
        return ""
    if last.isdigit() and first.isdigit():
        return " " if spaced else ""
    if last in "-/(（" or first in ",.;:!?)%/-":
        return ""
    if last == "," and first.isdigit() and _GROUPED.search(before[-2:]):
        return " " if spaced else ""
    if last == "." and first.isdigit() and len(before) > 1 and before[-2].isdigit():
        return " " if spaced else ""
    return " "


def fits(text: str, room: float, size: float) -> bool:
    """Whether a line's first unbreakable piece would have stood in ``room`` points with some to spare."""
    return room > max(1.6 * size, _width(_head(text)) * size + 0.6 * size)


def _head(text: str) -> str:
    found = _UNIT.match(text)
    end = found.end() if found else 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return text[:end]


def _width(text: str) -> float:
    return sum(1.0 if wide(character) else 0.5 for character in text)
