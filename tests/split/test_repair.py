from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.split.character import repair
from pipeline.split.part import split
from pipeline.split.repair import in_view
from schemas.document import Block, Cell, Document, Table
from schemas.span import Span

LEAD = "学校把提高质量放在首位，认真组织教研活动，开展校本培训。"


def document(text: str, **more: object) -> Document:
    return Document("a.txt", "0" * 64, len(text.encode()), "text/plain", "text", text, (), **more)  # type: ignore[arg-type]


def seen(text: str) -> str:
    (part,) = split(document(text))
    return part.view.text


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("学生１２３４人", "学生1234人"),
        ("达到９８．５％", "达到98.5%"),
        ("师生比1：13．5", "师生比1:13.5"),
        ("目标：1000人", "目标：1000人"),
        ("小学5所,初中2所;共7所", "小学5所，初中2所；共7所"),
        ("占50%,其中", "占50%，其中"),
        ("共1,234人", "共1,234人"),
        ("时间12:30开始", "时间12:30开始"),
        ("教师(含代课)36人", "教师（含代课）36人"),
        ("(1)加强管理", "（1）加强管理"),
        ("（3人)", "（3人）"),
        ("f(x) = 2", "f(x) = 2"),
        ("ＡＢ班", "AB班"),
        ("第十名□二〇年", "第十名□二〇年"),
        ("⼩学", "小学"),
        ("http://example.org", "http://example.org"),
        ("（试行），“双减”", "（试行），“双减”"),
        ("生师比1︰13.5，编号﹕3", "生师比1:13.5，编号：3"),
    ],
)
def test_characters_are_repaired_one_to_one(raw: str, repaired: str) -> None:
    assert repair(raw) == repaired


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("教师 36 人，学 生　486 人。", "教师36人，学生486人。"),
        ("共xx 人，达到 98 %。", "共xx人，达到98%。"),
        ("使用 Word 2016 和 Excel 编写。", "使用 Word 2016和 Excel 编写。"),
        ("现有教\u200b师\ufeff3人。", "现有教师3人。"),
        ("现有教师      人。", "现有教师      人。"),
        ("成绩 86 92 分。", "成绩86 92分。"),
    ],
)
def test_idle_spaces_are_dropped(raw: str, shown: str) -> None:
    assert seen(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("专任教师1,000²人，学生486¹²人。", "专任教师1,000人，学生486人。"),
        ("巩固率99.8%³，升学率97.5⁴。", "巩固率99.8%³，升学率97.5。"),
        ("校舍5600m²，资金10⁴元，约3×10⁵人。", "校舍5600m²，资金10⁴元，约3×10⁵人。"),
        ("编号1234⁵⁶⁷号", "编号1234⁵⁶⁷号"),
    ],
)
def test_marks_of_notes_behind_numbers_are_dropped(raw: str, shown: str) -> None:
    assert seen(raw) == shown


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LEAD}每年举办艺术节、科", "技节和读书节，学生全员参加。"),
        (f"{LEAD}全校现有学生1", "208人，教师76人。"),
        (f"1、加强领导。{LEAD}成立以校长为", "组长的领导小组，分工负责。"),
        ("按照评估标准逐项自查，我校", "自查结果如下："),
        ("县财政安排专项资金，", "用于改善办学条件。"),
        ("各学校、", "各幼儿园要抓好落实。"),
        ("1 明确各年级的教学质量要求并分解到各", "学校和班级。"),
        (f"{LEAD}全校占地面积（含", "运动场）三十亩。"),
        (f"{LEAD}建成“书香", "校园”示范校。"),
        ("依据《督导办法》（教督〔2024〕5", "号）安排检查。"),
        ("学校占地三十亩", "，建筑面积六千平方米。"),
        ("全校共有学生四百八十人，专任教师三十人，生师比为16:", "1，达到标准。"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\r\n\r\n　　", "\n\n12\n\n", "\n- 7 -\n", "\n第3页\n"])
def test_a_line_cut_in_mid_sentence_goes_on(first: str, second: str, between: str) -> None:
    assert seen(first + between + second) == seen(first) + seen(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LEAD}", "全校现有学生五百人。"),
        ("教学管理", "学校建立了完善的管理制度，定期检查。"),
        ("一、指导思想", "坚持教育优先发展，办好每一所学校。"),
        ("（一）注重实效，抓好常规", "学校严格执行课程方案，开足课时。"),
        (f"{LEAD}切实抓好落实", "2、加强督导检查。"),
        (f"{LEAD}切实抓好落实", "教师队伍"),
        (f"{LEAD}切实抓好落实", "组长：李校长"),
        (f"{LEAD}切实抓好落实", "2023年9月1日"),
        ("组长：张三", "副组长：李四"),
        ("存在问题如下：", "图书数量不足，更新不快。"),
        ("年级\t人数\t教师，", "一年级\t120\t8"),
        ("青山镇中心小学", "2023年9月1日"),
        (f"{LEAD}学校占地□", "学校现有教师四十人。"),
    ],
)
def test_a_line_that_is_whole_ends_there(first: str, second: str) -> None:
    assert seen(f"{first}\n{second}") == f"{first}\n{second}"


def test_a_bare_number_that_nothing_runs_across_stays() -> None:
    assert seen("全校学生人数\n486\n全校教师人数") == "全校学生人数\n486\n全校教师人数"


def test_a_heading_of_the_file_s_own_is_never_joined() -> None:
    first, second = f"{LEAD}切实抓好落实各", "学校管理工作的各项具体要求，务必做到位。"
    text = f"{first}\n{second}"
    start = len(first) + 1
    styled = Document("a", "0", 0, "x", "docx", text, (Block(start, len(text), "heading", 2),))
    (part,) = split(styled)
    assert len(part.lines) == 2
    assert part.lines[1].heading


def test_tables_come_with_their_spans_in_the_view() -> None:
    head, rows = "学校基本情况（单位：人）\n", [["学　校", "教师 数"], ["青山小学", "３６ 人"]]
    text = head + "\n".join("\t".join(row) for row in rows) + "\n以上数据截至9月。"
    cells, position = [], len(head)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            cells.append(Cell(r, c, position, position + len(cell)))
            position += len(cell) + 1
    table = Table(len(head), position - 1, 2, 2, tuple(cells), caption=Span(0, len(head) - 1))
    (part,) = split(document(text, tables=(table,)))
    (found,) = part.tables
    assert [part.view.text[cell.start : cell.end] for cell in found.cells] == [
        "学校",
        "教师数",
        "青山小学",
        "36人",
    ]
    assert found.caption is not None
    assert found.caption.of(part.view.text) == "学校基本情况（单位：人）"
    assert [line.cell for line in part.lines] == [None, (0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), None]
    assert part.view.text == "学校基本情况（单位：人）\n学校\t教师数\n青山小学\t36人\n以上数据截至9月。"


PIECES = st.sampled_from(
    [
        *"学校教师０１2３9％．：:,;()（），。、□ 　\n\r\t-xX*",
        "\n\n",
        "一、",
        "1、",
        "（一）",
        "  ",
        "\u200b",
        "\ufeff",
        "现有",
        "人",
        "以上，",
    ]
)


@given(st.lists(PIECES, max_size=80).map("".join))
def test_every_character_of_a_view_stands_in_the_source(text: str) -> None:
    repaired = repair(text)
    assert len(repaired) == len(text)
    for part in split(document(text)):
        offsets = list(part.view.offsets)
        assert len(offsets) == len(part.view.text) + 1
        assert all(before < after for before, after in pairwise(offsets))
        for char, offset in zip(part.view.text, offsets[:-1], strict=True):
            assert char == repaired[offset] or (char == "\n" and text[offset] in "\n\r")
            span = in_view(part.view, offset, offset + 1)
            assert span.of(part.view.text) == char
        for line in part.lines:
            assert part.start <= part.view.source(line.start, line.end).start
            assert part.view.source(line.start, line.end).end <= part.end
            assert line.start <= line.body <= line.end


def test_lines_broken_at_a_fixed_width_are_read_as_paragraphs() -> None:
    paragraphs = [
        "青山镇中心小学教育教学工作总结",
        LEAD * 4,
        "一、现状",
        LEAD * 5 + "现有学生486人",
        "二、目标",
        LEAD * 6,
    ]
    wrapped = "\n".join(one[i : i + 22] for one in paragraphs for i in range(0, len(one), 22))
    assert seen(wrapped) == "\n".join(paragraphs)


@pytest.mark.parametrize("width", [15, 24, 31])
def test_a_title_that_fills_its_line_still_ends_there(width: int) -> None:
    title = "青山镇中心小学义务教育优质均衡发展暨标准化学校建设工作总结"[-width:]
    wrapped = "\n".join([title, *((LEAD * 12)[i : i + width] for i in range(0, len(LEAD) * 12, width))])
    assert seen(wrapped).startswith(title + "\n")


@pytest.mark.parametrize("mark", ["\u200e", "\xad", " \u2060\u200b "])
def test_a_row_of_invisible_characters_is_none(mark: str) -> None:
    (part,) = split(document(f"{LEAD}\n{mark}\n3项措施。"))
    assert [part.view.text[line.start : line.end] for line in part.lines] == [LEAD, "3项措施。"]
