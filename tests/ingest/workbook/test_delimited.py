from __future__ import annotations

import pytest

from pipeline.ingest.base import Limits
from pipeline.ingest.sniff import kind
from schemas.errors import OversizedSource
from tests.ingest.workbook import build

CSV = '云岭县学校情况,,\r\n学校,学生数,说明\r\n一小,820,"甲,乙"\r\n二小,615,"上\n下"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_table_of_commas(encoding: str) -> None:
    data = CSV.encode(encoding)
    found = build.document(data, path="表.csv")
    [table] = found.tables
    assert (found.reader, found.media_type) == ("csv", "text/csv")
    assert found.text == "云岭县学校情况\n学校\t学生数\t说明\n一小\t820\t甲,乙\n二小\t615\t上\n下"
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 1)


def test_title_and_note_may_stand_without_commas() -> None:
    rows = [f"第{number}小学,{number}00,{number}" for number in range(1, 9)]
    assert kind("\n".join(["学校情况", "学校,学生,教师", *rows]).encode()) == "csv"


@pytest.mark.parametrize(
    "text",
    [
        "今年,我校认真落实各项工作,取得成效。\n明年继续努力,再创佳绩。\n一是加强领导,二是抓好落实,三是督查。",
        "a,b\nc,d",
        "教育工作计划\n一、目标\n二、措施",
        '"没有结束的引号,甲\n乙,丙\n丁,戊',
        "",
    ],
)
def test_prose_with_commas_is_text(text: str) -> None:
    assert kind(text.encode()) == "text"


def test_even_rows_of_tabs() -> None:
    found = build.document("学校\t学生\n一小\t820\n二小\t615\n".encode())
    assert found.reader == "csv"
    assert found.tables[0].rows == 3


def test_too_many_cells() -> None:
    with pytest.raises(OversizedSource, match="filled cells"):
        build.document(b"a,b,c\n" * 100, Limits(cells=100))
