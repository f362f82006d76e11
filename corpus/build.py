"""From records with their texts to a corpus: choose, redact, find near-duplicates, divide, write, check."""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

from corpus.duplicate.cluster import clusters
from corpus.duplicate.finder import Finder, Pair
from corpus.entry import Given
from corpus.entry import item as entered
from corpus.format.base import Format
from corpus.item import SPLITS, Item
from corpus.leak import PAIRS, leaks
from corpus.quality import Quality
from corpus.reason import Reason
from corpus.redact.option import Options
from corpus.redact.redactor import Redactor
from corpus.register import Register, digest
from corpus.selection import Selection
from corpus.split import Shares, divide, stratum
from corpus.spool import Spool
from schemas.errors import ConfigurationError
from schemas.number import dumps

ABOUT = "corpus.json"
DROPPED = "dropped.jsonl"
MAKER = "shengjun"
_WORK = ".work"
_BLOCK = 1 << 20


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


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides about a corpus, beside its records."""

    selection: Selection
    quality: Quality
    shares: Shares
    seed: int
    formats: Sequence[Format]
    redaction: Options | None = field(default_factory=Options)

    def told(self) -> dict[str, Any]:
        """The settings as plain data."""
        return {
            "seed": self.seed,
            "shares": dict(zip(SPLITS, self.shares.of_one(), strict=True)),
            "selection": self.selection.told(),
            "quality": {name: dict(bounds) for name, bounds in self.quality.bounds.items()},
            "redaction": _told(self.redaction),
            "formats": [each.name for each in self.formats],
        }


def _told(redaction: Options | None) -> dict[str, Any] | None:
    """What is redacted; the secret that pseudonyms are drawn with is not told."""
    if redaction is None:
        return None
    return asdict(redaction) | {"pseudonyms": redaction.pseudonyms is not None}


@dataclass(slots=True)
class Summary:
    """What came of it. ``faults`` are records that could not be used; the other drops are as wished.

    ``lost`` counts for each format the labels that it has no place for.
    """

    records: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    faults: int = 0
    pairs: int = 0
    clusters: int = 0
    splits: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    lost: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents the corpus holds."""
        return self.splits.total()

    def told(self) -> dict[str, Any]:
        """The counts as plain data."""
        return {
            "records": self.records,
            "documents": self.documents,
            "dropped": dict(sorted(self.dropped.items())),
            "pairs": self.pairs,
            "clusters": self.clusters,
            "splits": {name: self.splits[name] for name in SPLITS},
            "labels": dict(sorted(self.labels.items())),
            "redacted": dict(sorted(self.redacted.items())),
            "lost": {name: dict(sorted(lost.items())) for name, lost in self.lost.items() if lost},
        }


def build(
    given: Iterable[Given], folder: Path, settings: Settings, about: Mapping[str, Any], monitor: Monitor
) -> Summary:
    """Make a corpus in an empty folder; ``about`` is what ``corpus.json`` is to say beside settings and counts.

    Raises ConfigurationError where the check finds a leak, OSError where the disk does not take it.
    """
    summary = Summary()
    work = folder / _WORK
    work.mkdir()
    with Spool(work / "items") as spool, Finder(work) as finder:
        intake = _Intake(settings, spool, finder, summary, monitor)
        monitor.step("reading", None)
        intake.take(given, folder / DROPPED)
        monitor.step("comparing", None)
        found = _clusters(intake, folder / PAIRS)
        summary.clusters = sum(1 for number, first in enumerate(found) if number == first)
        splits = divide(found, intake.keys, intake.strata, settings.shares, settings.seed)
        monitor.step("writing", len(spool))
        _write(spool, found, splits, folder, settings.formats, summary, monitor)
    shutil.rmtree(work)
    monitor.step("checking", None)
    _prove(folder)
    _tell(folder, settings, summary, {**about, "records_sha256": intake.ids.hexdigest()})
    return summary


@dataclass(slots=True)
class _Intake:
    """Takes records in and keeps what is needed of each document: 28 bytes in memory, the rest on the disk."""

    settings: Settings
    spool: Spool
    finder: Finder
    summary: Summary
    monitor: Monitor
    keys: array[int] = field(default_factory=lambda: array("Q"))
    strata: array[int] = field(default_factory=lambda: array("I"))
    met: Register = field(default_factory=Register)
    ids: Any = field(default_factory=hashlib.sha256)
    faulty: str = ""
    redactor: Redactor | None = field(init=False)

    def __post_init__(self) -> None:
        redaction = self.settings.redaction
        self.redactor = None if redaction is None else Redactor(redaction)

    def take(self, given: Iterable[Given], dropped: Path) -> None:
        """Take all records in; those that are not wanted go to ``dropped`` with the reason."""
        with dropped.open("w", encoding="utf-8", newline="\n") as file:
            for one in given:
                self.summary.records += 1
                reason = self._reason(one)
                if reason is not None:
                    self.summary.dropped[reason.name] += 1
                    file.write(self._row(one, reason))
                self.monitor.done()

    def _reason(self, one: Given) -> Reason | None:
        """Why a record gives no document; where it gives one that is kept."""
        if one.record is None:
            return self._fault("record", one.place, one.fault)
        self.ids.update(f"{one.record['id']}\n".encode())
        copy = one.record["source"].get("duplicate_of")
        if copy is not None:
            return Reason("copy", None if self.redactor else copy)
        if self.met.put(one.record["id"]) is not None:
            return Reason("repeated_id")
        if one.text is None:
            return self._fault("text", one.place, one.fault)
        try:
            item = entered(one.record, one.text)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            said = str(error) if isinstance(error, ValueError) else "it has another form"
            return self._fault("record", one.place, f"its record does not fit its text: {said}; make it anew")
        return self._unwanted(item)

    def _unwanted(self, item: Item) -> Reason | None:
        selection = self.settings.selection
        reason = selection.reason(item) or self.settings.quality.reason(item)
        if reason is None:
            # Copies are found by the words as they were: stand-ins for names would make strangers alike.
            self.finder.add(len(self.spool), item.text)
            self.keys.append(digest(item.text))
            self.strata.append(stratum(item))
            chosen = selection.pruned(item)
            self.spool.add(self.redactor.redact(chosen) if self.redactor else chosen)
        return reason

    def _row(self, one: Given, reason: Reason) -> str:
        """What is told of a record that is dropped; names of files tell of people, ids do not."""
        told = one.record is not None and self.redactor is not None
        row = {
            "id": one.record["id"] if one.record is not None else None,
            "path": None if told else one.place,
            "reason": reason.name,
            "measure": reason.measure,
            "threshold": reason.threshold,
        }
        return f"{dumps(row)}\n"

    def _fault(self, name: str, place: str, message: str | None) -> Reason:
        self.summary.faults += 1
        if place != self.faulty:  # the documents of one file have one text
            self.faulty = place
            self.monitor.fault(place, message or "")
        return Reason(name, message)


def _clusters(intake: _Intake, path: Path) -> array[int]:
    """The clusters, as the number of the first document of each; the pairs are written with their measures."""
    spool, summary = intake.spool, intake.summary

    def told(file: IO[str]) -> Iterator[Pair]:
        for pair in intake.finder.pairs():
            summary.pairs += 1
            row = asdict(pair) | {"left": spool.id(pair.left), "right": spool.id(pair.right)}
            file.write(f"{json.dumps(row)}\n")
            yield pair

    with path.open("w", encoding="utf-8", newline="\n") as file:
        return clusters(len(spool), told(file))


def _write(
    spool: Spool,
    found: array[int],
    splits: bytes,
    folder: Path,
    formats: Sequence[Format],
    summary: Summary,
    monitor: Monitor,
) -> None:
    with ExitStack() as stack:
        writers = [
            [stack.enter_context(each.writer(_place(folder, each.name), split)) for each in formats]
            for split in SPLITS
        ]
        for number, item in enumerate(spool):
            noted = item.noted(cluster=spool.id(found[number]))
            for writer in writers[splits[number]]:
                writer.write(noted)
            summary.splits[SPLITS[splits[number]]] += 1
            summary.labels.update(label.layer for label in item.labels)
            summary.redacted.update(item.meta.get("redacted", {}))
            monitor.done()
        summary.lost = {
            each.name: sum((of_split[at].lost for of_split in writers), Counter())
            for at, each in enumerate(formats)
        }


def _place(folder: Path, name: str) -> Path:
    """Where a format writes; the plain form stands at the top, for the check and all that follows read it."""
    return folder if name == "jsonl" else folder / name


def _prove(folder: Path) -> None:
    found = list(islice(leaks(folder), 3))
    if found:
        raise ConfigurationError(
            f"the corpus leaks from one split into another, nothing was written: {'; '.join(found)}"
        )


def _tell(folder: Path, settings: Settings, summary: Summary, about: Mapping[str, Any]) -> None:
    told = {
        **about,
        "settings": settings.told(),
        "counts": summary.told(),
        "files": {
            path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _sha256(path)}
            for path in sorted(folder.rglob("*"), key=Path.as_posix)
            if path.is_file()
        },
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / ABOUT).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def made(folder: Path) -> bool:
    """Whether the folder holds a corpus of this program and nothing else; an empty one may be filled."""
    try:
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    except OSError:
        return False
    if not folder.is_dir():
        return False
    if not names:
        return True
    try:
        told = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        ours = str(told["made_by"]).startswith(f"{MAKER} ")
        return ours and names <= {ABOUT, *told["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
