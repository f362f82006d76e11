"""The files a job is given: folders, patterns, lists of names, archives; each file once, in an order that stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from glob import has_magic, iglob
from pathlib import Path

from pipeline.archive.name import wanted
from pipeline.bulk.fault import fault_at
from pipeline.extract import shown
from schemas.errors import ConfigurationError, EnvironmentFault


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: ``below`` is its path from the input on, for patterns; ``reason`` why it cannot be had."""

    path: Path
    below: str
    size: int = 0
    modified: int = 0
    reason: str | None = None


def found(inputs: Sequence[Path], leave_out: Path) -> Iterator[Found]:
    """The files of all inputs in their order, those of a folder by path, without hidden files and ``leave_out``.

    Raises ConfigurationError for an input that is none, EnvironmentFault where the disk or share fails.
    """
    for given in inputs:
        if given.is_dir():
            yield from _below(given, "", leave_out)
        elif given.exists():
            yield _file(given, given.name)
        elif has_magic(str(given)):
            yield from _matching(str(given), leave_out)
        else:
            raise ConfigurationError(f"{given}: no such file or folder; check the path")


def listed(path: Path) -> list[Path]:
    """The paths in a list, one a line; relative ones count from the current folder. Raises ConfigurationError."""
    from pipeline.ingest.text import decode
    from schemas.errors import SourceError

    try:
        text = decode(path.read_bytes())
    except (OSError, SourceError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigurationError(f"{path}: {reason}; give a text file with a path a line") from error
    # Other ends of lines that str.splitlines knows may stand in names.
    return [Path(line) for line in map(str.strip, text.split("\n")) if line]


def included(below: str, patterns: Sequence[str]) -> bool:
    """Whether a path fits one of the patterns, by its name or as a whole; without patterns all do."""
    name = below.rpartition("/")[2]
    return not patterns or any(fnmatch(name, pattern) or fnmatch(below, pattern) for pattern in patterns)


def _matching(pattern: str, leave_out: Path) -> Iterator[Found]:
    # Path.glob would need to be told where a pattern's fixed part ends.
    for name in sorted(iglob(pattern, recursive=True), key=lambda name: Path(name).parts):  # noqa: PTH207
        path = Path(name)
        if path.is_dir():
            continue
        # Path.resolve does not get over links that lead in a circle.
        if wanted(path.name) and not Path(os.path.realpath(path)).is_relative_to(leave_out):
            yield _file(path, path.name)


def _below(folder: Path, below: str, leave_out: Path) -> Iterator[Found]:
    """One folder at a time, so that a tree of any size takes little memory."""
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        yield _unreachable(
            folder, below, error, f"may not be looked into ({error.strerror}); change its permissions"
        )
        return
    for name, is_folder in names:
        path = folder / name
        if not wanted(name) or (is_folder and path.resolve() == leave_out):
            continue
        if is_folder:
            yield from _below(path, f"{below}{name}/", leave_out)
        else:
            yield _file(path, f"{below}{name}")


def _file(path: Path, below: str) -> Found:
    try:
        known = path.stat()
    except OSError as error:
        return _unreachable(
            path, below, error, f"cannot be opened: {error.strerror}; check the path and the disk"
        )
    if not stat.S_ISREG(known.st_mode):
        return Found(path, below, reason="is not a regular file; give a Word, PDF or text file")
    return Found(path, below, known.st_size, known.st_mtime_ns)


def _unreachable(path: Path, below: str, error: OSError, reason: str) -> Found:
    fault = fault_at(path, error)
    if fault is not None:
        raise EnvironmentFault(shown(path), fault) from error
    return Found(path, below, reason=reason)
