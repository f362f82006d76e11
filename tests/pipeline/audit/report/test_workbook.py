"""The workbook: numbers are numbers, text is text, and LibreOffice opens it."""

from __future__ import annotations

import csv
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.audit.case import Case
from pipeline.audit.report.workbook import write_workbook
from tests.pipeline.audit.report.build import (
    CITED,
    FORMULAS,
    STANDARD,
    figure,
    finding,
    hostile,
    record,
    school,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["概览", "核查结果", "指标宽表", "数据明细", "所用标准"]
Value = str | float | None


def _book(tmp_path: Path, *cases: Case, **options: int) -> Path:
    out = tmp_path / "audit.xlsx"
    write_workbook(iter(cases), out, standards=[STANDARD], **options)
    assert [path.name for path in tmp_path.iterdir()] == ["audit.xlsx"]
    return out


def _sheets(path: Path) -> dict[str, list[dict[str, Value]]]:
    """Rows by the names of their columns, sheet by sheet."""
    with zipfile.ZipFile(path) as book:
        names = [
            sheet.get("name") for sheet in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        parts = [
            etree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
            for place in range(1, len(names) + 1)
        ]
    assert not [formula for part in parts for formula in part.iter(f"{MAIN}f")]
    tables = {}
    for name, part in zip(names, parts, strict=True):
        rows = [{_column(cell): _value(cell) for cell in row} for row in part.iter(f"{MAIN}row")]
        tables[name] = [{str(rows[0][place]): value for place, value in row.items()} for row in rows[1:]]
    return tables


def _column(cell: etree._Element) -> str:
    return cell.get("r", "").rstrip("0123456789")


def _value(cell: etree._Element) -> Value:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    number = cell.findtext(f"{MAIN}v")
    return None if number is None else float(number)


def _given(row: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def test_findings_come_worst_first_with_numbers_as_numbers(tmp_path: Path) -> None:
    rows = _sheets(_book(tmp_path, school()))["核查结果"]
    assert [row["结论"] for row in rows] == ["错误", "警示", "提示", "无法核对", "无法核对", "通过", "通过"]
    assert _given(rows[0]) == {
        "文档": "青石小学自查报告",
        "结论": "错误",
        "核查": "比率",
        "指标": "生均校舍建筑面积",
        "说明": "f1 与文中其他数据不符。",
        "文中": 57,
        "核算": 5.57,
        "下限": 5.56,
        "上限": 5.58,
        "推断值": 5.57,
        "单位": "平方米",
        "算式": "3800 ÷ 682 = 5.57",
        "原文": "学校现有学生682人，校舍面积3800平方米，生均校舍面积57平方米，已达标。",
        "规则": "ratio.test",
        "结论编号": "f1",
        "文件": "/docs/a.txt",
        "篇": "1/1",
    }
    assert rows[1]["依据"] == CITED


def test_figures_long_and_wide(tmp_path: Path) -> None:
    sheets = _sheets(_book(tmp_path, school()))
    assert list(sheets) == SHEETS
    long = sheets["数据明细"]
    assert [(row["数据编号"], row["数值"], row["残缺"]) for row in long[2:4]] == [
        ("57平方米", 57, None),
        ("xx册", None, "空缺"),
    ]
    [wide] = sheets["指标宽表"]
    assert _given(wide) == {
        "文档": "青石小学自查报告",
        "单位": "青石小学",
        "类型": "自查自评",
        "在校学生数（小学，人）": 682,
        "校舍建筑面积（平方米）": 3800,
        "生均校舍建筑面积（平方米）": 57,
        "生均图书册数（册）": 30,
    }
    unknown, known = sheets["所用标准"]
    assert _given(unknown) == {
        "条款编号": "b2",
        "依据": "b2",
        "核查通过": 1,
        "不符": 0,
        "无法核对": 0,
        "通过率": 1,
    }
    assert _given(known) == {
        "条款编号": "b1",
        "依据": CITED,
        "核查通过": 0,
        "不符": 1,
        "无法核对": 0,
        "通过率": 0,
        "标准": "试行标准",
        "文号": "试〔2020〕1号",
        "发布单位": "某省教育厅",
        "条款": "第三条",
        "指标": "生均校舍面积",
        "要求": "≥ 6平方米",
        "自": "2020",
        "至": "2030",
        "可信度": "中",
        "来源": "https://x.invalid/1；https://x.invalid/2",
    }
    overview = {row["项目"]: row["数量"] for row in sheets["概览"]}
    assert (overview["结论（条）"], overview["　无法核对"], overview["推断值（个）"]) == (7, 2, 2)


def test_the_wide_table_holds_the_documents_own_values_of_today(tmp_path: Path) -> None:
    text = "学生1人，2人，3人，4人，5人，6人；教师7人，8人；班级约9个。"
    figures = (
        figure(text, "1人", "1", "students.enrolled", period="2019年", period_end="2019-12-31"),
        figure(text, "2人", "2", "students.enrolled", period="2020年", period_end="2020-12-31"),
        figure(text, "3人", "3", "students.enrolled", role="target"),
        figure(text, "4人", "4", "students.enrolled", entity="东校区"),
        figure(text, "5人", "5", "students.enrolled", stage="junior"),
        figure(text, "6人", "6", "students.boarding", op=">="),
        figure(text, "7人", "7", "staff.total"),
        figure(text, "8人", "8", "staff.total"),
        figure(text, "9个", "9", "classes.count", unit="count", approx=True),
    )
    [wide] = _sheets(_book(tmp_path, Case(record(text, *figures), ())))["指标宽表"]
    own = {name: value for name, value in wide.items() if "（" in name}
    assert own == {
        "在校学生数（人）": 2,
        "在校学生数（初中，人）": 5,
        "寄宿生数（人）": "≥6人",
        "教职工数（人）": "7人 ｜ 8人",
        "教学班数（个）": 9,
    }


def test_every_sheet_has_a_frozen_heading_and_a_filter(tmp_path: Path) -> None:
    with zipfile.ZipFile(_book(tmp_path, school())) as book:
        for place in range(1, len(SHEETS) + 1):
            sheet = etree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
            assert sheet.find(f".//{MAIN}pane").get("state") == "frozen"
            assert sheet.find(f"{MAIN}autoFilter") is not None
            assert sheet.find(f"{MAIN}cols") is not None


def test_a_full_sheet_goes_on_in_a_further_one(tmp_path: Path) -> None:
    sheets = _sheets(_book(tmp_path, school(), rows=4))
    further = [name for name in sheets if "(" in name]
    assert [name for name in further if "核查结果" in name] == ["核查结果 (2)", "核查结果 (3)"]
    assert sum(len(sheets[name]) for name in sheets if name.startswith("核查结果")) == 7
    assert all(len(rows) <= 3 for rows in sheets.values())


def _formulas() -> Case:
    text = "学生5人。"
    one = figure(text, "5人", "5", "x", label=FORMULAS[0], qualifier=FORMULAS[1], entity="_x0041_")
    findings = tuple(
        finding(f"f{place}", "5人", message=bad, computation=bad, criterion=bad, rule=bad)
        for place, bad in enumerate(FORMULAS)
    )
    return Case(record(text, one, title=FORMULAS[0]), findings, text)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    sheets = _sheets(_book(tmp_path, _formulas(), hostile()))
    assert [row["说明"] for row in sheets["核查结果"]][: len(FORMULAS)] == [
        f"'{bad}".replace("\r", "\n") for bad in FORMULAS
    ]
    for rows in sheets.values():
        for value in (value for row in rows for value in row.values()):
            assert not re.match(r"\s*[=+\-@＝]|\t", str(value) if isinstance(value, str) else "")


def _broken() -> Iterator[Case]:
    yield school()
    raise KeyboardInterrupt


def test_a_workbook_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "audit.xlsx"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_workbook(_broken(), out)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "audit.xlsx": "old"
    }


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    def cases() -> Iterator[Case]:
        pytest.fail("read before the place was tried")
        yield

    with pytest.raises(OSError, match="missing"):
        write_workbook(cases(), tmp_path / "missing" / "audit.xlsx")


def _converted(soffice: Path, book: Path, kind: str, folder: Path) -> list[Path]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder / "made", book]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return sorted((folder / "made").iterdir())


def test_libreoffice_opens_it_and_sees_text_where_text_is(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, soffice: Path
) -> None:
    book = _book(tmp_path, _formulas(), hostile(), school())
    # Comma, quote, UTF-8, formulas as they are entered, every sheet to a file of its own.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    tables = {}
    for path in _converted(soffice, book, kind, tmp_path_factory.mktemp("office")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem.removeprefix("audit-")] = list(csv.DictReader(file))
    assert set(tables) == set(SHEETS)
    rows = tables["核查结果"]
    shown = [row["说明"] for row in rows[: len(FORMULAS)]]
    assert [text.split() for text in shown] == [f"'{bad}".split() for bad in FORMULAS]
    assert all(
        not value.startswith("=") for rows in tables.values() for row in rows for value in row.values()
    )
    assert tables["数据明细"][0]["对象"] == "_x0041_"
    assert rows[-7]["核算"] == "5.57"
    assert "坏" in rows[len(FORMULAS)]["说明"]
