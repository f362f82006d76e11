"""Automatic numbers as they show."""

from __future__ import annotations

import pytest

from pipeline.ingest.docx.ordinal import render
from tests.ingest.docx.build import abstract, level, num, numbered, p, r, read, style, tbl, tc, text

PLAN = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4"),
) + num(1, 0)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", {1: "1", 12: "12", 0: "0"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerRoman", {9: "ix"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {3: "c"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        (
            "chineseCountingThousand",
            {10: "十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 1002: "一千零二"},
        ),
        ("taiwaneseCountingThousand", {10: "十", 15: "十五", 10_010: "一万零一十"}),
        ("taiwaneseCounting", {30: "三十"}),
        ("japaneseCounting", {10: "十", 21: "二十一", 101: "百一"}),
        ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 105: "壹佰零伍"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("ideographEnclosedCircle", {1: "㊀"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {2: "- 2 -"}),
        ("none", {1: ""}),
        ("bullet", {1: ""}),
        ("someNewForm", {7: "7"}),
        ("upperRoman", {-3: "-3"}),
    ],
)
def test_forms(form: str, shown: dict[int, str]) -> None:
    assert {number: render(number, form) for number in shown} == shown


def test_levels_count_and_restart() -> None:
    body = "".join(
        numbered(name, depth=depth)
        for depth, name in (
            (0, "目标"),
            (1, "总体"),
            (1, "具体"),
            (2, "规模"),
            (2, "质量"),
            (3, "升学"),
            (0, "措施"),
            (1, "组织"),
            (2, "领导"),
        )
    )
    assert text(body, numbering=PLAN).split("\n") == [
        "一、目标", "（一）总体", "（二）具体", "1. 规模", "2. 质量", "①升学", "二、措施", "（一）组织", "1. 领导",
    ]  # fmt: skip


def test_a_label_knows_its_end() -> None:
    document = read(numbered("规模", depth=2) + numbered("目标"), numbering=PLAN)
    first, second = document.blocks
    assert document.text[first.start : first.label_end] == "1."
    assert document.text[second.start : second.label_end] == "一、"
    plain = read(p("规模")).blocks[0]
    assert plain.label_end == plain.start


def test_only_the_first_line_of_a_paragraph_is_numbered() -> None:
    body = p(r("甲"), "<w:r><w:br/></w:r>", r("乙"), properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert text(body, numbering=PLAN) == "一、甲\n乙"


def test_combined_levels_and_legal_numbers() -> None:
    lists = abstract(
        0,
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    ) + num(1, 0)
    body = numbered("总则") + numbered("目的", depth=1) + numbered("依据", depth=2)
    assert text(body, numbering=lists) == "第一章总则\n一.1 目的\n1.1.1 依据"


def test_a_level_above_that_never_came_shows_its_start() -> None:
    lists = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num(1, 0)
    assert text(numbered("甲", depth=1) + numbered("乙"), numbering=lists) == "1.1 甲\n1. 乙"


@pytest.mark.parametrize(("restart", "third"), [("0", "（三）丙"), ("1", "（一）丙"), (None, "（一）丙")])
def test_restart(restart: str | None, third: str) -> None:
    extra = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    lists = abstract(0, level(0, "decimal", "%1."), level(1, "chineseCounting", "（%2）", extra)) + num(1, 0)
    body = (
        numbered("章")
        + numbered("甲", depth=1)
        + numbered("乙", depth=1)
        + numbered("章")
        + numbered("丙", depth=1)
    )
    assert text(body, numbering=lists).split("\n")[-1] == third


def test_lists_of_one_abstract_go_on_unless_they_start_anew() -> None:
    lists = abstract(0, level(0, "decimal", "%1、")) + num(1, 0) + num(2, 0)
    lists += num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
    body = numbered("甲") + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3) + numbered("戊")
    assert text(body, numbering=lists).split("\n") == ["1、甲", "2、乙", "5、丙", "6、丁", "7、戊"]


def test_an_overridden_level_has_its_own_form() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1-")}</w:lvlOverride>'
    lists = abstract(0, level(0, "decimal", "%1、")) + num(1, 0, own)
    assert text(numbered("甲"), numbering=lists) == "I-甲"


def test_start_and_missing_start() -> None:
    lists = abstract(0, level(0, "decimal", "%1、", start=4)) + abstract(
        1, level(0, "decimal", "%1、", start=None)
    )
    lists += num(1, 0) + num(2, 1)
    assert text(numbered("甲") + numbered("乙", 2), numbering=lists) == "4、甲\n0、乙"


def test_numbering_through_styles() -> None:
    styles = style("A", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles += style("B", '<w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>')
    styles += style("C", '<w:basedOn w:val="A"/>')

    def styled(name: str, content: str, more: str = "") -> str:
        return p(content, properties=f'<w:pStyle w:val="{name}"/>{more}')

    body = styled("A", "甲") + styled("B", "乙") + styled("C", "丙")
    off = styled("A", "丁", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text(body + off + p("戊"), numbering=PLAN, styles=styles) == "一、甲\n（一）乙\n二、丙\n丁\n戊"


def test_a_level_linked_to_a_style() -> None:
    lists = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>')
    ) + num(1, 0)
    styles = style("H2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert (
        text(numbered("甲") + p("乙", properties='<w:pStyle w:val="H2"/>'), numbering=lists, styles=styles)
        == "1. 甲\n1.1 乙"
    )


def test_list_styles() -> None:
    lists = abstract(0, '<w:numStyleLink w:val="L"/>') + abstract(
        1, '<w:styleLink w:val="L"/>', level(0, "chineseCounting", "%1、")
    )
    lists += num(1, 0) + num(2, 1)
    styles = style("L", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', "numbering")
    assert text(numbered("甲") + numbered("乙", 2), numbering=lists, styles=styles) == "一、甲\n二、乙"
    circle = abstract(0, '<w:numStyleLink w:val="L"/>') + num(1, 0) + num(2, 0)
    assert text(numbered("甲"), numbering=circle, styles=styles) == "甲"


@pytest.mark.parametrize(
    "lists",
    [
        abstract(0, level(0, "bullet", "\uf06c")) + num(1, 0),
        abstract(0, level(0, "bullet", "•")) + num(1, 0),
        abstract(0, level(0, "none", "%1、")) + num(1, 0),
        abstract(0, level(0, "decimal", "")) + num(1, 0),
        abstract(0, level(0, "decimal", "%1、", "<w:rPr><w:vanish/></w:rPr>")) + num(1, 0),
        abstract(0) + num(1, 0),
        num(1, 7),
        "",
    ],
)
def test_what_shows_no_number(lists: str) -> None:
    assert text(numbered("甲"), numbering=lists) == "甲"


def test_only_shown_paragraphs_count() -> None:
    numbering = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    deleted = f"<w:p><w:pPr>{numbering}<w:rPr><w:del/></w:rPr></w:pPr><w:del>{r('删')}</w:del></w:p>"
    hidden = p(r("藏", "<w:vanish/>"), properties=f"{numbering}<w:rPr><w:vanish/></w:rPr>")
    assert text(numbered("甲") + deleted + hidden + numbered("乙"), numbering=PLAN) == "一、甲\n二、乙"


def test_an_empty_paragraph_counts_but_shows_only_in_a_cell() -> None:
    assert text(numbered("甲") + numbered("") + numbered("乙"), numbering=PLAN) == "一、甲\n三、乙"
    cells = [(tc(numbered("", depth=2)), "东街小学"), (tc(numbered("", depth=2)), "西街小学")]
    assert text(tbl(*cells), numbering=PLAN) == "1.\t东街小学\n2.\t西街小学"


def test_custom_forms_fall_back() -> None:
    custom = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>{custom}<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    assert text(numbered("甲"), numbering=lists + num(1, 0)) == "1、甲"
