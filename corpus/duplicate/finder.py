"""Finds the documents that are copies of each other, or hold a piece of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np

from corpus.duplicate.candidate import Candidates
from corpus.duplicate.signature import Short, Signature, bound
from corpus.duplicate.store import Store

# What makes a pair: so much of all shingles, or of the passages of the one that has fewer.
JACCARD, PASSAGES = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents of which one holds much of the other; ``left`` is the smaller number.

    ``jaccard``: the share of all their shingles (runs of 5 letters) that both hold. ``containment`` and ``passages``:
    the share of the shingles, and of the passages (runs of 16), of the one that has fewer which the other holds too;
    a passage counts the less, the more documents hold it, and ``passages`` is 0 where it comes to next to nothing.
    """

    left: int
    right: int
    jaccard: float
    containment: float
    passages: float

    @property
    def close(self) -> bool:
        """Whether they are near-duplicates."""
        return self.jaccard >= JACCARD or self.passages >= PASSAGES


class Finder:
    """Fed with the signatures of all texts of a corpus, then asked for its pairs; a context, since its notes are on disk.

    Memory holds 16 bytes a document, the disk some 4 KB, and up to 8 more while pairing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is where to put the notes, by default where the system keeps what is temporary."""
        self._folder = TemporaryDirectory(prefix="duplicate-", dir=folder)
        place = Path(self._folder.name)
        self._store = Store(place / "signature")
        self._candidates = Candidates(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.__exit__(kind, error, trace)
        self._folder.cleanup()

    def add(self, number: int, told: Signature) -> None:
        """The signature of the next document; numbers count from 0. Raises ValueError, OSError."""
        if number != len(self._store):
            raise ValueError(f"document {number} where {len(self._store)} was to come")
        self._store.append(told.shingles)
        self._candidates.add(told.passages)

    def pairs(self) -> Iterator[Pair]:
        """All near-duplicates, ascending by ``right``, then ``left``. To be asked once, when all is fed.

        Raises OSError.
        """
        known, shingles = -1, np.empty(0, np.uint32)
        for left, right, passages in self._candidates.pairs():
            if right != known:
                known, shingles = right, self._store.read(right)
            pair = Pair(left, right, *_shares(self._store.read(left), shingles), passages)
            if pair.close:
                yield pair


def _shares(one: Short, two: Short) -> tuple[float, float]:
    """Of two samples, as far as both are complete: what they share of all, and of the smaller one."""
    top = min(bound(one), bound(two))
    complete = (sample[: np.searchsorted(sample, np.uint32(top), "right")] for sample in (one, two))
    few, many = sorted(complete, key=len)
    if not len(few):
        return 0.0, 0.0
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared = int(np.count_nonzero(many[places] == few))
    return round(shared / (len(few) + len(many) - shared), 4), round(shared / len(few), 4)
