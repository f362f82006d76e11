"""What a reader hands on: one text, and where every stretch of it stood in the file.

A Document knows no pipeline. Its ``text`` is what ``shengjun text FILE`` prints and what every offset in
the output counts in; nothing later changes it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from schemas.span import Span

BBox = tuple[float, float, float, float]
BlockKind = Literal["paragraph", "heading", "footnote", "textbox", "cell"]
# The codes of warnings on a number that recognition may have misread, and that two engines read differently.
DOUBT = "ocr_doubt"
DISAGREEMENT = "ocr_disagreement"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands on paper: page from 1, box [x0, top, x1, bottom] in PDF points."""

    start: int
    end: int
    page: int
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the text.

    ``level`` is the outline level that the file itself states (heading style, from 1), else None.
    ``label_end`` is where a rendered automatic number ends (``start`` where there is none).
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int | None = None
    label_end: int = -1

    def __post_init__(self) -> None:
        if self.label_end < self.start:
            object.__setattr__(self, "label_end", self.start)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its top left grid position; its text stands once, at ``start``..``end``."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table in place: in the text its cells are separated by tabs, its rows by line breaks.

    ``header_rows`` counts the leading rows that head the columns, ``header_columns`` the leading columns
    that head the rows. ``caption`` is the paragraph that names the table or its unit, where there is one.
    """

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    header_rows: int = 1
    header_columns: int = 1
    caption: Span | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader of the record should know; ``code`` is stable, ``message`` Chinese."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text. ``blocks`` and ``places`` are in text order; both may leave gaps (line breaks).

    ``recognised`` are the pages whose text comes from character recognition. ``divisions`` are the offsets at which the file itself begins something new: the sheets of a workbook.
    """

    path: str
    sha256: str
    size: int
    media_type: str
    reader: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    pages: int | None = None
    recognised: tuple[int, ...] = ()
    warnings: tuple[Warning, ...] = ()
    divisions: tuple[int, ...] = ()
    _starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._starts.extend(place.start for place in self.places)

    @property
    def ocr(self) -> bool:
        """Whether any of its text comes from character recognition."""
        return bool(self.recognised)

    def doubts(self) -> list[Span]:
        """The numbers that recognition may have misread, in text order."""
        return sorted(one.span for one in self.warnings if one.code in (DOUBT, DISAGREEMENT) and one.span)

    def place(self, start: int, end: int) -> Place | None:
        """The place of the stretch's first character: its page, and the box of all it covers there."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self.places[index].end <= start:
            return None
        first = self.places[index]
        boxes = []
        for place in self.places[index:]:
            if place.start >= end or place.page != first.page:
                break
            if place.bbox:
                boxes.append(place.bbox)
        return Place(start, end, first.page, _union(boxes))


def _union(boxes: list[BBox]) -> BBox | None:
    if not boxes:
        return None
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
