"""Tables of a part: those whose words all stand in it, whatever empty cells lie around them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import lines
from pipeline.ingest.reader import load, read
from pipeline.split.part import split
from schemas.errors import EmptySource

CELL = st.sampled_from(["", " ", "120", "学生数（人）", "甲校", "35%", "xx", "教师12人"])


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (
            "学校\t学生数（人）\t备注\n河东小学\t120\t\n河西小学\t96\t \n",
            {("河东小学", 120), ("河西小学", 96)},
        ),
        (
            "\t学生数（人）\t备注\n河东小学\t120\t好\n河西小学\t96\t好\n",
            {("河东小学", 120), ("河西小学", 96)},
        ),
    ],
)
def test_empty_cells_at_its_ends_leave_a_table_whole(tmp_path: Path, text: str, headers: set) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    (record,) = map(json.loads, lines(path))
    found = {
        (figure["evidence"]["table"]["row_header"], figure["value"])
        for figure in record["figures"]
        if figure["evidence"]["table"]
    }
    assert found == headers


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=5), st.booleans())
def test_any_table_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], led: bool
) -> None:
    path = tmp_path_factory.mktemp("table") / "a.txt"
    body = "\n".join("\t".join(row) for row in rows)
    path.write_text(f"河湾镇学校情况统计表\n{body}" if led else body, encoding="utf-8")
    try:
        parts = split(read(load(path)))
        lines(path)
    except EmptySource:
        return
    for part in parts:
        for line in part.lines:
            assert line.cell is None or line.cell[0] < len(part.tables)
