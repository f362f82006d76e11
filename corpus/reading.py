"""A corpus that was built, read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.build import ABOUT
from corpus.format.jsonl import PlainFormat
from corpus.item import SPLITS, Item
from schemas.errors import ConfigurationError


def items(folder: Path, splits: Sequence[str] = SPLITS) -> Iterator[Item]:
    """The items of a corpus, split by split. Raises ConfigurationError where there is none, WrongItem, OSError."""
    if not (folder / ABOUT).is_file():
        raise ConfigurationError(f"{folder}: is no corpus; make one with shengjun corpus build")
    form = PlainFormat()
    for split in splits:
        yield from form.read(folder / f"{split}.jsonl")
