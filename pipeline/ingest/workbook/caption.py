"""The words in the text boxes of a sheet of an old workbook, gathered from its records."""

from __future__ import annotations

from struct import unpack_from

_OBJECT, _TEXT, _MORE = 0x5D, 0x1B6, 0x3C
# Groups, drawn shapes, text boxes and labels; remarks and buttons are none of a sheet's words.
_SHAPES = (0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x09, 0x0E, 0x1E)
_WIDE = 1


class Captions:
    """Takes a sheet's records one after the other; ``found`` are the texts of its shapes."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._shape = False
        self._left = 0

    def take(self, kind: int, stream: bytes, start: int, size: int) -> None:
        """Take a record of ``size`` bytes at ``start``. Raises struct.error where the stream is cut off."""
        if kind == _OBJECT and size >= 6:
            self._shape = unpack_from("<H", stream, start + 4)[0] in _SHAPES
        elif kind == _TEXT and size >= 12:
            self._left = unpack_from("<H", stream, start + 10)[0] if self._shape else 0
            if self._left:
                self.found.append("")
        elif kind == _MORE and self._left and size > 1:
            wide = stream[start] & _WIDE
            count = min(self._left, (size - 1) >> wide)
            raw = stream[start + 1 : start + 1 + (count << wide)]
            self.found[-1] += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            self._left -= count
        elif kind != _MORE:
            self._left = 0
