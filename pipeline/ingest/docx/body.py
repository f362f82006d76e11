"""One walk over the body of a Word document, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.ingest.base import beyond
from pipeline.ingest.docx import table
from pipeline.ingest.docx.field import Fields, is_contents
from pipeline.ingest.docx.formula import linear
from pipeline.ingest.docx.name import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    VAL,
    Element,
    m,
    number,
    switch,
    value,
    w,
)
from pipeline.ingest.docx.numbering import Numbering
from pipeline.ingest.docx.run import PLAIN, RPR, Look, Looks
from pipeline.ingest.docx.style import Style, Styles
from pipeline.ingest.docx.symbol import symbol
from pipeline.ingest.draft import Draft
from pipeline.ingest.grid import assemble, caption
from pipeline.ingest.slot import Grid
from schemas.document import BlockKind, Cell
from schemas.span import Span

_P, _PPR, _R, _T, _TBL, _SDT = w("p"), w("pPr"), w("r"), w("t"), w("tbl"), w("sdt")
_ALT_CHUNK, _OBJECT = w("altChunk"), w("object")
_WRAPPERS = frozenset(
    map(w, ("sdtContent", "customXml", "smartTag", "hyperlink", "ins", "moveTo", "dir", "bdo", "rubyBase"))
)
_MATH = frozenset((m("oMath"), m("oMathPara")))
_PSTYLE, _NUMPR, _OUTLINE = w("pStyle"), w("numPr"), w("outlineLvl")
_STATED = frozenset((_PSTYLE, _NUMPR, _OUTLINE, RPR))
_FIELD, _FIELD_MARK, _INSTRUCTION = w("fldSimple"), w("fldChar"), w("instrText")
_DRAWN = frozenset(map(w, ("drawing", "pict", "object")))
_BOX = w("txbxContent")
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_OWN_MARK = w("customMarkFollows")
_RUBY, _SYMBOL = w("ruby"), w("sym")
# A break inside a paragraph: a character that XML cannot hold, so no text is mistaken for it.
_BREAK = "\v"
_FIXED = {
    w("tab"): " ",
    w("ptab"): " ",
    w("br"): _BREAK,
    w("cr"): _BREAK,
    w("noBreakHyphen"): "-",
}
_ODD_BLANK = re.compile(r"[\t\n\r\v]")
_BLANKS = str.maketrans("\t\n\r", "   ")
# The mark at a paragraph's end was struck out or moved away: the next paragraph goes on in the same line.
_STRUCK = (w("del"), w("moveFrom"))


@dataclass(slots=True)
class _Properties:
    """What a paragraph's properties and style say."""

    style: Style
    level: int | None
    list_id: int | None
    depth: int | None
    joined: bool = False
    hidden: bool = False


class Body:
    """Walks block containers into a draft. ``skipped`` counts objects whose text cannot be read."""

    def __init__(
        self,
        draft: Draft,
        styles: Styles,
        numbering: Numbering,
        looks: Looks,
        notes: Mapping[str, Mapping[str, Element]],
        skip_contents: bool = True,
    ) -> None:
        self.draft = draft
        self.fields = Fields(skip_contents)
        self.contents = False
        self.skipped = 0
        self._skip_contents = skip_contents
        self._styles, self._numbering, self._looks, self._notes = styles, numbering, looks, notes
        self._made: dict[str | None, _Properties] = {}
        self._told: set[Element] = set()
        self._parts: list[str] = []
        self._hidden = False
        self._pending: list[tuple[BlockKind, Element]] = []
        self._later: list[Element] = []
        self._carry = ""
        self._since = 0
        self._cells = 0

    def container(self, parent: Element, depth: int, kind: BlockKind) -> None:
        """Write all that stands in a body, cell, text box or note."""
        self._since = len(self.draft.blocks)
        self._blocks(parent, depth, kind)
        if self._carry or self._pending:
            self._flush(depth, kind)
        self._since = len(self.draft.blocks)

    def _blocks(self, parent: Element, depth: int, kind: BlockKind) -> None:
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, depth, kind)
            elif tag == _TBL:
                self._flush(depth, kind)
                self._table(child, depth, kind)
            elif tag == _ALT_CHUNK:
                self.skipped += 1
            else:
                inner = self._unwrap(child)
                if inner is not None:
                    self._bound(depth)
                    self._blocks(inner, depth + 1, kind)

    def _unwrap(self, element: Element) -> Element | None:
        """What stands for a wrapper: its content, a choice's first, nothing for what is not shown."""
        tag = element.tag
        if tag in _WRAPPERS:
            return element
        if tag == ALTERNATE:
            return element.find(CHOICE)
        if tag == _FIELD:
            return None if self._is_contents(is_contents(element.get(w("instr")))) else element
        if tag != _SDT:
            return None
        settings = element.find(w("sdtPr"))
        gallery = None if settings is None else settings.find(f"{w('docPartObj')}/{w('docPartGallery')}")
        if gallery is not None and self._is_contents(gallery.get(VAL) == "Table of Contents"):
            return None
        # The prompt of a control that nobody has filled in is not the author's text.
        return None if switch(settings, w("showingPlcHdr")) else element.find(w("sdtContent"))

    def _is_contents(self, found: bool) -> bool:
        self.contents |= found and self._skip_contents
        return found and self._skip_contents

    def _paragraph(self, paragraph: Element, depth: int, kind: BlockKind) -> None:
        first = paragraph[0] if len(paragraph) else None
        properties = self._properties(first if first is not None and first.tag == _PPR else None)
        muted = self.fields.muted
        self._hidden = properties.style.hidden
        self._parts = [self._carry] if self._carry else []
        self._inline(paragraph, depth)
        if self.fields.muted:
            self.fields.close_paragraph()
        raw = "".join(self._parts)
        self._carry = raw if properties.joined else ""
        if properties.joined:
            return
        label = ""
        if properties.list_id and not properties.hidden and (raw or not muted):
            label = self._numbering.label(properties.list_id, properties.depth, properties.style.names)
        if raw or label:
            self._write(raw, label, properties.level, kind)
        if self._pending:
            self._attach(depth)

    def _properties(self, element: Element | None) -> _Properties:
        """What a ``w:pPr`` states, or its style where it is silent."""
        if element is None:
            return self._styled(None)
        found: dict[str, Element] = {}
        for child in element:
            tag = child.tag
            if tag in _STATED:
                found[tag] = child
        named = found.pop(_PSTYLE, None)
        base = self._styled(None if named is None else named.get(VAL))
        if not found:
            return base
        made = replace(base)
        if _OUTLINE in found:
            outline = number(found[_OUTLINE].get(VAL))
            made.level = outline + 1 if outline is not None and 0 <= outline < 9 else None
        if _NUMPR in found:
            listing = found[_NUMPR]
            own_list, own_depth = number(value(listing, w("numId"))), number(value(listing, w("ilvl")))
            made.list_id = base.list_id if own_list is None else own_list
            if own_depth is not None or own_list is not None:
                made.depth = own_depth if own_depth is not None else base.depth or 0
        if RPR in found:
            made.joined = any(found[RPR].find(tag) is not None for tag in _STRUCK)
            vanish = switch(found[RPR], w("vanish"))
            made.hidden = base.hidden if vanish is None else vanish
        return made

    def _styled(self, name: str | None) -> _Properties:
        """The properties of a paragraph that states nothing but its style."""
        made = self._made.get(name)
        if made is None:
            style = self._styles.paragraph(name)
            made = _Properties(style, style.level, style.list_id, style.depth, hidden=style.hidden)
            self._made[name] = made
        return made

    def _inline(self, parent: Element, depth: int) -> None:
        needed = self._looks.needed
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, self._looks.of(child, self._hidden) if needed else PLAIN, depth)
            elif tag == _PPR:
                continue
            elif tag in _MATH:
                if not self.fields.muted:
                    self._parts.append(linear(child))
            else:
                inner = self._unwrap(child)
                if inner is not None:
                    self._bound(depth)
                    self._inline(inner, depth + 1)

    def _run(self, run: Element, look: Look, depth: int) -> None:
        for child in run:
            tag = child.tag
            if tag == _T:
                if not look.hidden and not self.fields.muted:
                    text = child.text or ""
                    self._parts.append(text if look is PLAIN else look.text(text))
            elif tag != RPR:
                self._special(child, tag, look, depth)
                if tag in _NOTES and child.get(_OWN_MARK) in ("1", "true", "on"):
                    # The rest of the run is the note's mark.
                    return

    def _special(self, element: Element, tag: str, look: Look, depth: int) -> None:
        """Whatever a run holds beside text. Field marks count even where they are hidden."""
        if tag == _FIELD_MARK:
            self._parts.append(self.fields.mark(element))
            self.contents |= self.fields.contents
        elif tag == _INSTRUCTION:
            self.fields.instruct(element.text)
        elif not look.hidden and not self.fields.muted:
            if tag in _FIXED:
                self._parts.append(_FIXED[tag])
            elif tag == _SYMBOL:
                self._parts.append(symbol(element.get(w("char")), element.get(w("font"))))
            else:
                self._object(element, tag, look, depth)

    def _object(self, element: Element, tag: str, look: Look, depth: int) -> None:
        """What stands beside or inside the line: notes, drawings, ruby, alternatives."""
        if tag in _NOTES:
            note = self._notes[_NOTES[tag]].get(element.get(w("id")) or "")
            if note is not None and note not in self._told:
                self._told.add(note)
                self._pending.append(("footnote", note))
        elif tag in _DRAWN:
            self._drawn(element)
        elif tag == _RUBY:
            base = element.find(w("rubyBase"))
            if base is not None:
                self._inline(base, depth + 1)
        elif tag == ALTERNATE:
            choice = element.find(CHOICE)
            for child in () if choice is None else choice:
                if child.tag == _T:
                    self._parts.append(look.text(child.text or ""))
                else:
                    self._special(child, child.tag, look, depth)

    def _drawn(self, element: Element) -> None:
        """Queue the text boxes of a drawing; count what it holds that cannot be read."""
        boxes = list(_boxes(element)) if next(element.iter(_BOX), None) is not None else []
        self._pending.extend(("textbox", box) for box in boxes)
        if boxes:
            return
        kind = next((found.get("uri") or "" for found in element.iter(_GRAPHIC)), "")
        self.skipped += element.tag == _OBJECT or kind.endswith(("/chart", "/diagram"))

    def _write(self, raw: str, label: str, level: int | None, kind: BlockKind) -> None:
        """Write a paragraph's lines; a number alone stands only where it fills a cell."""
        if _ODD_BLANK.search(raw):
            lines = [line for part in raw.translate(_BLANKS).split(_BREAK) if (line := part.strip())]
        else:
            lines = [line] if (line := raw.strip()) else []
        if not lines and label and kind == "cell":
            lines = [""]
        if kind == "paragraph" and level:
            kind = "heading"
        if kind != "heading":
            level = None
        for line in lines:
            self.draft.block(_joined(label, line) if label else line, kind, level, len(label))
            label = ""

    def _flush(self, depth: int, kind: BlockKind) -> None:
        """Write what a struck paragraph mark left to a paragraph that never came."""
        if self._carry:
            raw, self._carry = self._carry, ""
            self._write(raw, "", None, kind)
        if self._pending:
            self._attach(depth)

    def _attach(self, depth: int) -> None:
        """Write the text boxes and notes of the paragraph just written; notes in a table wait for its end."""
        pending, self._pending = self._pending, []
        for kind, element in sorted(pending, key=lambda item: item[0] == "footnote"):
            if kind == "footnote" and self._cells:
                self._later.append(element)
            else:
                self._apart(element, depth, kind)

    def _apart(self, element: Element, depth: int, kind: BlockKind) -> None:
        self._bound(depth)
        fields, self.fields = self.fields, Fields(self._skip_contents)
        self.container(element, depth + 1, kind)
        self.fields = fields

    def _table(self, element: Element, depth: int, kind: BlockKind) -> None:
        self._bound(depth)
        grid = table.read(element)
        if not self._cells and grid.rows == grid.columns == len(grid.slots) == 1:
            # One cell is a frame around running text, not a table.
            self.container(grid.slots[0].element, depth + 1, kind)
            return
        draft = self.draft
        before = draft.mark()
        title = self._caption()
        draft.gap()
        start = draft.end
        cells, texts = self._fill(grid, depth)
        if not any(texts):
            draft.rewind(before)
        else:
            draft.tables.append(assemble(cells, texts, start, draft.end, grid.marked, title))
            draft.fresh = False
        if not self._cells:
            later, self._later = self._later, []
            for note in later:
                self._apart(note, depth, "footnote")

    def _caption(self) -> Span | None:
        """The lines just before a table, in its own container and after the last table, that name it."""
        draft = self.draft
        first = max(self._since, len(draft.blocks) - 2)
        count = caption(draft.lines[first:])
        return Span(draft.blocks[-count].start, draft.blocks[-1].end) if count else None

    def _fill(self, grid: Grid, depth: int) -> tuple[list[Cell], list[str]]:
        """Write the cells, tabs between them, a line break for every further row."""
        cells: list[Cell] = []
        texts: list[str] = []
        row = 0
        self._cells += 1
        for slot in grid.slots:
            self.draft.separate("\n" * (slot.row - row) or ("\t" if cells else ""))
            row = slot.row
            start, piece = self.draft.end, len(self.draft.pieces)
            self.container(slot.element, depth + 1, "cell")
            cells.append(Cell(slot.row, slot.column, start, self.draft.end, slot.row_span, slot.column_span))
            texts.append(self.draft.text(piece))
        self._cells -= 1
        return cells, texts

    def _bound(self, depth: int) -> None:
        if depth > self.draft.limits.nesting:
            limit = self.draft.limits.nesting
            raise beyond(f"tables or controls nested more than {limit} deep", "nesting")


def _boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing, without its fallback copy."""
    stack = [element]
    while stack:
        top = stack.pop()
        if top.tag == _BOX:
            yield top
        elif top.tag != FALLBACK:
            stack.extend(reversed(top))


def _joined(label: str, line: str) -> str:
    """Label and text, parted only where one would run into the other: ``1.`` before ``5公里``."""
    last = label[-1]
    return f"{label} {line}" if line and last.isascii() and (last.isalnum() or last in ".)") else label + line
