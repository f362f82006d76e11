"""What stands inside a paragraph: runs, fields, changes, controls, symbols."""

from __future__ import annotations

import pytest

from tests.ingest.docx.build import field, p, r, read, style, text

VANISH = "<w:vanish/>"


def test_runs_of_a_paragraph_make_one_text() -> None:
    document = read(p("全校", "12", "个班") + p("第二段"))
    assert document.text == "全校12个班\n第二段"
    assert [(b.start, b.end, b.kind) for b in document.blocks] == [(0, 6, "paragraph"), (7, 10, "paragraph")]
    assert document.reader == "docx"
    assert document.pages is None


def test_empty_paragraphs_and_indents_give_nothing() -> None:
    assert text(p("") + p("　　甲") + p("  ") + p("乙 ")) == "甲\n乙"


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ("<w:r><w:tab/></w:r>", "甲 乙"),
        ("<w:r><w:ptab/></w:r>", "甲 乙"),
        ("<w:r><w:br/></w:r>", "甲\n乙"),
        ("<w:r><w:cr/></w:r>", "甲\n乙"),
        ('<w:r><w:br w:type="page"/></w:r>', "甲\n乙"),
        ("<w:r><w:noBreakHyphen/></w:r>", "甲-乙"),
        ("<w:r><w:softHyphen/></w:r>", "甲乙"),
        ("<w:r><w:lastRenderedPageBreak/></w:r>", "甲乙"),
        ("<w:r><w:t>\t丙\n</w:t></w:r>", "甲 丙 乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "甲☑乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="00A8"/></w:r>', "甲☐乙"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>', "甲√乙"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "甲☐乙"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "甲≥乙"),
        ('<w:r><w:sym w:font="宋体" w:char="25A1"/></w:r>', "甲□乙"),
        ('<w:r><w:sym w:font="某符号" w:char="F0B2"/></w:r>', "甲乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "甲乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>', "甲乙"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t></w:r>', "甲☑乙"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>þ丙</w:t></w:r>', "甲☑丙乙"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", "甲乙"),
        ("<w:r><w:commentReference/></w:r>", "甲乙"),
    ],
)
def test_special_characters(run: str, shown: str) -> None:
    assert text(p("甲", run, "乙")) == shown


def test_a_break_that_parts_nothing_is_none() -> None:
    assert text(p("<w:r><w:br/></w:r>", "甲", "<w:r><w:br/><w:br/></w:r>") + p("乙")) == "甲\n乙"


def test_line_breaks_begin_new_blocks() -> None:
    document = read(p("甲", "<w:r><w:br/></w:r>", "乙"))
    assert [document.text[b.start : b.end] for b in document.blocks] == ["甲", "乙"]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" SEQ 表 ">{}</w:fldSimple>',
        '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>',
        "<w:r><w:ruby><w:rt><w:r><w:t>xue</w:t></w:r></w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
        "<w:ins><w:hyperlink><w:smartTag>{}</w:smartTag></w:hyperlink></w:ins>",
    ],
)
def test_wrappers_show_their_content_once(wrapper: str) -> None:
    assert text(p("甲", wrapper.replace("{}", r("学")), "乙")) == "甲学乙"


@pytest.mark.parametrize("wrapper", ["<w:del>{}</w:del>", "<w:moveFrom>{}</w:moveFrom>"])
def test_deleted_and_moved_text_goes(wrapper: str) -> None:
    gone = wrapper.replace("{}", "<w:r><w:delText>12</w:delText></w:r>" + r("13"))
    assert text(p("甲", gone, "14")) == "甲14"


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_struck_paragraph_mark_joins(mark: str) -> None:
    struck = f"<w:rPr><w:{mark}/></w:rPr>"
    assert text(p("甲", properties=struck) + p("乙", properties=struck) + p("丙") + p("丁")) == "甲乙丙\n丁"
    assert text(p("甲", properties=struck)) == "甲"
    assert text(p("甲", properties="<w:rPr><w:ins/></w:rPr>") + p("乙")) == "甲\n乙"


def test_fields_show_their_result() -> None:
    assert text(p("见", field("REF 表1", r("表1")), "。")) == "见表1。"
    nested = field("IF " + "x", r("甲") + field("PAGEREF", r("7")))
    assert text(p(nested, "乙")) == "甲7乙"


def test_a_field_inside_an_instruction_is_not_shown() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
    rest = (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("是")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text(p("甲", begin, field("PAGE", r("9")), rest)) == "甲是"


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert text(p("甲", begin, "丢") + p("乙")) == "甲\n乙"
    assert text(p("甲", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "乙")) == "甲乙"


def test_enclosed_numbers_and_form_fields() -> None:
    assert text(p(field(r" EQ \o\ac(○,3)", None), "检查")) == "③检查"
    assert text(p(field(r" EQ \f(1,2)", None), "检查")) == "检查"
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked{}/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert text(p(box.replace("{}", ""), "是", box.replace("{}", ' w:val="0"'), "否")) == "☑是☐否"


def test_check_box_controls() -> None:
    def box(state: str, glyph: str) -> str:
        return f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr><w:sdtContent>{glyph}</w:sdtContent></w:sdt>'

    symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    assert text(p(box("1", r("☒")), "是", box("0", r("□")), "否", box("1", symbol), "缺")) == "☑是☐否☑缺"


def test_a_prompt_is_no_text() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>" + r("单击此处输入") + "</w:sdtContent></w:sdt>"
    assert text(p("校名：", control.replace("{}", "<w:showingPlcHdr/>"))) == "校名："
    assert text(p("校名：", control.replace("{}", ""))) == "校名：单击此处输入"


def test_hidden_text_goes() -> None:
    assert text(p("甲", r("乙", VANISH), r("丙", "<w:webHidden/>"), "丁")) == "甲丁"
    assert text(p("甲", r("乙", '<w:vanish w:val="0"/>'))) == "甲乙"
    styles = style("H", f"<w:rPr>{VANISH}</w:rPr>", "character") + style("Q", f"<w:rPr>{VANISH}</w:rPr>")
    styles += style("Q2", '<w:basedOn w:val="Q"/>')
    assert text(p("甲", r("乙", '<w:rStyle w:val="H"/>')), styles=styles) == "甲"
    for name in ("Q", "Q2"):
        hidden = p("乙", r("丙", '<w:vanish w:val="false"/>'), properties=f'<w:pStyle w:val="{name}"/>')
        assert text(p("甲") + hidden, styles=styles) == "甲\n丙"
    named = p(r("乙", '<w:rStyle w:val="N"/>'), properties='<w:pStyle w:val="Q"/>')
    assert text(p("甲") + named, styles=styles + style("N", "", "character")) == "甲"


def test_superscript_digits_do_not_join_a_number() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert text(p("1.2×10", r("4", raised), "元，50m", r("2", raised))) == "1.2×10⁴元，50m²"
    assert text(p("甲", r("注", raised), "乙", r("2", '<w:vertAlign w:val="subscript"/>'))) == "甲注乙2"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<m:r><m:t>a+b</m:t></m:r>", "a+b"),
        ("<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>13</m:t></m:r></m:den></m:f>", "1/13"),
        (
            "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "(a+b)/2",
        ),
        ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "m²"),
        ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>n</m:t></m:r></m:sup></m:sSup>", "m^n"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>", "√(2)"),
    ],
)
def test_formulas_in_one_line(formula: str, shown: str) -> None:
    assert text(p("甲", f"<m:oMath>{formula}</m:oMath>", "乙")) == f"甲{shown}乙"


def test_look_alikes_become_plain_and_brackets_stay() -> None:
    assert text(p("⼩学（⻓期）：①")) == "小学（长期）：①"
