"""The corpus's plain form: an item a line, with everything that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.format.base import Refused, stop
from corpus.format.file import lines, text_file
from corpus.item import Item, WrongItem, dump, load


class PlainFormat:
    """``SPLIT.jsonl``, from which items come back exactly."""

    name = "jsonl"

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[PlainWriter]:
        """As ``Format.writer``."""
        with text_file(folder / f"{split}.jsonl") as file:
            yield PlainWriter(file)

    def read(self, path: Path, refused: Refused = stop) -> Iterator[Item]:
        """As ``Readable.read``."""
        for number, line in lines(path):
            try:
                item = load(line)
            except WrongItem as error:
                refused(WrongItem(f"{path}: line {number}: {error}"))
            else:
                yield item


class PlainWriter:
    """Writes a line an item."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.lost: Counter[str] = Counter()

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        self.file.write(dump(item) + "\n")
