"""Tables in place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schemas.document import Document, Table
from tests.ingest.docx.build import p, r, read, tbl, tc, text, tr


def cells(document: Document, table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row_span, c.column_span): document.text[c.start : c.end] for c in table.cells}


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def test_a_table_stands_in_place() -> None:
    document = read(p("前") + tbl(("学段", "学生"), ("小学", "540")) + p("后"))
    assert document.text == "前\n学段\t学生\n小学\t540\n后"
    (table,) = document.tables
    assert document.text[table.start : table.end] == "学段\t学生\n小学\t540"
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (2, 2, 1, 1)
    assert [b.kind for b in document.blocks] == ["paragraph", "cell", "cell", "cell", "cell", "paragraph"]


def test_empty_cells_are_empty_spans() -> None:
    document = read(tbl(("学段", ""), ("", "540")))
    assert document.text == "学段\t\n\t540"
    assert cells(document, document.tables[0]) == {
        (0, 0, 1, 1): "学段", (0, 1, 1, 1): "", (1, 0, 1, 1): "", (1, 1, 1, 1): "540",
    }  # fmt: skip


def test_paragraphs_of_a_cell_are_lines() -> None:
    document = read(tbl((tc("绝对数", "（万元）"), "12"), ("丙", "丁")))
    assert document.text == "绝对数\n（万元）\t12\n丙\t丁"
    assert cells(document, document.tables[0])[0, 0, 1, 1] == "绝对数\n（万元）"


def test_merged_cells_have_spans_and_one_text() -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(
        tbl(
            tr(tc("学段", properties=start), tc("学生", properties=span(2))),
            tr(tc(properties=go_on), "男", "女"),
            tr("小学", "300", "240"),
        )
    )
    assert document.text == "学段\t学生\n男\t女\n小学\t300\t240"
    (table,) = document.tables
    found = cells(document, table)
    assert found[0, 0, 2, 1] == "学段"
    assert found[0, 1, 1, 2] == "学生"
    assert found[1, 2, 1, 1] == "女"
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 2)


def test_a_continued_cell_without_a_beginning_stands_for_itself() -> None:
    document = read(tbl((tc("甲", properties="<w:vMerge/>"), "乙"), ("丙", "丁")))
    assert cells(document, document.tables[0])[0, 0, 1, 1] == "甲"


def test_old_horizontal_merges() -> None:
    document = read(tbl(
        tr(tc("甲", properties='<w:hMerge w:val="restart"/>'), tc(properties='<w:hMerge w:val="continue"/>'), "丙"),
        ("一", "二", "三"),
    ))  # fmt: skip
    assert cells(document, document.tables[0])[0, 0, 1, 2] == "甲"


def test_rows_may_begin_late_and_end_early() -> None:
    late = tr("乙", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    document = read(tbl(("甲", "丙", "丁"), late, ("1", "2", "3")))
    (table,) = document.tables
    assert document.text == "甲\t丙\t丁\n乙\n1\t2\t3"
    assert cells(document, table)[1, 1, 1, 1] == "乙"
    assert (table.rows, table.columns) == (3, 3)


def test_grid_lines_that_no_row_begins_at_are_none() -> None:
    wide = tc("学段", properties=span(3))
    document = read(tbl(tr(wide, "学生"), tr(tc("小学", properties=span(3)), "540")))
    assert document.tables[0].columns == 2
    assert document.tables[0].header_rows == 1
    absurd = read(
        tbl(
            tr(tc("甲", properties=span(999_999_999)), tc("乙", properties='<w:gridSpan w:val="x"/>')),
            ("丙", "丁"),
        )
    )
    assert absurd.tables[0].columns <= 3


def test_nested_tables_stand_in_the_cell() -> None:
    inner = tbl(("男", "女"), ("300", "240"))
    document = read(tbl(("学校", "学生"), ("东街小学", tc(p("见下"), inner, p("")))) + p("后"))
    assert document.text == "学校\t学生\n东街小学\t见下\n男\t女\n300\t240\n后"
    outer, nested = document.tables
    assert cells(document, outer)[1, 1, 1, 1] == "见下\n男\t女\n300\t240"
    assert document.text[nested.start : nested.end] == "男\t女\n300\t240"
    assert nested.caption is not None
    assert nested.caption.of(document.text) == "见下"
    alone = read(tbl(("学校", tc(inner, p(""))), ("东街小学", "12")))
    assert alone.tables[1].caption is None


def test_controls_around_rows_and_cells_are_unwrapped() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    assert (
        text(tbl(control(control(tr("甲", "乙"))), tr(control(tc("丙")), tc(control(p("丁"))))))
        == "甲\t乙\n丙\t丁"
    )


def test_deleted_and_hidden_rows_go() -> None:
    assert (
        text(
            tbl(
                ("甲", "乙"),
                tr("丙", "1", properties="<w:del/>"),
                tr("丁", "2", properties="<w:hidden/>"),
                ("戊", "3"),
            )
        )
        == "甲\t乙\n戊\t3"
    )
    assert text(tbl(("甲", "乙"), tr("丙", "1", properties="<w:ins/>"))) == "甲\t乙\n丙\t1"


def test_marked_header_rows() -> None:
    head = "<w:tblHeader/>"
    document = read(tbl(tr("甲", "乙", properties=head), tr("丙", "2", properties=head), ("丁", "3")))
    assert document.tables[0].header_rows == 2
    everything = read(tbl(tr("甲", "乙", properties=head), tr("丙", "2", properties=head)))
    assert everything.tables[0].header_rows == 1


def test_caption_covers_title_and_unit() -> None:
    table = tbl(("学段", "经费"), ("小学", "540"))
    document = read(p("正文说完了。") + p("表1 经费") + p("") + p("单位：万元") + table)
    caption = document.tables[0].caption
    assert caption is not None
    assert caption.of(document.text) == "表1 经费\n单位：万元"
    assert read(p("正文说完了。") + table).tables[0].caption is None
    assert read(table + table).tables[1].caption is None


def test_a_frame_of_one_cell_is_running_text() -> None:
    document = read(tbl((tc("甲", "乙"),)))
    assert document.text == "甲\n乙"
    assert not document.tables
    assert [b.kind for b in document.blocks] == ["paragraph", "paragraph"]


def test_a_table_without_text_is_none() -> None:
    document = read(p("前") + tbl(("", ""), ("", "")) + p("后"))
    assert document.text == "前\n后"
    assert not document.tables


def test_a_deleted_mark_does_not_leave_its_cell() -> None:
    struck = p(r("甲"), properties="<w:rPr><w:del/></w:rPr>")
    assert text(tbl((tc(struck), "乙"), ("丙", "丁"))) == "甲\t乙\n丙\t丁"


@given(
    st.lists(
        st.lists(st.sampled_from(["", "学", "12", "平方米"]), min_size=1, max_size=4), min_size=2, max_size=5
    )
)
def test_text_is_cells_by_tabs_and_rows_by_breaks(rows: list[list[str]]) -> None:
    document = read(p("前") + tbl(*rows) + p("后"))
    if any(map(any, rows)):
        columns = max(map(len, rows))
        if columns > 1:
            (table,) = document.tables
            assert document.text[table.start : table.end] == "\n".join("\t".join(row) for row in rows)
            for cell in table.cells:
                assert document.text[cell.start : cell.end] == rows[cell.row][cell.column]
    else:
        assert document.text == "前\n后"
