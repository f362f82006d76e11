from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "number", ["— {} —", "- {} -", "第{}页", "第 {} 页 共 4 页", "{}/4", "{}", "· {} ·", "Page {}"]
)
def test_page_numbers_are_left_out(number, sheets, filler, read) -> None:
    page = sheets()
    for count in range(1, 5):
        page.prose(60, 80, f"{'甲乙丙丁'[count - 1]}部分" + filler, 39)
        page.text(280, 800, number.format(count))
        page.page()
    assert read(page.done()).text == "\n".join(f"{name}部分{filler}" for name in "甲乙丙丁")


def test_page_numbers_that_do_not_start_at_one(sheets, filler, read) -> None:
    page = sheets()
    for count in range(3):
        page.prose(60, 80, filler, 39)
        page.text(280, 800, str(count + 17))
        page.page()
    assert read(page.done()).text == "\n".join([filler] * 3)


def test_running_heads_are_left_out(sheets, filler, read) -> None:
    page = sheets()
    for count in range(3):
        page.text(60, 40, "某县教育局文件汇编", 9)
        page.text(450, 40, f"第{'一二三'[count]}页", 9)
        page.prose(60, 80, filler, 39)
        page.page()
    assert read(page.done()).text == "\n".join([filler] * 3)


def test_heads_that_alternate_are_left_out(sheets, filler, read) -> None:
    page = sheets()
    for count in range(6):
        page.text(60, 40, ("年度报告", "第二章 办学条件")[count % 2], 9)
        page.prose(60, 80, filler, 39)
        page.page()
    text = read(page.done()).text
    assert "年度报告" not in text
    assert "第二章" not in text


def test_a_paragraph_is_joined_over_head_and_number(sheets, filler, read) -> None:
    page = sheets()
    words = (filler * 6)[: 39 * 20 - 2]
    page.text(60, 40, "工作汇编", 9)
    page.prose(60, 80, words[: 39 * 10 - 2], 39)
    page.text(280, 800, "1")
    page.page()
    page.text(60, 40, "工作汇编", 9)
    page.prose(60, 80, words[39 * 10 - 2 :], 39, indent=0)
    page.text(280, 800, "2")
    assert read(page.done()).text == words


def test_a_first_line_with_its_own_number_stays(sheets, filler, read) -> None:
    page = sheets()
    for number in (1875, 1013, 967):
        page.text(60, 60, f"在校学生{number}人。")
        page.prose(60, 100, filler, 39)
        page.page()
    text = read(page.done()).text
    assert all(f"在校学生{number}人" in text for number in (1875, 1013, 967))


def test_an_amount_at_the_foot_of_a_page_is_no_page_number(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.text(60, 790, "4760")
    assert read(page.done()).text.endswith("4760")


def test_slanted_and_large_pale_watermarks_are_left_out(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.canvas.setFillGray(0.85)
    page.text(80, 300, "内部资料", 90)
    page.canvas.saveState()
    page.canvas.translate(100, 200)
    page.canvas.rotate(30)
    page.canvas.drawString(0, 0, "请勿外传")
    page.canvas.restoreState()
    assert read(page.done()).text == filler


def test_a_large_dark_title_stays(sheets, filler, read) -> None:
    page = sheets()
    page.text(150, 60, "年度工作报告", 40)
    page.prose(60, 140, filler, 39)
    assert read(page.done()).text == "年度工作报告\n" + filler
