"""Published files that lie beside the repository, not in it; skipped where they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.reader import PdfReader
from schemas.errors import EmptySource

REAL = Path(__file__).parents[4] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is missing")


def file(part: str) -> bytes:
    return next(path for path in sorted(REAL.iterdir()) if part in path.name).read_bytes()


def test_a_table_over_four_pages_behind_a_slanted_watermark(read) -> None:
    document = read(file("名额分配到区招生计划.pdf"))
    assert [(table.rows, table.columns, table.header_rows) for table in document.tables] == [(77, 9, 1)]
    table = document.tables[0]
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, {})[cell.column] = document.text[cell.start : cell.end]
    found = {(row[2], row[8]) for row in rows.values()}
    gold = (REAL / "pdf_quota_shanghai2025.gold.tsv").read_text("utf-8").splitlines()[2:]
    for line in filter(None, gold):
        _, page, quote, value, *_ = line.split("\t")
        assert (quote, value) in found
        start = document.text.index(f"\t{quote}\t") + 1
        assert f"p{document.place(start, start + 1).page}" == page
    assert [row[0] for number, row in sorted(rows.items()) if number] == [
        str(number) for number in range(1, 77)
    ]


@pytest.mark.parametrize(("part", "rows", "columns"), [("changning", 20, 10), ("huangpu", 22, 14)])
def test_tables_with_wrapped_heads(part, rows, columns, read) -> None:
    document = read(file(part))
    assert [(table.rows, table.columns) for table in document.tables] == [(rows, columns)]
    filled = {(cell.row, cell.column) for cell in document.tables[0].cells if cell.start < cell.end}
    assert len(filled) > rows * 3


def test_a_bulletin_of_prose_and_open_sided_tables(read) -> None:
    document = read(file("周口市统计公报"))
    shapes = [(table.rows, table.columns) for table in document.tables]
    assert shapes == [(10, 3), (18, 2), (19, 3), (11, 2), (13, 4), (17, 4)]
    assert all(table.caption for table in document.tables)
    assert document.warnings == ()
    long = [line for line in document.text.split("\n") if len(line) > 60 and "\t" not in line]
    assert len(long) > 40
    assert all(line[-1] in "。；：" for line in long)


def test_a_scanned_list_with_a_watermark_is_refused(read, bare) -> None:
    with pytest.raises(EmptySource, match="on any of 7 pages"):
        read(file("高中招生学校名单"))


def test_a_scanned_list_with_a_watermark_is_recognised(choose) -> None:
    choose("rapidocr")
    document = PdfReader().read(Source("a.pdf", file("高中招生学校名单"), "0"), Limits(ocr_pages=1))
    assert (document.tables[0].rows, document.tables[0].columns) == (36, 7)
    assert "10\t上海市第八中学\t013001\t黄浦区\t公办\t区实验性示范性高中" in document.text


def test_a_long_report_with_charts_and_shaded_tables(read) -> None:
    document = read(file("毕业生就业质量年度报告"))
    assert document.pages == 97
    assert sum(1 for table in document.tables if table.columns > 20) == 0
    assert len(document.tables) > 35
    assert document.text.count("2023届毕业生就业质量年度报告") < 4
