"""Spans, views, places and parts: every stretch leads back to the source it was read from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.document import Block, Document, Place
from schemas.part import Line, Part
from schemas.span import Span
from schemas.view import View

ENDS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: Span(min(ends), max(ends)))
# Pieces of a source text as a repair leaves them: (characters dropped before, characters kept).
CUTS = st.lists(st.tuples(st.integers(0, 3), st.text(min_size=1, max_size=6)), max_size=8)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(ENDS, ENDS)
def test_spans_agree_with_sets_of_characters(one: Span, other: Span) -> None:
    here, there = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert len(one) == len(here)
    assert not here & there or one.overlaps(other)
    if here and there:
        assert one.overlaps(other) == other.overlaps(one) == bool(here & there)
        assert one.holds(other) == (there <= here)
    assert one.holds(one)
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))


@given(st.text(max_size=30), ENDS)
def test_a_spans_words_are_the_texts(text: str, span: Span) -> None:
    assert span.of(text) == text[span.start : span.end]


@given(CUTS, st.data())
def test_a_view_leads_back_to_its_source(cuts: list[tuple[int, str]], data: st.DataObject) -> None:
    source, pieces = "", []
    for dropped, kept in cuts:
        source += "\n" * dropped
        pieces.append((kept, len(source)))
        source += kept
    view = View.of(pieces)
    assert view.text == "".join(kept for _, kept in cuts)
    assert len(view.offsets) == len(view.text) + 1
    assert all(source[view.offsets[at]] == letter for at, letter in enumerate(view.text))
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    span = view.source(start, end)
    if start < end:
        assert (source[span.start], source[span.end - 1]) == (view.text[start], view.text[end - 1])
        assert view.text[start:end].replace("\n", "") == span.of(source).replace("\n", "")
    else:
        assert len(span) == 0


def test_a_stretch_that_ends_a_piece_does_not_reach_into_the_next() -> None:
    view = View.of([("ab", 0), ("cd", 10)])
    assert view.source(0, 2) == Span(0, 2)
    assert view.source(1, 3) == Span(1, 11)
    assert view.source(2, 2) == Span(10, 10)
    assert view.source(4, 4) == Span(12, 12)
    assert View.of([]).source(0, 0) == Span(0, 0)


def document(*places: Place) -> Document:
    return Document("a.pdf", "0" * 64, 1, "application/pdf", "pdf", "x" * 40, (), places=places)


def test_a_place_joins_the_boxes_that_a_stretch_covers_on_its_page() -> None:
    pages = document(
        Place(0, 10, 1, (10, 20, 50, 30)), Place(11, 20, 1, (5, 35, 40, 45)), Place(21, 30, 2, (1, 1, 2, 2))
    )
    assert pages.place(2, 5) == Place(2, 5, 1, (10, 20, 50, 30))
    assert pages.place(8, 15) == Place(8, 15, 1, (5, 20, 50, 45))
    # What goes on over the page has the box of its first page.
    assert pages.place(15, 25) == Place(15, 25, 1, (5, 35, 40, 45))
    assert pages.place(25, 26) == Place(25, 26, 2, (1, 1, 2, 2))


@pytest.mark.parametrize(("start", "end"), [(10, 11), (30, 35), (39, 40)])
def test_what_stands_on_no_page_has_no_place(start: int, end: int) -> None:
    pages = document(Place(0, 10, 1, (10, 20, 50, 30)), Place(11, 30, 1))
    assert pages.place(start, end) is None
    assert document().place(0, 1) is None


def test_a_place_without_a_box_still_tells_its_page() -> None:
    assert document(Place(0, 10, 3)).place(1, 2) == Place(1, 2, 3, None)


def test_a_block_without_a_label_begins_with_its_words() -> None:
    assert Block(4, 9).label_end == 4
    assert Block(4, 9, label_end=6).label_end == 6
    assert Block(4, 9, label_end=2).label_end == 4


def test_a_line_knows_what_it_stands_under() -> None:
    text = "一、目标\n1.入学\n到校率"
    lines = (
        Line(0, 4, 2, "一、", 1, True),
        Line(5, 9, 7, "1.", 2, True, 0),
        Line(10, 13, 10, parent=1),
    )
    part = Part(1, 1, None, 0, len(text), View.of([(text, 0)]), lines)
    assert [part.text(line) for line in lines] == ["目标", "入学", "到校率"]
    assert list(part.ancestors(lines[2])) == [lines[1], lines[0]]
    assert list(part.ancestors(lines[0])) == []
