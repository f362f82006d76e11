from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.ingest.workbook.drawing import captions
from tests.ingest.workbook import build

SCHOOLS = (
    ["云岭县2023年学校基本情况表"],
    ["填报单位：云岭县教育局", "", "单位：人"],
    ["学校", "在校学生数", "教师数"],
    ["云岭一小", 820, 46],
    ["云岭二小", 615, 38],
    ["合计", 1435, 84],
    ["注：数据截至2023年9月。"],
)


def test_title_unit_and_note_stand_as_paragraphs_around_the_table() -> None:
    found = build.document(build.sheet(*SCHOOLS))
    [table] = found.tables
    assert found.text.startswith(
        "云岭县2023年学校基本情况表\n填报单位：云岭县教育局\n单位：人\n学校\t在校学生数\t教师数\n"
    )
    assert found.text.endswith("\n合计\t1435\t84\n注：数据截至2023年9月。")
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (4, 3, 1, 1)
    assert table.caption is not None
    assert table.caption.of(found.text).endswith("单位：人")
    assert (found.reader, found.pages, found.divisions) == ("workbook", None, ())


def test_figures_know_their_row_and_column() -> None:
    [record] = build.all_records(build.sheet(*SCHOOLS))
    told = {
        (one.evidence.table.row_header, one.evidence.table.column_header): (
            one.value,
            one.unit,
            one.indicator,
        )
        for one in record.figures
        if one.evidence.table
    }
    assert told["云岭一小", "在校学生数"] == (820, "person", "students.enrolled")
    assert told["云岭二小", "教师数"][:2] == (38, "person")
    figure = next(one for one in record.figures if one.value == 820)
    assert figure.evidence.quote == "云岭一小\t820\t46"
    assert (figure.evidence.table.row, figure.evidence.table.column) == (1, 1)
    assert record.part.title == "云岭县2023年学校基本情况表"


def test_column_header_is_the_path_through_merged_header_rows() -> None:
    data = build.sheet(
        [""] * 4,
        ["", "小学", "初中", ""],
        ["云岭县", 42, 12, 3],
        ["青山县", 31, 9, 2],
        merges=((0, 0, 1, 0, "县区"), (0, 1, 0, 2, "学校数（所）"), (0, 3, 1, 3, "幼儿园数（所）")),
    )
    found = build.document(data)
    [table] = found.tables
    assert table.header_rows == 2
    [record] = build.all_records(data)
    headers = {one.value: one.evidence.table.column_header for one in record.figures}
    assert headers[42] == "学校数（所） 小学"
    assert headers[12] == "学校数（所） 初中"
    assert headers[3] == "幼儿园数（所）"
    assert all(one.unit == "count" for one in record.figures)


def test_numbers_dates_and_errors_as_excel_shows_them() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        forms = {
            code: book.add_format({"num_format": code})
            for code in ("0.00%", "0.0", '0"人"', "#,##0", "yyyy-m-d", "000000", "h:mm")
        }
        page.write_row(0, 0, ["项目", "数值"])
        values = [
            ("巩固率", 0.98567, forms["0.00%"]), ("生均", 12.345, forms["0.0"]), ("学生", 1234, forms['0"人"']),
            ("经费", 1234567, forms["#,##0"]), ("整数", 1234.0, None), ("三分之一", 1 / 3, None), ("和", 0.1 + 0.2, None),
            ("大数", 139123456789012, None), ("代码", 4201, forms["000000"]), ("文本数", "0042", None), ("是否", True, None),
        ]  # fmt: skip
        for row, (name, value, form) in enumerate(values, start=1):
            page.write(row, 0, name)
            page.write(row, 1, value, form)
        page.write_string(12, 0, "日期")
        page.write_datetime(12, 1, datetime(2024, 9, 1), forms["yyyy-m-d"])  # noqa: DTZ001 - Excel knows no zones
        page.write_string(13, 0, "失败")
        page.write_formula(13, 1, "=1/0", None, "#DIV/0!")
        page.write_string(14, 0, "公式")
        page.write_formula(14, 1, "=B4*2", forms['0"人"'], 2468)
        page.write_string(15, 0, "不是公式")
        page.write_string(15, 1, '=HYPERLINK("http://x","y")')

    found = build.document(build.xlsx(fill))
    rows = dict(line.split("\t") for line in found.text.splitlines())
    assert rows == {
        "项目": "数值", "巩固率": "98.57%", "生均": "12.3", "学生": "1234人", "经费": "1234567", "整数": "1234",
        "三分之一": "0.3333333333", "和": "0.3", "大数": "139123456789012", "代码": "004201", "文本数": "0042", "是否": "TRUE",
        "日期": "2024-09-01", "失败": "#DIV/0!", "公式": "2468人", "不是公式": '=HYPERLINK("http://x","y")',
    }  # fmt: skip


def test_formula_without_a_saved_value_is_told_of() -> None:
    def empty(part: bytes) -> bytes:
        return part.replace(b"<v>7</v>", b"<v></v>")

    def fill(book: Any) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, ["学校", "班级"])
        page.write_row(1, 0, ["云岭一小", 12])
        page.write_row(2, 0, ["合计"])
        page.write_formula(2, 1, "=SUM(B2:B2)", None, 7)

    data = build.xlsx(fill)
    assert build.document(data).warnings == ()
    found = build.document(build.with_part(data, "xl/worksheets/sheet1.xml", empty))
    assert [one.code for one in found.warnings] == ["formula_uncomputed"]


def test_each_sheet_is_a_record_of_its_own() -> None:
    def fill(book: Any) -> None:
        for name, value in (("小学", 42), ("空表", None), ("初中", 12)):
            page = book.add_worksheet(name)
            if value:
                page.write_row(0, 0, ["县区", "学校数（所）"])
                page.write_row(1, 0, ["云岭县", value])
                page.write_row(2, 0, ["青山县", value + 1])
        book.get_worksheet_by_name("初中").hide()

    data = build.xlsx(fill)
    found = build.document(data)
    assert len(found.divisions) == 2
    assert [block.level for block in found.blocks if block.kind == "heading"] == [1, 1]
    first, second = build.all_records(data)
    assert (first.part.title, second.part.title) == ("小学", "初中")
    assert (first.part.index, second.part.index, first.part.count) == (1, 2, 2)
    assert [one.value for one in first.figures] == [42, 43]
    assert [one.value for one in second.figures] == [12, 13]
    assert [one.evidence.table.table for one in second.figures] == [0, 0]
    assert first.warnings == ()
    assert [one.code for one in second.warnings] == ["sheet_hidden"]


def test_several_tables_on_a_sheet() -> None:
    data = build.sheet(
        ["一、小学情况"],
        ["学校", "学生数"],
        ["云岭一小", 820],
        ["云岭二小", 615],
        [],
        ["二、中学情况"],
        ["学校", "教师数"],
        ["云岭中学", 96],
        [],
        ["合计", 96],
    )
    found = build.document(data)
    first, second = found.tables
    assert build.grid(found, first) == [["学校", "学生数"], ["云岭一小", "820"], ["云岭二小", "615"]]
    # A blank line above a sum is no end of the table.
    assert build.grid(found, second) == [["学校", "教师数"], ["云岭中学", "96"], ["合计", "96"]]
    assert second.caption is not None
    assert second.caption.of(found.text) == "二、中学情况"


def test_tables_side_by_side_part_where_the_right_one_has_names() -> None:
    both = build.document(
        build.sheet(
            ["学校", "学生", "", "学校", "教师"], ["一小", 820, "", "三小", 41], ["二小", 615, "", "四小", 37]
        )
    )
    assert [build.grid(both, table)[1] for table in both.tables] == [["一小", "820"], ["三小", "41"]]
    one = build.document(
        build.sheet(["学校", "学生", "", "教师"], ["一小", 820, "", 41], ["二小", 615, "", 37])
    )
    assert [build.grid(one, table)[1] for table in one.tables] == [["一小", "820", "41"]]


def test_header_alone_above_a_column_is_no_title() -> None:
    found = build.document(build.sheet(["", "人数"], ["小学", 820], ["初中", 615]))
    [table] = found.tables
    assert build.grid(found, table)[0] == ["", "人数"]


def test_list_of_lines_is_text_and_no_table() -> None:
    found = build.document(build.sheet(["填表说明"], ["一、本表由各校填写。"], ["二、数据截至九月。"]))
    assert found.tables == ()
    assert found.text == "填表说明\n一、本表由各校填写。\n二、数据截至九月。"


def test_text_of_cells_holds_no_tabs_and_no_control_characters() -> None:
    found = build.document(build.sheet(["学校", "说明"], ["一小", "甲\t乙\x07\n丙"], ["二小", "丁"]))
    assert found.text == "学校\t说明\n一小\t甲 乙\n丙\n二小\t丁"


def test_real_sheet_of_quotas() -> None:
    path = Path("/work/shared/real/2025年名额分配到校-虹口.xlsx")
    if not path.exists():
        pytest.skip(f"needs {path}")
    [record] = build.all_records(path.read_bytes())
    assert len(record.figures) == 80
    told = {
        (one.evidence.table.row_header, one.evidence.table.column_header): one.value for one in record.figures
    }
    assert told["1 虹口实验", "复旦 复兴"] == 14
    assert told["23 民办克勒", "委属“四校” 上中"] == 1
    assert told["23 民办克勒", "委属“四校” 交附"] == 1


def test_dates_outside_tables() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write_datetime(
            0, 0, date(2024, 9, 1), book.add_format({"num_format": "yyyy/m/d"})
        )

    assert build.document(build.xlsx(fill)).text == "2024-09-01"


def test_empty_cells_at_the_edges_of_a_sheet() -> None:
    data = build.sheet(["", "小学", "初中"], ["学校数（所）", 42, 12], ["教师数（人）", 96, ""])
    [record] = build.all_records(data)
    assert [one.value for one in record.figures] == [42, 12, 96]


def test_text_boxes_stand_below_the_cells_of_their_sheet() -> None:
    def fill(book: Any) -> None:
        first, second = book.add_worksheet("一览"), book.add_worksheet("说明")
        first.write_row(0, 0, ["学校", "学生数"])
        first.write_row(1, 0, ["东桥小学", 412])
        first.insert_textbox(4, 0, "填表说明：学生数以9月1日为准。\n单位：人")
        second.insert_textbox(0, 0, "本表于9月30日前报送")
        book.add_worksheet("空")

    found = build.document(build.xlsx(fill))
    assert found.text.splitlines()[-5:] == [
        "东桥小学\t412",
        "填表说明：学生数以9月1日为准。",
        "单位：人",
        "说明",
        "本表于9月30日前报送",
    ]


def test_a_shape_is_not_read_once_more_for_programs_that_know_it_not() -> None:
    drawing = etree.fromstring(
        '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        "<mc:Choice><a:p><a:r><a:t>共12</a:t></a:r><a:r><a:t>所</a:t></a:r></a:p></mc:Choice>"
        "<mc:Fallback><a:p><a:r><a:t>共12所</a:t></a:r></a:p></mc:Fallback></mc:AlternateContent><a:p/></d>"
    )
    assert list(captions(drawing)) == ["共12所"]
