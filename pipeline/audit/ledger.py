"""What an archive keeps of its records while they are compared: tables in a temporary file, not in memory.

SQLite's own temporary database (the empty name): it stays in the cache while it is small, goes to a file below
``TMPDIR`` (``TMP`` on Windows) as it grows, and is gone with the process, however that ends.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.audit.county import School
from schemas.number import plain

# A number that so many documents give tells nothing of any, nor does a figure with so many values.
_COMMON = 20
_CACHE_KIB = 32_000
_TABLES = """
    CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT UNIQUE, subject TEXT, title TEXT, telling INTEGER);
    CREATE TABLE stated (key TEXT, record INTEGER, figure TEXT, value TEXT, low TEXT, high TEXT);
    CREATE TABLE given (value TEXT, record INTEGER);
    CREATE TABLE seat (
        region TEXT, indicator TEXT, stage TEXT, name TEXT, record INTEGER,
        pupils TEXT, whole TEXT, unit TEXT, amount TEXT, counted TEXT
    );
    CREATE TABLE told (
        key TEXT, place INTEGER, record INTEGER, figure TEXT, value TEXT, low TEXT, high TEXT,
        PRIMARY KEY (key, place)
    ) WITHOUT ROWID;
    CREATE TABLE holder (value TEXT, record INTEGER, PRIMARY KEY (value, record)) WITHOUT ROWID;
    CREATE TABLE member (
        first INTEGER, seat INTEGER, place INTEGER, indicator TEXT, stage TEXT, name TEXT, record INTEGER,
        pupils TEXT, whole TEXT, unit TEXT, amount TEXT, counted TEXT,
        PRIMARY KEY (first, seat, place)
    ) WITHOUT ROWID;
"""


class Entry(NamedTuple):
    """A record in the ledger: ``telling`` is how many telling numbers it gives."""

    number: int
    id: str
    subject: str
    telling: int


@dataclass(frozen=True, slots=True)
class Told:
    """Where a value was told: ``low``..``high`` is what it may stand for."""

    record: str
    figure: str
    value: Decimal
    low: Decimal
    high: Decimal
    title: str


class Ledger:
    """Fill it with ``add``; with the first question it is put in order, and takes no more.

    Raises OSError where there is no room for the file.
    """

    def __init__(self) -> None:
        self._settled = False
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA secure_delete = OFF")
        self._base.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def add(
        self,
        record: tuple[str, str, str, int],
        stated: Iterable[tuple[str, str, Decimal, Decimal, Decimal]],
        given: Iterable[str],
        seats: Iterable[tuple[str, str, School]],
    ) -> None:
        """Enter a record (id, subject, title, count of telling numbers) that is not there yet.

        ``stated`` are (key, figure, value, low, high), ``given`` the telling numbers, each once, ``seats`` the
        (region, indicator, school). Raises ValueError once a question was asked.
        """
        if self._settled:
            raise ValueError("add all records before asking for the first")
        with _room():
            entered = self._base.execute("INSERT OR IGNORE INTO record VALUES (NULL, ?, ?, ?, ?)", record)
            if not entered.rowcount:
                return
            number = entered.lastrowid
            self._base.executemany(
                "INSERT INTO stated VALUES (?, ?, ?, ?, ?, ?)",
                ((key, number, figure, *map(plain, reach)) for key, figure, *reach in stated),
            )
            self._base.executemany("INSERT INTO given VALUES (?, ?)", ((value, number) for value in given))
            self._base.executemany(
                "INSERT INTO seat VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((region, indicator, *_seat(number, school)) for region, indicator, school in seats),
            )

    def entry(self, record: str) -> Entry | None:
        """The record of that id, if it was added."""
        rows = self._rows("SELECT number, id, subject, telling FROM record WHERE id = ?", record)
        return Entry(*rows[0]) if rows else None

    def numbered(self, number: int) -> Entry:
        """The record of that number."""
        (row,) = self._rows("SELECT number, id, subject, telling FROM record WHERE number = ?", number)
        return Entry(*row)

    def told(self, key: str) -> list[Told]:
        """Two tellers of each value of the key, where it has several but not so many as to be several things.

        Two are enough: one may be the record that is asked for.
        """
        rows = self._rows(
            "SELECT record.id, figure, value, low, high, title FROM told"
            " JOIN record ON record.number = told.record WHERE key = ? ORDER BY place",
            key,
        )
        return [
            Told(record, figure, Decimal(value), Decimal(low), Decimal(high), title)
            for record, figure, value, low, high, title in rows
        ]

    def holders(self, value: str) -> list[int]:
        """The first records, by number, that give a telling number which several give."""
        return [
            row[0] for row in self._rows("SELECT record FROM holder WHERE value = ? ORDER BY record", value)
        ]

    def counties(self, first: int) -> Iterator[tuple[str, list[tuple[str, School]]]]:
        """By indicator and stage the schools of a county, with their records' ids, of which this is the first."""
        rows = self._rows(
            "SELECT seat, indicator, record.id, name, stage, pupils, whole, unit, amount, counted FROM member"
            " JOIN record ON record.number = member.record WHERE first = ? ORDER BY seat, place",
            first,
        )
        for (_, indicator), members in groupby(rows, itemgetter(0, 1)):
            yield indicator, [(member[2], _school(*member[3:])) for member in members]

    def _rows(self, question: str, asked: str | int) -> list[tuple[Any, ...]]:
        with _room():
            if not self._settled:
                self._settle()
            return self._base.execute(question, (asked,)).fetchall()

    def _settle(self) -> None:
        """Put in order what was added, and leave out what nothing can be compared with."""
        self._settled = True
        self._base.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", self._several())
        self._base.execute("DROP TABLE stated")
        self._base.executemany("INSERT INTO holder VALUES (?, ?)", self._shared())
        self._base.execute("DROP TABLE given")
        self._base.executemany(
            "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._members()
        )
        self._base.execute("DROP TABLE seat")

    def _several(self) -> Iterator[tuple[Any, ...]]:
        rows = self._base.execute(
            "SELECT key, record, figure, value, low, high FROM stated ORDER BY key, rowid"
        )
        for key, tellers in groupby(rows, itemgetter(0)):
            values: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
            for _, *teller, low, high in tellers:
                if len(values) <= _COMMON:
                    same = values.setdefault((low, high), [])
                    if len(same) < 2:
                        same.append((*teller, low, high))
            if 1 < len(values) <= _COMMON:
                ordered = (teller for same in values.values() for teller in same)
                yield from ((key, place, *teller) for place, teller in enumerate(ordered))

    def _shared(self) -> Iterator[tuple[Any, ...]]:
        rows = self._base.execute("SELECT value, record FROM given ORDER BY value, record")
        for _, holders in groupby(rows, itemgetter(0)):
            kept = list(islice(holders, _COMMON + 1))
            if len(kept) > 1:
                yield from kept

    def _members(self) -> Iterator[tuple[Any, ...]]:
        """Each school once, under the record and the seat of the first."""
        rows = self._base.execute(
            "SELECT region, indicator, stage, name, rowid, record, pupils, whole, unit, amount, counted FROM seat"
            " ORDER BY region, indicator, stage, rowid"
        )
        for (_, indicator, stage), seats in groupby(rows, itemgetter(0, 1, 2)):
            schools: dict[str, tuple[Any, ...]] = {}
            for _, _, _, name, *seat in seats:
                schools.setdefault(name, tuple(seat))
            first, *_ = schools.values()
            for place, (name, (_, record, *rest)) in enumerate(schools.items()):
                yield (first[1], first[0], place, indicator, stage, name, record, *rest)


def _seat(record: int | None, school: School) -> tuple[object, ...]:
    pupils, whole = str(school.pupils), str(school.whole)
    return (school.stage, school.name, record, pupils, whole, school.unit, *school.figures)


def _school(
    name: str, stage: str | None, pupils: str, whole: str, unit: str, amount: str, counted: str
) -> School:
    return School(name, stage, Decimal(pupils), Decimal(whole), unit, (amount, counted))  # type: ignore[arg-type]  # as they were added


@contextmanager
def _room() -> Iterator[None]:
    """Say what a full disk means to the user."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(
            errno.EIO,
            f"cannot keep what the records are compared by: {error}; make room in the temporary folder"
            " or name another one (TMPDIR, on Windows TMP)",
        ) from error
