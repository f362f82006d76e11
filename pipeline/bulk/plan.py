"""From what there is to what is to be done: content that nothing is known of yet, cut into shards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.bulk.engine.base import Order
from pipeline.bulk.listing import Former, Inputs, listing
from pipeline.bulk.task import Task
from pipeline.bulk.version import Versions
from pipeline.bulk.worker import CHANGED
from pipeline.extract import shown
from pipeline.ingest.limit import changed
from pipeline.store.manifest import Manifest
from pipeline.store.row import Listed, Shard, Waiting
from pipeline.store.shard import draft_of, path_of
from schemas.errors import ConfigurationError, EnvironmentFault, OversizedSource

# A shard takes so many files, or so many bytes of them.
_FILES = 500
_BYTES = 2**28
# What the manifest calls the setting to keep texts.
_TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Again:
    """Content that is to be done again: after a change of the program, or since its shard is lost."""

    changed: int
    lost: int


def relist(manifest: Manifest, inputs: Inputs, folder: Path) -> Again:
    """List the inputs anew and tell what is to be done again. To be called in a transaction.

    Raises EnvironmentFault where all files are gone: a share that is away must not empty the job's folder.
    """
    had_files = manifest.listed()
    patterns = "\n".join(inputs.include)
    same = manifest.noted("include") == patterns
    limits = "\n".join(f"{name}={value}" for name, value in changed(inputs.limits).items())
    other = limits != (manifest.noted("limits") or "")
    former = _without_oversized(manifest.former) if other else manifest.former
    if not same:
        former = _nothing
    manifest.relist(listing(inputs, folder.resolve(), former), Versions())
    if had_files and not manifest.listed():
        raise EnvironmentFault(
            ", ".join(map(shown, inputs.paths)),
            "holds no file any more; restore the disk or share, or give another folder to write to",
        )
    manifest.note(include=patterns, limits=limits)
    if other:
        manifest.reopen([OversizedSource.code])
    # Files that were changed or gone while they should be read may be as they were again.
    manifest.reopen([CHANGED])
    return Again(manifest.changed(), _lost(manifest, folder))


def plan(manifest: Manifest, *, compressed: bool) -> None:
    """Put content that nothing is known of into new shards. To be called in a transaction."""
    manifest.plan(_sharded(manifest.wanting(), manifest.last_shard()), compressed=compressed)


def keep_text(manifest: Manifest, folder: Path, *, wanted: bool) -> None:
    """Settle whether the job keeps texts, which a job that was begun does as before. To be called in a transaction.

    Raises ConfigurationError where texts are wanted of a job that was begun without them.
    """
    if manifest.noted(_TEXTS) is None and not manifest.last_shard():
        manifest.note(**{_TEXTS: "yes" if wanted else ""})
    if wanted and not keeps_text(manifest):
        raise ConfigurationError(
            f"{folder}: was begun without texts; give another folder, or leave --keep-text out"
        )


def keeps_text(manifest: Manifest) -> bool:
    """Whether the job keeps the text of each file beside its records."""
    return bool(manifest.noted(_TEXTS))


def orders(manifest: Manifest, folder: Path) -> Iterator[Order]:
    """The shards to be written, with what is to be read for each."""
    text = keeps_text(manifest)
    for shard in manifest.shards():
        yield Order(folder, shard, [_task(one, shard, text) for one in manifest.waiting(shard.number)])


def _task(one: Waiting, shard: Shard, text: bool) -> Task:
    return Task(
        one.path,
        one.file,
        one.member,
        one.place,
        one.sha256,
        one.version,
        one.name,
        one.size,
        shard.compressed,
        text=text,
    )


def _sharded(waiting: Iterator[Waiting], last: int) -> Iterator[tuple[Waiting, int]]:
    number, files, size = last + 1, 0, 0
    for one in waiting:
        if files == _FILES or (files and size + one.size > _BYTES):
            number, files, size = number + 1, 0, 0
        files, size = files + 1, size + one.size
        yield one, number


def _without_oversized(former: Former) -> Former:
    """What was listed before, but for files and archives in which something was too large: other limits hold now."""

    def kept(file: bytes) -> list[Listed]:
        rows = former(file)
        return [] if any(row.code == OversizedSource.code for row in rows) else rows

    return kept


def _nothing(_: bytes) -> list[Listed]:
    return []


def _lost(manifest: Manifest, folder: Path) -> int:
    """Forget shards whose bytes are not there any more; returns how many files that concerns."""
    count = 0
    for number, compressed, length, whole in manifest.select(
        "SELECT number, compressed, length, whole FROM shard WHERE length > 0"
    ):
        path = path_of(folder, number, compressed=bool(compressed))
        place = path if whole or not draft_of(path).exists() else draft_of(path)
        if not place.is_file() or place.stat().st_size < length:
            count += manifest.forget(number)
    return count
