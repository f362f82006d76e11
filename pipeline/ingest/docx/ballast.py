"""Formatting that says nothing about the text, cut from a part's XML before it is parsed.

Parsing is most of the work of reading a Word file, and most of what is parsed is fonts, sizes and borders.
"""

from __future__ import annotations

_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Where these stand, a start tag found by its bytes may be none, or run properties may be nested.
_UNSAFE = (b"<!--", b"<![CDATA[", b"rPrChange")
# Run properties on which the text depends: hidden, raised, set in a symbol font, a struck paragraph mark.
_TELLING = (b"anish", b"webHidden", b"vertAlign", b'"Wingdings', b'"Symbol"')
_STRUCK = (b"<w:del", b"<w:moveFrom")


def telling(story: bytes, styles: bytes) -> bool:
    """Whether the looks of runs may change what a story shows, by themselves or through a style."""
    if story.startswith((b"\xff\xfe", b"\xfe\xff")) or any(token in story for token in _TELLING):
        return True
    return b"anish" in styles or (b"rStyle" in story and b"vertAlign" in styles)


def lighten(story: bytes, looks: bool) -> bytes:
    """The story's XML without borders, and without run properties unless ``looks`` of runs are needed."""
    if _NAMESPACE not in story or any(token in story for token in _UNSAFE):
        return story
    for name in (b"tcBorders", b"pBdr"):
        story = _cut(story, b"<w:%b>" % name, b"</w:%b>" % name)
    if looks or any(token in story for token in _STRUCK):
        return story
    return _cut(story, b"<w:rPr>", b"</w:rPr>")


def lighten_styles(styles: bytes) -> bytes:
    """The styles' XML without table styles."""
    if _NAMESPACE not in styles or any(token in styles for token in _UNSAFE[:2]):
        return styles
    return _cut(styles, b'<w:style w:type="table"', b"</w:style>")


def _cut(data: bytes, opening: bytes, closing: bytes) -> bytes:
    first, *rest = data.split(opening)
    kept = [first]
    for piece in rest:
        _, found, tail = piece.partition(closing)
        if not found:
            return data
        kept.append(tail)
    return b"".join(kept)
