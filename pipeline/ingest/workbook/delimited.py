"""Comma-separated values (.csv, and .tsv of even rows), told from text by their rows being alike."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.workbook import page
from pipeline.ingest.workbook.look import shown
from pipeline.ingest.workbook.sheet import Place, Sheet
from schemas.document import Document

_LEAST_ROWS = 3
_SHARE = 0.8
_LONGEST_FIELD = 2**20


def shape(data: bytes, whole: bool = True) -> str | None:
    """The sign that parts the fields of a table; None for what is text.

    ``data`` is its beginning where not the ``whole``. Spreadsheets write rows of equal width; of a table written by
    hand at least four of five rows are, three fields wide, and the others are single words (a title, a note).
    The signs are the same bytes in all encodings of which there are no zero bytes.
    """
    if b"\0" in data:
        return None
    text = data.decode("latin-1")
    if not whole:
        text = text[: text.rfind("\n") + 1]
    return next((sign for sign in ",\t" if sign in text and _even(text, sign)), None)


def _even(text: str, sign: str) -> bool:
    try:
        widths = Counter(len(row) for row in _rows(text, sign, strict=True) if row)
    except csv.Error:
        return False
    count = widths.total()
    if count < _LEAST_ROWS:
        return False
    width, alike = max(widths.items(), key=lambda item: item[1])
    if alike == count:
        return width > 1
    return width > 2 and alike >= _SHARE * count and set(widths) == {width, 1}


def _rows(text: str, sign: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=strict)


class DelimitedReader:
    """Reads a table as the one sheet it is."""

    name = "csv"
    media_type = "text/csv"

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole table. Raises a SourceError for an unknown encoding or too large a table."""
        from pipeline.ingest.text import decode

        text = decode(source.data)
        if len(text) > limits.characters:
            raise beyond(f"holds more than {limits.characters} characters", "characters")
        cells: dict[Place, str] = {}
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
        for row, values in enumerate(_rows(text, shape(source.data) or ",", strict=False)):
            for column, value in enumerate(values):
                if value.strip():
                    cells[row, column] = shown(value, None).strip()
            if len(cells) > limits.cells:
                raise beyond(f"holds more than {limits.cells} filled cells", "cells")
        return page.document(source, limits, [Sheet("", cells)], reader=self.name, media_type=self.media_type)
