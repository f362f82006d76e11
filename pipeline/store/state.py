"""How far a job is, as its manifest tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.store.manifest import Manifest

# The files that are done within so many seconds before the last one tell how fast the job is.
_RECENT = 600


@dataclass(frozen=True, slots=True)
class State:
    """Files by what came of them; content is counted once under all its names.

    ``unread`` is how many are to be read, copies left out. ``rate`` is files a second while the job last ran, None
    before anything is done.
    """

    files: int
    copies: int
    done: int
    left: int
    unread: int
    failures: dict[str, int] = field(default_factory=dict)
    records: int = 0
    figures: int = 0
    rate: float | None = None

    @property
    def failed(self) -> int:
        """Files that could not be done, under all their names."""
        return sum(self.failures.values())


def state(manifest: Manifest) -> State:
    """How far the job is."""
    (files, copies) = next(
        manifest.select("SELECT count(*), count(*) FILTER (WHERE first != position) FROM listing")
    )
    rows = manifest.select(
        "SELECT iif(code IS NULL, status, 'failed'), coalesce(code, ''), count(*), sum(records), sum(figures)"
        " FROM known WHERE status IS NOT NULL OR code IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2"
    )
    done = records = figures = 0
    failures = {}
    for status, code, count, told, numbers in rows:
        if status == "done":
            done, records, figures = count, told, numbers
        elif status == "failed":
            failures[code] = count
    left = files - done - sum(failures.values())
    unread = next(
        manifest.select("SELECT count(*) FROM known WHERE status = 'pending' AND first = position")
    )[0]
    return State(files, copies, done, left, unread, failures, records, figures, _rate(manifest))


def _rate(manifest: Manifest) -> float | None:
    last = next(manifest.select("SELECT max(finished) FROM content"))[0]
    if last is None:
        return None
    begun = float(manifest.noted("begun") or 0)
    since = max(begun, last - _RECENT)
    count = next(manifest.select("SELECT count(*) FROM content WHERE finished >= ?", since))[0]
    return count / (last - since) if count and last > since else None


def state_of(folder: Path) -> State:
    """How far the job of a folder is."""
    with Manifest(folder, create=False) as manifest:
        return state(manifest)
