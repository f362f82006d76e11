"""What a sheet holds, whatever its format: shown texts by place, and merged cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest.workbook.look import Look

Place = tuple[int, int]
# Top, left, bottom, right, all from 0 and all inside.
Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """``cells`` are the texts of the filled cells by (row, column) from 0, ``captions`` those of text boxes."""

    name: str
    cells: dict[Place, str]
    merges: list[Box] = field(default_factory=list)
    hidden: bool = False
    captions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Overlay:
    """What the library that reads the values does not tell of a sheet.

    ``looks`` are the formats of numbers, ``errors`` what Excel shows for failed formulas, ``rows`` and ``columns``
    how far the ``filled`` cells reach, ``uncomputed`` how many formulas the file holds no value for, ``captions``
    what its text boxes say, ``merges`` the merged cells.
    """

    looks: dict[Place, Look] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    filled: int = 0
    uncomputed: int = 0
    captions: list[str] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Take note of a filled cell."""
        self.filled += 1
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
