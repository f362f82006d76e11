"""The words in the text boxes of a sheet: forms say there how they are to be filled in, and by when."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARAGRAPH, _TEXT, _BREAK = f"{_DRAWING}p", f"{_DRAWING}t", f"{_DRAWING}br"
# The same once more, for programs that do not know the first form.
_SECOND = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def captions(drawing: etree._Element) -> Iterator[str]:
    """The paragraphs of all text boxes and shapes of a drawing part that say anything."""
    for second in list(drawing.iter(_SECOND)):
        del second[:]
    for paragraph in drawing.iter(_PARAGRAPH):
        text = "".join("\n" if one.tag == _BREAK else one.text or "" for one in paragraph.iter(_TEXT, _BREAK))
        if text.strip():
            yield text
