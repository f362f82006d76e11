"""What readers see: the records and failures of a job in the order of its files, made of shards and manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.store.folder import FAILURES, MANIFEST, RECORDS, whole
from pipeline.store.manifest import Manifest
from pipeline.store.row import Stretch
from pipeline.store.shard import Content, ShardReader, path_of
from schemas.errors import EnvironmentFault

_STRETCHES = """
    SELECT known.path, iif(known.first = known.position, NULL, other.path), known.shard, compressed, known.place, known.length
    FROM known JOIN shard ON shard.number = known.shard JOIN listing AS other ON other.position = known.first
    WHERE status = 'done' ORDER BY known.position
"""
_FAILED = "SELECT path, code, message FROM known WHERE code IS NOT NULL ORDER BY position"
_PATH = re.compile(rb'"source":\{"path":("(?:[^"\\]|\\.)*+")')
_OTHER = b'"duplicate_of":null'


def holds(folder: Path) -> bool:
    """Whether the folder is that of a job."""
    return (folder / MANIFEST).is_file()


def records(folder: Path) -> Iterator[bytes]:
    """The records of a job's folder as lines of JSON without their ends, those of each file under its own path.

    Raises EnvironmentFault where a shard is damaged or gone.
    """
    for content in contents(folder):
        yield from content.lines


def contents(folder: Path) -> Iterator[Content]:
    """The records of each file of a job, and its text if the job keeps texts; see ``records``."""
    with Manifest(folder, create=False) as manifest, ShardReader(folder) as shards:
        for row in manifest.select(_STRETCHES):
            stretch = Stretch(*row)
            content = _content(folder, shards, stretch)
            yield Content([_told(line, stretch) for line in content.lines], content.told)


def failures(folder: Path) -> Iterator[dict[str, str]]:
    """The files that could not be done: path, code and message of each."""
    with Manifest(folder, create=False) as manifest:
        for path, code, message in manifest.select(_FAILED):
            yield {"path": path, "code": code, "message": message}


def stamp(folder: Path) -> str:
    """What tells one state of a job from another: when it was begun and ended, and what is done since."""
    with Manifest(folder, create=False) as manifest:
        done = next(manifest.select("SELECT count(*), max(finished) FROM content WHERE status != 'pending'"))
        return f"{manifest.noted('begun')} {manifest.noted('ended')} {done[0]} {done[1]}"


def write(folder: Path) -> None:
    """Make ``records.jsonl`` and ``failures.jsonl`` anew, each whole or as it was."""
    with whole(folder / RECORDS) as file:
        for line in records(folder):
            file.write(line + b"\n")
    with whole(folder / FAILURES) as file:
        for failure in failures(folder):
            file.write(json.dumps(failure, ensure_ascii=False).encode() + b"\n")


def _content(folder: Path, shards: ShardReader, stretch: Stretch) -> Content:
    place = (stretch.shard, stretch.place, stretch.length)
    try:
        return shards.content(*place, compressed=bool(stretch.compressed))
    except (ValueError, FileNotFoundError) as error:
        path = path_of(folder, stretch.shard, compressed=bool(stretch.compressed))
        raise EnvironmentFault(
            str(path), f"is damaged or gone ({error}); remove it and give the same `shengjun run` again"
        ) from error


def _told(line: bytes, stretch: Stretch) -> bytes:
    """A record under the path its file is listed by; shards hold that of the first file with its bytes."""
    found = _PATH.search(line)
    if found is None:
        raise EnvironmentFault(
            stretch.path, "its record has no path; remove the folder of the job and run again"
        )
    start, end = found.span(1)
    path = json.dumps(stretch.path, ensure_ascii=False).encode()
    if stretch.first is None:
        return line if line[start:end] == path else line[:start] + path + line[end:]
    first = json.dumps(stretch.first, ensure_ascii=False).encode()
    rest = line[end:].replace(_OTHER, _OTHER[:-4] + first, 1)
    return line[:start] + path + rest
