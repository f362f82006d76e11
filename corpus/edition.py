"""What is written of a corpus once its plain form stands: each format, and the tables with the statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.card.statistics import Statistics
from corpus.card.table import tables
from corpus.format.base import Format
from corpus.format.jsonl import PlainFormat
from corpus.item import SPLITS, Item


@dataclass(slots=True)
class Written:
    """What came of an edition: labels that the format has no place for, or the statistics."""

    lost: Counter[str] = field(default_factory=Counter)
    statistics: Statistics | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """Writes one thing beside the plain form in ``folder``, alone with it, so that several can do so at once.

    Called with a format it writes that, with None the flat tables. Raises OSError where the disk does not take it.
    """

    folder: Path

    def __call__(self, form: Format | None) -> Written:
        """Write all splits."""
        return self._tables() if form is None else self._format(form)

    def _format(self, form: Format) -> Written:
        done = Written()
        for split in SPLITS:
            with form.writer(self.folder / form.name, split) as writer:
                for item in self._items(split):
                    writer.write(item)
                done.lost += writer.lost
        return done

    def _tables(self) -> Written:
        statistics = Statistics()
        with tables(self.folder) as table:
            for split in SPLITS:
                for item in self._items(split):
                    table.add(item, split)
                    statistics.add(item, split)
        return Written(statistics=statistics)

    def _items(self, split: str) -> Iterator[Item]:
        return PlainFormat().read(self.folder / f"{split}.jsonl")
