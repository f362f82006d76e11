from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont


def test_one_column_joins_the_lines_of_a_paragraph(sheets, filler, read) -> None:
    page = sheets()
    down = page.prose(60, 80, filler, 39)
    page.prose(60, down, "二是" + filler, 39)
    assert read(page.done()).text == filler + "\n二是" + filler


def test_two_columns_are_read_one_after_the_other(sheets, filler, read) -> None:
    page = sheets()
    page.text(200, 60, "甲乡与乙乡学校对照说明", 16)
    page.prose(50, 100, "左栏" + filler, 18)
    page.prose(310, 100, "右栏" + filler, 18)
    text = read(page.done()).text
    assert text == "甲乡与乙乡学校对照说明\n左栏" + filler + "\n右栏" + filler


def test_a_paragraph_goes_on_in_the_next_column(sheets, filler, read) -> None:
    page = sheets()
    words = (filler * 3)[: 18 * 20 - 2]
    page.prose(50, 100, words, 18)
    page.lines(310, 100, [filler[start : start + 18] for start in range(0, 108, 18)])
    assert read(page.done()).text == words + filler[:108]


def test_a_heading_across_both_columns_breaks_their_flow(sheets, filler, read) -> None:
    page = sheets()
    page.prose(50, 60, "甲" + filler, 18)
    page.prose(310, 60, "乙" + filler, 18)
    page.text(50, 250, "关于全县义务教育学校布局调整和教师队伍建设情况的补充说明文字材料", 14)
    page.prose(50, 290, "丙" + filler, 18)
    page.prose(310, 290, "丁" + filler, 18)
    firsts = [line[0] for line in read(page.done()).text.split("\n")]
    assert firsts == ["甲", "乙", "关", "丙", "丁"]


def test_a_list_of_short_entries_is_no_two_column_page(sheets, read) -> None:
    page = sheets()
    for number in range(12):
        page.text(60, 80 + number * 20, f"第{number + 1}小学")
        page.text(330, 80 + number * 20, f"学生{number * 7 + 311}人")
    lines = read(page.done()).text.split("\n")
    assert lines[0] == "第1小学 学生311人"
    assert len(lines) == 12


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_by_the_viewer_reads_the_same(turn, sheets, filler, read) -> None:
    page = sheets((700, 640))
    page.prose(60, 80, filler, 39)
    page.canvas.setPageRotation(turn)
    document = read(page.done())
    assert document.text == filler
    left, top, right, bottom = document.places[0].bbox
    wide = right - left > bottom - top
    assert wide == (turn == 180)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_drawn_turned_reads_the_same(turn, sheets, filler, read) -> None:
    page = sheets((600, 600))
    page.canvas.translate(300, 300)
    page.canvas.rotate(turn)
    page.canvas.translate(-300, -300)
    down = page.prose(60, 80, filler, 39)
    page.prose(60, down, "二是" + filler, 39)
    assert read(page.done()).text == filler + "\n二是" + filler


def test_upright_columns_run_from_right_to_left(sheets, filler, read) -> None:
    page = sheets()
    words = filler[:119]
    for number, start in enumerate(range(0, 120, 40)):
        for down, character in enumerate(words[start : start + 40]):
            page.text(480 - 20 * number, 80 + 12 * down, character)
    document = read(page.done())
    assert document.text == words
    left, top, right, bottom = document.places[0].bbox
    assert bottom - top > right - left
    assert document.places[0].bbox[0] > document.places[1].bbox[0]


def test_places_lie_where_pdfplumber_counts(sheets, filler, read, tmp_path) -> None:
    import pdfplumber

    page = sheets((700, 640))
    page.text(100, 200, "在校学生1875人")
    page.canvas.setPageRotation(90)
    file = tmp_path / "x.pdf"
    file.write_bytes(page.done())
    with pdfplumber.open(file) as pdf:
        chars = pdf.pages[0].chars
        box = (
            min(char["x0"] for char in chars),
            min(char["top"] for char in chars),
            max(char["x1"] for char in chars),
            max(char["bottom"] for char in chars),
        )
    found = read(file.read_bytes()).places[0].bbox
    assert all(abs(mine - theirs) < 5 for mine, theirs in zip(found, box, strict=True))


def test_a_vertical_font_runs_from_right_to_left(sheets, filler, read) -> None:
    page = sheets()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light", isVertical=True))
    try:
        words = "学生1875人，" + filler
        for number, start in enumerate(range(0, len(words), 40)):
            page.canvas.setFont("STSong-Light", 12)
            page.canvas.drawString(480 - 20 * number, 760, words[start : start + 40])
        data = page.done()
    finally:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    assert read(data).text == words
