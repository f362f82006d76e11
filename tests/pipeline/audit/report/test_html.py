"""The page as a parser sees it: whole, escaped, closed to all but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from lxml import html

from pipeline.audit.case import Case
from pipeline.audit.report.card import document_anchor
from pipeline.audit.report.clean import visible
from pipeline.audit.report.html import write_html
from schemas.finding import Elsewhere
from tests.pipeline.audit.report.build import (
    CITATIONS,
    CITED,
    HOSTILE,
    TEXT,
    figure,
    finding,
    hostile,
    record,
    school,
)


def _page(tmp_path: Path, *cases: Case) -> html.HtmlElement:
    out = tmp_path / "audit.html"
    write_html(iter(cases), out, citations=CITATIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["audit.html"]
    return html.document_fromstring(out.read_bytes().decode())


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_finding_says_all_it_knows(tmp_path: Path) -> None:
    page = _page(tmp_path, school())
    [card] = page.cssselect("article[data-k=ratio][data-o=error]")
    words = _words(card)
    for told in (
        "错误",
        "比率",
        "生均校舍建筑面积",
        "文中 57平方米",
        "核算 5.57平方米",
        "5.56 至 5.58平方米",
    ):
        assert told in words
    for told in (
        "推断为 5.57平方米",
        "3800 ÷ 682 = 5.57",
        "校舍建筑面积 3800平方米",
        "在校学生数（小学） 682人",
    ):
        assert told in words
    [verdict] = page.cssselect("article[data-k=verdict]")
    assert CITED in _words(verdict)


def test_every_link_leads_somewhere_and_every_name_is_given_once(tmp_path: Path) -> None:
    page = _page(tmp_path, school(), school(), school("c", text=None), hostile())
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    targets = {link.removeprefix("#") for link in page.xpath("//a/@href")}
    assert targets <= set(names)


def test_passages_are_marked_by_how_they_ended(tmp_path: Path) -> None:
    page = _page(tmp_path, school())
    kinds = {_words(mark): set(mark.classes) - {"mark"} for mark in page.cssselect(".doc .mark")}
    assert kinds == {
        "682人": {"notice"},
        "3800平方米": {"unknown"},
        "57平方米": {"error", "restored"},
        "xx册": {"unknown", "restored", "blank"},
        "30册": {"passed", "worn"},
    }
    [restored] = page.cssselect(".doc .mark.error")
    assert restored.get("data-to") == "5.57平方米"
    assert page.get_element_by_id(restored.get("href")[1:]).get("data-k") == "ratio"


def test_what_passed_is_folded_and_what_has_no_place_is_shown_apart(tmp_path: Path) -> None:
    page = _page(tmp_path, school())
    assert [item.get("data-k") for item in page.cssselect("details.rest.passed .f")] == [
        "coefficient",
        "standard",
    ]
    assert not page.cssselect("details.rest[open]")
    assert [item.get("data-k") for item in page.cssselect(".loose .f")] == ["coefficient"]
    assert len(page.cssselect("details.gap")) == 1


def test_the_overview_counts(tmp_path: Path) -> None:
    page = _page(tmp_path, school(), school("c"))
    tiles = {_words(tile.find("span")): tile.find("b").text for tile in page.cssselect(".tile")}
    assert tiles == {
        "篇文档": "2",
        "错误": "2",
        "警示": "2",
        "提示": "2",
        "无法核对": "4",
        "通过": "4",
        "推断值": "4",
    }
    rows = [[_words(cell) for cell in row] for row in page.cssselect("section .grid:not(.contents) tbody tr")]
    assert [CITED, "0", "2", "0", "0.0%", "警示 2"] in rows
    widths = [float(bar.get("width")) for bar in page.cssselect(".whole rect")]
    assert sum(widths) == pytest.approx(100, abs=0.01)


def test_clauses_stand_in_their_own_order(tmp_path: Path) -> None:
    findings = tuple(
        finding(name, "682人", check="standard", criterion=name) for name in ("条款-11", "条款-3", "条款")
    )
    page = _page(tmp_path, Case(school().record, findings, TEXT))
    rows = page.cssselect(".grid:not(.contents) tbody th")
    assert [_words(row) for row in rows] == ["条款", "条款-3", "条款-11"]


def test_no_text_becomes_markup(tmp_path: Path) -> None:
    page = _page(tmp_path, hostile(), school())
    script = (
        resources.files("pipeline.audit.report").joinpath("template", "report.js").read_text(encoding="utf-8")
    )
    assert [element.text for element in page.iter("script")] == [script]
    assert not list(page.iter("img", "iframe", "object", "embed", "link", "base"))
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    assert not page.xpath("//@style | //@src | //@srcdoc")
    assert {link[0] for link in page.xpath("//@href")} == {"#"}
    [section] = [doc for doc in page.cssselect(".doc") if "坏" in doc.text_content()]
    for bad in HOSTILE:
        assert section.text_content().count(visible(bad)) >= 10


def test_only_our_script_and_style_may_run(tmp_path: Path) -> None:
    page = _page(tmp_path, hostile())
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("script", "style"):
        [element] = page.iter(name)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    # What tells the browser of it stands before all that it rules.
    assert page.find("head")[0].get("charset") == "utf-8"
    assert page.find("head")[1].get("http-equiv")


def test_all_text_of_the_document_is_there(tmp_path: Path) -> None:
    page = _page(tmp_path, school())
    [section] = page.cssselect(".doc")
    shown = "".join(passage.text_content() for passage in section.cssselect(".text p, details.gap p"))
    for line in TEXT.split("\n"):
        assert line in shown


@pytest.mark.parametrize("text", [None, TEXT[:100]])
def test_without_its_text_a_document_is_quoted(tmp_path: Path, text: str | None) -> None:
    page = _page(tmp_path, school(text=text))
    [section] = page.cssselect(".doc")
    assert "只列出引文" in section.text_content()
    assert "校舍面积3800平方米，生均校舍面积57平方米" in section.text_content()
    assert len(section.cssselect(".f")) == 7


def test_a_finding_across_documents_leads_to_the_other(tmp_path: Path) -> None:
    case = school()
    other = school("c")
    there = Elsewhere(record=other.record.id, figure="57平方米")
    across = finding("f9", "57平方米", check="conflict", elsewhere=(there,))
    page = _page(tmp_path, Case(case.record, (across,), case.text), other)
    [link] = page.cssselect("a.else")
    target = page.get_element_by_id(link.get("href")[1:])
    assert target.text_content() == "57平方米"
    assert target.iterancestors("section").__next__().get("id") == document_anchor(other.record.id)


def test_numbers_of_any_size_are_written(tmp_path: Path) -> None:
    text = "学生5人。"
    one = figure(text, "5人", "1" * 60 + ".123456789", "students.enrolled")
    case = Case(record(text, one), (finding("f1", "5人", claimed=Decimal("1e-9")),), text)
    assert "文中 0人" in _words(_page(tmp_path, case).cssselect("article.f")[0])


def test_no_documents_make_a_page_too(tmp_path: Path) -> None:
    page = _page(tmp_path)
    assert "没有结论" in page.text_content()


def _broken() -> Iterator[Case]:
    yield school()
    raise KeyboardInterrupt


def test_a_page_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "audit.html"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_html(_broken(), out)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "audit.html": "old"
    }


def test_long_texts_leave_the_page_light(tmp_path: Path) -> None:
    text = ("没有数据的一句话。" * 20 + "\n") * 250 + TEXT
    case = school()
    moved = [
        one.model_copy(
            update={
                "evidence": one.evidence.model_copy(
                    update={
                        "start": one.evidence.start + len(text) - len(TEXT),
                        "end": one.evidence.end + len(text) - len(TEXT),
                    }
                )
            }
        )
        for one in case.record.figures
    ]
    page = _page(tmp_path, Case(record(text, *moved), case.findings, text))
    assert (tmp_path / "audit.html").stat().st_size < 60_000
    assert not page.cssselect("details.gap")
    gap = page.cssselect("p.gap")[0]
    assert re.search(r"略去 4\d{4} 字", gap.text_content())
