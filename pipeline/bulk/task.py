"""What goes to a worker and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from os import fsdecode
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read: on the disk, in an archive, or with its bytes at hand.

    ``path`` is what records and messages call it, ``file`` its name on the disk as bytes, ``member`` which one of
    that archive it is, or -1; ``entry`` where the archive can be entered for it alone. ``sha256``, ``version`` and
    ``name`` are its key in the manifest, ``compress`` tells how its shard is packed; ``records`` and ``text`` tell
    which of them are wanted.
    """

    path: str
    file: bytes
    member: int
    entry: int | None
    sha256: str
    version: str
    name: str
    size: int
    compress: bool
    data: bytes | None = None
    records: bool = True
    text: bool = False

    @property
    def place(self) -> Path:
        """The file on the disk."""
        return Path(fsdecode(self.file))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: its records and text packed for the shard, or the class of failure and what to say of it.

    ``code`` None is done. ``memory`` is in bytes at the highest, None where the system does not tell.
    """

    code: str | None = None
    message: str | None = None
    data: bytes = b""
    records: int = 0
    figures: int = 0
    pages: int | None = None
    characters: int = 0
    seconds: float = 0.0
    memory: int | None = None
