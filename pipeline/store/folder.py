"""The names in the folder of a bulk job, and how a file in it is replaced as a whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

RECORDS = "records.jsonl"
FAILURES = "failures.jsonl"
MANIFEST = "manifest.sqlite"
SHARDS = "shards"
LOCK = "lock"


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name when all is on the disk, and not at all after an exception."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
            settle(file)
        draft.replace(path)
        settle_folder(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def settle(file: IO[bytes]) -> None:
    """Wait until what was written to the file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
