"""A text in rows: nothing lost, nothing twice, nothing shown that could be folded."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audit.report import passage
from pipeline.audit.report.passage import GAP, WHOLE, Mark, Row, fits, rows
from schemas.record import Evidence, Figure
from tests.pipeline.audit.report.build import TEXT, figure


def _figures(text: str, spans: list[tuple[int, int]]) -> list[Figure]:
    base = figure("1人", "1人", "1", "x")
    return [
        base.model_copy(
            update={"id": str(index), "evidence": Evidence(start=start, end=end, quote=text[start:end])}
        )
        for index, (start, end) in enumerate(spans)
    ]


def _text(row: Row) -> str:
    return "".join(
        piece if isinstance(piece, str) else piece.text for block in row.blocks for piece in block.pieces
    )


def _marks(found: list[Row]) -> list[Mark]:
    return [
        piece for row in found for block in row.blocks for piece in block.pieces if isinstance(piece, Mark)
    ]


# No deadline: the machine may be busy with browsers.
@settings(deadline=None)
@given(st.data())
def test_every_character_and_every_figure_comes_once_and_in_order(data: st.DataObject) -> None:
    text = data.draw(st.text("字。；\n 1", max_size=600).map(lambda text: text * 2))
    places = st.integers(0, len(text))
    spans = data.draw(
        st.lists(st.tuples(places, places).map(lambda pair: (min(pair), max(pair))), max_size=6)
    )
    figures = _figures(text, spans)
    found = rows(text, 0, len(text), figures, {"0", "2"})
    if figures:
        assert "".join("".join(map(_text, found)).split()) == "".join(text.split())
    assert sorted(one.id for mark in _marks(found) for one in mark.figures) == sorted(
        one.id for one in figures
    )
    for mark in _marks(found):
        first = min(one.evidence.start for one in mark.figures)
        assert text[first : first + len(mark.text)] == mark.text


def test_text_far_from_marks_is_folded_and_of_long_texts_left_out() -> None:
    filler = "没有数据的一句话。" * 200
    text = f"{filler}\n学生5人。\n{filler}"
    first, shown, last = rows(text, 0, len(text), [figure(text, "5人", "5", "x")], set())
    assert not shown.skipped
    assert "学生5人。" in _text(shown)
    assert len(_text(shown)) < 1000
    assert first.skipped == len(_text(first)) > GAP < last.skipped
    long = f"{filler * (WHOLE // len(filler) + 1)}\n学生5人。"
    gap, shown = rows(long, 0, len(long), [figure(long, "5人", "5", "x")], set())
    assert gap.blocks == ()
    assert gap.skipped > WHOLE // 2


def test_a_text_without_breaks_is_cut_all_the_same() -> None:
    text = "无" * 5000 + "5人" + "无" * 5000
    _, shown, _ = rows(text, 0, len(text), [figure(text, "5人", "5", "x")], set())
    assert len(_text(shown)) <= 3 * passage.LONGEST


def test_a_row_begins_at_each_head() -> None:
    text = "一班5人。\n二班6人。\n三班7人。"
    figures = [figure(text, words, "5", "x") for words in ("5人", "6人", "7人")]
    found = rows(text, 0, len(text), figures, {"5人", "7人"})
    assert [_text(row) for row in found] == ["一班5人。二班6人。", "三班7人。"]


def test_overlapping_spans_share_a_mark() -> None:
    text = "小学、初中各5人。"
    [row] = rows(text, 0, len(text), _figures(text, [(0, 7), (5, 7), (7, 8)]), set())
    assert [(mark.text, len(mark.figures)) for mark in _marks([row])] == [("小学、初中各5", 2), ("人", 1)]


def test_without_text_the_quotes_are_the_rows() -> None:
    figures = [figure(TEXT, words, "1", "x") for words in ("682人", "57平方米", "30册")]
    found = rows(None, 0, len(TEXT), figures, set())
    assert [len(mark.figures) for mark in _marks(found)] == [2, 1]
    assert "生均图书" in _text(found[1])


def test_a_text_that_was_changed_is_told() -> None:
    figures = [figure(TEXT, "30册", "30", "x")]
    assert fits(TEXT, 0, len(TEXT), figures)
    assert not fits(TEXT[:-5], 0, len(TEXT), figures)
    assert not fits(TEXT, 0, 20, figures)
