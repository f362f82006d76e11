"""The protocol that every reader keeps, and the limits that hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from schemas.document import Document
from schemas.errors import SourceError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes on disk, bytes when expanded, pages, depth of nesting.

    ``cells`` are those of all tables of a workbook, empty ones included; ``sheet_bytes`` is one sheet's XML.
    ``pixels`` are those of one image that is read; ``ocr_pixels`` those of the picture of a page that is handed to
    recognition, a larger one is scaled down. ``ocr_pages`` and ``ocr_seconds`` are what recognition may take of a
    file, the pages beyond are left out with a warning.
    """

    file_bytes: int = 200 * 2**20
    expanded_bytes: int = 500 * 2**20
    pages: int = 5000
    nesting: int = 60
    characters: int = 50_000_000
    cells: int = 200_000
    sheet_bytes: int = 100 * 2**20
    pixels: int = 80_000_000
    ocr_pixels: int = 12_000_000
    ocr_pages: int = 300
    ocr_seconds: float = 1800.0


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
