"""Tables in plain text: lines of cells parted by tabs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.tabbed import tables


def cells(text: str) -> list[list[str]]:
    return [[text[cell.start : cell.end] for cell in table.cells] for table in tables(text)]


def test_two_rows_make_a_table() -> None:
    text = "各校情况如下：\n学校\t学生\n东桥\t41\n西桥\t37\n以上为各校情况。"
    (table,) = tables(text)
    assert text[table.start : table.end] == "学校\t学生\n东桥\t41\n西桥\t37"
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (3, 2, 1, 1)
    assert table.caption is not None
    assert table.caption.of(text) == "各校情况如下："
    assert [(cell.row, cell.column, text[cell.start : cell.end]) for cell in table.cells[2:4]] == [
        (1, 0, "东桥"),
        (1, 1, "41"),
    ]


def test_a_name_and_a_unit_are_the_caption() -> None:
    text = "表3 各校人数\n单位：人\n学校\t学生\n东桥\t41"
    (table,) = tables(text)
    assert table.caption is not None
    assert table.caption.of(text) == "表3 各校人数\n单位：人"


def test_a_sentence_before_a_table_is_no_caption() -> None:
    (table,) = tables("情况良好。\n学校\t学生\n东桥\t41")
    assert table.caption is None


def test_cells_are_stripped_and_may_be_empty() -> None:
    text = "学校 \t 学生\t教师\n东桥\t\t4\n西桥\t37\t"
    assert cells(text) == [["学校", "学生", "教师", "东桥", "", "4", "西桥", "37", ""]]


def test_one_row_or_one_filled_cell_is_no_table() -> None:
    assert tables("学校\t学生\n东桥41人") == ()
    assert tables("一\t\n二\t\n三\t") == ()
    assert tables("\t首行缩进\n\t首行缩进") == ()
    assert tables("没有表格") == ()
    assert tables("") == ()


def test_a_line_between_parts_two_tables() -> None:
    text = "甲\t乙\n1\t2\n说明\n丙\t丁\n3\t4"
    assert cells(text) == [["甲", "乙", "1", "2"], ["丙", "丁", "3", "4"]]


def test_lines_that_end_as_windows_ends_them_make_a_table_too() -> None:
    assert cells("甲\t乙\r\n1\t2\r\n") == [["甲", "乙", "1", "2"]]


@given(st.text(alphabet="甲乙1 \t\n\r", max_size=60))
def test_any_text_gives_tables_in_order_that_hold_their_cells(text: str) -> None:
    end = 0
    for table in tables(text):
        assert end <= table.start < table.end <= len(text)
        end = table.end
        at = table.start
        for cell in table.cells:
            assert at <= cell.start <= cell.end <= table.end
            assert 0 <= cell.row < table.rows
            assert 0 <= cell.column < table.columns
            assert "\n" not in text[cell.start : cell.end]
            at = cell.end
        assert table.header_rows < table.rows
