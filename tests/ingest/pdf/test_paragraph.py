from __future__ import annotations

import pytest


def test_a_number_cut_at_the_line_end_is_joined(sheets, read) -> None:
    page = sheets()
    lines = [
        "　　全县现有义务教育阶段学校四十七所，其中小学三十九所，初中八所，在校学生共有12",
        "34人，专任教师八百五十六人，学校占地面积二十六万平方米，其余各项指标见附表和说明",
        "材料。",
    ]
    page.lines(60, 80, lines)
    assert "在校学生共有1234人，" in read(page.done()).text


def test_a_number_cut_at_the_page_end_is_joined(sheets, filler, read) -> None:
    page = sheets()
    words = (filler * 4)[: 39 * 10 - 2 - 6] + "学生共有12"
    page.prose(60, 80, words, 39)
    page.page()
    page.prose(60, 80, "34人。" + filler, 39, indent=0)
    assert "学生共有1234人。" in read(page.done()).text


def test_amounts_under_each_other_are_not_run_together(sheets, read) -> None:
    page = sheets()
    page.lines(60, 80, ["1875", "1013", "856"])
    assert read(page.done()).text == "1875\n1013\n856"


def test_latin_words_are_parted_by_a_space(sheets, read) -> None:
    page = sheets()
    page.lines(60, 80, ["The county runs forty-seven schools for all children and", "employs many teachers."])
    assert read(page.done()).text == (
        "The county runs forty-seven schools for all children and employs many teachers."
    )


def test_no_space_where_latin_and_chinese_meet(sheets, filler, read) -> None:
    page = sheets()
    page.text(60, 80, "2024")
    page.text(60 + 24 + 3, 80, "年在校学生")
    page.text(60 + 24 + 3 + 60 + 3, 80, "1875")
    page.text(60 + 24 + 3 + 60 + 3 + 24 + 3, 80, "人")
    assert read(page.done()).text == "2024年在校学生1875人"


@pytest.mark.parametrize(
    "label", ["一、", "（一）", "1.", "1、", "（1）", "①", "第一章 ", "第三条 ", "(二)", "●"]
)
def test_a_list_label_begins_a_paragraph(label, sheets, filler, read) -> None:
    page = sheets()
    above = filler[:38] + "。"
    page.text(60, 80, above)
    page.lines(60, 98, [label + filler[: 38 - len(label)], filler[38:60] + "。"])
    page.lines(60, 134, [filler[:39], filler[39:60] + "。"])
    lines = read(page.done()).text.split("\n")
    assert lines[0] == above
    assert lines[1].startswith(label.strip())


def test_a_decimal_at_the_line_start_is_no_label(sheets, filler, read) -> None:
    page = sheets()
    page.lines(60, 80, [filler[:39], filler[:33] + "每生平均达到", "1.5平方米，" + filler[:20]])
    assert read(page.done()).text == filler[:39] + filler[:33] + "每生平均达到1.5平方米，" + filler[:20]


def test_headings_do_not_stick_to_the_body(sheets, filler, read) -> None:
    page = sheets()
    page.text(190, 60, "全县学校建设工作方案", 20)
    page.text(84, 100, "一、总体目标")
    down = page.prose(60, 118, filler, 39)
    page.text(84, down, "二、保障措施")
    page.prose(60, down + 18, filler, 39)
    document = read(page.done())
    assert document.text.split("\n") == [
        "全县学校建设工作方案",
        "一、总体目标",
        filler,
        "二、保障措施",
        filler,
    ]
    assert document.blocks[0].kind == "heading"
    assert document.blocks[2].kind == "paragraph"


def test_a_title_of_two_centred_lines_is_one(sheets, filler, read) -> None:
    page = sheets()
    page.text(97, 60, "关于印发全县义务教育学校建设方案的", 22)
    page.text(275, 94, "通知", 22)
    page.prose(60, 140, filler, 39)
    assert read(page.done()).text.split("\n")[0] == "关于印发全县义务教育学校建设方案的通知"


def test_a_wider_gap_ends_a_paragraph(sheets, filler, read) -> None:
    page = sheets()
    lines = [filler[start : start + 39] for start in range(0, 117, 39)]
    page.lines(60, 80, lines)
    page.lines(60, 80 + 3 * 18 + 16, lines)
    assert read(page.done()).text == "\n".join(["".join(lines)] * 2)


def test_contents_entries_stay_apart(sheets, read) -> None:
    page = sheets()
    page.lines(
        60, 80, ["基本情况" + "." * 60 + "1", "工作目标" + "." * 60 + "2", "保障措施" + "." * 60 + "5"]
    )
    assert len(read(page.done()).text.split("\n")) == 3


def test_look_alikes_are_folded_and_full_width_brackets_kept(sheets, read) -> None:
    page = sheets()
    page.text(60, 80, "⼩学（⼀所）")
    assert read(page.done()).text == "小学（一所）"


def test_a_footnote_does_not_cut_the_paragraph(sheets, filler, read) -> None:
    page = sheets()
    words = (filler * 6)[: 39 * 20 - 2]
    page.prose(60, 80, words[: 39 * 10 - 2], 39)
    page.text(60, 700, "①本表数据由各校上报。", 8)
    page.text(60, 712, "②不含民办学校。", 8)
    page.page()
    page.prose(60, 80, words[39 * 10 - 2 :], 39, indent=0)
    document = read(page.done())
    assert document.text == words + "\n①本表数据由各校上报。\n②不含民办学校。"
    assert [block.kind for block in document.blocks] == ["paragraph", "footnote", "footnote"]


def test_a_raised_number_does_not_run_into_the_one_before(sheets, filler, read) -> None:
    page = sheets()
    page.text(60, 80, "占地")
    page.text(84, 80, "1875")
    page.text(108, 79, "3", 6)
    page.text(112, 80, "亩，校舍")
    assert read(page.done()).text == "占地1875³亩，校舍"


def test_a_blank_left_open_does_not_end_the_paragraph(sheets, filler, read) -> None:
    page = sheets()
    page.text(84, 80, filler[:37])
    page.text(60, 98, filler[37:52] + "面积")
    page.text(60 + 17 * 12 + 40, 98, "平方米" + filler[52:67])
    page.text(60, 116, filler[67:90] + "。")
    assert read(page.done()).text == filler[:52] + "面积 平方米" + filler[52:90] + "。"


@pytest.mark.parametrize("end", ["；", "；；"])
def test_items_of_a_list_that_nothing_indents(end, sheets, filler, read) -> None:
    page = sheets()
    full = 39 * 2 - len(end)
    wanted = [(f"{mark}是" + filler)[:full] + end for mark in "一二三"] + ["四是" + filler[:40] + "。"]
    top = 80.0
    for text in wanted:
        top = page.prose(60, top, text, 39, indent=0)
    assert read(page.done()).text == "\n".join(wanted)


def test_inner_semicolons_part_nothing_where_paragraphs_are_indented(sheets, filler, read) -> None:
    page = sheets()
    first = "一是" + filler[:34] + "；二是" + filler
    down = page.prose(60, 80, first, 39)
    for number in range(4):
        down = page.prose(60, down, f"又{number}" + filler, 39)
    assert read(page.done()).text.split("\n")[0] == first
