"""The text of a document while it is being written, with its blocks and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.base import Limits, beyond
from pipeline.ingest.grid import Item, assemble, caption
from pipeline.line import lines
from schemas.document import Block, BlockKind, Cell, Table
from schemas.span import Span


@dataclass(slots=True)
class Draft:
    """``end`` is the length so far; ``fresh`` where the next block needs no line break before it.

    ``lines[i]`` is the text of ``blocks[i]``.
    """

    limits: Limits
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    end: int = 0
    fresh: bool = True

    def block(self, text: str, kind: BlockKind, level: int | None = None, label: int = 0) -> None:
        """Add a paragraph; ``label`` is the length of the automatic number that it begins with."""
        self.gap()
        start = self.end
        self.end = end = start + len(text)
        if end > self.limits.characters:
            raise beyond(f"more than {self.limits.characters} characters of text", "characters")
        self.pieces.append(text)
        self.lines.append(text)
        self.blocks.append(Block(start, end, kind, level, start + label))

    def gap(self) -> None:
        """Begin a new line unless one has just begun."""
        if not self.fresh:
            self.pieces.append("\n")
            self.end += 1
        self.fresh = False

    def separate(self, mark: str) -> None:
        """Add what stands between two cells."""
        self.pieces.append(mark)
        self.end += len(mark)
        self.fresh = True

    def table(self, items: Sequence[Item], since: int, marked: int = 0) -> None:
        """Add a table of whole cells, in reading order; what names it stands in ``blocks[since:]``.

        ``marked`` is how many leading rows the file itself marks as header.
        """
        first = max(since, len(self.blocks) - 2)
        named = caption(self.lines[first:])
        title = Span(self.blocks[-named].start, self.blocks[-1].end) if named else None
        self.gap()
        start, row = self.end, 0
        cells: list[Cell] = []
        for item in items:
            self.separate("\n" * (item.row - row) or ("\t" if cells else ""))
            row, begin = item.row, self.end
            for head, tail in lines(item.text):
                self.block(item.text[head:tail], "cell")
            cells.append(Cell(item.row, item.column, begin, self.end, item.row_span, item.column_span))
        texts = [item.text for item in items]
        self.tables.append(assemble(cells, texts, start, self.end, marked, title))
        self.fresh = False

    def mark(self) -> tuple[int, int, int, int, bool]:
        """Where the draft stands, for ``rewind``."""
        return len(self.pieces), len(self.blocks), len(self.tables), self.end, self.fresh

    def rewind(self, mark: tuple[int, int, int, int, bool]) -> None:
        """Take back all that was added since ``mark``."""
        pieces, blocks, tables, self.end, self.fresh = mark
        del self.pieces[pieces:], self.blocks[blocks:], self.lines[blocks:], self.tables[tables:]

    def text(self, piece: int = 0) -> str:
        """The text from the given piece on."""
        return "".join(self.pieces[piece:])
