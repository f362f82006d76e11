"""The bytes of members that only can be had one after another: read here, once, and sent along with the task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bulk.fault import fault_at
from pipeline.bulk.task import Task
from pipeline.extract import shown
from pipeline.ingest.base import Limits
from schemas.errors import EnvironmentFault, SourceError

if TYPE_CHECKING:
    from pipeline.archive.member import Member


def supplied(tasks: Iterable[Task], limits: Limits) -> Iterator[Task]:
    """The tasks, those for members of a compressed archive with their bytes. Raises EnvironmentFault."""
    for _, group in groupby(tasks, key=attrgetter("file")):
        first = next(group)
        rest = chain((first,), group)  # noqa: B031 - read on, not again
        yield from rest if first.member < 0 or first.entry is not None else _streamed(first, rest, limits)


def _streamed(first: Task, tasks: Iterator[Task], limits: Limits) -> Iterator[Task]:
    """The tasks of one archive with what is read on the way to each: in one pass where they are in its order."""
    from pipeline.archive.archive import contents

    def begun() -> Iterator[tuple[Member, bytes | SourceError]]:
        return contents(first.place, lambda _: True, limits)

    read, last = begun(), first.member
    member, data = _following(first.place, read)
    for task in tasks:
        if task.member < last:  # not in the archive's order, as records that were sorted otherwise may be
            read = begun()
            member, data = _following(first.place, read)
        last = task.member
        while member is not None and member.index < task.member:
            member, data = _following(first.place, read)
        # What is not there any more, or not readable, is told by its checksum.
        yield replace(task, data=data if isinstance(data, bytes) else b"")


def _following(
    place: Path, read: Iterator[tuple[Member, bytes | SourceError]]
) -> tuple[Member | None, bytes | SourceError]:
    """The next member; none where the archive ends or cannot be read further."""
    try:
        return next(read, (None, b""))
    except (SourceError, OSError) as error:
        fault = fault_at(place, error)
        if fault is not None:
            raise EnvironmentFault(shown(place), fault) from error
        return None, b""
