"""The text of a .doc from its pieces, and the properties of its characters and paragraphs by position."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.ingest.base import beyond
from pipeline.ingest.doc.binary import Binary, Strange, entries
from pipeline.ingest.doc.modifier import huge

_CHARACTERS, _PARAGRAPHS, _CLX = 12, 13, 33
_PAGE = 512
_COMPRESSED = 1 << 30


class Piece(NamedTuple):
    """Characters ``start``..``end`` of the text: where they are in the file, bytes each, what changes them."""

    start: int
    end: int
    offset: int
    width: int
    changes: bytes


class Text:
    """``text`` holds one character for each of the file's (a pair of surrogates is two)."""

    def __init__(self, binary: Binary, most: int) -> None:
        self._binary = binary
        self._pieces = list(_pieces(binary.part(_CLX)))
        if not self._pieces or self._pieces[-1].end > most:
            raise beyond(f"more than {most} characters of text", "characters")
        self.text = "".join(_decoded(piece, binary.word) for piece in self._pieces)
        self._starts = [piece.start for piece in self._pieces]
        self._paragraphs = _Pages(binary, _PARAGRAPHS)
        self.run_starts: list[int] = []
        self.runs: list[bytes] = []
        for start, grpprl in self._runs(_Pages(binary, _CHARACTERS)):
            if not self.runs or self.runs[-1] != grpprl:
                self.run_starts.append(start)
                self.runs.append(grpprl)

    def paragraph(self, end: int) -> tuple[int, bytes]:
        """The style number and the modifiers of the paragraph whose mark stands at ``end``."""
        piece = self._pieces[bisect_right(self._starts, end) - 1]
        found = self._paragraphs.at(piece.offset + (end - piece.start) * piece.width)
        style = int.from_bytes(found[:2], "little")
        return style, huge(found[2:], self._binary.data) + piece.changes

    def _runs(self, pages: _Pages) -> Iterator[tuple[int, bytes]]:
        for piece in self._pieces:
            last = piece.offset + (piece.end - piece.start) * piece.width
            at = piece.offset
            while at < last:
                index = bisect_right(pages.starts, at) - 1
                grpprl = pages.contents[index] if index >= 0 and at < pages.ends[index] else b""
                yield piece.start + (at - piece.offset) // piece.width, grpprl + piece.changes
                following = pages.starts[index + 1] if index + 1 < len(pages.starts) else last
                at = pages.ends[index] if index >= 0 and at < pages.ends[index] else following


class _Pages:
    """Formatted pages: stretches of the file, in order, and the properties of each."""

    def __init__(self, binary: Binary, index: int) -> None:
        found: list[tuple[int, int, bytes]] = []
        for number in entries(binary.part(index), 4)[1]:
            base = (int.from_bytes(number, "little") & 0x3FFFFF) * _PAGE
            page = binary.word[base : base + _PAGE]
            if len(page) < _PAGE:
                raise Strange("formatting outside the file")
            found += _page(page, paragraphs=index == _PARAGRAPHS)
        found.sort(key=lambda stretch: stretch[0])
        self.starts = [start for start, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.contents = [content for _, _, content in found]

    def at(self, offset: int) -> bytes:
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.ends[index]:
            raise Strange("a paragraph without properties")
        return self.contents[index]


def _page(page: bytes, *, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    step = 13 if paragraphs else 1
    base = 4 * (count + 1)
    if base + step * count >= _PAGE:
        raise Strange("damaged formatting")
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[base + step * index] * 2
        content = b"\0\0" if paragraphs else b""
        if at:
            size = page[at]
            at += 1
            if paragraphs:
                # An odd length goes without saying; an even one follows a zero.
                size, at = (2 * size - 1, at) if size else (2 * page[at], at + 1)
            content = page[at : at + size]
        if offsets[index] < offsets[index + 1]:
            yield offsets[index], offsets[index + 1], content


def _pieces(clx: bytes) -> Iterator[Piece]:
    changes: list[bytes] = []
    at = 0
    while at < len(clx) and clx[at] == 1:
        size = int.from_bytes(clx[at + 1 : at + 3], "little")
        changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise Strange("no piece table")
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    positions, found = entries(clx[at + 5 : at + 5 + size], 8)
    for index, entry in enumerate(found):
        where, change = struct.unpack("<2xIH", entry)
        start, end = positions[index : index + 2]
        if end < start or (index == 0 and start):
            raise Strange("pieces out of order")
        narrow = bool(where & _COMPRESSED)
        offset = (where & (_COMPRESSED - 1)) // (2 if narrow else 1)
        if end > start:
            yield Piece(start, end, offset, 1 if narrow else 2, _changes(change, changes))


def _changes(change: int, changes: list[bytes]) -> bytes:
    if not change:
        return b""
    if not change & 1 or change >> 1 >= len(changes):
        raise Strange("a piece with a change of its own")
    return changes[change >> 1]


def _decoded(piece: Piece, word: bytes) -> str:
    count = piece.end - piece.start
    raw = word[piece.offset : piece.offset + count * piece.width]
    if len(raw) < count * piece.width:
        raise Strange("text outside the file")
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if len(text) == count else "".join(map(chr, struct.unpack(f"<{count}H", raw)))
