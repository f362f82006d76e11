"""OpenDocument spreadsheets (.ods): the file itself holds what each cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.bundle import Bundle
from pipeline.ingest.workbook import page
from pipeline.ingest.workbook.look import shown
from pipeline.ingest.workbook.sheet import Box, Place, Sheet
from schemas.document import Document
from schemas.errors import EncryptedSource

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE = f"{{{_SPACES}table:1.0}}", f"{{{_SPACES}text:1.0}}", f"{{{_SPACES}office:1.0}}"
_STYLE = f"{{{_SPACES}style:1.0}}"
_MARKS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_MONEY = "￥¥$€£ "
# A sheet has no more rows and columns.
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14


class CalcReader:
    """Reads the cells of a spreadsheet as they are shown."""

    name = "workbook"
    media_type = _MEDIA_TYPE

    def read(self, source: Source, limits: Limits) -> Document:
        """All sheets that hold anything. Raises a SourceError that says what is wrong with the file."""
        bundle = Bundle(source, limits, "OpenDocument spreadsheet")
        if b"encryption-data" in (bundle.read("META-INF/manifest.xml") or b""):
            raise EncryptedSource("is protected by a password; save it without one")
        root = bundle.parse("content.xml")
        if root is None:
            raise bundle.damaged()
        hidden = {
            style.get(f"{_STYLE}name")
            for style in root.iter(f"{_STYLE}style")
            if any(one.get(f"{_TABLE}display") == "false" for one in style)
        }
        tables = root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
        sheets = (_sheet(table, limits, table.get(f"{_TABLE}style-name") in hidden) for table in tables)
        return page.document(source, limits, sheets, reader=self.name, media_type=self.media_type)


def _sheet(table: Element, limits: Limits, hidden: bool) -> Sheet:
    cells: dict[Place, str] = {}
    merges: list[Box] = []
    top = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _count(row, "number-rows-repeated")
        filled, boxes = _row(row)
        if filled:
            if len(cells) + len(filled) * times > limits.cells:
                raise beyond(f"holds more than {limits.cells} filled cells", "cells")
            for index in range(top, top + times):
                cells |= {(index, column): text for column, text in filled.items()}
                merges += [(index, left, index + down - 1, left + across - 1) for left, down, across in boxes]
        top += times
        if top > _LAST_ROW:
            break
    return Sheet(table.get(f"{_TABLE}name") or "", cells, merges, hidden)


def _row(row: Element) -> tuple[dict[int, str], list[tuple[int, int, int]]]:
    """The filled cells by column, and those that reach over others: column, rows, columns."""
    filled: dict[int, str] = {}
    boxes = []
    column = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        times = min(_count(cell, "number-columns-repeated"), _LAST_COLUMN)
        if cell.tag == f"{_TABLE}table-cell" and (text := _words(cell)):
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                boxes.append((column, min(down, _LAST_ROW), min(across, _LAST_COLUMN)))
            filled |= dict.fromkeys(range(column, min(column + times, _LAST_COLUMN)), text)
        column += times
        if column >= _LAST_COLUMN:
            break
    return filled, boxes


def _words(cell: Element) -> str:
    """What the cell shows; money without its sign, as in other workbooks."""
    text = "\n".join("".join(_pieces(one)) for one in cell.iterchildren(f"{_TEXT}p"))
    if cell.get(f"{_OFFICE}value-type") == "currency":
        text = text.strip(_MONEY)
    return shown(text, None).strip()


def _pieces(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " "
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag != f"{_OFFICE}annotation":
            yield from _pieces(child)
        if child.tail:
            yield child.tail


def _count(element: Element, name: str) -> int:
    value = element.get(_TABLE + name) or "1"
    return max(1, int(value)) if value.isdecimal() and len(value) < 10 else 1
