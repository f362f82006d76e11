"""Sheets written as one text, each beginning with its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.draft import Draft
from pipeline.ingest.glyph import fold
from pipeline.ingest.workbook.region import Grid, Region
from pipeline.ingest.workbook.sheet import Sheet
from pipeline.line import lines
from schemas.document import Document, Warning
from schemas.errors import EmptySource
from schemas.span import Span

# What programs call a sheet that nobody has named.
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_HIDDEN = "工作表“{}”是隐藏的，也已读取"


def document(
    source: Source,
    limits: Limits,
    sheets: Iterable[Sheet],
    *,
    reader: str,
    media_type: str,
    warnings: Sequence[Warning] = (),
) -> Document:
    """The sheets that hold anything as one Document; EmptySource where none does."""
    draft = Draft(limits)
    filled = [sheet for sheet in sheets if sheet.cells or sheet.captions]
    # The name that a program gave the only sheet names nothing.
    named = len(filled) > 1 or any(not _UNNAMED.fullmatch(sheet.name) for sheet in filled)
    divisions: list[int] = []
    found = list(warnings)
    left = limits.cells
    for sheet in filled:
        begin = draft.end + (not draft.fresh)
        left -= _sheet(draft, sheet, named and bool(sheet.name), limits)
        if left < 0:
            raise beyond(f"holds more than {limits.cells} table cells", "cells")
        divisions.append(begin)
        if sheet.hidden:
            found.append(Warning("sheet_hidden", _HIDDEN.format(sheet.name), Span(begin, draft.end)))
    text = fold(draft.text())
    if not text:
        raise EmptySource("holds no filled cell; check that it was saved completely")
    return Document(
        path=source.path,
        sha256=source.sha256,
        size=len(source.data),
        media_type=media_type,
        reader=reader,
        text=text,
        blocks=tuple(draft.blocks),
        tables=tuple(draft.tables),
        warnings=tuple(found),
        divisions=tuple(divisions) if len(divisions) > 1 else (),
    )


def _sheet(draft: Draft, sheet: Sheet, named: bool, limits: Limits) -> int:
    """Write a sheet, with its name where it is ``named``; gives the number of cells in its tables."""
    since, count = len(draft.blocks), 0
    if named:
        draft.block(" ".join(sheet.name.split()), "heading", 1)
    for piece in Region(sheet, limits.cells).pieces():
        if isinstance(piece, Grid):
            draft.table(piece.items, since)
            since = len(draft.blocks)
            count += len(piece.items)
        else:
            _write(draft, piece)
    _write(draft, sheet.captions)
    return count


def _write(draft: Draft, texts: Iterable[str]) -> None:
    for text in texts:
        for first, last in lines(text):
            draft.block(text[first:last], "paragraph")
