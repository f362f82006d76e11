"""Formatting that says nothing about the text, cut from a part's XML before it is parsed.

Parsing is most of the work of reading a Word file, and most of what is parsed is fonts, sizes and borders.
What is cut is exact: elements that never hold themselves (where one does, nothing of its kind is cut).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Inside these, the bytes of a start tag would be none. It is enough to look for them in what is left: where
# one was cut in half, what is left is no XML, and the caller takes the whole.
_QUOTED = (b"!--", b"CDATA[")
# Run properties on which the text depends: hidden, raised, set in a symbol font.
_TELLING = (b"anish", b"webHidden", b"vertAlign", b'"Wingdings', b'"Symbol"')
_STRUCK = (b"<w:del", b"<w:moveFrom")
# Each element with what it must hold to be kept.
_PARAGRAPH = (b"pStyle", b"numPr", b"outlineLvl", b"<w:rPr")
_ROW = (b"gridBefore", b"tblHeader", b"<w:del", b"hidden")
_CELL = (b"gridSpan", b"Merge", b"cellDel")

_STYLE, _STYLE_END, _TABLE = b"<w:style ", b"</w:style>", b'w:type="table"'
# What follows the words by which a style is referred to.
_REFERENCE = re.compile(rb'(?:Link)? w:val="([^"]*)"')
_BASE = re.compile(rb' w:val="([^"]*)"')


def telling(story: bytes, styles: bytes) -> bool:
    """Whether the looks of runs may change what a story shows, by themselves or through a style."""
    if story.startswith((b"\xff\xfe", b"\xfe\xff")) or any(token in story for token in _TELLING):
        return True
    return b"anish" in styles or (b"rStyle" in story and b"vertAlign" in styles)


def lighten(story: bytes) -> bytes:
    """The story's XML without the properties that its text does not depend on."""
    if _NAMESPACE not in story:
        return story
    # A character style may hide or raise, so its name stays; whether it does is for ``telling`` to find out.
    light = _cut(story, b"<w:rPr>", b"</w:rPr>", (*_TELLING, *_STRUCK, b"rStyle"))
    light = _cut(light, b"<w:pPr>", b"</w:pPr>", _PARAGRAPH)
    light = _cut(light, b"<w:trPr>", b"</w:trPr>", _ROW)
    light = _cut(light, b"<w:tcPr>", b"</w:tcPr>", _CELL)
    return story if any(token in light for token in _QUOTED) else light


def lighten_styles(styles: bytes, *parts: bytes) -> bytes:
    """The styles' XML with no more than the parts need: the styles that they name, with their bases, and the defaults.

    Without table styles only where a style's name may be spelt in more ways than one.
    """
    if _NAMESPACE not in styles or any(token in styles for token in _QUOTED):
        return styles
    opening, *rest = styles.split(_STYLE)
    root = opening.find(b">", opening.find(b"<w:styles"))
    wanted = (
        _named(_REFERENCE, b"Style", parts) if all(_NAMESPACE in part for part in parts if part) else None
    )
    kept = None if root < 0 or wanted is None else _needed(rest, wanted)
    if kept is None:
        return _cut(styles, _STYLE + _TABLE, _STYLE_END, ())
    return b"".join((opening[: root + 1], *kept, b"</w:styles>"))


def _needed(pieces: Sequence[bytes], wanted: set[bytes]) -> list[bytes] | None:
    """The styles that are wanted; ``pieces`` are all of them without the beginning of their tags."""
    found: dict[bytes, list[bytes]] = {}
    for piece in pieces:
        attributes = piece[: piece.find(b">")]
        name, quoted, _ = attributes.partition(b'w:styleId="')[2].partition(b'"')
        if not quoted or not _plain(name) or _STYLE_END not in piece:
            return None
        if not piece.startswith(_TABLE):
            found.setdefault(name, []).append(piece)
            if b"default" in attributes:
                wanted.add(name)
    kept: list[bytes] = []
    while wanted:
        own = [_STYLE + piece[: piece.find(_STYLE_END)] + _STYLE_END for piece in found.pop(wanted.pop(), ())]
        bases = _named(_BASE, b"basedOn", own)
        if bases is None:
            return None
        wanted |= bases
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
