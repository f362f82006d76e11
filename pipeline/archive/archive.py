"""Archive files of any kind, letters with attachments too: told by their content, their members listed and read without unpacking to disk.

Errors of the disk (OSError) are raised as they are; whatever is wrong with the archive itself is a SourceError.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from pipeline.archive import mail, sevenzip, tar
from pipeline.archive import zip as zipped
from pipeline.archive.member import Member
from pipeline.ingest.base import Limits
from schemas.errors import SourceError


def is_archive(path: Path) -> bool:
    """Whether the file holds other files; a document that is a zip inside (.docx, .odt, .ofd …) is none."""
    with path.open("rb") as file:
        head = file.read(mail.HEADERS)
        kind = _kind(head)
        if kind is zipped:
            return not zipped.package(file)
        return kind is not None and (not tar.compressed(head) or tar.starts_within(file, head))


def seekable(path: Path) -> bool:
    """Whether members can be read singly by ``content`` at no cost for the others: zip and plain tar."""
    head = _head(path)
    return _kind(head) in (zipped, tar) and not tar.compressed(head)


def members(path: Path, limits: Limits | None = None) -> Iterator[Member]:
    """The regular files in an archive, in its order, one after another.

    Raises SourceError where the archive cannot be read, or not further: then after the members before the damage.
    """
    yield from _reader(path).members(path, limits or Limits())


def contents(
    path: Path, wanted: Callable[[Member], bool], limits: Limits
) -> Iterator[tuple[Member, bytes | SourceError]]:
    """The members that are wanted with their bytes, or the reason why there are none, in one pass over the archive.

    At most one member's bytes are held, and never more than ``limits.file_bytes``. Raises SourceError like ``members``.
    """
    yield from _reader(path).contents(path, wanted, limits)


def content(path: Path, place: int, limits: Limits) -> bytes:
    """The bytes of one member of a seekable archive by its ``place``; SourceError where it cannot be read."""
    head = _head(path)
    reader = _kind(head)
    if reader is zipped:
        return zipped.content(path, place, limits)
    if reader is tar and not tar.compressed(head):
        return tar.content(path, place, limits)
    raise SourceError("has changed: it is no zip or plain tar archive any more; run again")


class _Reader(Protocol):
    """What the module of each kind of archive offers."""

    def members(self, path: Path, limits: Limits) -> Iterator[Member]: ...
    def contents(
        self, path: Path, wanted: Callable[[Member], bool], limits: Limits
    ) -> Iterator[tuple[Member, bytes | SourceError]]: ...


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(mail.HEADERS)


def _kind(head: bytes) -> _Reader | None:
    if head.startswith(zipped.MAGIC):
        return zipped
    if head.startswith(sevenzip.MAGIC):
        return sevenzip
    if tar.compressed(head) or tar.starts(head[: tarfile.BLOCKSIZE]):
        return tar
    return mail if mail.starts(head) else None


def _reader(path: Path) -> _Reader:
    reader = _kind(_head(path))
    if reader is None:
        raise SourceError("is no archive that is read; give a zip, tar, 7z or eml")
    return reader
