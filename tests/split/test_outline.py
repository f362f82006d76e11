from __future__ import annotations

import pytest

from pipeline.split.label import glued, label, number
from pipeline.split.outline import Item, outline
from pipeline.split.part import split
from schemas.document import Block, Document


def document(text: str, blocks: tuple[Block, ...] = ()) -> Document:
    return Document("a.txt", "0" * 64, len(text.encode()), "text/plain", "text", text, blocks)


def tree(*texts: str) -> list[tuple[int, int | None, bool]]:
    return [(one.level, one.parent, one.heading) for one in outline([Item(text) for text in texts])]


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "words"),
    [
        ("第一章 总则", "chapter", 1, "总则"),
        ("第十二节：检查", "section", 12, "检查"),
        ("第二部分 现状", "part", 2, "现状"),
        ("第三条 学校应当", "article", 3, "学校应当"),
        ("一、指导思想", "han", 1, "指导思想"),
        ("十一、附则", "han", 11, "附则"),
        ("二．目标", "han", 2, "目标"),
        ("—、背景", "han", 0, "背景"),
        ("（三）保障", "han_bracket", 3, "保障"),
        ("(二)保障", "han_bracket", 2, "保障"),
        ("3、检查", "digit", 3, "检查"),
        ("3. 检查", "digit", 3, "检查"),
        ("3．检查", "digit", 3, "检查"),
        ("3, 检查", "digit", 3, "检查"),
        ("（4）总结", "digit_bracket", 4, "总结"),
        ("4）总结", "digit_bracket", 4, "总结"),
        ("③总结", "circle", 3, "总结"),
        ("B. 队伍", "letter", 2, "队伍"),
        ("- 2、操场", "digit", 2, "操场"),
        ("● 操场", "bullet", 0, "操场"),
        ("1、2024年建成操场", "digit", 1, "2024年建成操场"),
    ],
)
def test_labels(text: str, kind: str, ordinal: int, words: str) -> None:
    found = label(text)
    assert found is not None
    assert (found.kind, found.ordinal, text[found.body :]) == (kind, ordinal, words)


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导",
        "12个班",
        "3.5万元",
        "1,234人",
        "2024年",
        "一、二年级学生",
        "1、2号楼",
        "第三阶段：总结",
        "三年内",
        "第五条例",
        "学校",
        "-5度",
    ],
)
def test_no_labels(text: str) -> None:
    assert label(text) is None


@pytest.mark.parametrize("text", ["5个班级", "3名教师", "2024年", "12 人", "6 年级", "3万元"])
def test_counts_are_no_glued_labels(text: str) -> None:
    assert glued(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("二十三", 23), ("十五", 15), ("一百零二", 102), ("7", 7), ("两", 2)]
)
def test_ordinals(text: str, value: int) -> None:
    assert number(text) == value


def test_kinds_nest_in_their_usual_order() -> None:
    assert tree("一、目标", "（一）总体目标", "1、入学率达到100%。", "（1）小学", "①男生", "（二）具体目标", "二、措施") == [
        (1, None, True), (2, 0, True), (3, 1, False), (4, 2, True), (5, 3, True), (2, 0, True), (1, None, True),
    ]  # fmt: skip


def test_kinds_nest_as_the_document_shows_where_it_differs() -> None:
    found = tree("1、目标", "（一）小学", "（二）初中", "2、措施", "（一）经费", "（二）师资")
    assert [level for level, _, _ in found] == [1, 2, 2, 1, 2, 2]


def test_a_list_level_can_be_skipped() -> None:
    found = tree("一、现状", "1、校舍", "2、师资", "二、措施", "（一）校舍", "1、维修。", "（二）师资")
    assert [(level, parent) for level, parent, _ in found] == [
        (1, None),
        (2, 0),
        (2, 0),
        (1, None),
        (2, 3),
        (3, 4),
        (2, 3),
    ]


def test_running_text_stands_under_the_nearest_item() -> None:
    found = tree(
        "一、现状",
        "学校现有教师三十人，学生五百人。",
        "1、学校规模：初中3个班。",
        "其中男生六十人，女生七十人。",
    )
    assert found == [(1, None, True), (0, 0, False), (2, 0, False), (0, 2, False)]


def test_a_bare_heading_stands_over_what_follows() -> None:
    found = tree(
        "（一）问题",
        "1、图书不足。",
        "2、操场太小。",
        "整改方案：",
        "1、购置图书。",
        "2、扩建操场。",
        "（二）经费",
    )
    assert [(level, parent) for level, parent, _ in found] == [
        (1, None),
        (2, 0),
        (2, 0),
        (2, 0),
        (3, 3),
        (3, 3),
        (1, None),
    ]


def test_bare_headings_stand_side_by_side() -> None:
    found = tree("教师工资", "教师工资按时足额发放，没有拖欠。", "公用经费", "公用经费足额拨付，没有挪用。")
    assert found == [(1, None, True), (0, 0, False), (1, None, True), (0, 2, False)]


def test_an_announcement_stands_over_its_list() -> None:
    found = tree(
        "一、自查", "对照标准逐项检查，学校还存在以下问题：", "1、图书不足。", "2、操场太小。", "二、整改"
    )
    assert [(level, parent) for level, parent, _ in found] == [(1, None), (2, 0), (3, 1), (3, 1), (1, None)]


def test_addressees_and_signers_head_nothing() -> None:
    found = tree(
        "尊敬的各位领导：",
        "青山县人民政府：",
        "根据安排，现将工作情况汇报如下。",
        "一、现状",
        "学校运转正常。",
        "谢谢大家。",
        "青山镇中心小学",
    )
    assert [level for level, _, _ in found] == [0, 0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("1、教学设施：", True),
        ("1、教学设施", True),
        ("（一）注重实效，抓好常规", True),
        ("1、现有教师36人", False),
        ("1、教学设施齐全。", False),
        ("1、学校规模：初中3个班，学生100名", False),
        ("教学管理", True),
        ("整改方案：", True),
        ("现有教师36人", False),
        ("组长：张三", False),
        ("学校现有教师三十人，学生五百人。", False),
        ("年级\t人数", False),
    ],
)
def test_headings_only_name_what_follows(text: str, heading: bool) -> None:
    (entry,) = outline([Item(text)])
    assert entry.heading is heading


def test_a_digit_glued_to_the_words_is_a_label_where_the_series_calls_for_it() -> None:
    found = outline(
        [
            Item("1、完善章程。"),
            Item("2规范机构设置，明确分工。"),
            Item("3、落实责任。"),
            Item("5个班参加评比。"),
        ]
    )
    assert [one.label.text if one.label else None for one in found] == ["1、", "2", "3、", None]


def test_word_styles_rank_above_labels() -> None:
    items = [
        Item("总体要求", 1),
        Item("一、目标"),
        Item("1、入学率。"),
        Item("保障措施", 1),
        Item("组织保障", 2),
        Item("一、领导"),
    ]
    assert [(one.level, one.parent) for one in outline(items)] == [
        (1, None),
        (2, 0),
        (3, 1),
        (1, None),
        (2, 3),
        (3, 4),
    ]


def test_lines_tell_label_body_and_ancestors() -> None:
    text = "青山小学工作计划\n一、工作目标\n1、入学率达到１００％。\n2、 辍学率为0。\n"
    (part,) = split(document(text))
    assert [(line.label, part.text(line)) for line in part.lines] == [
        (None, "青山小学工作计划"), ("一、", "工作目标"), ("1、", "入学率达到100%。"), ("2、", "辍学率为0。"),
    ]  # fmt: skip
    assert [part.text(line) for line in part.ancestors(part.lines[3])] == ["工作目标"]
    assert part.lines[0].heading
    assert part.lines[0].level == 0


def test_a_rendered_number_of_an_unknown_form_is_a_label() -> None:
    text = "壹·工作目标\n内容是提高质量，办好学校。"
    (part,) = split(document(text, (Block(0, 6, label_end=2),)))
    assert part.lines[0].label == "壹·"
    assert part.text(part.lines[0]) == "工作目标"


def test_cover_lines_above_the_title_head_nothing() -> None:
    text = "青山县\n2024年教育工作总结\n2024年12月20日\n一、规模\n全县现有学校六十所。\n"
    (part,) = split(document(text, (Block(0, 3, "heading", 1),)))
    assert part.title == "2024年教育工作总结"
    assert [line.level for line in part.lines] == [0, 0, 0, 1, 0]


def test_a_table_of_contents_with_page_numbers_is_read_over() -> None:
    text = "青山县教育规划\n目  录\n一、现状..........1\n二、目标 …………… 12\n一、现状\n全县有学校六十所。\n二、目标\n全部达标。\n"
    (part,) = split(document(text))
    assert part.view.text == "青山县教育规划\n一、现状\n全县有学校六十所。\n二、目标\n全部达标。"
    assert [line.label for line in part.lines] == [None, "一、", None, "二、", None]
