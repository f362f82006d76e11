"""Workbooks for tests, and how to read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

from pipeline.assemble import records
from pipeline.ingest.base import Limits, Source
from pipeline.ingest.reader import read
from schemas.document import Document, Table
from schemas.record import Record


def xlsx(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that ``fill`` writes into."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    fill(book)
    book.close()
    return target.getvalue()


def sheet(*rows: list[Any], merges: tuple[tuple[int, int, int, int, str], ...] = ()) -> bytes:
    """A workbook of one sheet; merges are (top, left, bottom, right, text)."""

    def fill(book: Any) -> None:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for box in merges:
            page.merge_range(*box)

    return xlsx(fill)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one member's content changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return target.getvalue()


def document(data: bytes, limits: Limits | None = None, path: str = "表.xlsx") -> Document:
    return read(Source(path, data, "0" * 64), limits)


def all_records(data: bytes) -> list[Record]:
    return list(records(document(data)))


def grid(found: Document, table: Table) -> list[list[str]]:
    """The table's texts by row; merged cells in their first place."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = found.text[cell.start : cell.end]
    return rows
