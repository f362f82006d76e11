from __future__ import annotations

import pytest

XS = [60.0, 160.0, 260.0, 360.0]


def cells(document, number=0):
    table = document.tables[number]
    return {
        (cell.row, cell.column): document.text[cell.start : cell.end]
        for cell in table.cells
        if cell.end > cell.start
    }


def test_a_ruled_table_stands_in_its_place(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 60, filler, 39)
    page.text(150, 150, "表1 各校学生人数（单位：人）")
    names = {(0, 0): "学校", (0, 1): "小学", (0, 2): "初中", (1, 0): "甲校", (1, 1): "1875", (1, 2): "1013"}
    page.grid(XS, [170, 190, 210], names)
    page.prose(60, 230, "其次" + filler, 39)
    document = read(page.done())
    table = document.tables[0]
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (2, 3, 1, 1)
    assert cells(document) == names
    assert document.text[table.start : table.end] == "学校\t小学\t初中\n甲校\t1875\t1013"
    assert table.caption.of(document.text) == "表1 各校学生人数（单位：人）"
    assert document.text.startswith(filler + "\n表1")
    assert document.text.endswith("\n其次" + filler)
    place = document.place(table.start, table.start + 2)
    assert place.page == 1
    assert place.bbox[:3] == pytest.approx((60, 170, 160), abs=2)


def test_merged_cells_are_spans(sheets, read) -> None:
    page = sheets()
    ys = [100.0, 120.0, 140.0, 160.0, 180.0]
    for y in (100, 140, 180):
        page.rule(60, y, 360, y)
    page.rule(160, 120, 360, 120)
    page.rule(160, 160, 360, 160)
    for x in (60, 160, 360):
        page.rule(x, 100, x, 180)
    page.rule(260, 120, 260, 180)
    texts = {
        (0, 0): "片区",
        (0, 1): "在校学生",
        (1, 1): "小学",
        (1, 2): "初中",
        (2, 0): "东片",
        (2, 1): "120",
    }
    page.cells(XS, ys, texts | {(2, 2): "88", (3, 1): "75", (3, 2): "61"})
    document = read(page.done())
    table = document.tables[0]
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in table.cells}
    assert spans == {
        (0, 0): (2, 1), (0, 1): (1, 2), (1, 1): (1, 1), (1, 2): (1, 1),
        (2, 0): (2, 1), (2, 1): (1, 1), (2, 2): (1, 1), (3, 1): (1, 1), (3, 2): (1, 1),
    }  # fmt: skip
    assert cells(document)[2, 0] == "东片"
    assert (table.header_rows, table.header_columns) == (2, 1)


def test_a_table_goes_on_over_the_page_and_its_header_stands_once(sheets, read) -> None:
    page = sheets()
    head = {(0, 0): "学校", (0, 1): "教师", (0, 2): "学生"}
    page.grid(XS, [700, 720, 740, 760], head | {(1, 0): "甲校", (1, 1): "31", (2, 0): "乙校", (2, 2): "402"})
    page.text(290, 800, "— 1 —")
    page.page()
    page.grid(XS, [60, 80, 100], head | {(1, 0): "丙校", (1, 1): "27"})
    page.text(290, 800, "— 2 —")
    document = read(page.done())
    assert len(document.tables) == 1
    assert document.tables[0].rows == 4
    assert document.text == "学校\t教师\t学生\n甲校\t31\t\n乙校\t\t402\n丙校\t27\t"
    assert document.place(document.text.index("丙校"), document.text.index("丙校") + 2).page == 2


def test_tables_of_other_columns_are_not_joined(sheets, read) -> None:
    page = sheets()
    page.grid(
        XS, [700, 720, 740], {(0, 0): "学校", (0, 1): "教师", (0, 2): "学生", (1, 0): "甲", (1, 1): "3"}
    )
    page.page()
    page.grid([60, 200, 300], [60, 80, 100], {(0, 0): "项目", (0, 1): "金额", (1, 0): "校舍", (1, 1): "70"})
    assert len(read(page.done()).tables) == 2


def test_wrapped_cells_are_joined_and_separate_numbers_are_not(sheets, read) -> None:
    page = sheets()
    page.grid(
        [60, 124, 188, 300],
        [100, 130, 160],
        {
            (0, 0): "义务教育学|校布局",
            (0, 1): "投入",
            (0, 2): "说明",
            (1, 0): "甲",
            (1, 1): "12",
            (1, 2): "12|34",
        },
    )
    found = cells(read(page.done()))
    assert found[0, 0] == "义务教育学校布局"
    assert "1234" not in str(found)


def test_rows_that_no_rule_parts_are_told_apart(sheets, read) -> None:
    page = sheets()
    for y in (100, 120, 180):
        page.rule(60, y, 360, y)
    page.rule(200, 100, 200, 180)
    page.cells(
        [60, 200],
        [100, 120],
        {(0, 0): "指标", (0, 1): "数量（所）", (1, 0): "小学|初中|九年一贯制学校", (1, 1): "39|8|2"},
    )
    document = read(page.done())
    assert document.text == "指标\t数量（所）\n小学\t39\n初中\t8\n九年一贯制学校\t2"
    assert document.tables[0].rows == 4


def test_a_word_among_amounts_leaves_them_in_their_rows(sheets, read) -> None:
    page = sheets()
    for y in (100, 120, 240):
        page.rule(60, y, 360, y)
    page.rule(200, 100, 200, 240)
    names, amounts = "甲|乙|丙|丁|戊", "39|8.5|2|县教育局|17"
    page.cells([60, 200], [100, 120], {(0, 0): "指标", (0, 1): "数量", (1, 0): names, (1, 1): amounts})
    assert read(page.done()).text == "指标\t数量\n甲\t39\n乙\t8.5\n丙\t2\n丁\t县教育局\n戊\t17"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("甲校|1234567|89", "甲校123456789"),
        ("甲校|1234|89", "甲校1234 89"),
        ("甲校|1234.5|67.8", "甲校1234.5 67.8"),
        ("甲校12345|6789", "甲校123456789"),
    ],
)
def test_numbers_of_two_lines_are_one_only_where_the_first_is_full(lines, text, sheets, read) -> None:
    page = sheets()
    page.grid([60, 112, 300], [100, 130, 190], {(0, 0): "数量", (0, 1): "说明", (1, 0): lines, (1, 1): "丙"})
    assert cells(read(page.done()))[1, 0] == text


def test_the_shading_of_cells_is_no_border_of_its_own(sheets, read) -> None:
    page = sheets()
    page.canvas.setFillColorRGB(0.8, 0.9, 1)
    for column in range(3):
        page.canvas.rect(XS[column], 842 - 120, 100, 20, stroke=0, fill=1)
        page.canvas.rect(XS[column] + 6, 842 - 118, 88, 16, stroke=0, fill=1)
    page.canvas.setFillColorRGB(0, 0, 0)
    page.grid(
        XS, [100, 120, 140], {(0, 0): "学校", (0, 1): "教师", (0, 2): "学生", (1, 0): "甲", (1, 1): "3"}
    )
    assert read(page.done()).tables[0].columns == 3


def test_a_frame_around_paragraphs_is_no_table(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.grid([50, 540], [70, 180], {})
    document = read(page.done())
    assert document.tables == ()
    assert document.text == filler


def test_a_slanted_watermark_stays_out_of_cells(sheets, read) -> None:
    page = sheets()
    rows = [100 + 20 * number for number in range(12)]
    texts = {(row, column): f"{row * 31 + column}" for row in range(11) for column in range(3)}
    page.grid(XS, rows, texts)
    page.canvas.saveState()
    page.canvas.translate(80, 500)
    page.canvas.rotate(45)
    page.canvas.setFont("STSong-Light", 30)
    page.canvas.drawString(0, 0, "内部资料请勿外传")
    page.canvas.restoreState()
    document = read(page.done())
    assert cells(document) == texts


def test_a_table_on_a_turned_page(sheets, read) -> None:
    page = sheets((700, 600))
    names = {(0, 0): "学校", (0, 1): "小学", (0, 2): "初中", (1, 0): "甲校", (1, 1): "1875", (1, 2): "1013"}
    page.grid(XS, [170, 190, 210], names)
    page.canvas.setPageRotation(90)
    document = read(page.done())
    assert cells(document) == names
    left, top, right, bottom = document.place(document.tables[0].start, document.tables[0].start + 2).bbox
    assert bottom - top > right - left


def test_look_alikes_in_cells_are_folded(sheets, read) -> None:
    page = sheets()
    page.grid(XS, [100, 120, 140], {(0, 0): "⼩学", (0, 1): "初中", (1, 0): "12", (1, 1): "34"})
    assert cells(read(page.done()))[0, 0] == "小学"


def test_a_table_of_three_rules_has_the_columns_its_text_shows(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 60, filler, 39)
    page.text(200, 150, "表2 各片区学校情况")
    for y in (170, 190, 250):
        page.rule(60, y, 500, y)
    rows = [
        ["片区", "负责人", "学校（所）"],
        ["东片", "王主任", "12"],
        ["西片", "李主任", "9"],
        ["合计", "", "21"],
    ]
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            page.text(70 + 150 * column, 174 + 20 * number, words)
    page.prose(60, 280, "其次" + filler, 39)
    document = read(page.done())
    expected = {
        (row, column): words for row, line in enumerate(rows) for column, words in enumerate(line) if words
    }
    assert cells(document) == expected
    assert document.text.endswith("其次" + filler)


def test_rules_between_paragraphs_make_no_table(sheets, filler, read) -> None:
    page = sheets()
    for number in range(4):
        page.rule(60, 70 + number * 150, 530, 70 + number * 150)
        page.prose(60, 80 + number * 150, f"第{number}段" + filler, 39)
    document = read(page.done())
    assert document.tables == ()
    assert document.text == "\n".join(f"第{number}段{filler}" for number in range(4))


def test_a_table_goes_on_under_a_line_that_says_so(sheets, read) -> None:
    page = sheets()
    head = {(0, 0): "学校", (0, 1): "教师", (0, 2): "学生"}
    page.text(200, 680, "表3 学校情况")
    page.grid(XS, [700, 720, 740], head | {(1, 0): "甲校", (1, 1): "31"})
    page.page()
    page.text(200, 60, "续表3")
    page.grid(XS, [80, 100, 120], head | {(1, 0): "丙校", (1, 1): "27"})
    document = read(page.done())
    assert [table.rows for table in document.tables] == [3]
    assert "续表" not in document.text


def test_turned_text_in_a_cell(sheets, read) -> None:
    page = sheets()
    page.grid([60, 90, 300], [100, 200, 300], {(0, 1): "小学1875人", (1, 1): "初中1013人"})
    page.canvas.saveState()
    page.canvas.translate(80, 842 - 180)
    page.canvas.rotate(90)
    page.canvas.drawString(0, 0, "全县合计")
    page.canvas.restoreState()
    assert cells(read(page.done()))[0, 0] == "全县合计"


def test_two_open_sided_tables_of_one_width_stay_two(sheets, read) -> None:
    page = sheets()
    for top in (100, 300):
        for y in (top, top + 20, top + 80):
            page.rule(60, y, 360, y)
        page.rule(200, top, 200, top + 80)
        heads = {(0, 0): "指标", (0, 1): "数量（所）", (1, 0): "小学|初中|高中", (1, 1): "39|8|2"}
        page.cells([60, 200], [top, top + 20], heads)
    page.text(150, 280, "表5 其他情况")
    document = read(page.done())
    assert [(table.rows, table.columns) for table in document.tables] == [(4, 2), (4, 2)]
    assert document.tables[1].caption.of(document.text) == "表5 其他情况"


def test_a_row_cut_by_the_page_end_goes_on_in_its_cells(sheets, filler, read) -> None:
    page = sheets()
    xs = [60.0, 120.0, 270.0, 400.0]
    head = {(0, 0): "序号", (0, 1): "任务", (0, 2): "数量"}
    lines = [filler[start : start + 14] for start in range(0, 84, 14)]
    page.grid(xs, [690, 710, 760], head | {(1, 0): "1", (1, 1): "|".join(lines[:3]), (1, 2): "12"})
    page.page()
    rest = {(0, 1): "|".join(lines[3:]), (1, 0): "2", (1, 1): "培训教师", (1, 2): "34"}
    page.grid(xs, [60, 110, 130], rest)
    document = read(page.done())
    assert cells(document) == head | {
        (1, 0): "1", (1, 1): filler[:84], (1, 2): "12", (2, 0): "2", (2, 1): "培训教师", (2, 2): "34",
    }  # fmt: skip
    start = document.text.index(filler[:84])
    assert document.place(start, start + 5).page == 1
    assert document.place(start + 80, start + 84).page == 2


def test_rows_under_a_cut_merged_cell_are_rows_of_their_own(sheets, read) -> None:
    page = sheets()
    head = {(0, 0): "片区", (0, 1): "学段", (0, 2): "学生"}
    page.grid(XS, [720, 740, 760], head | {(1, 0): "东片", (1, 1): "小学", (1, 2): "12"})
    page.page()
    page.grid(XS, [60, 80, 100], {(0, 1): "初中", (0, 2): "34", (1, 0): "西片", (1, 1): "小学", (1, 2): "56"})
    found = cells(read(page.done()))
    assert found[2, 2] == "34"
    assert found[3, 2] == "56"
