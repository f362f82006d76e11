"""Pages for tests, and how to read them."""

from __future__ import annotations

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.reader import read
from schemas.document import Document, Table

LONG = "我县坚持政府主导、部门协作，把义务教育摆在优先发展的战略地位，全县上下形成了齐抓共管的良好局面。" * 6


def document(page: str | bytes, limits: Limits | None = None) -> Document:
    data = page.encode() if isinstance(page, str) else page
    return read(Source("page.html", data, "0" * 64), limits)


def body(words: str, head: str = "") -> Document:
    return document(
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{words}</body></html>"
    )


def cells(found: Document, table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row_span, c.column_span): found.text[c.start : c.end] for c in table.cells}
