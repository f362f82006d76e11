"""Workbooks that are damaged or mean harm."""

from __future__ import annotations

import contextlib
import io
import re
import resource
import struct
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.base import Limits
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError
from tests.ingest.workbook import build

TABLE = build.sheet(["学校", "学生"], ["一小", 820], ["二小", 615])
SHEET = "xl/worksheets/sheet1.xml"


def packed(data: bytes, **changes: int) -> bytes:
    """The bytes with the sheet's declared size changed in both directories of the zip."""
    raw = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo(SHEET)
        start = archive.start_dir
    central = bytes(raw).index(SHEET.encode(), start) - 46
    struct.pack_into("<I", raw, central + 24, changes["size"])
    struct.pack_into("<I", raw, member.header_offset + 22, changes["size"])
    return bytes(raw)


@pytest.mark.parametrize(
    "cut", [100, 1000, len(TABLE) // 2, len(TABLE) - 30], ids=["head", "start", "half", "end"]
)
def test_truncated(cut: int) -> None:
    with pytest.raises(SourceError) as caught:
        build.document(TABLE[:cut])
    assert "\n" not in str(caught.value)


def test_empty_workbook() -> None:
    with pytest.raises(EmptySource, match="no filled cell"):
        build.document(build.sheet())


def test_declared_size_that_is_a_lie() -> None:
    with pytest.raises(SourceError, match="damaged"):
        build.document(packed(TABLE, size=50))


def test_zip_bomb() -> None:
    bomb = build.with_part(
        TABLE, SHEET, lambda part: part.replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)
    )
    with pytest.raises(OversizedSource, match="zip bomb"):
        build.document(bomb, Limits(expanded_bytes=20_000_000))
    with pytest.raises(OversizedSource, match="sheet Sheet1 is larger than 10 MB"):
        build.document(bomb, Limits(sheet_bytes=10 * 2**20))


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_counts_that_are_lies(name: str) -> None:
    lie = build.with_part(
        TABLE,
        name,
        lambda part: re.sub(rb'[cC]ount="\d+"', lambda found: found[0][:7] + b'4294967296"', part),
    )
    with pytest.raises(SourceError, match="damaged"):
        build.document(lie)


def test_entity_bomb() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for name in ("xl/styles.xml", "xl/workbook.xml"):
        bomb = build.with_part(TABLE, name, lambda part: part.replace(b"?>\n", b"?>\n" + entities, 1))
        with pytest.raises(SourceError, match="entities"):
            build.document(bomb)


def test_external_entity_in_a_sheet_is_not_read() -> None:
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    bad = build.with_part(
        TABLE,
        "xl/sharedStrings.xml",
        lambda part: part.replace(b"?>\n", b"?>\n" + outside, 1).replace("一小".encode(), b"&a;"),
    )
    with contextlib.suppress(SourceError):
        assert "root" not in build.document(bad).text


def test_formatted_rows_without_end_that_are_empty() -> None:
    rows = b"".join(
        b'<row r="%d" ht="20"><c r="A%d" s="0"/></row>' % (number, number) for number in range(4, 300_000)
    )
    data = build.with_part(TABLE, SHEET, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    found = build.document(data)
    assert found.text == "学校\t学生\n一小\t820\n二小\t615"
    assert time.perf_counter() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


def test_stray_cell_at_the_end_of_the_sheet() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet("数据")
        page.write(0, 0, "学校")
        page.write(1_048_575, 16_383, "x")

    with pytest.raises(OversizedSource, match="sheet 数据 reaches to row 1048576, column 16384; delete"):
        build.document(build.xlsx(fill))


def test_too_many_cells() -> None:
    data = build.sheet(*[["甲", 1, 2]] * 40)
    with pytest.raises(OversizedSource, match="more than 100 filled cells"):
        build.document(data, Limits(cells=100))


def test_sparse_table_counts_its_empty_cells() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        for number in range(100):
            page.write(number, 0, "甲")
            page.write(number, number, "甲")

    with pytest.raises(OversizedSource, match="more than 5000 cells"):
        build.document(build.xlsx(fill), Limits(cells=5000))


def test_one_long_string_in_many_cells() -> None:
    rows = [["甲" * 30_000, "乙"]] + [["丙", "丁"]] * 300
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(400, 700)
    )
    data = build.with_part(
        build.sheet(*rows), SHEET, lambda part: part.replace(b"</sheetData>", cells + b"</sheetData>")
    )
    assert len(data) < 20_000
    with pytest.raises(OversizedSource, match="sheet Sheet1 holds more than 1000000 characters"):
        build.document(data, Limits(characters=1_000_000))
    # Long strings that are said but once are none of it.
    build.document(build.sheet(*rows), Limits(characters=1_000_000))


def test_one_part_for_many_sheets() -> None:
    def fill(book: Any) -> None:
        for _ in range(30):
            book.add_worksheet().write_row(0, 0, ["甲", "乙"])

    def same(part: bytes) -> bytes:
        return re.sub(rb"worksheets/sheet\d+", b"worksheets/sheet1", part)

    data = build.with_part(build.xlsx(fill), "xl/_rels/workbook.xml.rels", same)
    data = build.with_part(
        data, SHEET, lambda part: part.replace(b"<sheetData>", b"<sheetData>" + b" " * 100_000)
    )
    build.document(data)
    with pytest.raises(OversizedSource, match="zip bomb"):
        build.document(data, Limits(expanded_bytes=1_000_000))


def test_empty_cells_whose_end_is_written_apart() -> None:
    rows = b'<row r="9"><c r="A9" s="1"></c><c r="XFD9" s="1"></c></row>'
    data = build.with_part(TABLE, SHEET, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert build.document(data, Limits(cells=6)).text == build.document(TABLE).text


def test_merges_that_overlap_or_cover_everything() -> None:
    boxes = b"".join(b'<mergeCell ref="A1:XFD%d"/>' % number for number in range(2, 1000))
    data = build.with_part(
        TABLE,
        SHEET,
        lambda part: part.replace(b"</sheetData>", b"</sheetData><mergeCells>" + boxes + b"</mergeCells>"),
    )
    assert "一小\t820" in build.document(data).text


def test_sheet_without_references() -> None:
    """Some programs leave out where rows and cells stand."""
    bare = build.with_part(TABLE, SHEET, lambda part: re.sub(rb' (?:r|spans)="[^"]*"', b"", part))
    assert build.document(bare).text == build.document(TABLE).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "damaged"),
    ],
)
def test_what_only_looks_like_a_workbook(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        build.document(data)


def test_locked_workbook() -> None:
    with pytest.raises(EncryptedSource, match="password"):
        build.document(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TABLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_is_told_in_one_line(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(TABLE)
    for at, value in changes:
        raw[at] = value
    message = ""
    try:
        build.document(bytes(raw))
    except SourceError as error:
        message = str(error)
    assert "\n" not in message
