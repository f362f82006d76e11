"""Tables as texts with tabs, and what is read in them."""

from __future__ import annotations

from typing import Any

from extractors.figure.piece import FigurePiece
from extractors.figure.reader import figures
from pipeline.ingest.grid import Item, assemble, lay
from schemas.document import Block, Document
from tests.build import part


def table(*rows: str) -> str:
    """Rows with cells parted by | as lines with cells parted by tabs."""
    return "\n".join(row.replace("|", "\t") for row in rows)


def read(text: str, subject: str | None = "青石县") -> list[FigurePiece]:
    return figures(part(text), subject)


def row(piece: FigurePiece, *names: str) -> tuple[Any, ...]:
    values = {
        "value": piece.quantity.value,
        "unit": piece.quantity.unit,
        "indicator": piece.link.indicator,
        "role": piece.role,
        "stage": piece.stage,
        "entity": piece.entity,
        "verdict": piece.verdict,
        "qualifier": piece.link.qualifier,
        "damage": piece.quantity.damage,
        "cell": piece.cell,
    }
    return tuple(values[name] for name in names)


def found(text: str, *names: str) -> list[tuple[Any, ...]]:
    return [row(piece, *names) for piece in read(text)]


def merged(*rows: str) -> Document:
    """A document of one table: < goes on to the left, ^ upwards, as a Word file states merged cells."""
    grid = [line.split("|") for line in rows]
    items = []
    for y, line in enumerate(grid):
        for x, text in enumerate(line):
            if text in ("<", "^"):
                continue
            wide = next((n for n, other in enumerate(line[x + 1 :]) if other != "<"), len(line) - x - 1)
            below = [other[x] for other in grid[y + 1 :]]
            high = next((n for n, other in enumerate(below) if other != "^"), len(below))
            items.append(Item(y, x, text, high + 1, wide + 1))
    text, cells = lay(items, 0)
    whole = assemble(cells, [text[cell.start : cell.end] for cell in cells], 0, len(text))
    blocks = tuple(Block(cell.start, cell.end, "cell") for cell in cells if cell.end > cell.start)
    return Document("表.docx", "0" * 64, len(text), "text/plain", "test", text, blocks, (whole,))
