"""Prepared records taken into a corpus one by one, or noted as dropped."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from corpus.duplicate.finder import Finder
from corpus.preparation import Kept, Prepared
from corpus.reason import Reason
from corpus.register import Register
from corpus.spool import Spool
from corpus.summary import Summary
from schemas.number import dumps

# What is wrong with a record or its text; other reasons tell that it was not wanted.
_FAULTS = ("record", "text")


class Monitor(Protocol):
    """Who is told how it goes."""

    def step(self, name: str, total: int | None) -> None:
        """Another step begins, of so many documents if that is known."""
        ...

    def done(self) -> None:
        """A document more is done in this step."""
        ...

    def fault(self, place: str, message: str) -> None:
        """A record or a text cannot be had."""
        ...


class Intake:
    """Takes in what was prepared; of each document some thirty bytes stay in memory, the rest goes to spool and finder.

    ``keys`` and ``strata`` are those of each document; ``ids`` the digest over all records' ids. ``paths`` tells
    whether those of records that are dropped may be told: names of files may tell of people, ids do not.
    """

    def __init__(
        self, spool: Spool, finder: Finder, summary: Summary, monitor: Monitor, *, paths: bool
    ) -> None:
        self.keys, self.strata = array("Q"), array("I")
        self.ids = hashlib.sha256()
        self._spool = spool
        self._finder = finder
        self._summary = summary
        self._monitor = monitor
        self._paths = paths
        self._met = Register()
        self._faulty = ""

    def take(self, prepared: Iterable[Prepared], dropped: Path) -> None:
        """Take all in; records that give no document go to ``dropped`` with the reason. Raises OSError."""
        with dropped.open("w", encoding="utf-8", newline="\n") as file:
            for one in prepared:
                self._summary.records += 1
                reason = self._reason(one)
                if reason is not None:
                    self._summary.dropped[reason.name] += 1
                    file.write(self._row(one, reason))
                self._monitor.done()

    def _reason(self, one: Prepared) -> Reason | None:
        """Why a record gives no document; one that is wanted is kept."""
        if one.id is not None:
            self.ids.update(f"{one.id}\n".encode())
            copy = one.reason is not None and one.reason.name == "copy"
            if not copy and self._met.put(one.id) is not None:
                return Reason("repeated_id")
        if one.reason is not None and one.reason.name in _FAULTS:
            self._fault(one.place, one.reason.measure)
        if one.kept is not None:
            self._keep(one.kept)
        return one.reason

    def _keep(self, kept: Kept) -> None:
        self._finder.add(len(self._spool), kept.signature)
        self._spool.add(kept.data)
        self.keys.append(kept.key)
        self.strata.append(kept.stratum)
        self._summary.labels.update(kept.labels)
        self._summary.redacted.update(kept.redacted)

    def _fault(self, place: str, message: object) -> None:
        self._summary.faults += 1
        if place != self._faulty:  # the documents of one file have one text
            self._faulty = place
            self._monitor.fault(place, str(message or ""))

    def _row(self, one: Prepared, reason: Reason) -> str:
        """What is told of a record that is dropped."""
        row = {
            "id": one.id,
            "path": one.place if self._paths or one.id is None else None,
            "reason": reason.name,
            "measure": reason.measure,
            "threshold": reason.threshold,
        }
        return f"{dumps(row)}\n"
