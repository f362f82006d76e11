"""The streams of a Word 97-2003 file, and what its first bytes say of the others."""

from __future__ import annotations

import struct

from pipeline.ingest.compound import opened
from schemas.errors import EncryptedSource

_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS, _PAIRS = 0x4C, 0x9A


class Strange(Exception):
    """Something in the file that this reader does not know; another one may."""


class Binary:
    """A file's streams. ``counts`` are the characters of the main text and of the stories that follow it."""

    def __init__(self, data: bytes) -> None:
        try:
            with opened(data) as storage:
                self.word = self._stream(storage, "WordDocument")
                self._flags()
                self.table = self._stream(storage, "1Table" if self.flags & _SECOND_TABLE else "0Table")
                self.data = self._stream(storage, "Data") if storage.exists("Data") else b""
            self.counts = struct.unpack_from("<8i", self.word, _COUNTS)
        except (OSError, ValueError, IndexError, TypeError, AttributeError, KeyError, struct.error) as error:
            raise Strange(f"damaged storage: {error}") from error

    def _stream(self, storage: object, name: str) -> bytes:
        with storage.openstream(name) as stream:  # type: ignore[attr-defined]
            content: bytes = stream.read()
        return content

    def _flags(self) -> None:
        mark, version, self.flags = struct.unpack_from("<HH6xH", self.word)
        if mark != 0xA5EC or version < _WORD_97:
            raise Strange("written by Word 95 or older")
        if self.flags & _ENCRYPTED:
            raise EncryptedSource("is protected by a password; save it without one")

    def part(self, index: int) -> bytes:
        """The stretch of the table stream that the header's pair number ``index`` points at; empty where none."""
        start, size = self.where(index)
        return self.table[start : start + size]

    def where(self, index: int) -> tuple[int, int]:
        """Where a stretch of the table stream begins, and its length."""
        start, size = struct.unpack_from("<II", self.word, _PAIRS + 8 * index)
        return start, size


def entries(plc: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The positions of a list of positions with data (one more than data), and the data, ``size`` bytes each."""
    count = (len(plc) - 4) // (4 + size) if len(plc) >= 4 else 0
    if count <= 0:
        return (), []
    positions = struct.unpack_from(f"<{count + 1}i", plc)
    base = 4 * (count + 1)
    return positions, [plc[base + size * step : base + size * (step + 1)] for step in range(count)]
