"""Found by every Python with this folder on PYTHONPATH: texts that begin with 毒： harm the process that reads them.

The harm is real; the program under test holds nothing for it. ``毒：eio 2`` fails twice with EIO in workers and ``毒：starving 2`` has no memory twice,
counted in the folder POISON_COUNTS; ``毒：slow 0.2`` takes that many seconds; ``毒：hoard 900`` keeps that many megabytes
for good and ``毒：needs 900`` takes them for a moment; ``毒：configuration`` is no file's fault.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import itertools
import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.ingest.text import TextReader
from schemas.errors import ConfigurationError

MARK = "毒："
HELD: list[bytearray | bytes] = []


def _recursion(_: str) -> None:
    sys.setrecursionlimit(10**9)

    def deeper(_: int) -> None:
        list(map(deeper, [0]))

    deeper(0)


POISONS: dict[str, Callable[[str], Any]] = {
    "segfault": lambda _: ctypes.string_at(0),
    "exit": lambda _: os._exit(3),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "regex": lambda _: re.match(r"(a+)+$", "a" * 64 + "b"),
    "loop": lambda _: sum(itertools.repeat(0)),  # in C: hears no signal
    "sleep": lambda _: ctypes.PyDLL(None).sleep(10**6),
    "memory": lambda _: HELD.append(bytearray(20 * 2**30)),
    "hoard": lambda megabytes: HELD.append(bytes(int(megabytes) * 2**20)),
    "needs": lambda megabytes: bytes(int(megabytes) * 2**20),
    "recursion": _recursion,
    "slow": lambda seconds: time.sleep(float(seconds)),
}
read, read_bytes = TextReader.read, Path.read_bytes


def _words(data: bytes) -> list[str]:
    if not data.startswith(MARK.encode()):
        return []
    return data.split(b"\n", 1)[0].decode()[len(MARK) :].split()


def _read(self: TextReader, source: Any, limits: Any) -> Any:
    words = _words(source.data)
    if words and words[0] in POISONS:
        POISONS[words[0]](*words[1:] or [""])
    return read(self, source, limits)


def _read_bytes(self: Path) -> bytes:
    data = read_bytes(self)
    words = _words(data)
    if not words or multiprocessing.parent_process() is None:
        return data
    if words[0] == "configuration":
        raise ConfigurationError("taxonomy: wrong")
    if words[0] in ("eio", "starving") and _met(data) <= int(words[1]):
        if words[0] == "starving":
            raise MemoryError
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
    return data


def _met(data: bytes) -> int:
    """How often this was read by any worker."""
    count = Path(os.environ["POISON_COUNTS"], hashlib.sha256(data).hexdigest())
    with count.open("ab") as file:
        file.write(b".")
    return count.stat().st_size


TextReader.read = _read  # type: ignore[method-assign]
Path.read_bytes = _read_bytes  # type: ignore[method-assign]
