"""Shingles on disk: written one after the other, read by number."""

from __future__ import annotations

from array import array
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from corpus.duplicate.signature import Short


class Store:
    """A file of samples; memory holds 8 bytes for each, where it begins."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._starts = array("Q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, shingles: Short) -> None:
        """Write one more. Raises OSError."""
        self._starts.append(self._starts[-1] + self._file.write(shingles.astype("<u4").tobytes()))

    def read(self, number: int) -> Short:
        """The shingles of a document. Raises OSError."""
        start, end = self._starts[number : number + 2]
        self._file.seek(start)
        shingles: Short = np.frombuffer(self._file.read(end - start), "<u4")
        return shingles
