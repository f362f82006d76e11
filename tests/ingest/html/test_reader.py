from __future__ import annotations

import pytest

from pipeline.assemble import records
from pipeline.ingest.sniff import kind
from tests.ingest.html.build import LONG, body, cells, document


def test_words_in_order_with_headings() -> None:
    found = body(
        "<h1>工作报告</h1><p>一、现状<br>二、<b>目</b>标</p><div>三<div>四</div>五</div><h3>小结</h3>"
    )
    assert found.text == "工作报告\n一、现状\n二、目标\n三\n四\n五\n小结"
    assert [(block.kind, block.level) for block in found.blocks if block.level] == [
        ("heading", 1),
        ("heading", 3),
    ]
    assert (found.reader, found.media_type, found.pages) == ("html", "text/html", None)
    for block in found.blocks:
        assert found.text[block.start : block.end].strip()


def test_blanks_as_a_browser_shows_them() -> None:
    found = body(
        "<p>全县现有小学\n  42 所，&nbsp;&nbsp;初中\r\n12所 ，\n共计</p><pre>甲  乙\n丙</pre><p>&#12288;&#12288;缩进</p>"
    )
    assert found.text == "全县现有小学 42 所， 初中 12所 ，共计\n甲 乙\n丙\n缩进"


def test_a_page_that_hides_all_until_its_program_has_run() -> None:
    page = "<div style='display:none'>菜单</div><div style='display: none'><p>全县小学42所。</p><p style='display:none'>9</p></div>"
    assert body(page).text == "全县小学42所。"
    assert body(page + "<p>初中12所。</p>").text == "初中12所。"


def test_what_is_not_shown_is_left_out() -> None:
    found = body(
        "<nav>首页</nav><script>var a='小学1所'</script><style>p{}</style><p style='DISPLAY: none'>小学2所</p>"
        "<p hidden>小学3所</p><div style='mso-element:comment'>批注</div><p>小学<!-- 4 -->42<del>5</del>所</p>"
        "<template><p>小学6所</p></template><select><option>7</option></select><footer>版权所有</footer>"
        "<noscript>请开启脚本</noscript><span style='visibility: hidden'>8</span>尾"
    )
    assert found.text == "小学42所\n尾"


def test_menus_around_a_document_are_left_out() -> None:
    menu = "".join(
        f"<li><a href='/{name}'>{name}</a></li>" for name in ("首页", "新闻", "公开", "互动", "专题")
    )
    found = body(
        f"<div id=top><ul>{menu}</ul></div><div class=wrap><div class=bt>云岭县义务教育发展报告</div>"
        f"<div class=text><p>{LONG}</p><p>附件：<a href='a.doc'>附件1</a><a href='b.doc'>附件2</a></p></div></div>"
        f"<div class=side><h3>相关</h3><ul>{menu}</ul></div><div>版权所有</div>",
        "<title>云岭县义务教育发展报告 - 云岭县教育局</title>",
    )
    assert found.text == f"云岭县义务教育发展报告\n{LONG}\n附件：附件1附件2"
    assert (found.blocks[0].kind, found.blocks[0].level) == ("heading", 1)


def test_page_of_links_alone_keeps_them() -> None:
    links = "".join(f"<li><a href='/{number}'>第{number}篇工作计划</a></li>" for number in range(8))
    assert body(f"<ul>{links}</ul>").text.count("工作计划") == 8


def test_table_with_merged_cells_and_marked_header() -> None:
    found = body(
        "<p>单位：人</p><table><caption>表1 学校情况</caption><thead><tr><th rowspan=2>学校<th colspan=2>学生"
        "<tr><th>小学<th>初中</thead><tr><td>一小<td>820<td><tr><td>一中<td><td>1,203</table><p>后文</p>"
    )
    [table] = found.tables
    assert found.text == "单位：人\n表1 学校情况\n学校\t学生\n小学\t初中\n一小\t820\t\n一中\t\t1,203\n后文"
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (4, 3, 2, 1)
    assert cells(found, table)[0, 0, 2, 1] == "学校"
    assert cells(found, table)[0, 1, 1, 2] == "学生"
    assert table.caption is not None
    assert table.caption.of(found.text).endswith("表1 学校情况")


def test_figures_in_a_table_know_their_headers() -> None:
    found = body(
        "<p>各校基本情况</p><table><tr><td>学校</td><td>在校学生数（人）</td><td>教师数（人）</td></tr>"
        "<tr><td>云岭一小</td><td>820</td><td>46</td></tr><tr><td>云岭二小</td><td>615</td><td>38</td></tr></table>"
    )
    [record] = list(records(found))
    told = [
        (one.value, one.evidence.table.row_header, one.evidence.table.column_header)
        for one in record.figures
        if one.evidence.table
    ]
    assert (820, "云岭一小", "在校学生数（人）") in told
    assert (38, "云岭二小", "教师数（人）") in told


def test_tables_that_lay_out_a_page_are_flattened() -> None:
    found = body(
        f"<table><tr><td><table><tr><td>{LONG}</td><td>旁边的话</td></tr></table></td></tr><tr><td><table><tr><td>学校<td>学生"
        "<tr><td>一小<td>820</table></td></tr></table><table><tr><td>框中的话</td></tr></table>"
    )
    [table] = found.tables
    assert found.text == f"{LONG}\n旁边的话\n学校\t学生\n一小\t820\n框中的话"
    assert table.rows == 2


def test_rows_inside_a_form_belong_to_the_table() -> None:
    found = body("<table><form><tr><td>学校<td>学生</tr><tr><td>一小<td>820</tr></form></table>")
    assert [table.rows for table in found.tables] == [2]


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    found = body("<table><tr><td>项目<td>内容<tr><td>一<td><p>甲</p><p>乙<br>丙</p></table>")
    assert found.text == "项目\t内容\n一\t甲\n乙\n丙"


def test_numbers_of_lists() -> None:
    found = body("<ol start=3><li>甲<li value=7>乙<li>8. 丙</ol><ol type=A><li>丁</ol><ul><li>戊</ul>")
    assert found.text == "3. 甲\n7. 乙\n8. 丙\nA. 丁\n戊"
    assert [block.label_end - block.start for block in found.blocks] == [2, 2, 0, 2, 0]


def test_raised_digits_and_boxes() -> None:
    found = body(
        "<p>占地10<sup>4</sup>m<sup>2</sup><sup>[注]</sup> <input type=checkbox checked>是 <input type=radio>否<input value=x></p>"
    )
    assert found.text == "占地10⁴m²[注] ☑是 ☐否"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("gbk", "utf-8"),
        ("utf-8", "gb18030"),
        ("big5", "big5"),
        ("", "gb18030"),
        ("nonsense", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("utf-16", "gb18030"),
        ("punycode", "utf-8"),
    ],
)
def test_encoding_is_told_by_the_page_or_by_strict_reading(charset: str, encoding: str) -> None:
    words = "教育工作計畫，學校學生人數" if encoding == "big5" else "教育工作计划，学校的学生人数是一千人"
    page = f"<html><head><meta http-equiv=Content-Type content='text/html; charset={charset}'></head><body>{words}</body></html>"
    assert document(page.encode(encoding)).text == words


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_what_counts(encoding: str) -> None:
    page = "<html><head><meta charset=gb2312></head><body>教育工作计划</body></html>".encode(encoding)
    assert kind(page) == "html"
    assert document(page).text == "教育工作计划"


def test_few_damaged_characters_are_told_of() -> None:
    page = f"<html><meta charset=utf-8><body>{LONG}{LONG}".encode() + b"\xff</body></html>"
    found = document(page)
    assert [one.code for one in found.warnings] == ["characters_damaged"]


@pytest.mark.parametrize(
    "page",
    [
        "<table border=1><tr><td>a</table>",
        "<!-- x -->\n<!-- y --><HTML>",
        "<style>p{}</style><p>a",
        "<?xml version='1.0'?><!DOCTYPE html><html/>",
    ],
)
def test_pages_are_known_by_their_first_words(page: str) -> None:
    assert kind(page.encode()) == "html"


def test_page_that_word_saved() -> None:
    found = document(
        "<html xmlns:o='urn:schemas-microsoft-com:office:office' xmlns:w='urn:schemas-microsoft-com:office:word'><head>"
        "<meta charset=utf-8><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0} --></style></head><body lang=ZH-CN><div class=WordSection1>"
        "<p class=MsoListParagraph><![if !supportLists]><span>一、<span>&nbsp;</span></span><![endif]>加强<span style='mso-hide:all'>暗</span>领导<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p>全县小学42所。</p></div></body></html>"
    )
    assert found.text == "一、 加强领导\n全县小学42所。"


def test_title_above_a_sites_lines_is_the_documents() -> None:
    found = body(
        f"<div>云岭县义务教育发展情况报告</div><p>发布时间：2024-01-05 来源：本站</p><p>一、基本情况</p><p>全县现有小学42所。{LONG}</p>",
        "<title>云岭县义务教育发展情况报告_云岭县教育局</title>",
    )
    [record] = list(records(found))
    assert (record.part.title, record.part.start) == ("云岭县义务教育发展情况报告", 0)


def test_a_document_among_more_links_than_it_has_words() -> None:
    links = "".join(
        f"<li><a href='/news/{number}.html'>相关新闻链接标题第{number}条</a></li>" for number in range(200)
    )
    found = body(f"<div><div><p>{LONG * 2}</p><ul>{links}</ul></div></div><div>版权所有</div>")
    assert LONG in found.text
    assert "链接标题" not in found.text


@pytest.mark.parametrize("side", ["aside", "noscript"])
def test_what_stands_beside_is_left_out_unless_it_is_all_there_is(side: str) -> None:
    assert LONG in body(f"<{side}><div>{LONG * 2}</div></{side}>").text
    assert "请开启" not in body(f"<p>{LONG * 2}</p><{side}><p>请开启脚本</p></{side}>").text
