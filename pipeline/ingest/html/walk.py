"""One walk over a page's body, in reading order, without recursion: pages nest as deep as they like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.base import Limits, beyond
from pipeline.ingest.draft import Draft
from pipeline.ingest.grid import Item
from pipeline.ingest.html import grid
from pipeline.ingest.html.tree import CONTROL, Element
from schemas.document import BlockKind

_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_HEADING = re.compile("h[1-6]")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_NUMERAL = re.compile(r"[\d+−-]{1,3}")
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—"
# A line break in the page's source between two Chinese characters is none on the page.
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\n\r]+[ \t]*(?=[{_WIDE}])")
_BREAK = "\v"
_SHORTEST_TITLE = 6
_TICKS = ("checkbox", "radio")


class Walk:
    """Writes what stands under an element into ``draft``."""

    def __init__(self, limits: Limits) -> None:
        self.draft = Draft(limits)
        self._limits = limits
        self._since = 0
        self._parts: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._level: int | None = None
        self._label = ""
        self._title = ""
        self._counts: dict[Element, int] = {}
        self._pre = 0
        self._cells = limits.cells

    def page(self, root: Element, title: str) -> None:
        """Write what of a page is the document; the line that the page's ``title`` begins with is its heading."""
        self._title = title
        self._since = len(self.draft.blocks)
        for element, begins in self._steps(root):
            if begins:
                self._begin(element)
            else:
                self._end(element, element is root)
        self._flush()

    def _steps(self, root: Element) -> Iterator[tuple[Element, bool]]:
        """Each element as it begins and as it ends; a table of data is written whole and not entered."""
        stack: list[tuple[Element, bool]] = [(root, True)]
        while stack:
            element, begins = stack.pop()
            if begins and element.tag == "table" and self._table(element):
                self._tail(element, element is root)
                continue
            yield element, begins
            if begins:
                stack.append((element, False))
                stack.extend((child, True) for child in reversed(element))

    def _begin(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
            if _HEADING.fullmatch(tag):
                self._kind, self._level = "heading", int(tag[1])
            elif tag == "li":
                self._label = self._numbered(element)
            self._pre += tag == "pre"
        elif tag == "br":
            self._parts.append(_BREAK)
        elif tag == "input" and (element.get("type") or "").lower() in _TICKS:
            self._parts.append("☐" if element.get("checked") is None else "☑")
        self._say(element.text, raised=tag == "sup")

    def _end(self, element: Element, last: bool) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
            self._pre -= tag == "pre"
            if _HEADING.fullmatch(tag):
                self._kind, self._level = "paragraph", None
        self._tail(element, last)

    def _tail(self, element: Element, last: bool) -> None:
        if not last:
            self._say(element.tail)

    def _say(self, text: str | None, *, raised: bool = False) -> None:
        if text:
            self._parts.append(_plain(text, raised=raised, kept=self._pre > 0))

    def _numbered(self, item: Element) -> str:
        """The number that a browser puts before an item of a numbered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        start = (item.get("value") or parent.get("start") or "").strip()
        stated = int(start) if start.isdecimal() and len(start) < 7 else None
        if parent in self._counts and not item.get("value"):
            stated = None
        number = self._counts.get(parent, 0) + 1 if stated is None else stated
        self._counts[parent] = number
        if parent.get("type") in ("a", "A") and number <= 26:
            return f"{chr(ord(parent.get('type') or 'a') + number - 1)}."
        return f"{number}."

    def _flush(self) -> None:
        """Write the lines gathered so far."""
        if not self._parts:
            return
        text, self._parts = "".join(self._parts), []
        for line in _lines(text):
            label, self._label = self._label, ""
            if label and line.startswith(label):
                label = ""  # the author numbered the items by hand as well
            joined = f"{label} {line}" if label else line
            if self._names(line):
                self.draft.block(joined, "heading", 1)
            else:
                self.draft.block(joined, self._kind, self._level, len(label))

    def _names(self, line: str) -> bool:
        """Whether a line is the page's title, which sites write into any kind of element; the first such is."""
        words = "".join(line.split())
        if len(words) < _SHORTEST_TITLE or not self._title.startswith(words):
            return False
        self._title = ""
        return True

    def _table(self, element: Element) -> bool:
        """Write a table of data; False for one that only lays out, whose cells are read one after the other."""
        if grid.holds_tables(element):
            return False
        found = grid.read(element, self._cells)
        if found is None:
            raise beyond(f"holds tables of more than {self._limits.cells} cells", "cells")
        if grid.is_layout(found):
            return False
        self._cells -= sum(slot.row_span * slot.column_span for slot in found.slots)
        self._flush()
        for caption in element.iterchildren("caption"):
            self._inside(caption)
            for line in _lines("".join(self._drained())):
                self.draft.block(line, "paragraph")
        items = []
        for slot in found.slots:
            self._inside(slot.element)
            text = "\n".join(_lines("".join(self._drained())))
            items.append(Item(slot.row, slot.column, text, slot.row_span, slot.column_span))
        if any(item.text for item in items):
            self.draft.table(items, self._since, found.marked)
            self._since = len(self.draft.blocks)
        return True

    def _inside(self, cell: Element) -> None:
        """Gather the words of a cell; its paragraphs are its lines."""
        stack: list[tuple[Element, bool]] = [(cell, True)]
        while stack:
            element, begins = stack.pop()
            tag = str(element.tag)
            if not begins:
                self._parts.append(_BREAK if tag in _BLOCKS else "")
                self._tail(element, element is cell)
                continue
            if tag == "br" or (tag in _BLOCKS and element is not cell):
                self._parts.append(_BREAK)
            if tag == "li":
                self._parts.append(self._numbered(element))
            if tag == "input" and (element.get("type") or "").lower() in _TICKS:
                self._parts.append("☐" if element.get("checked") is None else "☑")
            self._say(element.text, raised=tag == "sup")
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))

    def _drained(self) -> list[str]:
        parts, self._parts = self._parts, []
        return parts


def _plain(text: str, *, raised: bool, kept: bool) -> str:
    """A stretch of characters as the page shows it; spaces are still as many as there are."""
    text = CONTROL.sub("", text)  # a page may write them as numbers: &#1;
    if kept:
        return text.replace("\r\n", _BREAK).replace("\n", _BREAK).replace("\r", _BREAK)
    return text.translate(_RAISED) if raised and _NUMERAL.fullmatch(text.strip()) else text


def _lines(text: str) -> list[str]:
    """The lines of a paragraph that hold anything, with single spaces."""
    joined = _WRAPPED.sub("", text) if "\n" in text or "\r" in text else text
    return [line for part in joined.split(_BREAK) if (line := _SPACE.sub(" ", part).strip(" \u3000"))]
