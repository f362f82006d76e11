"""Records with the text of their file: as the job kept it, else read from the file once more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from corpus.entry import Given
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
from schemas.number import loads

_LISTED = (
    "SELECT path, file, member, entry, sha256, size FROM known WHERE status = 'done' AND first = position"
    " ORDER BY position"
)
_GONE = "is gone or was changed since its records were made; make them anew with shengjun run"
_ANEW = "make it anew with shengjun run"


def keeps(folder: Path) -> bool:
    """Whether the job of a folder keeps texts."""
    with Manifest(folder, create=False) as manifest:
        return keeps_text(manifest)


def kept(folder: Path) -> Iterator[Given]:
    """The records of a job that keeps texts. Raises EnvironmentFault where a shard is damaged."""
    for content in view.contents(folder):
        records = [_parsed(line, str(folder)) for line in content.lines]
        text = None if all(_copy(one) for one in records) else content.text
        yield from (_told(one, text, None) for one in records)


def read(lines: Iterable[bytes], name: str, tasks: Iterable[Task], guarding: Guarding) -> Iterator[Given]:
    """Records from their lines, ``name`` what messages call these; the files of ``tasks`` are read once more.

    There is a task for each run of records of the same file, in their order, but for copies. Raises
    EnvironmentFault where disk or share fail.
    """
    numbered = enumerate(lines, start=1)
    parsed = (_parsed(line, f"{name}:{number}") for number, line in numbered if line.strip())
    with Guard(guarding) as guard:
        outcomes = guard.map(supplied(tasks, guarding.limits))
        for key, group in groupby(parsed, _key):
            text, fault = None, None
            if key is not None:
                text, fault = _outcome(next(outcomes, None), key[1], name)
            yield from (_told(one, text, fault) for one in group)


def listed(folder: Path) -> Iterator[Task]:
    """What is to be read for the records of a job."""
    with Manifest(folder, create=False) as manifest:
        for path, file, member, entry, sha256, size in manifest.select(_LISTED):
            yield _task(path, file, sha256, size, member, entry)


def named(lines: Iterable[bytes]) -> Iterator[Task]:
    """What is to be read for records of which only the paths are known, relative ones from the current folder."""
    archives = _Archives()
    for key, _ in groupby((_parsed(line, "") for line in lines if line.strip()), _key):
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


def _outcome(done: tuple[Task, Outcome] | None, sha256: str, name: str) -> tuple[str | None, str | None]:
    """The text of a file, or why there is none."""
    if done is None or done[0].sha256 != sha256:
        raise EnvironmentFault(name, "was changed while it was read; give the same command again")
    outcome = done[1]
    if outcome.code is None:
        return unpack(outcome.data, compressed=True).text, None
    return None, _GONE if outcome.code == CHANGED else outcome.message


def _parsed(line: bytes, place: str) -> Given:
    """The record of a line, without its text."""
    try:
        record = loads(line)
        source = record["source"]
        path, _ = str(source["path"]), (record["id"] + source["sha256"]).encode()
    except (ValueError, KeyError, TypeError) as error:
        return Given(place, None, fault=f"is no record ({type(error).__name__}); {_ANEW}")
    return Given(path, record)


def _copy(one: Given) -> bool:
    return one.record is None or one.record["source"].get("duplicate_of") is not None


def _key(one: Given) -> tuple[str, str] | None:
    """Path and checksum of the file that is to be read for a record; None where none is."""
    if one.record is None or _copy(one):
        return None
    source = one.record["source"]
    return one.place, source["sha256"]


def _told(one: Given, text: str | None, fault: str | None) -> Given:
    return Given(one.place, one.record, text, one.fault or fault)
