"""Items on the disk while a corpus is made: added once, then read in order, each with its cluster."""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from typing import Self

from corpus.item import Item, dump

_LEVEL = 1
_LENGTH = 2
# How the line of an item ends whose cluster is not known yet: ``meta`` is its last field.
_OPEN = "null}}"


def packed(item: Item) -> bytes:
    """An item as it stands in a spool: its id, then a Zstandard frame."""
    import zstandard

    line = dump(item.noted(cluster=None))
    name, data = item.id.encode(), zstandard.compress(line.removesuffix(_OPEN).encode(), _LEVEL)
    return len(name).to_bytes(_LENGTH, "big") + name + data


class Spool:
    """Items in a file of its own, one packed item after another. Used as a context.

    In memory are eight bytes an item. Raises OSError where the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        import zstandard

        self._file = path.open("w+b")
        self._ends = array("Q", [0])
        self._unpack = zstandard.ZstdDecompressor().decompress

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, data: bytes) -> int:
        """Add an item as ``packed`` made it; returns its number, from 0. To be done with before anything is read."""
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))
        return len(self) - 1

    def line(self, number: int, cluster: str) -> str:
        """The item of a number with ``cluster`` in its ``meta``, as ``dump`` writes it."""
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        frame = self._file.read(end - start)
        length = int.from_bytes(frame[:_LENGTH], "big")
        begun = self._unpack(frame[_LENGTH + length :]).decode()
        return f"{begun}{json.dumps(cluster, ensure_ascii=False)}}}}}"

    def id(self, number: int) -> str:
        """The id of the item of a number, without reading the rest of it."""
        self._file.seek(self._ends[number])
        length = int.from_bytes(self._file.read(_LENGTH), "big")
        return self._file.read(length).decode()
