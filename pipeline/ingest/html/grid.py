"""The grid of an HTML table, and whether it is one: most tables of old pages only lay a page out."""

from __future__ import annotations

from pipeline.ingest.html.tree import Element
from pipeline.ingest.slot import Grid, Slot, laid_out

_WIDEST, _HIGHEST = 1000, 65_534
_LONG = 120


def holds_tables(table: Element) -> bool:
    """Whether other tables stand in a table's cells: then it only places them."""
    return next(table.iterdescendants("table"), None) is not None


def is_layout(grid: Grid) -> bool:
    """Whether a table only places things: in a single column, or as long texts side by side."""
    if grid.columns < 2:
        return True
    return grid.rows < 2 and any(_long(slot.element) for slot in grid.slots)


def read(table: Element, most: int) -> Grid | None:
    """Lay a table out; None where it covers more than ``most`` places."""
    slots: list[Slot] = []
    # How far down (past the last row) the columns are taken by cells from above.
    taken: dict[int, int] = {}
    # Forms and the like stand between a table and its rows where they may not.
    rows = [row for row in table.iterdescendants("tr") if len(row)]
    marked = 0
    places = 0
    for index, row in enumerate(rows):
        elements = list(row.iterchildren("td", "th"))
        marked += marked == index and _marked(row)
        column = 0
        for element in elements:
            while taken.get(column, 0) > index:
                column += 1
            wide = min(max(_number(element.get("colspan"), 1), 1), _WIDEST)
            down = _number(element.get("rowspan"), 1)
            down = min(down, _HIGHEST, len(rows) - index) if down > 0 else len(rows) - index
            places += wide * down
            if places > most:
                return None
            slots.append(Slot(element, index, column, down, wide))
            for step in range(wide):
                taken[column + step] = index + down
            column += wide
    return laid_out(slots, len(rows), marked)


def _marked(row: Element) -> bool:
    """Whether a row is marked as header."""
    parent = row.getparent()
    return (parent is not None and parent.tag == "thead") or all(
        cell.tag == "th" for cell in row.iterchildren("td", "th")
    )


def _number(text: str | None, least: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else least


def _long(cell: Element) -> bool:
    return sum(len(text.strip()) for text in cell.itertext()) > _LONG
