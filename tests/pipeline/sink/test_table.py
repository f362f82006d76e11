"""The page of the tables is the tables'; the columns are whole."""

from __future__ import annotations

import pytest

from pipeline.sink.table import TABLES
from tests.pipeline.sink.page import BEGIN, END, PAGE, listed


def test_the_page_lists_every_table_and_column() -> None:
    shown = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown == listed(), "put it right: python -m tests.pipeline.sink.page"


@pytest.mark.parametrize("name", TABLES)
def test_names_and_headings_are_told_apart(name: str) -> None:
    columns = TABLES[name].columns
    for names in ([column.name for column in columns], [column.zh for column in columns]):
        assert sorted(set(names)) == sorted(names)
