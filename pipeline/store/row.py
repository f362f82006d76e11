"""What the manifest holds, row by row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """A file met: ``file`` is its name on the disk, ``member`` which one of that archive it is, or -1.

    ``place`` is where the archive can be entered to read it alone, None where it cannot.

    Where it could not be read ``code`` and ``message`` say why, and there is no ``sha256``.
    """

    path: str
    file: bytes
    member: int
    size: int
    modified: int
    place: int | None = None
    sha256: str | None = None
    kind: str | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Content to be worked on, under the name it was met by first."""

    sha256: str
    version: str
    name: str
    path: str
    file: bytes
    member: int
    place: int | None
    size: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of some content; ``code`` is None where it is done."""

    sha256: str
    version: str
    name: str
    code: str | None
    message: str | None
    records: int
    figures: int
    pages: int | None
    characters: int
    seconds: float
    memory: int | None
    place: int
    length: int
    finished: float


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard to be written: ``length`` bytes of it are on the disk already."""

    number: int
    compressed: bool
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the records of a listed file stand; ``first`` is the path its bytes were met under first, if another."""

    path: str
    first: str | None
    shard: int
    compressed: bool
    place: int
    length: int
