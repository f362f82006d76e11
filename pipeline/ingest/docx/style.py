"""What a paragraph or character style says about text: heading level, numbering, hidden, raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.docx.name import VAL, Element, number, switch, value, w

# A chain of basedOn longer than this is a circle.
_CHAIN = 50
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. ``level`` is the outline level from 1, ``depth`` the list level from 0.

    ``names`` are the ids of the style and of what it is based on, nearest first.
    """

    level: int | None = None
    list_id: int | None = None
    depth: int | None = None
    names: tuple[str, ...] = ()
    hidden: bool = False
    raised: bool = False


class Styles:
    """The styles of one document, resolved when first asked for."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str | None, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterfind(w("style")):
            name = element.get(w("styleId"))
            if name is None:
                continue
            self._elements.setdefault(name, element)
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self._default = name

    def paragraph(self, name: str | None) -> Style:
        """The paragraph style ``name``, or the default one where it is None or unknown."""
        return self._style(name if name in self._elements else self._default)

    def named(self, name: str) -> Style:
        """The style ``name`` of any other kind; an empty one where it is unknown."""
        return self._style(name)

    def _style(self, name: str | None) -> Style:
        found = self._resolved.get(name)
        if found is None:
            found = self._resolved[name] = self._resolve(name)
        return found

    def _chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        for _ in range(_CHAIN):
            element = None if name is None else self._elements.get(name)
            if name is None or element is None:
                return
            yield name, element
            name = value(element, w("basedOn"))

    def _resolve(self, name: str | None) -> Style:
        list_id = depth = outline = None
        names = []
        hidden: bool | None = None
        raised: str | None = None
        for step, element in self._chain(name):
            names.append(step)
            own = element.find(w("pPr"))
            listing = None if own is None else own.find(w("numPr"))
            list_id = number(value(listing, w("numId"))) if list_id is None else list_id
            depth = number(value(listing, w("ilvl"))) if depth is None else depth
            outline = _outline(step, element, own) if outline is None else outline
            run = element.find(w("rPr"))
            hidden = switch(run, w("vanish")) if hidden is None else hidden
            raised = value(run, w("vertAlign")) if raised is None else raised
        level = outline + 1 if outline is not None and 0 <= outline < 9 else None
        return Style(level, list_id, depth, tuple(names), bool(hidden), raised == "superscript")


def _outline(name: str, element: Element, own: Element | None) -> int | None:
    """The outline level from 0 that one style itself states, 9 for running text, None for nothing."""
    stated = number(value(own, w("outlineLvl")))
    if stated is not None:
        return stated
    label = element.find(w("name"))
    for text in (None if label is None else label.get(VAL), name):
        if text and (match := _HEADING.fullmatch(text.strip())):
            return int(match[1]) - 1
        if text and _TITLE.fullmatch(text.strip()):
            return 0
    return None
