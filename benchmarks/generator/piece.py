"""What a generated document is made of, before it is written to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["title", "heading", "body", "item", "sign", "table", "site"]
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as it is written (``text``, its ``number`` and ``measure``) and what it means."""

    text: str
    number: str
    measure: str
    indicator: str
    value: Decimal | None
    unit: str
    role: str
    op: str = "="
    value_max: Decimal | None = None
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """What tells of a person.

    ``kind`` is name, surname, mobile, phone, id_card, id_labelled (no checksum, or a wrong one), bank_card, account,
    email, messenger or address; ``shape`` the passage of people.yaml that it stands in.
    """

    text: str
    kind: str
    role: str = ""
    shape: str = ""


class Name(str):
    """Words that come from a document's world, as against those that its form gives."""

    __slots__ = ()


Inline = str | Fact | Secret
# What a name, a figure or a number of a person counts for in ``extent``.
_USUAL = 5


def extent(inline: list[Inline]) -> int:
    """The length but for what the world decides, so that a document of another world takes the same form."""
    return sum(len(piece) if type(piece) is str else _USUAL for piece in inline)


def words(inline: list[Inline]) -> str:
    return "".join([piece if isinstance(piece, str) else piece.text for piece in inline])


@dataclass(slots=True)
class Block:
    """A paragraph, or a table of ``rows``; ``level`` counts headings and items from 1, ``label`` their number."""

    kind: Kind
    inline: list[Inline] = field(default_factory=list)
    level: int = 0
    label: str = ""
    rows: list[list[list[Inline]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Without the label; a table's cells with tabs and line breaks between."""
        if self.kind == "table":
            return "\n".join("\t".join(words(cell) for cell in row) for row in self.rows)
        return words(self.inline)

    def cells(self) -> list[list[Inline]]:
        """Every run of text that stands by itself."""
        return [cell for row in self.rows for cell in row] if self.rows else [self.inline]


@dataclass(slots=True)
class Part:
    """One document; ``kind`` and ``level`` in the words of the record."""

    title: str
    kind: str
    level: str
    subject: str
    blocks: list[Block]


@dataclass(slots=True)
class Work:
    """All that a file holds: documents, and what a web site put before and after them (``lead``, ``tail``)."""

    parts: list[Part]
    lead: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    damage: dict[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.lead[0].text if self.lead else self.parts[0].title

    def blocks(self) -> Iterator[Block]:
        yield from self.lead
        for part in self.parts:
            yield from part.blocks
        yield from self.tail


def changed(block: Block, change: Any) -> Block:
    """The block with ``change`` done to every piece of its text; what gives "" drops out."""

    def cell(inline: list[Inline]) -> list[Inline]:
        return [new for piece in inline if (new := change(piece)) != ""]

    return replace(block, inline=cell(block.inline), rows=[[cell(one) for one in row] for row in block.rows])


def sentences(block: Block) -> Iterator[tuple[str, Inline]]:
    """Every fact and secret of the block with its sentence, or its table row."""
    if block.kind == "table":
        for row in block.rows:
            quote = "\t".join(words(cell) for cell in row)
            for cell in row:
                yield from ((quote, piece) for piece in cell if not isinstance(piece, str))
        return
    spans = [(match.end(), match[0]) for match in _SENTENCE.finditer(block.text)]
    at = index = 0
    for piece in block.inline:
        if isinstance(piece, str):
            at += len(piece)
            continue
        while spans[index][0] <= at:
            index += 1
        yield spans[index][1], piece
        at += len(piece.text)
