"""What a table is: its columns with type, Chinese heading and meaning, as every sink and the documents need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

# ``number`` is a decimal of any length, ``date`` a whole date, ``texts`` a list of texts.
Type = Literal["text", "texts", "integer", "number", "boolean", "date"]
# A number comes as int or Decimal, as the JSON wrote it; a date as its ISO text.
Value = str | int | Decimal | bool | tuple[str, ...] | list[str] | None
Row = tuple[Value, ...]

DATABASE_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "texts": "VARCHAR[]",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``name`` in SQL and in files, ``zh`` in a workbook, ``about`` what it holds in one line.

    ``key`` is the field of the record it comes from, where that has another name. ``labels`` are the Chinese words
    for its codes; ``width`` is counted in digits.
    """

    name: str
    type: Type
    zh: str
    about: str
    width: int = 10
    labels: Mapping[Any, str] | None = None
    key: str = ""

    @property
    def field(self) -> str:
        """The name of the record's field."""
        return self.key or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``zh`` names its sheet, ``about`` says in one line what a row is."""

    name: str
    zh: str
    about: str
    columns: tuple[Column, ...]


def day(text: str | None) -> date | None:
    """The day of an ISO date; None where there is none in the calendar."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
