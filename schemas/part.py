"""One document inside a file, as the extractors read it: a repaired view cut into lines that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.document import Table
from schemas.view import View


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading, list item or cell paragraph of a part's view (without its line break).

    ``body`` is where the words begin after the list label. ``level`` is 0 for running text and rises with
    depth for headings and list items. ``heading`` tells a line that stands over what follows from a statement
    (a list item may be both: "1、学校规模：初中3个班…" is a statement whose head is its first words).
    ``parent`` is the index of the nearest line above with a smaller level that this one stands under.
    ``cell`` is (table index in the part, row, column) for text in a table.
    """

    start: int
    end: int
    body: int
    label: str | None = None
    level: int = 0
    heading: bool = False
    parent: int | None = None
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """``start``..``end`` count in the source text, the lines and tables' cells in ``view.text``."""

    index: int
    count: int
    title: str | None
    start: int
    end: int
    view: View
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()

    def text(self, line: Line) -> str:
        """The words of a line, without its list label."""
        return self.view.text[line.body : line.end]

    def ancestors(self, line: Line) -> Iterator[Line]:
        """The lines that a line stands under, nearest first."""
        parent = line.parent
        while parent is not None:
            above = self.lines[parent]
            yield above
            parent = above.parent
