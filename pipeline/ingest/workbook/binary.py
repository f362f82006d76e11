"""What an .xlsb file says beside its values: number formats, errors, merged cells, how far sheets reach."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.bundle import Bundle, joined
from pipeline.ingest.workbook.biff import ERRORS
from pipeline.ingest.workbook.look import Look, built_in, look
from pipeline.ingest.workbook.sheet import Overlay
from schemas.errors import SourceError

_ROW, _BLANK, _LAST_CELL = 0, 1, 11
_FAILED = (3, 11)
_STRING, _FORMAT, _STYLE, _BOOK_SHEET, _MERGE = 19, 44, 47, 156, 176
_STYLES, _STYLES_END = 617, 618
# Records that begin lists of strings, formats and styles, and where in them their count stands.
_COUNTS = {159: 4, 615: 0, 617: 0}
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
_BOOK = "xl/workbook.bin"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Binary:
    """An opened binary workbook. Raises a SourceError for what is damaged or beyond the limits."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._bundle = Bundle(source, limits, "Excel workbook")
        self._limits = limits
        try:
            self._looks = list(self._styles())
            self._sheets = list(self._targets())
            self._longest = max(
                (size for kind, _, size in self._part("xl/sharedStrings.bin")[1] if kind == _STRING),
                default=0,
            )
        except (error, IndexError) as problem:
            raise self._bundle.damaged() from problem

    def overlay(self, index: int, name: str) -> Overlay:
        """What the sheet with this index says beside its values."""
        found = Overlay()
        if index < len(self._sheets):
            try:
                self._read(found, self._sheets[index])
            except (error, IndexError) as problem:
                raise self._bundle.damaged() from problem
        # Each cell gets a copy of its string: a short file can call for a long one very often.
        if found.filled * self._longest > 8 * self._limits.characters:
            raise beyond(f"sheet {name} holds more than {self._limits.characters} characters", "characters")
        return found

    def _read(self, found: Overlay, part: str) -> None:
        data, records = self._part(part)
        row = -1
        for kind, at, size in records:
            if kind == _ROW:
                (row,) = unpack_from("<I", data, at)
            elif kind == _MERGE and size >= 16:
                top, bottom, left, right = unpack_from("<4I", data, at)
                if top <= bottom < _LAST_ROW and left <= right < _LAST_COLUMN:
                    found.merges.append((top, left, bottom, right))
            elif _BLANK < kind <= _LAST_CELL and size >= 8:
                column, style = unpack_from("<II", data, at)
                if not (0 <= row < _LAST_ROW and column < _LAST_COLUMN):
                    raise self._bundle.damaged()  # the library would make room for it
                found.reach(row, column)
                if kind in _FAILED:
                    found.errors[row, column] = ERRORS.get(data[at + 8], "#N/A")
                elif (form := self._form(style & 0xFFFFFF)) is not None:
                    found.looks[row, column] = form

    def _form(self, style: int) -> Look | None:
        return self._looks[style] if style < len(self._looks) else None

    def _styles(self) -> Iterator[Look | None]:
        data, records = self._part("xl/styles.bin")
        codes: dict[int, str] = {}
        inside = False
        for kind, at, _ in records:
            inside = kind == _STYLES or (inside and kind != _STYLES_END)
            if kind == _FORMAT:
                codes[unpack_from("<H", data, at)[0]] = _words(data, at + 2)
            elif kind == _STYLE and inside:
                (number,) = unpack_from("<H", data, at + 2)
                yield look(codes[number]) if number in codes else built_in(number)

    def _targets(self) -> Iterator[str]:
        """The sheets' parts, in the order of the workbook."""
        relations = self._bundle.parse("xl/_rels/workbook.bin.rels")
        data, records = self._part(_BOOK)
        if relations is None or not data:
            raise self._bundle.damaged()
        targets = {one.get("Id"): joined("xl", one.get("Target") or "") for one in relations.iter(_RELATION)}
        for kind, at, _ in records:
            if kind == _BOOK_SHEET:
                yield targets.get(_words(data, at + 8), "")

    def _part(self, name: str) -> tuple[bytes, Iterator[tuple[int, int, int]]]:
        data = self._bundle.read(name) or b""
        if len(data) > self._limits.sheet_bytes:
            raise beyond("holds a sheet that is too large when expanded", "sheet_bytes")
        return data, _bounded(data)


def _bounded(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a part; SourceError where one counts more than there can be: the library would make room for it."""
    for kind, at, size in _records(data):
        place = _COUNTS.get(kind)
        if place is not None and size >= place + 4 and unpack_from("<I", data, at + place)[0] > len(data):
            raise SourceError("damaged or truncated Excel workbook; save or download it again")
        yield kind, at, size


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and size of each record."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + size > len(data):
            raise SourceError("damaged or truncated Excel workbook; save or download it again")
        yield kind, at, size
        at += size


def _words(data: bytes, at: int) -> str:
    (length,) = unpack_from("<I", data, at)
    return data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")
