"""Tables laid out by blanks alone."""

from __future__ import annotations

import pytest

from tests.ingest.pdf.build import BODY, File, at, lines

XS = (60, 200, 300, 400)
ROWS = [
    ["学校", "班级数", "学生数", "教师数"],
    ["第一小学", "12", "540", "30"],
    ["第二小学", "18", "810", "45"],
    ["城关镇中心小学", "24", "1080", "62"],
    ["合计", "54", "2430", "137"],
]


def laid(rows, xs=XS, *, flush: bool = False, step: float = 20) -> bytes:
    """A page with rows of words set at ``xs``, running text after them; numbers ``flush`` right."""
    made = File()
    content = at(200, 80, "表1 学校基本情况")
    for number, row in enumerate(rows):
        for x, words in zip(xs, row, strict=False):
            shift = 40 - 6 * len(words) if flush and words.isdigit() else 0
            content += at(x + shift, 110 + number * step, words)
    made.page(content + lines(BODY, 60, 150 + step * len(rows)), {"F1": made.font()})
    return made.done()


@pytest.mark.parametrize("flush", [False, True])
def test_columns_of_words_and_numbers_are_a_table(flush, read) -> None:
    document = read(laid(ROWS, flush=flush))
    assert [(table.rows, table.columns, table.header_rows) for table in document.tables] == [(5, 4, 1)]
    assert "\n".join("\t".join(row) for row in ROWS) in document.text
    assert document.text.endswith("\n" + BODY)


def test_empty_cells_stay_empty(read) -> None:
    rows = [row[:] for row in ROWS]
    rows[2][2] = rows[3][1] = ""
    made = File()
    content = b"".join(
        at(x, 110 + number * 20, words)
        for number, row in enumerate(rows)
        for x, words in zip(XS, row, strict=True)
        if words
    )
    made.page(content + lines(BODY, 60, 300), {"F1": made.font()})
    text = read(made.done()).text
    assert "第二小学\t18\t\t45" in text
    assert "城关镇中心小学\t\t1080\t62" in text


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["第一章", "办学概况", "1"],
            ["第二章", "教师队伍", "5"],
            ["第三章", "办学条件", "12"],
            ["第四章", "结语", "20"],
        ],
        [
            ["王建国", "李秀英", "张伟"],
            ["刘洋", "陈静", "杨帆"],
            ["赵敏", "黄磊", "周杰"],
            ["吴刚", "徐丽", "孙涛"],
        ],
        [["3", "王建国", "校长"], ["4", "李秀英", "教师"], ["5", "张伟", "教师"], ["6", "刘洋", "教师"]],
        [["姓名", "性别", "民族"], ["电话", "学历", "职称"]],
        [["12", "540", "30"], ["18", "810", "45"], ["24", "1080", "62"]],
        [["第一小学", "540人"], ["第二小学", "810人"], ["第三小学", "1080人"]],
    ],
    ids=["contents", "names", "numbered", "form", "only numbers", "two columns"],
)
def test_what_is_no_table(rows, read) -> None:
    assert read(laid(rows)).tables == ()


def test_rows_far_apart_are_no_table(read) -> None:
    assert read(laid(ROWS, step=60)).tables == ()
