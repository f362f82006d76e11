"""A member of an archive: what is known of it before it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.archive.limit import oversized
from pipeline.archive.name import Names, clean, wanted
from pipeline.ingest.base import Limits
from schemas.errors import SourceError


@dataclass(frozen=True, slots=True)
class Member:
    """A regular file in an archive."""

    index: int
    """Its place among all entries of the archive (folders and links count too), from 0."""
    name: str
    """Proper text, '/' between its parts, safe to print, unique in the archive."""
    size: int
    """Bytes when expanded, as the archive says."""
    problem: str | None
    """Why it is not read, else None; ``contents`` gives this as the SourceError of its kind."""
    place: int | None = None
    """Byte offset for ``content``; None where members cannot be read singly."""


class Register:
    """Makes members of what an archive lists; files that are passed over by name are none."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names = Names()

    def member(
        self, index: int, name: str, size: int, refusal: SourceError | None, place: int | None = None
    ) -> Member | None:
        """The member for a listed file, ``name`` decoded but as it stands in the archive."""
        shown = clean(name)
        if not wanted(shown):
            return None
        return Member(index, self._names.unique(shown, index), size, str(refusal) if refusal else None, place)


def refused(size: int, limits: Limits, other: SourceError | None = None) -> SourceError | None:
    """Why a member of that size is not read: another reason that is known, or its size."""
    return other or (oversized(limits) if size > limits.file_bytes else None)


def attempt(job: Callable[[], bytes]) -> bytes | SourceError:
    """A member's bytes, or why there are none; errors of the disk pass."""
    try:
        return job()
    except SourceError as error:
        return error
