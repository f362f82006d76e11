"""Word documents in which there is what readers of old ones get wrong."""

from __future__ import annotations

from tests.ingest.docx.build import abstract, build, field, level, num, numbered, p, r, style, tc

_GRID = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
_WIDE = '<w:tcW w:w="{}" w:type="dxa"/>'


def _cell(text: str, wide: int = 2000, more: str = "") -> str:
    return tc(text, properties=_WIDE.format(wide) + more)


def _table(*rows: tuple[str, ...]) -> str:
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr>{_GRID}{lines}</w:tbl>'


_MERGED = _table(
    (_cell("学段", more='<w:vMerge w:val="restart"/>'), _cell("在校学生", 4000, '<w:gridSpan w:val="2"/>')),
    (_cell("", more="<w:vMerge/>"), _cell("男"), _cell("女")),
    (_cell("小学"), _cell("312"), _cell("298")),
    (_cell("初中"), _cell("205"), _cell("")),
)
_NESTED = _table(
    (
        _cell("外"),
        tc(_table((_cell("内一"), _cell("内二"), _cell("3"))), p("后"), properties=_WIDE.format(2000)),
        _cell("末"),
    )
)
_LISTS = abstract(
    0, level(0, "chineseCountingThousand", "%1、"), level(1, "decimal", "%1.%2"), level(2, "decimalEnclosedCircle", "%3")
) + num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')  # fmt: skip
_DELETED = '<w:del w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>旧数九百人</w:delText></w:r></w:del>'
_INSERTED = (
    '<w:ins w:id="2" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:t>新数八百人</w:t></w:r></w:ins>'
)

ODD = {
    "table": build(p("学生情况表") + _MERGED + p("表后") + _NESTED + p("完")),
    "list": build(
        numbered("目标") + numbered("现有教师35人", depth=1) + numbered("缺8人", depth=1) + numbered("细项", depth=2)
        + numbered("措施") + p("正文") + numbered("另起", 2),
        numbering=_LISTS,
    ),
    "revision": build(p("在校学生", _DELETED, _INSERTED, "。") + p("明", r("暗", "<w:vanish/>"), "文")),
    "note": build(
        p("占地面积12000平方米", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。") + p("尾"),
        footnotes=f'<w:footnote w:id="2">{p("不含运动场。")}</w:footnote>',
    ),
    "field": build(p("共", field("QUOTE 35", r("35")), "人") + p("见", field('HYPERLINK "http://a.cn"', r("网站")))),
    "look": build(p("12m", r("2", '<w:vertAlign w:val="superscript"/>'), "；", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "是")),
    "heading": build(
        p("一、基本情况", properties='<w:pStyle w:val="Heading1"/>') + p("正文𠮷字，第\u00a0二段"),
        styles=style("Heading1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', title="heading 1"),
    ),
}  # fmt: skip
