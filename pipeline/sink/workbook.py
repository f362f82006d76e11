"""Tables as an Excel workbook: a cover, then a sheet a kind, with Chinese headings and words for codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipeline.audit.report import table as sheet
from pipeline.sink.column import Column, Row, Table, Value, day
from pipeline.sink.place import draft
from pipeline.sink.source import MAKER, Source
from pipeline.sink.table import TABLES
from schemas.number import plain

# Excel keeps so many digits of a number; a longer one is written as text, so that none is lost.
_DIGITS = 15
# Excel's calendar begins with 1900.
_FIRST_YEAR = 1900
_COVER = (
    sheet.Column("工作表", 16),
    sheet.Column("行数", 12),
    sheet.Column("每行是什么", 60, wrap=True),
)
_MEANING = {
    "figures": "一个数据：文档所述、所要求或所计划的数量",
    "documents": "一篇文档：一个文件，或文件所含多篇之一",
    "goals": "一项要达到的目标",
    "stages": "工作进程的一个阶段",
    "problems": "文档自认的一个问题",
    "citations": "文中《》引用的一项法规、政策、标准或文件",
    "people": "一个职务及任职者",
    "warnings": "一条使用数据时应留意的提示",
    "findings": "一条核查结论；原文取自被核查的数据",
    "failures": "一个未能处理的文件及原因",
}


def write_workbook(source: Source, file: Path, rows: int = sheet.ROWS) -> Counter[str]:
    """Write the tables to an .xlsx file, which appears whole or not at all; counts the rows of each.

    A sheet that holds ``rows`` rows, its heading among them, goes on in a further one. Raises ConfigurationError where
    the file is none of this program, and OSError.
    """
    count: Counter[str] = Counter()
    with draft(file, _made) as path, sheet.Book(path, rows) as book:
        book.file.set_properties({"author": MAKER, "title": "数据导出"})
        cover = book.table("说明", _COVER)
        sheets = {table.name: book.table(table.zh, _columns(table)) for table in source.tables()}
        for name, some in source.rows():
            count[name] += len(some)
            sheets[name].fill(_cells(TABLES[name], row) for row in some)
        cover.fill(_cover(source.about(count), rows))
    return count


def _columns(table: Table) -> list[sheet.Column]:
    """Long texts end at the edge of their cell, so that every row is one line."""
    return [
        sheet.Column(column.zh, column.width, clip=column.type in ("text", "texts"))
        for column in table.columns
    ]


def _cells(table: Table, row: Row) -> Iterator[sheet.Cell]:
    return (_cell(column, value) for column, value in zip(table.columns, row, strict=True))


def _cell(column: Column, value: Value) -> sheet.Cell:
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else None
    if isinstance(value, (int, Decimal)):
        exact = Decimal(value)
        return exact if len(exact.normalize().as_tuple().digits) <= _DIGITS else plain(exact)
    if not isinstance(value, str):
        return " ".join(value)
    if column.type == "date":
        known = day(value)
        return known if known and known.year >= _FIRST_YEAR else value
    return (column.labels or {}).get(value, value)


def _cover(about: dict[str, Any], rows: int) -> Iterator[tuple[sheet.Cell, ...]]:
    for name, count in about["rows"].items():
        yield TABLES[name].zh, count, _MEANING[name]
        for further in range(2, -(-count // (rows - 1)) + 1):
            yield f"{TABLES[name].zh} ({further})", None, "接上表"
    yield ()
    yield "来源", None, about["source"]
    yield "生成时间", None, about["made_at"]
    yield "生成程序", None, about["made_by"]
    yield ()
    yield "长文", None, "原文等长文只显示一行，选中单元格可在编辑栏看到全部"
    yield "单引号", None, "以 = + - @ 开头的文字前加了单引号，以免被当作公式"
    yield "长数字", None, f"超过{_DIGITS}位有效数字的数以文字写出，一位不丢"


def _made(file: Path) -> bool:
    try:
        with ZipFile(file) as book:
            return f"<dc:creator>{MAKER}</dc:creator>".encode() in book.read("docProps/core.xml")
    except (BadZipFile, KeyError, OSError):
        return False
