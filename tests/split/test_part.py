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


PLAN = "全校现有学生{0}人，教师{1}人，占地面积{2}平方米，校舍面积达到标准，各项制度健全，家长比较满意，社会反响良好。"


def _compilation(first: int) -> str:
    bodies = (PLAN.format(first * 10 + n, first + n, first * 100 + n) * 4 for n in range(3))
    return "\n".join(f"学校工作计划篇{n}\n{body}" for n, body in zip("一二三", bodies, strict=True))


def _parts(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return [text[part.start : part.end] for part in split(read(load(path)))]


def test_compilations_glued_together_are_read_to_the_last(tmp_path: Path) -> None:
    found = _parts(tmp_path, "\n".join(_compilation(first) for first in (11, 25, 37)))
    assert len(found) == 9
    assert all(
        f"学生{first * 10 + n}人" in found[i * 3 + n]
        for i, first in enumerate((11, 25, 37))
        for n in range(3)
    )


def test_a_document_before_a_compilation_is_one_of_its_own_and_a_preface_is_none(tmp_path: Path) -> None:
    plan = "河湾镇中心小学安全工作方案\n" + "\n".join(
        f"{n}、" + PLAN.format(n, n, n) * 3 for n in "一二三四五"
    )
    assert len(_parts(tmp_path, f"{plan}\n{_compilation(11)}")) == 4
    assert len(_parts(tmp_path, f"下面是为大家整理的学校工作计划，欢迎参考。\n{_compilation(11)}")) == 3
