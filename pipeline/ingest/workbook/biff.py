"""What an .xls file says beside its values: number formats, errors, how far sheets reach."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error, unpack_from

from pipeline.ingest.compound import opened
from pipeline.ingest.workbook.caption import Captions
from pipeline.ingest.workbook.look import Look, built_in, look
from pipeline.ingest.workbook.sheet import Overlay
from schemas.errors import EncryptedSource, SourceError

_DAMAGED = "damaged or truncated Excel workbook; save or download it again"
_HEAD = Struct("<HH").unpack_from
_FILEPASS, _SHEET, _FORMAT, _XF = 0x2F, 0x85, 0x41E, 0xE0
_START, _END = 0x809, 0x0A
_NUMBER, _RK, _FORMULA, _ERROR = 0x203, 0x27E, 0x06, 0x205
_MANY, _LABELS = 0xBD, (0xFD, 0x204, 0xD6)
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_STRINGS, _DIMENSIONS = 0xFC, 0x200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_WIDE = 1
# The version of Excel 97; before it strings were bytes of some code page.
_UNICODE = 0x600


def overlays(data: bytes) -> list[Overlay]:
    """One for each sheet, in the order of the workbook. Raises a SourceError for what is damaged or locked."""
    try:
        with opened(data) as package:
            # Excel 5 and 95 name it otherwise.
            name = "Workbook" if package.exists("Workbook") else "Book"
            stream = package.openstream(name).read()
        return _Book(stream).sheets()
    except (OSError, error, IndexError, ValueError, RecursionError) as problem:
        raise SourceError(_DAMAGED) from problem


class _Book:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._starts: list[int] = []
        version = unpack_from("<H", stream, 4)[0]
        for kind, start, size in self._records(0):
            if kind == _FILEPASS:
                raise EncryptedSource("is protected by a password; save it without one")
            if kind == _SHEET:
                self._starts.append(unpack_from("<I", stream, start)[0])
            elif kind == _STRINGS and unpack_from("<I", stream, start + 4)[0] > len(stream):
                raise SourceError(_DAMAGED)  # the library would make room for as many
            elif kind == _FORMAT:
                number = unpack_from("<H", stream, start)[0]
                self._codes[number] = (
                    _words(stream, start + 2, start + size)
                    if version >= _UNICODE
                    else stream[start + 3 : start + 3 + stream[start + 2]].decode("latin-1")
                )
            elif kind == _XF:
                self._formats.append(unpack_from("<H", stream, start + 2)[0])

    def sheets(self) -> list[Overlay]:
        looks = [self._look(number) for number in self._formats]
        return [self._sheet(start, looks) for start in self._starts]

    def _look(self, number: int) -> Look | None:
        code = self._codes.get(number)
        return built_in(number) if code is None else look(code)

    def _records(self, position: int) -> Iterator[tuple[int, int, int]]:
        """Kind, start and size of each record of a substream, with those of charts inside it."""
        depth = 0
        while position + 4 <= len(self._stream):
            kind, size = _HEAD(self._stream, position)
            depth += (kind == _START) - (kind == _END)
            yield kind, position + 4, min(size, len(self._stream) - position - 4)
            if depth <= 0:
                return
            position += 4 + size

    def _sheet(self, start: int, looks: list[Look | None]) -> Overlay:
        found, stream, captions = Overlay(), self._stream, Captions()
        for kind, at, size in self._records(start):
            captions.take(kind, stream, at, size)
            if kind == _DIMENSIONS:
                _check(stream, at, size)
            if kind in (_NUMBER, _RK, _FORMULA, _ERROR, _MANY, *_LABELS) and size >= 6:
                row, column, style = unpack_from("<HHH", stream, at)
                if kind == _MANY:
                    for step in range((size - 6) // 6):
                        self._put(
                            found, row, column + step, unpack_from("<H", stream, at + 4 + 6 * step)[0], looks
                        )
                elif code := _failed(kind, stream, at):
                    found.reach(row, column)
                    found.errors[row, column] = code
                else:
                    self._put(found, row, column, style, looks)
        found.captions = [text for text in captions.found if text.strip()]
        return found

    @staticmethod
    def _put(found: Overlay, row: int, column: int, style: int, looks: list[Look | None]) -> None:
        found.reach(row, column)
        form = looks[style] if style < len(looks) else None
        if form is not None:
            found.looks[row, column] = form


def _check(stream: bytes, at: int, size: int) -> None:
    """Refuse a sheet that says it is larger than any: the library would make room for it."""
    if size == 14:
        top, bottom, left, right = unpack_from("<IIHH", stream, at)
        if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
            raise SourceError(_DAMAGED)


def _failed(kind: int, stream: bytes, at: int) -> str | None:
    """What Excel shows for a cell that holds an error, or a formula that gave one."""
    if kind == _ERROR and stream[at + 7]:
        return ERRORS.get(stream[at + 6], "#N/A")
    if kind == _FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
        return ERRORS.get(stream[at + 8], "#N/A")
    return None


def _words(stream: bytes, start: int, end: int) -> str:
    """A counted string, of one or two bytes a character."""
    length, flags = unpack_from("<HB", stream, start)
    raw = stream[start + 3 : min(end, start + 3 + length * (2 if flags & _WIDE else 1))]
    return raw.decode("utf-16-le" if flags & _WIDE else "latin-1", "replace")
