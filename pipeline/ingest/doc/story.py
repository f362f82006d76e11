"""The stories of a .doc (main text, notes, text boxes) as WordprocessingML elements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from pipeline.ingest.base import Limits
from pipeline.ingest.doc.binary import Binary, Strange, entries
from pipeline.ingest.doc.modifier import one, stated
from pipeline.ingest.doc.piece import Text
from pipeline.ingest.doc.run import Runs, look
from pipeline.ingest.doc.style import fonts, listing, make, make_value
from pipeline.ingest.doc.table import Open
from pipeline.ingest.docx.name import Element, w
from pipeline.ingest.docx.style import Styles

_MAIN, _FOOTNOTES, _ENDNOTES, _BOXES = 0, 1, 5, 6
_NOTES = {"footnote": (_FOOTNOTES, 2, 3), "endnote": (_ENDNOTES, 46, 47)}
_FIELDS, _SECTIONS, _BOX_TEXTS, _BOX_PLACES = 16, 6, 56, 40
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_DROPPED = 0x442C
_STYLE, _MERGED_STYLE = 0x4600, 0xC601
_END = re.compile("[\r\x07\x0c]")


class Stories:
    """Builds the elements of a whole document."""

    def __init__(self, binary: Binary, sheet: Element, limits: Limits) -> None:
        self._binary = binary
        self._text = Text(binary, limits.characters)
        self._nesting = limits.nesting
        self._starts = [0, *accumulate(binary.counts)]
        self._fonts = fonts(binary)
        self._styles = Styles(sheet)
        places, kinds = entries(binary.part(_FIELDS), 2)
        self._kinds = {place: kind[1] for place, kind in zip(places, kinds, strict=False)}
        self._sections = set(entries(binary.part(_SECTIONS), 12)[0])
        self._notes = {
            place: (kind, number)
            for kind, (_, references, _) in _NOTES.items()
            for number, place in enumerate(self._references(references))
        }
        self._boxes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._place_boxes()

    def main(self) -> Element:
        """The main text as a ``w:document``."""
        return make("document", self._story("body", 0, self._starts[1]))

    def notes(self) -> dict[str, dict[str, Element]]:
        """The notes by number, as the walker over .docx files wants them."""
        found: dict[str, dict[str, Element]] = {}
        for kind, (story, _, texts) in _NOTES.items():
            start = self._starts[story]
            places = entries(self._binary.part(texts), 0)[0]
            found[f"{kind}s"] = {
                str(number): self._story(kind, start + places[number], start + places[number + 1])
                for number in range(len(places) - 2)
            }
        return found

    def _references(self, part: int) -> tuple[int, ...]:
        places, marks = entries(self._binary.part(part), 2)
        if any(mark == b"\0\0" for mark in marks):
            raise Strange("a note with a mark of its own")
        return places[:-1]

    def _place_boxes(self) -> None:
        places, shapes = entries(self._binary.part(_BOX_PLACES), 26)
        anchors = {shape[:4]: place for shape, place in zip(shapes, places, strict=False)}
        texts, boxes = entries(self._binary.part(_BOX_TEXTS), 22)
        base = self._starts[_BOXES]
        # The last one stands for none.
        for index, box in enumerate(boxes[:-1]):
            if box[8:10] != b"\0\0":
                continue
            if box[14:18] not in anchors:
                raise Strange("a text box within another drawing")
            self._boxes[anchors[box[14:18]]].append((base + texts[index], base + texts[index + 1]))

    def _anchored(self, mark: str, at: int) -> list[Element]:
        """What a special character stands for."""
        if mark == "\x02":
            if at not in self._notes:
                return []
            kind, number = self._notes[at]
            return [make(f"{kind}Reference", {w("id"): str(number)})]
        return [
            make("pict", self._story("txbxContent", start, end)) for start, end in self._boxes.pop(at, ())
        ]

    def _story(self, name: str, start: int, end: int) -> Element:
        """The paragraphs and tables from ``start`` to ``end`` in an element."""
        root = make(name)
        runs = Runs(self._fonts, self._kinds, self._anchored)
        tables: list[Open] = []
        for first, last in self._paragraphs(start, end):
            style, grpprl = self._text.paragraph(last)
            found = stated(grpprl)
            depth = (one(found, _DEPTH) or 1) if one(found, _IN_TABLE) else 0
            if depth > self._nesting:
                raise Strange("tables nested too deep")
            while len(tables) > depth:
                tables.pop().close()
            while len(tables) < depth:
                holder = tables[-1].cell if tables else root
                tables.append(Open(make("tbl")))
                holder.append(tables[-1].element)
            mark = self._text.text[last]
            if depth and one(found, _ROW_END if depth == 1 else _INNER_ROW):
                tables[-1].end_row(grpprl)
                continue
            (tables[-1].cell if tables else root).append(self._paragraph(first, last, style, found, runs))
            if depth and (mark == "\x07" if depth == 1 else one(found, _INNER_CELL)):
                tables[-1].end_cell()
        while tables:
            tables.pop().close()
        return root

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where each paragraph begins, and where its mark stands."""
        first = start
        for match in _END.finditer(self._text.text, start, end):
            last = match.start()
            # A page break looks like a section's end.
            if match[0] != "\x0c" or last + 1 in self._sections:
                yield first, last
                first = last + 1
        if first < end:
            raise Strange("a story without an end")

    def _paragraph(self, first: int, last: int, style: int, found: dict[int, bytes], runs: Runs) -> Element:
        if _MERGED_STYLE in found:
            raise Strange("a style by permutation")
        style = one(found, _STYLE) or style
        properties = make("pPr", make_value("pStyle", style), *listing(found))
        paragraph = make("p", properties)
        hidden = self._styles.paragraph(str(style)).hidden
        for start, text, grpprl in self._runs(first, last):
            paragraph.extend(runs.write(text, start, look(grpprl, hidden)))
        mark = look(self._grpprl(last), hidden)
        if mark.deleted or mark.hidden or (one(found, _DROPPED) or 0) & 7:
            # A dropped capital is a paragraph of its own before the one that it begins.
            properties.append(make("rPr", make("vanish" if mark.hidden else "del")))
        return paragraph

    def _grpprl(self, at: int) -> bytes:
        return self._text.runs[bisect_right(self._text.run_starts, at) - 1]

    def _runs(self, first: int, last: int) -> Iterator[tuple[int, str, bytes]]:
        starts, text = self._text.run_starts, self._text.text
        index = bisect_right(starts, first) - 1
        while first < last:
            following = starts[index + 1] if index + 1 < len(starts) else last
            yield first, text[first : min(following, last)], self._text.runs[index]
            first, index = following, index + 1
