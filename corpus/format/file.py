"""Files that appear whole or not at all, and lines and JSON arrays read one element at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from corpus.item import WrongItem

_CHUNK = 1 << 20
_BLANK = " \t\r\n"


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; what stands there takes its name at the end, or goes after an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def text_file(path: Path) -> Iterator[IO[str]]:
    """A file of text to write, the same bytes on every system."""
    with draft(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def lines(path: Path) -> Iterator[tuple[int, str]]:
    r"""The lines that are not blank, with their numbers from 1; only ``\n`` ends one. Raises WrongItem, OSError."""
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.removesuffix("\n")
        except UnicodeDecodeError as error:
            raise WrongItem(f"{path}: is no text in UTF-8; save it as UTF-8") from error


def elements(path: Path) -> Iterator[Any]:
    """The elements of a JSON array, one by one, with exact decimals. Raises WrongItem, OSError."""
    with path.open(encoding="utf-8") as file:
        try:
            yield from _Array(file)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            told = " ".join(str(error).split())
            raise WrongItem(f"{path}: is no JSON array of tasks ({told}); export it again as JSON") from error


class _Array:
    """Reads as much as an element takes: memory is bound by the largest one."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.held = ""
        self.at = 0
        self.ended = False
        self.decoder = json.JSONDecoder(parse_float=Decimal)

    def __iter__(self) -> Iterator[Any]:
        self._expect("[")
        if self._next() == "]":
            self.at += 1
        else:
            yield self._element()
            while self._expect(",]") == ",":
                yield self._element()
        if self._next():
            raise json.JSONDecodeError("something stands behind the array", self.held, self.at)

    def _element(self) -> Any:
        self._next()
        size = _CHUNK
        while True:
            try:
                value, at = self.decoder.raw_decode(self.held, self.at)
            except json.JSONDecodeError:
                if self.ended:
                    raise
            else:
                # A number at the end of what is held may go on.
                if at < len(self.held) or self.ended:
                    self.at = at
                    return value
            self._more(size)
            size *= 2

    def _expect(self, allowed: str) -> str:
        found = self._next()
        if not found or found not in allowed:
            raise json.JSONDecodeError(f"expected one of {allowed}", self.held, self.at)
        self.at += 1
        return found

    def _next(self) -> str:
        """The next character that is not blank, which stays; nothing at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in _BLANK:
                self.at += 1
            if self.at < len(self.held) or self.ended:
                return self.held[self.at : self.at + 1]
            self._more(_CHUNK)

    def _more(self, size: int) -> None:
        read = self.file.read(size)
        self.ended = not read
        self.held = self.held[self.at :] + read
        self.at = 0
