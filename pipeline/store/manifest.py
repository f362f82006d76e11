"""The manifest: which files there are, what came of each, and where its records stand. SQLite, safe against kills."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

from pipeline.store.folder import MANIFEST
from pipeline.store.row import Finished, Listed, Shard, Waiting
from schemas.errors import ConfigurationError

# What `PRAGMA user_version` says of a manifest of this form.
FORM = 1
_SCHEMA = Path(__file__).with_name("schema.sql")

_listed = attrgetter(*(field.name for field in fields(Listed)))
_finished = attrgetter(*(field.name for field in fields(Finished)))


class Manifest:
    """The manifest of a folder, or one in memory where there is none yet. Used as a context.

    Raises ConfigurationError where it cannot be used, OSError where the disk does not take what is written.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        path = folder / MANIFEST
        self._base = sqlite3.connect(path if create or path.exists() else ":memory:", isolation_level=None)
        self._base.create_function("own_name", 1, own_name, deterministic=True)
        try:
            form = self._base.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError:
            form = -1
        if form not in (0, FORM):
            self._base.close()
            raise ConfigurationError(
                f"{path}: is no manifest of this version of shengjun; give another folder"
            )
        self._base.execute("PRAGMA busy_timeout = 60000")
        if form == 0:
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.executescript(_SCHEMA.read_text(encoding="utf-8"))
            self._base.execute(f"PRAGMA user_version = {FORM}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All or nothing of what is done inside; with ``keep`` false, nothing."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT" if keep else "ROLLBACK")

    def note(self, **values: str) -> None:
        """Remember something about the job."""
        self._base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def noted(self, key: str) -> str | None:
        """What was remembered under a key."""
        row = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def select(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they are read."""
        return iter(self._base.execute(query, values))

    # What there is.

    def former(self, file: bytes) -> list[Listed]:
        """What was listed of a file on the disk the last time: itself, or its members in order."""
        rows = self._base.execute(
            "SELECT path, file, member, size, modified, place, sha256, kind, code, message FROM listing"
            " WHERE file = ? ORDER BY member",
            (file,),
        )
        return [Listed(*row) for row in rows]

    def relist(self, listed: Iterable[Listed], versions: Mapping[str, str]) -> None:
        """Replace the listing; ``versions`` gives the program's version for each kind of file."""
        run = self._base.execute
        run("CREATE TEMP TABLE found AS SELECT * FROM listing LIMIT 0")
        self._base.executemany(
            "INSERT INTO found (path, file, member, size, modified, place, sha256, kind, code, message, position, version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (*_listed(one), position, versions[one.kind] if one.kind else None)
                for position, one in enumerate(listed)
            ),
        )
        run("DELETE FROM listing")
        run("INSERT INTO listing SELECT * FROM found")
        run("DROP TABLE found")
        run(
            "UPDATE listing SET first = (SELECT min(position) FROM listing AS other WHERE other.sha256 = listing.sha256)"
            " WHERE sha256 IS NOT NULL"
        )
        run(
            "UPDATE listing SET name ="
            " (SELECT own_name(path) FROM listing AS other WHERE other.position = listing.first)"
            " WHERE sha256 IS NOT NULL"
        )

    def listed(self) -> bool:
        """Whether any file is listed."""
        return next(self.select("SELECT 1 FROM listing LIMIT 1"), None) is not None

    # What is to be done.

    def wanting(self) -> Iterator[Waiting]:
        """Listed content that nothing is known of, in the listing's order; more can be planned meanwhile."""
        self._base.execute(
            "CREATE TEMP TABLE wanting AS SELECT sha256, version, name, path, file, member, entry, size FROM known"
            " WHERE first = position AND status IS NULL ORDER BY position"
        )
        for row in self._base.execute("SELECT * FROM wanting ORDER BY rowid"):
            yield Waiting(*row)
        self._base.execute("DROP TABLE wanting")

    def changed(self) -> int:
        """How much listed content is known, but only from other versions of the program."""
        query = (
            "SELECT count(*) FROM known WHERE first = position AND status IS NULL"
            " AND EXISTS (SELECT 1 FROM content WHERE content.sha256 = known.sha256 AND content.version != known.version)"
        )
        return int(next(self.select(query))[0])

    def names(self, sha256: str) -> Iterator[str]:
        """The paths that the same bytes are listed under."""
        return (
            path
            for (path,) in self.select("SELECT path FROM listing WHERE sha256 = ? ORDER BY position", sha256)
        )

    def plan(self, planned: Iterable[tuple[Waiting, int]], *, compressed: bool) -> None:
        """Set content to be worked on, each in the shard given, shards new ones."""
        self._base.executemany(
            "INSERT INTO content (sha256, version, name, shard, status) VALUES (?, ?, ?, ?, 'pending')",
            ((one.sha256, one.version, one.name, shard) for one, shard in planned),
        )
        self._base.execute(
            "INSERT INTO shard (number, compressed) SELECT DISTINCT content.shard, ? FROM content"
            " LEFT JOIN shard ON shard.number = content.shard WHERE shard.number IS NULL",
            (compressed,),
        )

    def last_shard(self) -> int:
        """The highest number of a shard, 0 where there is none."""
        return int(self._base.execute("SELECT coalesce(max(number), 0) FROM shard").fetchone()[0])

    def shards(self) -> Iterator[Shard]:
        """The shards to be written, one after another."""
        last = 0
        while True:
            row = self._base.execute(
                "SELECT number, compressed, length FROM shard WHERE number > ? AND NOT whole ORDER BY number LIMIT 1",
                (last,),
            ).fetchone()
            if row is None:
                return
            last = row[0]
            yield Shard(row[0], bool(row[1]), row[2])

    def waiting(self, shard: int) -> list[Waiting]:
        """What is to be worked on for a shard, in the listing's order; nothing that is listed no longer."""
        rows = self._base.execute(
            "SELECT sha256, version, name, path, file, member, entry, size FROM known"
            " WHERE shard = ? AND status = 'pending' AND first = position ORDER BY position",
            (shard,),
        )
        return [Waiting(*row) for row in rows]

    # What came of it.

    def settle(self, shard: int, finished: Iterable[Finished], length: int, *, whole: bool) -> None:
        """Write down what came of content, all at once: the first ``length`` bytes of the shard are on the disk."""
        with self.transaction():
            self._base.executemany(
                "UPDATE content SET status = iif(?4 IS NULL, 'done', 'failed'), code = ?4, message = ?5, records = ?6,"
                " figures = ?7, pages = ?8, characters = ?9, seconds = ?10, memory = ?11, place = ?12, length = ?13,"
                " finished = ?14 WHERE sha256 = ?1 AND version = ?2 AND name = ?3",
                map(_finished, finished),
            )
            self._base.execute(
                "UPDATE shard SET length = ?, whole = ? WHERE number = ?", (length, whole, shard)
            )

    def reopen(self, codes: Iterable[str] | None) -> int:
        """Forget failures of these classes, or of all, so that they are planned anew; returns how many."""
        if codes is None:
            return self._base.execute("DELETE FROM content WHERE status = 'failed'").rowcount
        return sum(
            self._base.execute("DELETE FROM content WHERE status = 'failed' AND code = ?", (code,)).rowcount
            for code in codes
        )

    def forget(self, shard: int) -> int:
        """Drop a shard that is lost, so that its content is planned anew; returns how many files that concerns."""
        self._base.execute("DELETE FROM shard WHERE number = ?", (shard,))
        return self._base.execute("DELETE FROM content WHERE shard = ?", (shard,)).rowcount

    def outdated(self) -> list[Shard]:
        """Forget content that no listed file has under the present version; the shards that held nothing else."""
        self._base.execute(
            "DELETE FROM content WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.sha256 = content.sha256"
            " AND listing.version = content.version AND listing.name = content.name)"
        )
        rows = self._base.execute(
            "DELETE FROM shard WHERE number NOT IN (SELECT shard FROM content) RETURNING number, compressed, length"
        ).fetchall()
        return [Shard(number, bool(compressed), length) for number, compressed, length in rows]


def own_name(path: str) -> str:
    """A file's name without the folders it is in, also in an archive."""
    return re.split(r"[\\/]", path)[-1]
