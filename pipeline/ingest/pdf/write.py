"""Paragraphs and tables written out as one text, with blocks, tables and places that count in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest import grid as grids
from pipeline.ingest.glyph import fold
from pipeline.ingest.pdf.cell import Slot
from pipeline.ingest.pdf.paragraph import Paragraph
from pipeline.ingest.pdf.sheet import Sheet
from pipeline.ingest.pdf.table import Grid
from schemas.document import Block, Cell, Place, Table
from schemas.span import Span

_NEAR = 5.0
_REPEATED_ROWS = 6
_CONTINUED = re.compile(r"[（(]?\s*(?:续\s?表.{0,40}|.{0,40}[（(]续.{0,4}[）)]|续上表)\s*[）)]?")


@dataclass(slots=True)
class Draft:
    """The parts of a Document that its paragraphs and tables make up."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def write(paragraphs: Sequence[Paragraph], sheets: dict[int, Sheet]) -> Draft:
    """Lay the text out, one line break between paragraphs, look-alikes folded."""
    draft = Draft()
    pieces: list[str] = []
    offset = 0
    for paragraph in whole(paragraphs):
        if pieces:
            pieces.append("\n")
            offset += 1
        grid = paragraph.lines[0].grid
        text = (
            _table(draft, grid, offset, sheets, pieces) if grid else _prose(draft, paragraph, offset, sheets)
        )
        pieces.append(text)
        offset += len(text)
    draft.text = "".join(pieces)
    return draft


def whole(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with tables joined that go on at the top of the next page."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        line = paragraph.lines[0]
        if line.grid:
            # A line between the parts that only says "continued" goes with the join.
            skip = 1 if result and not result[-1].lines[0].grid and _continued(result) else 0
            if len(result) > skip:
                above = result[-1 - skip].lines[0]
                if above.grid and _last_page(above.grid) == line.page - 1 and _joined(above.grid, line.grid):
                    del result[len(result) - skip :]
                    continue
        result.append(paragraph)
    return result


def _continued(result: list[Paragraph]) -> bool:
    lines = result[-1].lines
    if len(lines) > 1 or len(result) < 2:
        return False
    if _CONTINUED.fullmatch(lines[0].text):
        return True
    return len(result) > 2 and "".join(line.text for line in result[-3].lines) == lines[0].text


def _last_page(grid: Grid) -> int:
    return max(slot.page for slot in grid.slots)


def _joined(grid: Grid, more: Grid) -> bool:
    """Append a table's continuation to it where the columns agree; False where they do not."""
    sides, others = grid.sides, more.sides
    if len(sides) != len(others) or abs(sides[0] - others[0]) > _NEAR or abs(sides[-1] - others[-1]) > _NEAR:
        return False
    drop = _repeated(grid, more)
    # Under a repeated header the same columns may have been set anew with other widths.
    if not drop and any(abs(a - b) > _NEAR for a, b in zip(sides, others, strict=True)):
        return False
    rest = [slot for slot in more.slots if slot.row >= drop]
    bottom = {slot.column: slot for slot in grid.slots if slot.row + slot.row_span == grid.rows}
    drop += _spill(bottom, [slot for slot in rest if slot.row == drop])
    rest = [slot for slot in rest if slot.row >= drop]
    for slot in rest:
        above = bottom.get(slot.column)
        # A merged cell cut by the page end goes on empty; its words stand on the page before.
        cut = slot.row == drop and 1 < slot.row_span < more.rows - drop and not slot.text
        if cut and above and above.text and above.column_span == slot.column_span:
            above.row_span += slot.row_span
            continue
        slot.row += grid.rows - drop
        grid.slots.append(slot)
    grid.rows += more.rows - drop
    return True


def _spill(bottom: dict[int, Slot], row: Sequence[Slot]) -> int:
    """Let a row that the page end cut go on in its own cells; 1 where it did, else 0."""
    filled = [slot for slot in row if slot.text]
    if not filled or any(slot.row_span > 1 for slot in row) or min(slot.column for slot in filled) == 0:
        return 0
    if not all(slot.column in bottom and bottom[slot.column].goes_on(slot) for slot in filled):
        return 0
    for slot in filled:
        bottom[slot.column].extend(slot)
    return 1


def _repeated(grid: Grid, more: Grid) -> int:
    """How many leading rows of the continuation repeat the table's header."""
    first, second = _texts(grid), _texts(more)
    count = 0
    while count < min(_REPEATED_ROWS, grid.rows, more.rows - 1) and first.get(count, []) == second.get(
        count, []
    ):
        count += 1
    if count and not any(first.get(row) for row in range(count)):
        return 0
    # Rows that hang together by a merged cell repeat together or not at all.
    while count and any(slot.row < count < slot.row + slot.row_span for slot in more.slots):
        count -= 1
    return count


def _texts(grid: Grid) -> dict[int, list[tuple[int, str]]]:
    result: dict[int, list[tuple[int, str]]] = {}
    for slot in sorted(grid.slots, key=lambda slot: (slot.row, slot.column)):
        if slot.text:
            result.setdefault(slot.row, []).append((slot.column, slot.text))
    return result


def _table(draft: Draft, grid: Grid, offset: int, sheets: dict[int, Sheet], pieces: Sequence[str]) -> str:
    caption = _caption(draft, pieces, offset)
    slots = sorted(grid.slots, key=lambda slot: (slot.row, slot.column))
    items = [slot.item() for slot in slots]
    text, cells = grids.lay(items, offset)
    for slot, cell in zip(slots, cells, strict=True):
        if cell.end > cell.start:
            draft.blocks.append(Block(cell.start, cell.end, "cell"))
            draft.places += _places(slot, cell, sheets)
    draft.tables.append(
        grids.assemble(cells, [item.text for item in items], offset, offset + len(text), caption=caption)
    )
    return text


def _places(slot: Slot, cell: Cell, sheets: dict[int, Sheet]) -> list[Place]:
    """Where a cell stands; one place for each page that it goes over."""
    parts = [(0, slot.page, slot.box), *slot.more]
    ends = [offset for offset, _, _ in slot.more] + [len(slot.text)]
    return [
        Place(cell.start + offset, cell.start + end, page, sheets[page].shown(box))
        for (offset, page, box), end in zip(parts, ends, strict=True)
    ]


def _caption(draft: Draft, pieces: Sequence[str], offset: int) -> Span | None:
    """The one or two paragraphs right above that name the table or its unit."""
    above: list[Block] = []
    end = offset - 1
    for block in reversed(draft.blocks):
        if block.kind == "cell" or block.end != end or len(above) == 2:
            break
        above.insert(0, block)
        end = block.start - 1
    if not above:
        return None
    tail = "".join(pieces[-2 * len(above) :])
    start = offset - len(tail)
    count = grids.caption([tail[block.start - start : block.end - start] for block in above])
    return Span(above[-count].start, above[-1].end) if count else None


def _prose(draft: Draft, paragraph: Paragraph, offset: int, sheets: dict[int, Sheet]) -> str:
    parts: list[str] = []
    end = offset
    for piece, line in paragraph.pieces():
        start = end + len(piece) - len(line.text)
        end += len(piece)
        parts.append(piece)
        draft.places.append(Place(start, end, line.page, sheets[line.page].shown(line.box)))
    draft.blocks.append(Block(offset, end, paragraph.kind))
    return fold("".join(parts))
