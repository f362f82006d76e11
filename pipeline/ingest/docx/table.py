"""The grid of a Word table: where each cell stands and how far it reaches. No text is read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.ingest.docx.name import VAL, Element, number, switch, value, w
from pipeline.ingest.slot import Grid, Slot, laid_out

_TR, _TC = w("tr"), w("tc")
# Wrappers around rows and cells: content controls, custom XML.
_WRAPPERS = frozenset((w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")))
_TCPR, _TRPR, _BEFORE = w("tcPr"), w("trPr"), w("gridBefore")
_GRID_SPAN, _DOWN, _ACROSS, _DELETED = w("gridSpan"), w("vMerge"), w("hMerge"), w("cellDel")
_HEADER, _HIDDEN, _STRUCK = w("tblHeader"), w("hidden"), w("del")
_PLACING = frozenset((_GRID_SPAN, _DOWN, _ACROSS, _DELETED))
_GO_ON = "continue"
# Word itself ends at 63 columns.
_WIDEST = 1000


def read(table: Element) -> Grid:
    """Lay out a ``w:tbl``. Deleted and hidden rows are left out; a column that no row begins at is none."""
    slots: list[Slot] = []
    open_cells: dict[int, Slot] = {}
    rows = marked = 0
    for line in _inside(table, _TR):
        properties = line.find(_TRPR)
        if properties is not None:
            if _gone(properties):
                continue
            marked += marked == rows and bool(switch(properties, _HEADER))
        open_cells = _row(line, properties, rows, open_cells, slots)
        rows += 1
    return laid_out(slots, rows, marked)


def _row(
    line: Element, properties: Element | None, row: int, above: dict[int, Slot], slots: list[Slot]
) -> dict[int, Slot]:
    """Place one row's cells; ``above`` and the result hold the cells that may go on below, by column."""
    column = _span(value(properties, _BEFORE), 0)
    below: dict[int, Slot] = {}
    last: Slot | None = None
    for element in _inside(line, _TC):
        stated = _settings(element)
        if _DELETED in stated:
            continue
        wide = _span(stated.get(_GRID_SPAN), 1)
        down = stated.get(_DOWN)
        if last is not None and stated.get(_ACROSS) == _GO_ON:
            last.column_span += wide
        else:
            last = above.get(column) if down == _GO_ON else None
            if last is None:
                last = Slot(element, row, column, 1, wide)
                slots.append(last)
            else:
                last.row_span = row + 1 - last.row
            if down is not None:
                below[column] = last
        column += wide
    return below


def _settings(cell: Element) -> dict[str, str]:
    """What a cell's properties say about its place, by element name; a value left out means ``continue``."""
    first = cell[0] if len(cell) else None
    if first is None or first.tag != _TCPR:
        return {}
    return {tag: child.get(VAL) or _GO_ON for child in first if (tag := child.tag) in _PLACING}


def _span(text: str | None, least: int) -> int:
    return least if text is None else min(max(number(text) or least, least), _WIDEST)


def _gone(properties: Element) -> bool:
    return properties.find(_STRUCK) is not None or bool(switch(properties, _HIDDEN))


def _inside(parent: Iterable[Element], tag: str) -> Iterator[Element]:
    """Children named ``tag``, also those in wrappers, which may be nested: a stack spares the recursion."""
    stack = [iter(parent)]
    while stack:
        for child in stack[-1]:
            if child.tag == tag:
                yield child
            elif child.tag in _WRAPPERS:
                stack.append(iter(child))
                break
        else:
            stack.pop()
