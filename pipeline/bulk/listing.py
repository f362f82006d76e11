"""What there is to do: every file met, with the checksum of its bytes and its kind."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.bulk.fault import fault_at
from pipeline.bulk.walk import Found, found, included
from pipeline.extract import shown
from pipeline.ingest.base import Limits
from pipeline.ingest.reader import load
from pipeline.ingest.sniff import ARCHIVES, kind
from pipeline.store.row import Listed
from schemas.errors import EnvironmentFault, SourceError

# So many files are read side by side, which is what a share over a network needs, and so many wait in order.
_THREADS = 4
_AHEAD = 64
# Between an archive's path and the name of a member.
INSIDE = "!/"

Former = Callable[[bytes], list[Listed]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a job is given: files, folders, archives or patterns, patterns for what is meant of them, and limits."""

    paths: tuple[Path, ...]
    include: tuple[str, ...] = ()
    limits: Limits = Limits()  # noqa: RUF009 - frozen


def listing(inputs: Inputs, leave_out: Path, former: Former) -> Iterator[Listed]:
    """Every file of the inputs once, archives as their members; ``former`` tells what was listed before of a file.

    What did not change since is not read again. Raises ConfigurationError for an input that is none,
    EnvironmentFault where the disk or share fails.
    """
    files = _once(found(inputs.paths, leave_out)) if len(inputs.paths) > 1 else found(inputs.paths, leave_out)
    with ThreadPoolExecutor(_THREADS) as threads:
        ahead: deque[Future[list[Listed] | Found]] = deque()
        for one in files:
            before = former(os.fsencode(one.path.absolute()))
            ahead.append(threads.submit(_looked_at, one, inputs, before))
            if len(ahead) == _AHEAD:
                yield from _listed(ahead.popleft().result(), inputs)
        while ahead:
            yield from _listed(ahead.popleft().result(), inputs)


def _once(files: Iterable[Found]) -> Iterator[Found]:
    met: set[Path] = set()
    for one in files:
        path = one.path.absolute()
        if path not in met:
            met.add(path)
            yield one


def _looked_at(one: Found, inputs: Inputs, before: list[Listed]) -> list[Listed] | Found:
    """A file as it is listed, none where it is not meant; an archive that is to be looked into as it was found."""
    path = shown(one.path)
    if one.reason is not None:
        return [_plain(one, code=SourceError.code, message=one.reason)]
    if before and before[0].modified == one.modified:
        inside = before[0].member >= 0
        if inside or (
            before[0].size == one.size and before[0].sha256 and included(one.below, inputs.include)
        ):
            return [replace(row, path=_renamed(row.path, one.path) if inside else path) for row in before]
    meant = included(one.below, inputs.include)
    if (one.size > inputs.limits.file_bytes or not meant) and _archive(one):
        return one
    if not meant:
        return []
    try:
        source = load(one.path, inputs.limits)
    except SourceError as error:
        return [_failed(one, error)]
    found_kind = kind(source.data)
    if found_kind in ARCHIVES and _archive(one):
        return one
    return [_plain(one, sha256=source.sha256, kind=found_kind)]


def _renamed(member: str, archive: Path) -> str:
    """The path of a member, under the name its archive is given by now."""
    return f"{shown(archive)}{INSIDE}{member.partition(f'{shown(Path(archive.name))}{INSIDE}')[2]}"


def _listed(looked_at: list[Listed] | Found, inputs: Inputs) -> Iterator[Listed]:
    if isinstance(looked_at, list):
        yield from looked_at
    else:
        yield from _members(looked_at, inputs)


def _members(one: Found, inputs: Inputs) -> Iterator[Listed]:
    """The members of an archive, all read in one pass."""
    from pipeline.archive.archive import contents

    try:
        for member, data in contents(
            one.path, lambda member: included(member.name, inputs.include), inputs.limits
        ):
            row = replace(
                _plain(one),
                path=f"{shown(one.path)}{INSIDE}{member.name}",
                member=member.index,
                size=member.size,
                place=member.place,
            )
            if isinstance(data, SourceError):
                yield replace(row, code=data.code, message=str(data))
            elif not data:
                yield replace(
                    row, code="empty", message="is empty (0 bytes); check that it was packed completely"
                )
            else:
                yield replace(row, sha256=hashlib.sha256(data).hexdigest(), kind=kind(data))
    except (SourceError, OSError) as error:
        yield _failed(one, error)


def _archive(one: Found) -> bool:
    from pipeline.archive.archive import is_archive

    try:
        return is_archive(one.path)
    except OSError as error:
        raise EnvironmentFault(shown(one.path), error.strerror or str(error)) from error


def _plain(
    one: Found,
    *,
    sha256: str | None = None,
    kind: str | None = None,
    code: str | None = None,
    message: str | None = None,
) -> Listed:
    file = os.fsencode(one.path.absolute())
    return Listed(shown(one.path), file, -1, one.size, one.modified, None, sha256, kind, code, message)


def _failed(one: Found, error: SourceError | OSError) -> Listed:
    fault = fault_at(one.path, error)
    if fault is not None:
        raise EnvironmentFault(shown(one.path), fault) from error
    code = error.code if isinstance(error, SourceError) else SourceError.code
    return _plain(one, code=code, message=str(error))
