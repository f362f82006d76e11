from __future__ import annotations

import pytest

from pipeline.ingest.grid import Item, assemble, caption, header_columns, header_rows, lay


def items(*rows: str) -> list[Item]:
    """Rows of cells parted by ``|``; ``<`` continues the cell to the left, ``^`` the one above."""
    grid = [row.split("|") for row in rows]
    found = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(grid) and grid[r + high][c] == "^":
                high += 1
            found.append(Item(r, c, text, high, wide))
    return found


@pytest.mark.parametrize(
    ("rows", "heads", "sides"),
    [
        (("学段|班级|学生", "小学|12|540", "初中|6|290"), 1, 1),
        (("学段|学生|<|教师|<", "^|男|女|专任|兼职", "小学|300|240|30|2"), 2, 1),
        (("学段|学生||教师|", "|男|女|专任|兼职", "小学|300|240|30|2"), 2, 1),
        (("某县基本情况表|<|<", "学段|班级|学生", "小学|12|540"), 2, 1),
        (("占地面积|26000|建筑面积|13000", "藏书|8000|计算机|60"), 0, 1),
        (("指标|2021年|2022年", "学生|540|560"), 1, 1),
        (("指标|2021|2022|2023", "学生|540|560|570"), 1, 1),
        (("指标|20xx年|20xx年", "学生|540|560"), 1, 1),
        (("项目|3岁以下|3岁|4岁|5岁及以上", "城区|54|60|70|80"), 1, 1),
        (("1|东街小学|540", "2|西街小学|560", "合计|<|1100"), 0, 2),
        (("项目|1月|2月|3月", "用电|540|560|570"), 1, 1),
        (("序号|学校|学生", "1|东街小学|540", "2|西街小学|560"), 1, 2),
        (("区域|学校|学生", "城区|东街小学|540", "^|西街小学|560"), 1, 2),
        (("学校|地址|学生", "东街小学|东街1号院|540", "西街小学|西街|560"), 1, 1),
        (("项目|面积|经费", "|（平方米）|（万元）", "操场|540|30"), 2, 1),
        (("项目|面积|经费", "甲|1|2", "操场|540|30"), 2, 1),
        (("班级数|学生数", "12|540"), 1, 0),
        (("姓名|职务|分工", "王某|组长|全面", "李某|副组长|教学"), 1, 1),
        (("项目|达标值|实际值", "占地|23|xx"), 1, 1),
        (("占地|xx平方米|校舍|*", "藏书|8000|计算机|60"), 0, 1),
    ],
)
def test_headers(rows: tuple[str, ...], heads: int, sides: int) -> None:
    found = items(*rows)
    assert header_rows(found) == heads
    assert header_columns(found, heads) == sides


def test_a_single_row_or_column_heads_nothing() -> None:
    assert header_rows(items("学段|班级")) == 0
    assert header_rows(items("学段", "班级")) == 0
    assert header_rows([]) == header_columns([], 0) == 0


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["正文在这里。", "表1 各校学生数"], 1),
        (["表1 各校经费", "单位：万元"], 2),
        (["前面是一句完整的话。", "（单位：人、所）"], 1),
        (["前面是一句完整的话。"], 0),
        (["各校情况见下表。"], 1),
        (["各校情况如下："], 1),
        (["长" * 61], 0),
        ([""], 0),
        ([], 0),
    ],
)
def test_caption(lines: list[str], count: int) -> None:
    assert caption(lines) == count


def test_text_and_cells_agree() -> None:
    found = items("学段|学生|<", "^|男|女", "小学||240")
    text, cells = lay(found, 5)
    assert text == "学段\t学生\n男\t女\n小学\t\t240"
    for cell, item in zip(cells, sorted(found, key=lambda i: (i.row, i.column)), strict=True):
        assert text[cell.start - 5 : cell.end - 5] == item.text
    table = assemble(cells, [text[c.start - 5 : c.end - 5] for c in cells], 5, 5 + len(text))
    assert (table.rows, table.columns, table.header_rows, table.header_columns) == (3, 3, 2, 1)


def test_marked_header_rows_win() -> None:
    text, cells = lay(items("甲|1", "乙|2", "丙|3"), 0)
    texts = [text[c.start : c.end] for c in cells]
    assert assemble(cells, texts, 0, len(text), marked=2).header_rows == 2
