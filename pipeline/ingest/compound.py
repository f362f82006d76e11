"""The container of old Office files (.doc, .xls), opened only where its chains of sectors come to an end."""

from __future__ import annotations

import io
from typing import Any


def opened(data: bytes) -> Any:
    """The container, an olefile.OleFileIO to be used as a context.

    Raises OSError where a chain of sectors runs in a circle, or a stream says it is larger than the file: libraries
    follow such chains until there is no memory left.
    """
    import olefile

    storage = olefile.OleFileIO(io.BytesIO(data))
    chains = [storage.first_dir_sector]
    for path in storage.listdir(streams=True, storages=False):
        size = storage.get_size(path)
        if size > len(data):
            raise OSError("a stream is larger than the file")
        if size >= storage.minisectorcutoff:
            chains.append(storage.direntries[storage._find(path)].isectStart)
    if any(_endless(storage.fat, start) for start in chains):
        raise OSError("a chain of sectors has no end")
    return storage


def _endless(table: Any, sector: int) -> bool:
    for _ in range(len(table) + 1):
        if sector >= len(table):  # the marks for ends and gaps are the highest numbers
            return False
        sector = table[sector]
    return True
