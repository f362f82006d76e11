"""Until corpus/format is here: items as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.item import Item, dump


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
