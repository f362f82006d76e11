"""The protocol that every reader keeps, and the limits that hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from schemas.document import Document
from schemas.errors import OversizedSource, SourceError


def _limit(default: int, meaning: str) -> int:
    """A field of Limits: its default, and what it bounds as `shengjun limits` tells people."""
    found: int = field(default=default, metadata={"meaning": meaning})
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Fields whose names end in ``bytes`` are given as sizes, all others as counts."""

    file_bytes: int = _limit(200 * 2**20, "bytes of a file, also of one inside an archive when expanded")
    expanded_bytes: int = _limit(500 * 2**20, "bytes of all parts of a Word file or workbook when expanded")
    sheet_bytes: int = _limit(100 * 2**20, "bytes of one sheet of a workbook when expanded")
    characters: int = _limit(50_000_000, "characters of text in a file")
    pages: int = _limit(5000, "pages of a PDF")
    form_bytes: int = _limit(
        100 * 2**20, "bytes that the forms on a page of a PDF come to, each as often as it is drawn"
    )
    cells: int = _limit(200_000, "cells of all tables of a workbook or web page, empty ones included")
    nesting: int = _limit(60, "tables inside tables of a Word file")
    pixels: int = _limit(80_000_000, "pixels of an image that is read")
    ocr_pixels: int = _limit(
        12_000_000, "pixels of a page handed to recognition, larger ones are scaled down"
    )
    ocr_pages: int = _limit(
        300, "pages of a file handed to recognition, the others are left out with a warning"
    )
    ocr_seconds: int = _limit(
        1800, "seconds recognition may take of a file, pages beyond are left out likewise"
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and name, read once; ``path`` is what messages and records call it.

    ``converted`` is what LibreOffice made of it, where it was given to it together with others.
    """

    path: str
    data: bytes
    sha256: str
    converted: bytes | SourceError | None = None


class Reader(Protocol):
    """Turns the bytes of one format into a Document, or raises a SourceError."""

    name: str
    media_type: str

    def read(self, source: Source, limits: Limits) -> Document:
        """Read the whole file; never a Document with text that is known to be nonsense."""
        ...


def beyond(what: str, limit: str) -> OversizedSource:
    """What is said of a file that goes beyond the limit of that name."""
    return OversizedSource(f"{what}; split it, or allow more (--limit {limit}=…)")
