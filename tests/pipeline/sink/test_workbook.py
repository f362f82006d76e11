"""The workbook: Chinese headings and words, numbers as numbers, text as text, long tables on further sheets."""

from __future__ import annotations

import csv
import subprocess
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.audit import label
from pipeline.audit.report.clean import cell as harmless
from pipeline.sink.source import Source
from pipeline.sink.table import TABLES
from pipeline.sink.workbook import write_workbook
from schemas.errors import ConfigurationError
from schemas.finding import Finding
from tests.pipeline.sink.build import BAD_TEXTS, evidence, expected, figure, line, record

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["说明", *(table.zh for table in TABLES.values())]


def sheets(path: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as book:
        names = [
            one.get("name") or ""
            for one in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            name: etree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
            for place, name in enumerate(names, 1)
        }


def rows(sheet: etree._Element) -> list[list[Any]]:
    """Cells in their columns, numbers as Decimal."""
    return [[_value(cell) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _value(cell: etree._Element) -> Any:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    number = cell.findtext(f"{MAIN}v")
    return None if number is None else Decimal(number)


def read(path: Path, name: str) -> list[dict[str, Any]]:
    head, *body = rows(sheets(path)[TABLES[name].zh])
    assert head == [column.zh for column in TABLES[name].columns]
    return [dict(zip((column.name for column in TABLES[name].columns), row, strict=True)) for row in body]


@pytest.mark.parametrize("name", ["figures", "documents", "goals", "findings"])
def test_what_comes_back_is_what_was_recorded(
    name: str, sample: list[str], found: list[Finding], tmp_path: Path
) -> None:
    write_workbook(Source(sample, findings=found), tmp_path / "tables.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["tables.xlsx"]
    kinds = {column.name: column for column in TABLES[name].columns}

    def shown(key: str, value: Any) -> Any:
        if isinstance(value, list):
            return " ".join(value)
        if isinstance(value, bool):
            return "是" if value else None
        if not isinstance(value, str):
            return value
        return harmless((kinds[key].labels or {}).get(value, value))

    wanted = [
        {key: shown(key, value) for key, value in row.items() if kinds[key].type != "date"}
        for row in expected(sample, name, found)
    ]
    got = [
        {key: row[key] for key in some}
        for row, some in zip(read(tmp_path / "tables.xlsx", name), wanted, strict=True)
    ]
    assert got == wanted


def test_codes_become_the_words_of_the_one_table_of_labels(tmp_path: Path) -> None:
    write_workbook(
        Source([line(record(figure(role="gap", op=">=", verdict="unmet", stage="junior")))]),
        tmp_path / "t.xlsx",
    )
    row = read(tmp_path / "t.xlsx", "figures")[0]
    shown = {name: row[name] for name in ("role", "op", "verdict", "stage", "kind", "level", "unit")}
    assert shown == {"role": label.ROLES["gap"], "op": "≥", "verdict": "不达标", "stage": "初中"} | {
        "kind": "总结",
        "level": "学校",
        "unit": "人",
    }


def test_dates_are_dates_where_the_calendar_has_them(tmp_path: Path) -> None:
    days = ["2024-09-01", "1862-05-01", "2024-02-30"]
    write_workbook(Source([line(record(*(figure(period_start=day) for day in days)))]), tmp_path / "t.xlsx")
    assert [row["period_start"] for row in read(tmp_path / "t.xlsx", "figures")] == [45536, *days[1:]]


def test_no_digit_of_a_long_number_is_lost(tmp_path: Path) -> None:
    values = [Decimal("164000000000"), Decimal("0.1"), Decimal("-2.5"), Decimal("1234567890123456.78")]
    write_workbook(Source([line(record(*(figure(value=value) for value in values)))]), tmp_path / "t.xlsx")
    assert [row["value"] for row in read(tmp_path / "t.xlsx", "figures")] == [
        *values[:3],
        "1234567890123456.78",
    ]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    made = record(*(figure(label=text, evidence=evidence(quote=text)) for text in BAD_TEXTS))
    write_workbook(Source([line(made)]), tmp_path / "t.xlsx")
    assert not [
        formula for sheet in sheets(tmp_path / "t.xlsx").values() for formula in sheet.iter(f"{MAIN}f")
    ]
    assert [row["quote"] for row in read(tmp_path / "t.xlsx", "figures")] == [
        harmless(text) for text in BAD_TEXTS
    ]


def test_every_sheet_has_a_frozen_heading_a_filter_and_rows_of_one_line(
    sample: list[str], tmp_path: Path
) -> None:
    write_workbook(Source(sample), tmp_path / "t.xlsx")
    read_sheets = sheets(tmp_path / "t.xlsx")
    assert list(read_sheets) == SHEETS
    for name, sheet in read_sheets.items():
        assert sheet.find(f".//{MAIN}pane").get("state") == "frozen", name
        assert sheet.find(f"{MAIN}autoFilter") is not None, name
        if name != "说明":
            heights = {float(row.get("ht", 0)) for row in list(sheet.iter(f"{MAIN}row"))[1:]}
            assert max(heights, default=0) <= 16, name


def test_a_full_sheet_goes_on_in_a_further_one(tmp_path: Path) -> None:
    made = record(*(figure(id=f"f{place}") for place in range(7)))
    write_workbook(Source([line(made)]), tmp_path / "t.xlsx", rows=4)
    found = sheets(tmp_path / "t.xlsx")
    assert {"数据", "数据 (2)", "数据 (3)"} <= set(found)
    place = [column.name for column in TABLES["figures"].columns].index("figure_id")
    ids = [[row[place] for row in rows(found[name])[1:]] for name in ("数据", "数据 (2)", "数据 (3)")]
    assert ids == [["f0", "f1", "f2"], ["f3", "f4", "f5"], ["f6"]]
    assert ["数据 (3)", None, "接上表"] in rows(found["说明"])


def test_the_cover_says_what_it_holds_and_of_what_it_was_made(tmp_path: Path) -> None:
    write_workbook(Source([line(record(figure()))], name="out/records.jsonl"), tmp_path / "t.xlsx")
    cover = rows(sheets(tmp_path / "t.xlsx")["说明"])
    assert [row[:2] for row in cover[1:3]] == [["数据", 1], ["文档", 1]]
    assert ["来源", None, "out/records.jsonl"] in cover


def test_without_findings_there_is_no_sheet_of_them(tmp_path: Path) -> None:
    write_workbook(Source([line(record())], findings=None), tmp_path / "t.xlsx")
    assert "核查结果" not in sheets(tmp_path / "t.xlsx")


def test_only_its_own_file_is_replaced_and_only_as_a_whole(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield line(record())
        raise KeyboardInterrupt

    file = tmp_path / "t.xlsx"
    for count in (2, 1):
        write_workbook(Source([line(record(figure(), number=number)) for number in range(count)]), file)
    with pytest.raises(KeyboardInterrupt):
        write_workbook(Source(broken()), file)
    assert len(read(file, "figures")) == 1
    (tmp_path / "mine.xlsx").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="was not made by shengjun"):
        write_workbook(Source([]), tmp_path / "mine.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.xlsx", "t.xlsx"]


def test_libreoffice_opens_it(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, soffice: Path
) -> None:
    made = record(*(figure(label=text, evidence=evidence(quote=text)) for text in BAD_TEXTS))
    write_workbook(Source([line(made)]), tmp_path / "t.xlsx")
    office = tmp_path_factory.mktemp("office")
    # Comma, quote, UTF-8, formulas as they are entered, every sheet to a file of its own.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    command = [soffice, f"-env:UserInstallation={(office / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", office / "made", tmp_path / "t.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert {path.stem.removeprefix("t-") for path in (office / "made").iterdir()} == set(SHEETS)
    with (office / "made" / "t-数据.csv").open(encoding="utf-8", newline="") as file:
        shown = list(csv.DictReader(file))
    assert [row["原文"].split() for row in shown] == [harmless(text).split() for text in BAD_TEXTS]
    assert {row["数值"] for row in shown} == {"20"}
