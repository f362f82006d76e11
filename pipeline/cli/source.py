"""Where commands get records from: a file of them, or the folder of a bulk job, whether it is done or not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.output import complain
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from pipeline.audit.archive import Lines

_DOCUMENTS = (".docx", ".doc", ".pdf", ".txt")


def records_of(source: Path) -> Lines:
    """The records of a file, or of a bulk job as far as it is. Raises ConfigurationError where there are none."""
    from pipeline.audit.archive import Lines, file
    from pipeline.store import view
    from pipeline.store.folder import RECORDS

    if source.suffix.lower() in _DOCUMENTS:
        raise ConfigurationError(
            f"{source}: is a document; audit the records that shengjun extract makes of it"
        )
    if not source.is_dir():
        return file(source)
    if view.holds(source):
        _tell_unfinished(source)
        return Lines(str(source / RECORDS), partial(view.records, source))
    if (source / RECORDS).is_file():
        return file(source / RECORDS)
    raise ConfigurationError(f"{source}: holds no {RECORDS}; make it with shengjun run")


def stamp(folder: Path) -> str:
    """What tells one state of a bulk job's records from another."""
    from pipeline.store import view
    from pipeline.store.folder import FAILURES, RECORDS

    if view.holds(folder):
        return view.stamp(folder)
    states = [path.stat() for path in (folder / RECORDS, folder / FAILURES) if path.is_file()]
    return " ".join(f"{state.st_size}:{state.st_mtime_ns}" for state in states)


def _tell_unfinished(folder: Path) -> None:
    from pipeline.store.state import state_of

    left = state_of(folder).left
    if left:
        complain(
            str(folder), f"{left:,} files are not done yet; this is about the others (see shengjun status)"
        )
