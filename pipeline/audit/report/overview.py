"""What all documents of a report come to: counts, bars, the standards' pass table, restored values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.audit import label
from pipeline.audit.label import OUTCOMES, Outcome
from pipeline.audit.report.card import Card, title
from schemas.record import Record

# The lists of the first page hold no more than this; the rest stands at its document, and in the workbook.
MOST = 300
_RUN = re.compile(r"([0-9]{1,9})|([^0-9]+)")
WORST = 10


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: ``x`` and ``width`` in hundredths of the bar's full length."""

    outcome: Outcome
    x: float
    width: float
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with a bar: ``anchor`` leads to what it speaks of, ``id`` is a criterion's."""

    name: str
    counts: Mapping[Outcome, int]
    segments: tuple[Segment, ...]
    anchor: str | None = None
    note: str | None = None
    restored: int = 0
    id: str | None = None

    @property
    def failed(self) -> int:
        """How many findings failed."""
        return sum(count for outcome, count in self.counts.items() if outcome not in ("unknown", "passed"))

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.counts.values())

    @property
    def rate(self) -> Decimal | None:
        """The share, 0..1, that passed among those that could be checked."""
        passed = self.counts.get("passed", 0)
        checked = passed + self.failed
        return Decimal(passed) / checked if checked else None


@dataclass(slots=True)
class Overview:
    """Counts up sheets as they pass; memory grows with the number of documents, not with their texts."""

    figures: int = 0
    restored: int = 0
    documents: list[Line] = field(default_factory=list)
    suggestions: list[tuple[str, Card]] = field(default_factory=list)
    _checks: dict[str, Counter[Outcome]] = field(default_factory=dict)
    _criteria: dict[tuple[str, str], Counter[Outcome]] = field(default_factory=dict)

    def add(self, record: Record, cards: Sequence[Card], anchor: str) -> None:
        """Count a document that stands at ``anchor``."""
        counts: Counter[Outcome] = Counter(card.outcome for card in cards)
        restored = [card for card in cards if card.suggestion]
        self.figures += len(record.figures)
        self.restored += len(restored)
        room = MOST - len(self.suggestions)
        self.suggestions += [(title(record), card) for card in restored[:room]]
        kind = label.KINDS[record.document.kind]
        self.documents.append(Line(title(record), counts, (), anchor, kind, len(restored)))
        for card in cards:
            self._checks.setdefault(card.finding.check, Counter())[card.outcome] += 1
            if card.basis and card.finding.criterion:
                key = (card.basis, card.finding.criterion)
                self._criteria.setdefault(key, Counter())[card.outcome] += 1

    @property
    def total(self) -> Line:
        """All findings as one bar."""
        counts: Counter[Outcome] = Counter()
        for line in self.documents:
            counts.update(line.counts)
        return Line("全部结论", counts, _segments(counts, sum(counts.values())))

    @property
    def checks(self) -> list[Line]:
        """A bar for each kind of check, in the order of the labels."""
        full = max((sum(counts.values()) for counts in self._checks.values()), default=0)
        return [
            Line(name, counts, _segments(counts, full))
            for check, name in label.CHECKS.items()
            if (counts := self._checks.get(check))
        ]

    @property
    def criteria(self) -> list[Line]:
        """A bar for each clause of a standard, over its own findings."""
        return [
            Line(basis, counts, _segments(counts, sum(counts.values())), id=criterion)
            for (basis, criterion), counts in sorted(
                self._criteria.items(), key=lambda item: _natural(item[0][0])
            )
        ]

    @property
    def worst(self) -> list[Line]:
        """The documents where the most failed, those with more errors first; bars of what failed alone."""
        ranked = sorted(
            (line for line in self.documents if line.failed),
            key=lambda line: [-line.failed, *(-line.counts.get(kind, 0) for kind in label.SEVERITIES)],
        )[:WORST]
        full = max((line.failed for line in ranked), default=0)
        return [
            Line(line.name, line.counts, _segments(_failures(line.counts), full), line.anchor)
            for line in ranked
        ]


def _natural(text: str) -> list[tuple[int, str]]:
    """A key under which clause 3 stands before clause 11."""
    return [(int(digits or 0), other) for digits, other in _RUN.findall(text)]


def _failures(counts: Mapping[Outcome, int]) -> dict[Outcome, int]:
    return {kind: counts.get(kind, 0) for kind in label.SEVERITIES}


def _segments(counts: Mapping[Outcome, int], full: int) -> tuple[Segment, ...]:
    return tuple(_laid(counts, full)) if full else ()


def _laid(counts: Mapping[Outcome, int], full: int) -> Iterator[Segment]:
    x = 0.0
    for kind in OUTCOMES:
        if count := counts.get(kind, 0):
            width = 100 * count / full
            yield Segment(kind, round(x, 3), round(width, 3), count)
            x += width
