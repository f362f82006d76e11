"""Headings, notes, text boxes, tables of contents, what is left out."""

from __future__ import annotations

import pytest

from tests.ingest.docx.build import field, p, r, read, style, tbl, tc, text


def heading(content: str, name: str) -> str:
    return p(content, properties=f'<w:pStyle w:val="{name}"/>')


@pytest.mark.parametrize(
    ("styles", "level"),
    [
        (style("S", title="heading 2"), 2),
        (style("S", title="标题 3"), 3),
        (style("S", title="Title"), 1),
        (style("S", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), 2),
        (style("S", '<w:basedOn w:val="T"/>') + style("T", title="heading 1"), 1),
        (
            style("S", '<w:basedOn w:val="T"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
            + style("T", title="heading 1"),
            None,
        ),
        (style("S", title="Heading"), None),
        (style("S", title="Subtitle"), None),
        (style("S", '<w:basedOn w:val="S"/>'), None),
        ("", None),
    ],
)
def test_heading_levels(styles: str, level: int | None) -> None:
    block = read(heading("目标", "S"), styles=styles).blocks[0]
    assert (block.kind, block.level) == ("heading" if level else "paragraph", level)


def test_the_paragraph_s_own_level_wins() -> None:
    styles = style("S", title="heading 2")
    own = p("甲", properties='<w:pStyle w:val="S"/><w:outlineLvl w:val="0"/>')
    none = p("乙", properties='<w:pStyle w:val="S"/><w:outlineLvl w:val="9"/>')
    assert [b.level for b in read(own + none, styles=styles).blocks] == [1, None]


def test_a_heading_style_in_a_cell_is_a_cell() -> None:
    document = read(tbl((tc(heading("甲", "S")), "乙"), ("丙", "丁")), styles=style("S", title="heading 1"))
    assert {(b.kind, b.level) for b in document.blocks} == {("cell", None)}


def box(content: str) -> str:
    shape = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    document = read(p("甲", box(p("框一") + p("框二")), "乙") + p("丙"))
    assert document.text == "甲乙\n框一\n框二\n丙"
    assert [b.kind for b in document.blocks] == ["paragraph", "textbox", "textbox", "paragraph"]


def test_old_text_boxes_and_boxes_in_boxes() -> None:
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('旧')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert text(p("甲", old)) == "甲\n旧"
    assert text(p("甲", box(p("外", box(p("内")))))) == "甲\n外\n内"
    assert text(p(box(p("独")))) == "独"
    assert text(p("甲", "<w:r><w:drawing/></w:r>")) == "甲"


def note(name: str, content: str, root: str = "footnote") -> str:
    return f'<w:{root} w:id="{name}"><w:p><w:r><w:footnoteRef/></w:r>{r(content)}</w:p></w:{root}>'


def test_notes_follow_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    last = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    document = read(
        p("学生540人", mark, last, "。") + p("后"),
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>' + note("2", " 含借读生。"),
        endnotes=note("1", "年底数。", "endnote"),
    )
    assert document.text == "学生540人。\n含借读生。\n年底数。\n后"
    assert [b.kind for b in document.blocks] == ["paragraph", "footnote", "footnote", "paragraph"]


def test_notes_of_a_table_follow_the_table() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(
        tbl(("学段", "学生"), (tc(p("小学", mark)), "540")) + p("后", mark), footnotes=note("2", "含借读生。")
    )
    assert document.text == "学段\t学生\n小学\t540\n含借读生。\n后"
    assert document.tables[0].end == document.text.index("含") - 1


def test_a_note_s_own_mark_is_no_text() -> None:
    run = '<w:r><w:footnoteReference w:id="2"{}/><w:t>＊</w:t></w:r>'
    notes = note("2", "含借读生。")
    assert (
        text(p("甲", run.replace("{}", ' w:customMarkFollows="1"'), "乙"), footnotes=notes)
        == "甲乙\n含借读生。"
    )
    assert text(p("甲", run.replace("{}", ""), "乙"), footnotes=notes) == "甲＊乙\n含借读生。"


def test_a_note_that_is_missing_is_none() -> None:
    assert text(p("甲", '<w:r><w:footnoteReference w:id="9"/></w:r>')) == "甲"


def contents(*lines: str) -> str:
    """A field that begins in the first and ends after the last of the paragraphs."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    first, *more = lines
    return p(begin, first) + "".join(p(line, field(" PAGEREF _1 ", r("3"))) for line in more)


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_a_table_of_contents_is_left_out() -> None:
    document = read(contents("一、目标1", "二、措施") + p(END) + p("正文"))
    assert document.text == "正文"
    assert [w.code for w in document.warnings] == ["toc_skipped"]
    control = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='{}'/></w:docPartObj></w:sdtPr><w:sdtContent>"
        + p("目录")
        + "</w:sdtContent></w:sdt>"
    )
    document = read(control.replace("{}", "Table of Contents") + p("正文"))
    assert document.text == "正文"
    assert [w.code for w in document.warnings] == ["toc_skipped"]
    other = read(control.replace("{}", "Cover Pages") + p("正文"))
    assert other.text == "目录\n正文"
    assert not other.warnings


def test_a_table_of_contents_without_end_takes_nothing_with_it() -> None:
    document = read(contents("一、目标1", "二、措施") + p("正文"))
    assert document.text == "一、目标1\n二、措施3\n正文"
    assert not document.warnings


def test_block_wrappers_are_unwrapped() -> None:
    sdt = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}<w:sdt><w:sdtContent>{p('乙')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    custom = f"<w:customXml>{p('丙')}</w:customXml><w:ins>{p('丁')}</w:ins><w:del>{p('删')}</w:del>"
    choice = f"<mc:AlternateContent><mc:Choice>{p('戊')}</mc:Choice><mc:Fallback>{p('戊')}</mc:Fallback></mc:AlternateContent>"
    assert text(sdt + custom + choice + "<w:sectPr/>") == "甲\n乙\n丙\n丁\n戊"


def test_objects_that_cannot_be_read_are_told() -> None:
    chart = '<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></w:drawing></w:r>'
    picture = chart.replace("2006/chart", "2006/picture")
    document = read(p("甲", chart, picture) + '<w:altChunk r:id="r9"/>')
    assert [(w.code, "2" in w.message) for w in document.warnings] == [("object_skipped", True)]
    assert not read(p("甲", picture)).warnings


def test_all_bodies_of_a_document_that_was_joined_carelessly() -> None:
    assert text(p("甲校学生86人") + "</w:body><w:body>" + p("乙校学生72人")).split() == [
        "甲校学生86人",
        "乙校学生72人",
    ]
