"""Old workbooks (.xls), as LibreOffice writes them."""

from __future__ import annotations

import struct
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.sniff import kind
from schemas.errors import SourceError
from tests.ingest.workbook import build


def fill(book: Any) -> None:
    page = book.add_worksheet("基本情况")
    percent, people = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": '0"人"'})
    day = book.add_format({"num_format": "yyyy/m/d"})
    page.merge_range(0, 0, 0, 3, "云岭县2023年学校基本情况表")
    page.merge_range(1, 0, 2, 0, "学校")
    page.merge_range(1, 1, 1, 3, "学生")
    page.write_row(2, 1, ["在校学生数", "巩固率", "日期"])
    for row, (name, count, rate) in enumerate([("云岭一小", 820, 0.98567), ("云岭二小", 615, 1.0)], start=3):
        page.write_string(row, 0, name)
        page.write_number(row, 1, count, people)
        page.write_number(row, 2, rate, percent)
        page.write_datetime(row, 3, datetime(2023, 9, row), day)  # noqa: DTZ001 - Excel knows no zones
    page.write_string(5, 0, "合计")
    page.write_formula(5, 1, "=B4+B5", people, 1435)
    page.write_formula(5, 2, "=1/0", percent, "#DIV/0!")
    hidden = book.add_worksheet("初中")
    hidden.write_row(0, 0, ["县区", "学校数（所）", "教师数"])
    hidden.write_row(1, 0, ["云岭县", 12, 96])
    hidden.hide()


@pytest.fixture(scope="module")
def xls(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("xls")
    (folder / "a.xlsx").write_bytes(build.xlsx(fill))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "xls", "--outdir", str(folder), "a.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return (folder / "a.xls").read_bytes()


def test_the_same_as_in_the_new_format(xls: bytes) -> None:
    assert kind(xls) == "xls"
    old, new = build.document(xls), build.document(build.xlsx(fill))
    assert old.text == new.text
    assert old.tables == new.tables
    assert old.divisions == new.divisions
    assert [one.code for one in old.warnings] == [one.code for one in new.warnings] == ["sheet_hidden"]
    assert old.media_type == "application/vnd.ms-excel"
    assert "云岭一小\t820人\t98.57%\t2023-09-03" in old.text
    assert "合计\t1435人\t#DIV/0!" in old.text


@pytest.mark.parametrize(
    ("record", "at", "value"),
    [
        (b"\x00\x02\x0e\x00", 4, 0xFFFFFFFF),  # the sheet's last row
        (b"\xfc\x00", 6, 0x7FFFFFFF),  # the number of strings
        (b"\xfc\x00", 6, 0xFFFFFFFF),
    ],
)
def test_sizes_that_are_lies(xls: bytes, record: bytes, at: int, value: int) -> None:
    """The library would make room for as much as the file says, and end the process."""
    raw = bytearray(xls)
    start = raw.index(record, 512)
    struct.pack_into("<I", raw, start + (4 if len(record) == 4 else 2) + at, value)
    with pytest.raises(SourceError, match="damaged"):
        build.document(bytes(raw))


def test_damage_is_told_in_one_line(xls: bytes) -> None:
    for cut in (600, 1024, 2048, len(xls) // 2, len(xls) - 700):
        raw = bytearray(xls)
        raw[cut : cut + 64] = bytes(64)
        for bad in (xls[:cut], bytes(raw)):
            message = ""
            try:
                build.document(bad)
            except SourceError as error:
                message = str(error)
            assert "\n" not in message
