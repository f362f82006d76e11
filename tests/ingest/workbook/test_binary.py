"""Binary workbooks (.xlsb): values as Excel shows them, merged cells, damage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.base import Limits
from schemas.errors import SourceError
from tests.ingest.workbook.binary import GOOD, GOOD_BUT_UNTOLD, book, line, real, record, said
from tests.ingest.zipped import document


def test_numbers_are_as_their_formats_show_them() -> None:
    assert document(GOOD).text == "情况\n学校\t近视率\t在校学生\n中心小学\t85.7%\t312人\n二小\t50.0%\t#DIV/0!"


def test_merged_cells() -> None:
    found = document(
        book(
            line(0, said(0, "学校"), said(1, "在校学生")),
            line(1, said(1, "男"), said(2, "女")),
            line(2, said(0, "一小"), real(1, 3), real(2, 4)),
            merges=((0, 1, 0, 0), (0, 0, 1, 2)),
        )
    )
    (table,) = found.tables
    assert [(cell.row_span, cell.column_span) for cell in table.cells[:2]] == [(2, 1), (1, 2)]


def test_what_is_too_large_or_damaged_is_refused() -> None:
    with pytest.raises(SourceError, match="damaged"):
        document(book(line(2**31, said(0, "学校"))))
    for kind in (615, 617):
        with pytest.raises(SourceError, match="damaged"):
            document(book(styles=record(kind, b"\xff\xff\xff\x7f")))
    with pytest.raises(SourceError, match="reaches to row"):
        document(book(line(0, said(0, "学校")), line(1_000_000, said(16_000, "学校"))))
    with pytest.raises(SourceError, match="--limit cells"):
        document(GOOD, Limits(cells=3))


def test_a_fault_of_the_library_is_told_in_one_line_and_nowhere_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SourceError, match="damaged"):
        document(GOOD_BUT_UNTOLD)
    assert capfd.readouterr().err == ""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damage_is_told_in_one_line(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    try:
        document(bytes(data))
    except SourceError as error:
        assert str(error).isprintable()  # noqa: PT017
