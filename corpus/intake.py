"""Records taken into a corpus one by one: entered, chosen, measured, redacted, or dropped with the reason."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from corpus.duplicate.finder import Finder
from corpus.entry import Given
from corpus.entry import item as entered
from corpus.item import Item
from corpus.leak import bare
from corpus.reason import Reason
from corpus.redact.redactor import Redactor
from corpus.register import Register, digest
from corpus.setting import Settings
from corpus.split import stratum
from corpus.spool import Spool
from corpus.summary import Summary
from schemas.number import dumps


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
    """Takes records in; of each document some thirty bytes stay in memory, the rest goes to spool and finder.

    ``keys`` are 64 bits of each document's words as they are written, without its numbers; ``strata`` its stratum;
    ``ids`` the digest over all records' ids.
    """

    def __init__(
        self, settings: Settings, spool: Spool, finder: Finder, summary: Summary, monitor: Monitor
    ) -> None:
        self.keys, self.strata = array("Q"), array("I")
        self.ids = hashlib.sha256()
        self._settings = settings
        self._spool = spool
        self._finder = finder
        self._summary = summary
        self._monitor = monitor
        self._redactor = None if settings.redaction is None else Redactor(settings.redaction)
        self._met = Register()
        self._faulty = ""

    def take(self, given: Iterable[Given], dropped: Path) -> None:
        """Take all records in; those that give no document go to ``dropped`` with the reason. Raises OSError."""
        with dropped.open("w", encoding="utf-8", newline="\n") as file:
            for one in given:
                self._summary.records += 1
                reason = self._reason(one)
                if reason is not None:
                    self._summary.dropped[reason.name] += 1
                    file.write(self._row(one, reason))
                self._monitor.done()

    def _reason(self, one: Given) -> Reason | None:
        """Why a record gives no document; where it gives one that is kept."""
        if one.record is None:
            return self._fault("record", one.place, one.fault)
        name = one.record["id"]
        self.ids.update(f"{name}\n".encode())
        copy = one.record["source"].get("duplicate_of")
        if copy is not None:
            return Reason("copy", None if self._redactor else copy)
        if self._met.put(name) is not None:
            return Reason("repeated_id")
        if one.text is None:
            return self._fault("text", one.place, one.fault)
        try:
            item = entered(one.record, one.text)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            said = str(error) if isinstance(error, ValueError) else "it has another form"
            return self._fault(
                "record", one.place, f"its record does not fit its text ({said}); run it again"
            )
        return self._unwanted(item)

    def _unwanted(self, item: Item) -> Reason | None:
        """Why a document is not wanted; it is kept where it is."""
        selection = self._settings.selection
        reason = selection.reason(item) or self._settings.quality.reason(item)
        if reason is None:
            # Copies are found by the words as they were: stand-ins for names would make strangers alike.
            self._finder.add(len(self._spool), item.text)
            self.strata.append(stratum(item))
            chosen = selection.pruned(item)
            kept = self._redactor.redact(chosen) if self._redactor else chosen
            self._spool.add(kept)
            self.keys.append(digest(bare(kept.text) or kept.text))
            self._summary.labels.update(label.layer for label in kept.labels)
            self._summary.redacted.update(kept.meta.get("redacted", {}))
        return reason

    def _fault(self, name: str, place: str, message: str | None) -> Reason:
        self._summary.faults += 1
        if place != self._faulty:  # the documents of one file have one text
            self._faulty = place
            self._monitor.fault(place, message or "")
        return Reason(name, message)

    def _row(self, one: Given, reason: Reason) -> str:
        """What is told of a record that is dropped; names of files may tell of people, ids do not."""
        known = one.record is not None
        row = {
            "id": one.record["id"] if one.record is not None else None,
            "path": None if known and self._redactor else one.place,
            "reason": reason.name,
            "measure": reason.measure,
            "threshold": reason.threshold,
        }
        return f"{dumps(row)}\n"
