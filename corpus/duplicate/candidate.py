"""Which documents share passages, and how much: found by sorting files.

Passages go to files by their last bits, so that a file holds all documents of its passages; each file is sorted by
itself. The pairs that this gives go to files by their later document, and so come out in order: no document is the later one of
many pairs, while the first with a common phrase may be the earlier one of nearly all. Memory holds one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.duplicate.signature import Long

Rows = NDArray[np.void]

_FILES = 256
_BUFFER = 2**19  # rows
# All pairs of up to so many documents with the same passage. Of more, which hold a phrase or a template that everybody
# uses, each goes with the first few and with the one before it: copies of a template still meet.
_ALL, _FIRST = 9, 3
# Two documents that share less than this of what they hold are not worth a comparison.
_WORTH = 0.05
_FULL = 4096
_PASSAGE = np.dtype([("passage", "<u8"), ("number", "<u4")])
_SHARED = np.dtype([("pair", "<u8"), ("weight", "<u2")])


class Candidates:
    """Fed with the passages of documents, then asked which pairs share some."""

    def __init__(self, folder: Path) -> None:
        self._passages = _Files(folder, "passage", _PASSAGE)
        self._pairs = _Files(folder, "pair", _SHARED)
        self._count = 0

    def add(self, passages: Long) -> None:
        """The distinct passages of the next document. Raises OSError."""
        rows = np.empty(len(passages), _PASSAGE)
        rows["passage"], rows["number"] = passages, self._count
        self._count += 1
        self._passages.write(rows, passages % np.uint64(_FILES))

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of numbers, the smaller first, ascending by the larger, and what share of the lighter one's passages both hold.

        The share is 0 where what both hold is no evidence: it weighs no more than one passage that only two hold.
        To be asked once. Raises OSError.
        """
        held = np.zeros(self._count, np.int64)
        span = np.uint64(max(-(-self._count // _FILES), 1))
        for rows in self._passages.read():
            for shared in _shared(rows, held):
                self._pairs.write(shared, (shared["pair"] >> np.uint64(32)) // span)
        for shared in self._pairs.read():
            yield from _summed(shared, held)


def _shared(rows: Rows, held: NDArray[np.int64]) -> Iterator[Rows]:
    """Pairs of documents with the same passage, each as one number; every document's weight is added to ``held``."""
    rows = rows[
        np.argsort(rows["passage"], kind="stable")
    ]  # stable: a passage's documents stay in their order
    starts = np.flatnonzero(np.r_[True, rows["passage"][1:] != rows["passage"][:-1]])
    sizes = np.diff(np.r_[starts, len(rows)])
    size, place = np.repeat(sizes, sizes), np.arange(len(rows)) - np.repeat(starts, sizes)
    weights = _weights(size)
    np.add.at(held, rows["number"], weights)
    numbers = rows["number"].astype(np.uint64)

    def paired(earlier: NDArray[np.int64], later: NDArray[np.int64]) -> Rows:
        shared = np.empty(len(later), _SHARED)
        shared["pair"], shared["weight"] = numbers[later] << np.uint64(32) | numbers[earlier], weights[later]
        return shared

    for back in range(1, _ALL):
        later = np.flatnonzero((place >= back) & ((size <= _ALL) | (back == 1)))
        yield paired(later - back, later)
    for first in range(_FIRST):
        later = np.flatnonzero((place > first + 1) & (size > _ALL))
        yield paired(later - place[later] + first, later)


def _weights(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """What a passage counts that stands in so many documents: the less, the more there are.

    Whole numbers, so that sums are the same in whatever order and on whatever machine.
    """
    weights: NDArray[np.int64] = np.rint(_FULL / np.maximum(np.log2(sizes), 1)).astype(np.int64)
    return weights


def _summed(shared: Rows, held: NDArray[np.int64]) -> Iterator[tuple[int, int, float]]:
    shared = shared[np.argsort(shared["pair"], kind="stable")]
    starts = np.flatnonzero(np.r_[True, shared["pair"][1:] != shared["pair"][:-1]])
    sums = np.add.reduceat(shared["weight"].astype(np.int64), starts)
    pairs = shared["pair"][starts]
    right, left = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(2**32 - 1)).astype(np.int64)
    shares = sums / np.minimum(held[left], held[right])
    worth = np.flatnonzero((shares >= _WORTH) & (np.diff(np.r_[starts, len(shared)]) > 1))
    shares[sums <= _FULL] = 0.0
    yield from zip(left[worth].tolist(), right[worth].tolist(), shares[worth].round(4).tolist(), strict=True)


class _Files:
    """Rows parted into files by a number below 256, read back file by file in that order."""

    def __init__(self, folder: Path, name: str, row: np.dtype[np.void]) -> None:
        self._paths = [folder / f"{name}-{number:03}" for number in range(_FILES)]
        self._row = row
        self._waiting: list[tuple[Rows, Long]] = []
        self._count = 0
        self._full = False

    def write(self, rows: Rows, files: Long) -> None:
        self._waiting.append((rows, files))
        self._count += len(rows)
        if self._count >= _BUFFER:
            self._full = True
            self._flush()

    def read(self) -> Iterator[Rows]:
        """The rows of one file after the other, or all at once where they never filled the buffer."""
        if not self._full:
            if self._count:
                yield np.concatenate([rows for rows, _ in self._waiting])
            return
        self._flush()
        for path in self._paths:
            if path.exists():
                yield np.fromfile(path, self._row)
                path.unlink()

    def _flush(self) -> None:
        if not self._waiting:
            return
        files = np.concatenate([files for _, files in self._waiting])
        order = np.argsort(files, kind="stable")
        rows = np.concatenate([rows for rows, _ in self._waiting])[order]
        ends = np.searchsorted(files[order], np.arange(_FILES + 1, dtype=np.uint64))
        for path, start, end in zip(self._paths, ends[:-1], ends[1:], strict=True):
            if start < end:
                with path.open("ab") as file:
                    file.write(rows[start:end].tobytes())
        self._waiting, self._count = [], 0
