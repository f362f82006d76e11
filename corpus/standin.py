"""Until corpus/duplicate and corpus/format are here: texts that differ in numbers alone; items as lines of JSON."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.item import Item, dump


@dataclass(frozen=True, slots=True)
class Pair:
    left: int
    right: int
    jaccard: float
    containment: float
    sentences: float


class Finder:
    def __init__(self, folder: Path) -> None:
        self._met: dict[str, int] = {}
        self._pairs: list[Pair] = []

    def add(self, number: int, text: str) -> None:
        bare = re.sub(r"[\s\d.]+", "", text)
        first = self._met.setdefault(bare, number)
        if first != number:
            self._pairs.append(Pair(first, number, 1.0, 1.0, 1.0))

    def pairs(self) -> Iterator[Pair]:
        return iter(self._pairs)


def clusters(count: int, pairs: Iterable[Pair]) -> array[int]:
    found = array("q", range(count))
    for pair in pairs:
        found[pair.right] = found[pair.left]
    return found


class PlainFormat:
    name = "jsonl"

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[PlainWriter]:
        with (folder / f"{split}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            yield PlainWriter(file)


class PlainWriter:
    def __init__(self, file: IO[str]) -> None:
        self.file = file

    def write(self, item: Item) -> None:
        self.file.write(dump(item) + "\n")


FORMATS = {"jsonl": PlainFormat()}
