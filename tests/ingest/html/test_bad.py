"""Pages that are broken or mean harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.base import Limits
from schemas.errors import EmptySource, OversizedSource, SourceError
from tests.ingest.html.build import LONG, body, document


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "b", "font", "span"])
def test_nesting_without_end_is_refused_and_nothing_cut_off(tag: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(OversizedSource, match="nested too deep"):
        body(f"<{tag}>" * 100_000 + "字")
    assert time.perf_counter() - begun < 5


def test_deep_nesting_that_pages_have() -> None:
    assert body("<div>" * 500 + "字" + "</div>" * 500 + "<p>尾</p>").text == "字\n尾"
    tables = "<table><tr><td>" * 100 + "字" + "</table>" * 100
    assert body(tables).text == "字"


def test_entities_and_outside_files_are_not_read() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "字字字字字字字字">'
        '<!ENTITY c "&b;&b;&b;&b;">]><html><body><p>甲&a;&c;乙</p><iframe src="file:///etc/passwd"></iframe>'
        '<img src="http://127.0.0.1:9/x.png"><link rel=stylesheet href="http://127.0.0.1:9/x.css"></body></html>'
    )
    text = document(page).text
    assert "root:" not in text
    assert "字字字字" not in text


@pytest.mark.parametrize(
    "span", ["colspan=999999999", "rowspan=999999999", "colspan=-1", "rowspan=0", "colspan=abc"]
)
def test_spans_without_measure(span: str) -> None:
    found = body(f"<table><tr><td {span}>甲<td>乙<tr><td>丙<td>丁</table>")
    assert {"甲", "乙", "丙", "丁"} == {found.text[cell.start : cell.end] for cell in found.tables[0].cells}
    assert found.tables[0].columns <= 4


def test_table_of_too_many_places() -> None:
    page = "<table>" + "<tr><td colspan=1000 rowspan=60000>甲<td>乙" * 400 + "</table>"
    with pytest.raises(OversizedSource, match="more than 200000 cells"):
        body(page)
    with pytest.raises(OversizedSource, match="more than 10 cells"):
        document("<table>" + "<tr><td>甲<td>乙<td>丙" * 4 + "</table>", Limits(cells=10))


@pytest.mark.parametrize(
    "page",
    ["<html>", "<html><body><img src=a.png></body></html>", "<html><script>1</script>", "<!DOCTYPE html>"],
)
def test_page_without_text(page: str) -> None:
    with pytest.raises(EmptySource, match="no text"):
        document(page)


def test_long_text_without_end() -> None:
    with pytest.raises(OversizedSource, match="characters"):
        document("<html><p>" + "字" * 20_000, Limits(characters=10_000))


def test_many_small_elements_take_linear_time() -> None:
    def seconds(count: int) -> float:
        begun = time.perf_counter()
        body(f"<p>{LONG}</p>" + "<div><b>字</b><i>字</i></div>" * count)
        return time.perf_counter() - begun

    seconds(1000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.05)


def test_control_characters_are_dropped() -> None:
    assert body("<p>小\x01学<script>x</script>\x0142&#1;&#11;所\x00</p>").text == "小学42所"


def test_undecodable_bytes() -> None:
    page = b"<html><head><meta charset=utf-8></head><body>" + bytes(range(128, 256)) * 50
    with pytest.raises(SourceError, match="encoding"):
        document(page)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=2>", "</td>", "<p>", "</p>", "<ol>", "<li>", "</ol>",
             "<div hidden>", "</div>", "<b>", "</b>", "<br>", "字", "12人", "<h2>", "</h2>", "<sup>2</sup>", "<caption>", "<thead>", "<pre>", "</pre>"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_soup_gives_a_sound_document(pieces: list[str]) -> None:
    try:
        found = document("<html><body>" + "".join(pieces))
    except EmptySource:
        return
    assert all(found.text[block.start : block.end].strip() for block in found.blocks)
    for table in found.tables:
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)
        assert all(row < table.rows and column < table.columns for row, column in places)
