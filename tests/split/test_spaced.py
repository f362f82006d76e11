"""Tables that spaces lay out in running text."""

from __future__ import annotations

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.text import TextReader
from pipeline.split.spaced import with_spaced
from schemas.document import Document

HEAD = "学校 生均校舍（平方米） 生均图书（册）"


def document(text: str) -> Document:
    return TextReader().read(Source("表.txt", text.encode(), "0" * 64), Limits())


def cells(text: str) -> list[list[str]]:
    found = with_spaced(document(text)).tables
    return [[text[cell.start : cell.end] for cell in table.cells] for table in found]


def test_a_head_and_rows_of_as_many_fields_are_a_table() -> None:
    text = f"表一 各校指标\n{HEAD}\n马桥小学 8.4 21\n云岭小学 7.9 xx\n\n以上数据来自年报。"
    assert cells(text) == [[*HEAD.split(), "马桥小学", "8.4", "21", "云岭小学", "7.9", "xx"]]
    table = with_spaced(document(text)).tables[0]
    assert (table.header_rows, table.header_columns) == (1, 1)


def test_a_total_skips_the_columns_that_do_not_add_up() -> None:
    text = "序号 项目 面积（平方米） 单价（元） 金额（万元）\n1 教学楼 900 2000 180\n2 食堂 400 2500 100\n小计 1300 280"
    table = with_spaced(document(text)).tables[0]
    total = {cell.column: text[cell.start : cell.end] for cell in table.cells if cell.row == 3}
    assert total == {0: "小计", 2: "1300", 4: "280"}


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n马桥小学 8.4 21",
        f"{HEAD}\n马桥小学 8.4\n云岭小学 7.9",
        "组 长 张三\n副组长 李四 王五\n成 员 赵六 钱七",
        "全镇有小学 8 所。\n全镇有初中 2 所。\n全镇有村小 6 所。",
        "2023 年 5 月\n2024 年 6 月\n2025 年 7 月",
    ],
)
def test_other_lines_with_spaces_are_none(text: str) -> None:
    assert cells(text) == []


def test_a_table_of_tabs_is_not_read_twice() -> None:
    text = "学校\t面积\t图书\n马桥小学\t900\t21\n云岭小学\t800\t22"
    assert len(with_spaced(document(text)).tables) == 1
