"""Excel workbooks (.xlsx, .xlsm, .xlsb, .xls) as text: sheet by sheet, tables with their cells."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.workbook import page
from pipeline.ingest.workbook.look import shown
from pipeline.ingest.workbook.sheet import Overlay, Place, Sheet
from schemas.document import Document, Warning
from schemas.errors import EncryptedSource, OversizedSource, SourceError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "xls": "application/vnd.ms-excel",
}
_SECTOR = 4096
_UNKNOWN = "damaged Excel workbook, or one with sheets that are not read (macro sheets); open it and save it again as .xlsx"
# The library lays a sheet out whole, at about fifty bytes for each place up to the last filled cell.
_PLACES = 10_000_000


class WorkbookReader:
    """Reads the cells of ``kind`` (xlsx, xlsb or xls) as Excel shows them; formulas by the values they last gave."""

    name = "workbook"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.media_type = _MEDIA_TYPES[kind]

    def read(self, source: Source, limits: Limits) -> Document:
        """All sheets that hold anything. Raises a SourceError that says what is wrong with the file."""
        from python_calamine import CalamineError

        try:
            with _silenced():
                return self._read(source, limits)
        except CalamineError as error:
            # What it says is for programmers, and often that it knows no such format: macro sheets, say.
            raise SourceError(_UNKNOWN) from error
        except Exception:
            raise
        except BaseException as error:
            # A fault inside the library (it is written in Rust) is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            raise SourceError("damaged Excel workbook; open it and save it again") from None

    def _read(self, source: Source, limits: Limits) -> Document:
        from python_calamine import CalamineWorkbook, PasswordError

        overlay, drawn = self._overlays(source, limits)
        try:
            # Where a last sector is cut short the library fails in a way that writes to standard error.
            short = -len(source.data) % _SECTOR if self.kind == "xls" else 0
            book = CalamineWorkbook.from_filelike(io.BytesIO(source.data + bytes(short)))
        except PasswordError as error:
            raise EncryptedSource("is protected by a password; save it without one") from error
        notes: list[Warning] = []
        sheets = list(_sheets(book, overlay, limits, notes))
        if drawn:
            notes.append(Warning("object_skipped", "工作表中的图表、图片未读取其中文字"))
        return page.document(
            source, limits, sheets, reader=self.name, media_type=self.media_type, warnings=notes
        )

    def _overlays(self, source: Source, limits: Limits) -> tuple[Callable[[int, str], Overlay], bool]:
        """What sheets say beside their values, by index and name; whether anything is drawn on them."""
        if self.kind == "xlsx":
            from pipeline.ingest.workbook.package import Package

            package = Package(source, limits)
            return package.overlay, package.drawn
        if self.kind == "xlsb":
            from pipeline.ingest.workbook.binary import Binary

            return Binary(source, limits).overlay, False
        from pipeline.ingest.workbook.biff import overlays

        found = overlays(source.data)
        # All sheets of an old workbook are laid out as soon as it is opened.
        for index, one in enumerate(found, start=1):
            _bound(one, str(index))
        if sum(one.rows * one.columns for one in found) > _PLACES:
            raise OversizedSource("sheets reach too far; delete stray cells, or split it")
        return lambda index, _: found[index] if index < len(found) else Overlay(), False


@contextmanager
def _silenced() -> Iterator[None]:
    """Nothing goes to standard error meanwhile: the library tells of its own faults there, in many lines."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _sheets(
    book: CalamineWorkbook, overlay: Callable[[int, str], Overlay], limits: Limits, notes: list[Warning]
) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    left = limits.cells
    uncomputed = 0
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        beside = overlay(index, meta.name)
        _bound(beside, meta.name)
        left -= beside.filled
        if left < 0:
            raise beyond(f"holds more than {limits.cells} filled cells", "cells")
        sheet = book.get_sheet_by_index(index)
        cells = _cells(sheet, beside)
        uncomputed += beside.uncomputed
        merges = beside.merges or [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        yield Sheet(meta.name, cells, merges, meta.visible != SheetVisibleEnum.Visible, beside.captions)
    if uncomputed:
        notes.append(Warning("formula_uncomputed", f"有{uncomputed}个公式单元格没有保存计算结果，按空白处理"))


def _bound(beside: Overlay, name: str) -> None:
    if beside.rows * beside.columns > _PLACES:
        raise OversizedSource(
            f"sheet {name} reaches to row {beside.rows}, column {beside.columns}; delete the stray cells there"
        )


def _cells(sheet: CalamineSheet, beside: Overlay) -> dict[Place, str]:
    """The shown texts of the filled cells."""
    top, left = sheet.start or (0, 0)
    looks, found = beside.looks, dict(beside.errors)
    for row, values in enumerate(sheet.iter_rows(), start=top):
        for column, value in enumerate(values, start=left):
            if value != "":
                text = shown(value, looks.get((row, column)))
                if text.strip():
                    found[row, column] = text
    return found
