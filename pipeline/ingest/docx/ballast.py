"""Formatting that says nothing about the text, cut from a part's XML before it is parsed.

Parsing is most of the work of reading a Word file, and most of what is parsed is fonts, sizes and borders.
What is cut is exact: elements that never hold themselves (where one does, nothing of its kind is cut).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Inside these, the bytes of a start tag would be none. It is enough to look for them in what is left: where
# one was cut in half, what is left is no XML, and the caller takes the whole.
_QUOTED = (b"!--", b"CDATA[")
# Run properties on which the text depends: hidden, raised, set in a symbol font.
_TELLING = (b"anish", b"webHidden", b"vertAlign", b'"Wingdings', b'"Symbol"')
_OWN_MARK = b"customMarkFollows"
# Word notes at a run when it was last changed.
_REVISION = b"<w:r w:rsid"
_SEAM = re.compile(rb'</w:t></w:r><w:r(?: w:rsid\w+="\w*")*><w:t>')
_STRUCK = (b"<w:del", b"<w:moveFrom")
# Each element with what it must hold to be kept.
_PARAGRAPH = (b"pStyle", b"numPr", b"outlineLvl", b"<w:rPr")
_ROW = (b"gridBefore", b"tblHeader", b"<w:del", b"hidden")
_CELL = (b"gridSpan", b"Merge", b"cellDel")

_STYLE, _STYLE_END, _TABLE = b"<w:style ", b"</w:style>", b'w:type="table"'
# A sheet beyond this many bytes is nobody's template.
_SHEET = 2**20
# What follows the words by which a style is referred to.
_REFERENCE = re.compile(rb'(?:Link)? w:val="([^"]*)"')
_BASE = re.compile(rb' w:val="([^"]*)"')


def telling(story: bytes, styles: bytes) -> bool:
    """Whether the looks of runs may change what a story shows, by themselves or through a style."""
    if story.startswith((b"\xff\xfe", b"\xfe\xff")) or b"anish" in styles:
        return True
    if b"rPr" not in story:
        return False
    return any(token in story for token in _TELLING) or (b"rStyle" in story and b"vertAlign" in styles)


def lighten(story: bytes) -> bytes:
    """The story's XML without the properties that its text does not depend on."""
    if _NAMESPACE not in story:
        return story
    # A character style may hide or raise, so its name stays; whether it does is for ``telling`` to find out.
    light = _cut(story, b"<w:rPr>", b"</w:rPr>", (*_TELLING, *_STRUCK, b"rStyle"))
    light = _cut(light, b"<w:pPr>", b"</w:pPr>", _PARAGRAPH)
    light = _cut(light, b"<w:trPr>", b"</w:trPr>", _ROW)
    light = _cut(light, b"<w:tcPr>", b"</w:tcPr>", _CELL)
    return story if _quoted(light) else light


def knit(light: bytes) -> bytes:
    """A light story with neighbouring runs of bare text made one; for stories in which looks change nothing."""
    # A run with a note's own mark ends where it ends.
    if _NAMESPACE not in light or _OWN_MARK in light or _quoted(light):
        return light
    light = light.replace(b'<w:t xml:space="preserve">', b"<w:t>").replace(b"</w:t></w:r><w:r><w:t>", b"")
    return _SEAM.sub(b"", light) if _REVISION in light else light


def lighten_styles(styles: bytes, *parts: bytes) -> bytes:
    """The styles' XML with no more than the parts need: the styles that they name, with their bases, and the defaults.

    Without table styles only where a style's name may be spelt in more ways than one.
    """
    if _NAMESPACE not in styles or _quoted(styles):
        return styles
    index = _index(styles) if len(styles) < _SHEET else None
    wanted = (
        _named(_REFERENCE, b"Style", parts) if all(_NAMESPACE in part for part in parts if part) else None
    )
    kept = None if index is None or wanted is None else _needed(index, wanted)
    if index is None or kept is None:
        return _cut(styles, _STYLE + _TABLE, _STYLE_END, ())
    return b"".join((index.root, *kept, b"</w:styles>"))


class _Index(NamedTuple):
    """A style sheet's root tag, and its styles by name, each without the beginning of its tag."""

    root: bytes
    styles: dict[bytes, list[bytes]]
    defaults: list[bytes]


# Files from one office come with the same few sheets.
@lru_cache(maxsize=16)
def _index(sheet: bytes) -> _Index | None:
    opening, *pieces = sheet.split(_STYLE)
    end = opening.find(b">", opening.find(b"<w:styles"))
    index = _Index(opening[: end + 1], {}, [])
    for piece in pieces:
        attributes = piece[: piece.find(b">")]
        name, quoted, _ = attributes.partition(b'w:styleId="')[2].partition(b'"')
        if not quoted or not _plain(name):
            return None
        if not piece.startswith(_TABLE):
            index.styles.setdefault(name, []).append(piece)
            if b"default" in attributes:
                index.defaults.append(name)
    return index if end > 0 else None


def _needed(index: _Index, wanted: set[bytes]) -> list[bytes] | None:
    """The styles that are wanted, with what they are based on; None where one is written in an unusual way."""
    wanted.update(index.defaults)
    seen: set[bytes] = set()
    kept: list[bytes] = []
    while wanted:
        name = wanted.pop()
        seen.add(name)
        parted = [piece.partition(_STYLE_END) for piece in index.styles.get(name, ())]
        own = [_STYLE + content + end for content, end, _ in parted]
        bases = _named(_BASE, b"basedOn", own)
        if bases is None or not all(end for _, end, _ in parted):
            return None
        wanted |= bases - seen
        kept += own
    return kept


def _named(shape: re.Pattern[bytes], token: bytes, parts: Iterable[bytes]) -> set[bytes] | None:
    """The styles that parts refer to; None where one may be referred to in another way than the usual one."""
    names: set[bytes] = set()
    for part in parts:
        for piece in part.split(token)[1:]:
            found = shape.match(piece)
            if not found or not _plain(found[1]):
                return None
            names.add(found[1])
    return names


def _plain(name: bytes) -> bool:
    """Whether all parts spell a name alike, whatever their encoding."""
    return b"&" not in name and name.isascii()


def _quoted(data: bytes) -> bool:
    # The one byte that all of them have, and few parts, is found much faster.
    return b"!" in data and any(token in data for token in _QUOTED)


def _cut(data: bytes, opening: bytes, closing: bytes, kept: tuple[bytes, ...]) -> bytes:
    first, *rest = data.split(opening)
    pieces = [first]
    # The same few contents come again and again.
    verdicts: dict[bytes, bool] = {}
    for piece in rest:
        content, found, tail = piece.partition(closing)
        if not found:
            return data
        keep = verdicts.get(content)
        if keep is None:
            keep = verdicts[content] = any(token in content for token in kept)
        if keep:
            pieces.append(opening)
            pieces.append(piece)
        else:
            pieces.append(tail)
    return b"".join(pieces)
