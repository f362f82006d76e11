"""The bulk job: every file below a folder, in the order of their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from os import walk
from pathlib import Path

from pipeline.extract import Failure, attempt, lines
from pipeline.store import Store


@dataclass(slots=True)
class Tally:
    """How far a bulk job is: files met, records written, files that failed."""

    files: int = 0
    records: int = 0
    failures: int = 0


def files(folder: Path, leave_out: Path) -> Iterator[Path]:
    """The files below a folder by path, without hidden files, lock files and the folder ``leave_out``."""
    found = []
    for place, folders, names in walk(folder):
        here = Path(place)
        folders[:] = [name for name in folders if _wanted(name) and (here / name).resolve() != leave_out]
        found += [here / name for name in names if _wanted(name)]
    yield from sorted(found, key=lambda path: path.parts)


def _wanted(name: str) -> bool:
    return not name.startswith((".", "~$")) and name not in {"Thumbs.db", "desktop.ini"}


def run(folder: Path, out: Path, report: Callable[[Failure], None]) -> Tally:
    """Write the records of all files below ``folder`` to ``out``; each failure is also reported at once."""
    tally = Tally()
    with Store(out) as store:
        for path in files(folder, out.resolve()):
            tally.files += 1
            result = attempt(lines, path)
            if isinstance(result, Failure):
                tally.failures += 1
                store.failure(result.path, result.code, result.message)
                report(result)
                continue
            for line in result:
                tally.records += 1
                store.record(line)
    return tally
