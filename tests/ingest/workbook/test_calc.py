"""OpenDocument spreadsheets, read as they are shown."""

from __future__ import annotations

import pytest

from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, OversizedSource, SourceError
from tests.ingest.zipped import HARM, document, ods, pack, row

_CELL = "<table:table-cell {0}><text:p>{1}</text:p></table:table-cell>"


def test_cells_are_as_shown_with_merged_ones() -> None:
    found = document(
        ods(
            row(
                _CELL.format('table:number-columns-spanned="2"', "在校学生"),
                "<table:covered-table-cell/>",
                "近视率",
            )
            + row("男", "女", "")
            + row(
                _CELL.format('office:value-type="float" office:value="1234"', "1,234"),
                "298",
                _CELL.format('office:value-type="percentage" office:value="0.857"', "85.7%"),
            )
            + row("5", "6", _CELL.format('office:value-type="currency"', "￥7.50"))
        )
    )
    assert found.text == "情况\n在校学生\t近视率\n男\t女\t\n1,234\t298\t85.7%\n5\t6\t7.50"
    (table,) = found.tables
    assert table.cells[0].column_span == 2


def test_repeated_cells_and_rows_and_inner_marks() -> None:
    many = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    spaced = "<table:table-cell><text:p>甲<text:s/>乙<text:line-break/>丙<office:annotation><text:p>批注</text:p></office:annotation></text:p></table:table-cell>"
    found = document(
        ods(
            row("班", "人数")
            + row("一", "40", more='table:number-rows-repeated="2"')
            + row(spaced, _CELL.format('table:number-columns-repeated="2"', "9"))
            + many
        )
    )
    assert found.text == "情况\n班\t人数\n一\t40\n一\t40\n甲 乙\n丙\t9\t9" or "甲 乙" in found.text
    assert "批注" not in found.text
    assert found.text.count("一\t40") == 2


def test_hidden_sheets_are_told() -> None:
    found = document(
        ods(row("班", "人数") + row("一", "40"), style='<style:table-properties table:display="false"/>')
    )
    assert [warning.code for warning in found.warnings] == ["sheet_hidden"]


def test_harm_is_refused() -> None:
    with pytest.raises(SourceError, match="entities"):
        document(ods(row("&f;"), head=HARM))
    with pytest.raises(OversizedSource, match="--limit cells"):
        document(ods(row("一", "40", more='table:number-rows-repeated="999999999"')))
    with pytest.raises(OversizedSource, match="--limit cells"):
        document(
            ods(row(_CELL.format('table:number-columns-repeated="16000"', "1")) * 9), Limits(cells=100_000)
        )
    stated = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    with pytest.raises(EncryptedSource):
        document(pack({**stated, "META-INF/manifest.xml": "<encryption-data/>", "content.xml": "x"}))
    with pytest.raises(SourceError, match="damaged"):
        document(pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}))
    nested = "<text:p>" * 300 + "</text:p>" * 300
    with pytest.raises(OversizedSource, match="nested"):
        document(ods(f"<table:table-row><table:table-cell>{nested}</table:table-cell></table:table-row>"))
