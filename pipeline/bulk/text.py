"""Records with the text of their file: as the job kept it, else read from the file once more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from corpus.given import Given, Stock, parsed
from pipeline.bulk.guard import Guard, Guarding
from pipeline.bulk.listing import INSIDE
from pipeline.bulk.plan import keeps_text
from pipeline.bulk.supply import supplied
from pipeline.bulk.task import Outcome, Task
from pipeline.bulk.worker import CHANGED
from pipeline.store import view
from pipeline.store.manifest import Manifest
from pipeline.store.shard import unpack
from schemas.errors import EnvironmentFault, SourceError

_LISTED = (
    "SELECT path, file, member, entry, sha256, size FROM known WHERE status = 'done' AND first = position"
    " ORDER BY position"
)
_GONE = "is gone or was changed since its records were made; make them anew with shengjun run"


def keeps(folder: Path) -> bool:
    """Whether the job of a folder keeps texts."""
    with Manifest(folder, create=False) as manifest:
        return keeps_text(manifest)


def kept(folder: Path) -> Iterator[Stock]:
    """The records of a job that keeps texts. Raises EnvironmentFault where a shard is damaged."""
    for content in view.contents(folder):
        yield Stock(str(folder), content.lines, content.told)


def read(lines: Iterable[bytes], name: str, tasks: Iterable[Task], guarding: Guarding) -> Iterator[Stock]:
    """Records from their lines, ``name`` what messages call these; the files of ``tasks`` are read once more.

    There is a task for each run of records of the same file, in their order, but for copies. Raises
    EnvironmentFault where disk or share fail.
    """
    numbered = (
        (f"{name}:{number}", line, _key(parsed(line, "")))
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    with Guard(guarding) as guard:
        outcomes = guard.map(supplied(tasks, guarding.limits))
        for key, group in groupby(numbered, itemgetter(2)):
            if key is None:
                yield from (Stock(place, [line]) for place, line, _ in group)
            else:
                told, fault = _outcome(next(outcomes, None), key[1], name)
                yield Stock(name, [line for _, line, _ in group], told, fault)


def listed(folder: Path) -> Iterator[Task]:
    """What is to be read for the records of a job."""
    with Manifest(folder, create=False) as manifest:
        for path, file, member, entry, sha256, size in manifest.select(_LISTED):
            yield _task(path, file, sha256, size, member, entry)


def named(lines: Iterable[bytes]) -> Iterator[Task]:
    """What is to be read for records of which only the paths are known, relative ones from the current folder."""
    archives = _Archives()
    for key, _ in groupby((parsed(line, "") for line in lines if line.strip()), _key):
        if key is not None:
            yield archives.task(*key)


class _Archives:
    """Finds members of archives by name; the last archive's are remembered."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._members: dict[str, tuple[int, int, int | None]] = {}

    def task(self, path: str, sha256: str) -> Task:
        """What is to be read for a path: a file of its own where there is one, else a member of an archive."""
        archive, inside, member = path.partition(INSIDE)
        if not inside or Path(path).exists():
            return _task(path, _file(Path(path)), sha256)
        self._look_into(Path(archive))
        # An archive or a member that is not there any more is told by the checksum.
        index, size, place = self._members.get(member, (0, 0, None))
        return _task(path, _file(Path(archive)), sha256, size, index, place)

    def _look_into(self, path: Path) -> None:
        from pipeline.archive.archive import members

        if path == self._path:
            return
        self._path, self._members = path, {}
        try:
            for member in members(path):
                self._members[member.name] = (member.index, member.size, member.place)
        except (SourceError, OSError):
            return  # what stands behind the damage is told by its checksum


def _file(path: Path) -> bytes:
    return os.fsencode(path.absolute())


def _task(
    path: str, file: bytes, sha256: str, size: int = 0, member: int = -1, entry: int | None = None
) -> Task:
    return Task(path, file, member, entry, sha256, "", "", size, compress=True, records=False, text=True)


def _outcome(done: tuple[Task, Outcome] | None, sha256: str, name: str) -> tuple[bytes | None, str | None]:
    """The text of a file, or why there is none."""
    if done is None or done[0].sha256 != sha256:
        raise EnvironmentFault(name, "was changed while it was read; give the same command again")
    outcome = done[1]
    if outcome.code is None:
        return unpack(outcome.data, compressed=True).told, None
    return None, _GONE if outcome.code == CHANGED else outcome.message


def _key(one: Given) -> tuple[str, str] | None:
    """Path and checksum of the file that is to be read for a record; None where none is."""
    if one.record is None or not one.needs_text:
        return None
    return one.place, one.record["source"]["sha256"]
