"""Items on the disk while a corpus is made: added once, then read in order or by number."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from corpus.item import Item, dump, load

_LEVEL = 1
_LENGTH = 2


class Spool:
    """Items in a file of its own, each a Zstandard frame with its id before it. Used as a context.

    In memory are eight bytes an item. Raises OSError where the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        import zstandard

        self._file = path.open("w+b")
        self._ends = array("Q", [0])
        self._pack = zstandard.ZstdCompressor(level=_LEVEL).compress
        self._unpack = zstandard.ZstdDecompressor().decompress

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, item: Item) -> int:
        """Add an item; returns its number, from 0. To be done with before anything is read."""
        name, data = item.id.encode(), self._pack(dump(item).encode())
        self._file.write(len(name).to_bytes(_LENGTH, "big") + name + data)
        self._ends.append(self._ends[-1] + _LENGTH + len(name) + len(data))
        return len(self) - 1

    def __iter__(self) -> Iterator[Item]:
        return map(self.item, range(len(self)))

    def item(self, number: int) -> Item:
        """The item of a number."""
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        frame = self._file.read(end - start)
        length = int.from_bytes(frame[:_LENGTH], "big")
        return load(self._unpack(frame[_LENGTH + length :]).decode())

    def id(self, number: int) -> str:
        """The id of the item of a number, without reading the rest of it."""
        self._file.seek(self._ends[number])
        length = int.from_bytes(self._file.read(_LENGTH), "big")
        return self._file.read(length).decode()
