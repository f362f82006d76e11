"""What is cut before parsing changes no text."""

from __future__ import annotations

import pytest

from pipeline.ingest.docx.ballast import knit, lighten, lighten_styles, telling
from tests.ingest.docx.build import abstract, build, level, load, num, numbered, p, r, style, tbl, tc, tr, xml

BOLD = "<w:b/><w:sz w:val='32'/>"
BODY = (
    numbered("目标")
    + p(
        r("甲", BOLD),
        r("乙", "<w:vanish/>"),
        r("2", '<w:vertAlign w:val="superscript"/>'),
        r("丙", '<w:rStyle w:val="H"/>'),
    )
    + p("丁", properties='<w:jc w:val="center"/><w:rPr><w:b/></w:rPr>')
    + p("戊", properties='<w:pStyle w:val="S"/><w:rPr><w:del/></w:rPr>')
    + p("己", properties='<w:outlineLvl w:val="0"/>')
    + tbl(
        tr(
            tc("学段", properties='<w:vMerge w:val="restart"/>'),
            tc("学生", properties='<w:gridSpan w:val="2"/>'),
            properties="<w:tblHeader/>",
        ),
        tr(tc(properties="<w:vMerge/>"), "男", "女", properties="<w:trHeight/>"),
        tr("删", "1", "2", properties="<w:del/>"),
        tr(tc("小学", properties="<w:tcBorders><w:top/></w:tcBorders>"), "300", "240"),
    )
)
SIDE = {
    "styles": style("H", "<w:rPr><w:vanish/></w:rPr>", "character")
    + style("S", title="heading 2")
    + '<w:style w:type="table" w:styleId="T"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
    "numbering": abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0),
}


def test_the_light_and_the_whole_story_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = build(BODY, **SIDE)
    light = load(data)
    monkeypatch.setattr("pipeline.ingest.docx.reader.lighten", lambda story: story)
    monkeypatch.setattr("pipeline.ingest.docx.reader.lighten_styles", lambda styles, *parts: styles)
    monkeypatch.setattr("pipeline.ingest.docx.reader.knit", lambda light: light)
    assert load(data) == light
    assert light.text == "一、目标\n甲²\n丁\n戊己\n学段\t学生\n男\t女\n小学\t300\t240"


def test_formatting_goes() -> None:
    story = xml("document", p(r("甲", BOLD), properties='<w:jc w:val="center"/>') + p(r("乙", "<w:vanish/>")))
    light = lighten(story)
    assert b"w:sz" not in light
    assert b"w:jc" not in light
    assert b"w:vanish" in light
    assert "甲".encode() in light


@pytest.mark.parametrize(
    "content",
    [
        p(r("甲", "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>")),
        f"<!-- <w:rPr> -->{p(r('甲', BOLD))}",
        f"<w:p><w:r><w:t><![CDATA[<w:rPr>甲</w:rPr>]]></w:t></w:r></w:p>{p(r('乙', BOLD))}",
    ],
)
def test_what_cannot_be_cut_safely_stays_readable(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = build(content)
    light = load(data)
    monkeypatch.setattr("pipeline.ingest.docx.reader.lighten", lambda story: story)
    assert load(data) == light


def test_another_prefix_is_left_alone() -> None:
    story = b'<x:document xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:rPr></w:rPr></x:document>'
    assert lighten(story) == story


def test_which_looks_tell() -> None:
    assert telling(b"<w:rPr><w:vanish/></w:rPr>", b"")
    assert telling(b"", b"<w:specVanish/>")
    assert telling(b"<w:rPr><w:rStyle/></w:rPr>", b"<w:vertAlign/>")
    assert not telling(b"<w:t>vanish</w:t>", b"")
    assert not telling(b"<w:t/>", b"<w:vertAlign/>")
    assert telling("<w:t/>".encode("utf-16"), b"")


def test_neighbouring_runs_of_bare_text_become_one() -> None:
    runs = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t xml:space='preserve'> 乙</w:t></w:r></w:p>".replace("'", '"'),
        '<w:p><w:r w:rsidR="00D6"><w:t>甲</w:t></w:r><w:r w:rsidR="01" w:rsidRPr="02"><w:t> 乙</w:t></w:r></w:p>',
    )
    for run in runs:
        assert knit(xml("document", run)).count(b"<w:t>") == 1
        assert load(build(run)).text == "甲 乙"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (p("甲") + p("乙"), "甲\n乙"),
        ("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:br/><w:t>乙</w:t></w:r></w:p>", "甲\n乙"),
        (
            '<w:p><w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
            "<w:r><w:t>甲</w:t></w:r></w:p>",
            "甲",
        ),
    ],
)
def test_other_runs_stay_apart(content: str, text: str) -> None:
    assert load(build(content)).text == text


def test_only_the_styles_in_use_are_kept_with_their_bases() -> None:
    sheet = xml(
        "styles",
        '<w:latentStyles><w:lsdException w:name="x"/></w:latentStyles>'
        + style("0", extra='w:default="1"')
        + style("A", '<w:basedOn w:val="B"/>')
        + style("B", '<w:basedOn w:val="A"/>')
        + style("C", "<w:rPr><w:vanish/></w:rPr>")
        + style("T", kind="table"),
    )
    light = lighten_styles(sheet, xml("document", p("甲", properties='<w:pStyle w:val="A"/>')), b"")
    assert [name for name in "0ABCT" if b'styleId="%c"' % ord(name) in light] == ["0", "A", "B"]
    assert b"latentStyles" not in light


@pytest.mark.parametrize(
    "reference",
    [
        "<w:pStyle w:val='A'/>",
        '<w:pStyle  w:val="A"/>',
        '<w:pStyle w:val="&#65;"/>',
        '<w:pStyle w:val="甲"/>',
    ],
)
def test_all_styles_are_kept_where_a_name_is_spelt_in_another_way(reference: str) -> None:
    sheet = xml("styles", style("A", title="heading 2") + style("甲", title="heading 2") + style("B"))
    for styles in (sheet, xml("styles", style("A", title="heading 2") + style("B"))):
        assert lighten_styles(styles, xml("document", p("甲", properties=reference))) == styles
    named = build(
        p("甲", properties=reference), styles=style("A", title="heading 2") + style("甲", title="heading 2")
    )
    assert [block.level for block in load(named).blocks] == [2]
