"""Formatting that says nothing about the text, cut from a part's XML before it is parsed.

Parsing is most of the work of reading a Word file, and most of what is parsed is fonts, sizes and borders.
What is cut is exact: elements that never hold themselves (where one does, nothing of its kind is cut).
"""

from __future__ import annotations

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


def lighten_styles(styles: bytes) -> bytes:
    """The styles' XML without table styles."""
    if _NAMESPACE not in styles or any(token in styles for token in _QUOTED):
        return styles
    return _cut(styles, b'<w:style w:type="table"', b"</w:style>", ())


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
