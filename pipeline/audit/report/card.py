"""A document and its findings as the page shows them: words and anchors, ready for the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from pipeline.audit import label
from pipeline.audit.case import Case
from pipeline.audit.report import passage
from schemas.finding import Finding
from schemas.record import Figure, Record
from schemas.unit import Unit

_RANK: dict[str, int] = {kind: rank for rank, kind in enumerate((*label.OUTCOMES, "used"))}
_UNSAFE = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Link:
    """A figure that a finding used, and the anchor of its passage."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding. ``facts`` are pairs of a word and an amount; ``place`` is the anchor of the judged passage."""

    anchor: str
    place: str | None
    outcome: label.Outcome
    finding: Finding
    judged: Figure | None
    unit: Unit
    title: str
    facts: tuple[tuple[str, str], ...]
    suggestion: str | None
    basis: str | None
    operands: tuple[Link, ...]
    elsewhere: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on the page; ``anchors`` are those of its figures, ``target`` the finding that speaks of it.

    ``damage`` is named where there is some; ``blank`` where no value is left.
    """

    anchors: tuple[str, ...]
    kind: str
    text: str
    target: str | None
    damage: str | None
    blank: bool
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of the page: text on the left, the cards that begin there on the right; see ``passage.Row``."""

    blocks: tuple[tuple[str | Spot, ...], ...]
    cards: tuple[Card, ...]
    skipped: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: heading, ``loose`` cards that belong to no passage, rows; ``quoted`` where the text is gone."""

    anchor: str
    title: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    loose: tuple[Card, ...]
    strips: tuple[Strip, ...]
    cards: tuple[Card, ...]
    quoted: bool


def document_anchor(record: str) -> str:
    """The anchor of a record's document, from its id: short, and unlike others."""
    digest, _, part = record.partition("#")
    return f"d{_safe(digest)[:16]}-{_safe(part)}"


def figure_anchor(document: str, figure: str) -> str:
    """The anchor of a figure's passage in a document."""
    return f"{document}-p-{_safe(figure)}"


def _safe(name: str) -> str:
    return _UNSAFE.sub(lambda found: f"-{ord(found[0]):x}-", name)


def title(record: Record) -> str:
    """What a document is called: its title, else whose it is, else its file."""
    return record.part.title or record.document.subject or PurePath(record.source.path).name


def cards(case: Case, citations: Mapping[str, str], anchor: str) -> tuple[Card, ...]:
    """The findings of a case; ``citations`` by criterion, ``anchor`` the document's."""
    figures = {figure.id: figure for figure in case.record.figures}
    return tuple(
        _card(finding, figures, citations, anchor, index) for index, finding in enumerate(case.findings, 1)
    )


def sheet(case: Case, citations: Mapping[str, str], anchor: str) -> Sheet:
    """A case as the page shows it, its anchors beginning with ``anchor``."""
    record = case.record
    all_cards = cards(case, citations, anchor)
    used = {name for finding in case.findings for name in finding.figures}
    marked = [figure for figure in record.figures if figure.id in used or figure.damage]
    heads = {finding.figures[0] for finding in case.findings if finding.figures}
    start, end = record.part.start, record.part.end
    text = case.text if case.text is not None and passage.fits(case.text, start, end, marked) else None
    rows = passage.rows(text, start, end, marked, heads)
    at_figure: dict[str, list[Card]] = {}
    for card in all_cards:
        at_figure.setdefault(next(iter(card.finding.figures), ""), []).append(card)
    spots = _Spots(all_cards, anchor, quoted=text is None)
    return Sheet(
        anchor,
        title(record),
        tuple(_facts(record)),
        tuple(warning.message for warning in record.warnings),
        tuple(card for card in all_cards if card.place is None),
        tuple(_strip(row, at_figure, spots) for row in rows),
        all_cards,
        text is None,
    )


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    document = record.document
    yield "类型", label.KINDS[document.kind]
    for name, value in (
        ("单位", document.subject),
        ("地区", document.region),
        ("层级", label.LEVELS[document.level] if document.level else None),
        ("日期", document.date),
        ("时段", document.period),
    ):
        if value:
            yield name, value
    part = record.part
    yield "文件", record.source.path + (f"（第 {part.index}/{part.count} 篇）" if part.count > 1 else "")


def _card(
    finding: Finding, figures: Mapping[str, Figure], citations: Mapping[str, str], anchor: str, index: int
) -> Card:
    judged = figures.get(finding.figures[0]) if finding.figures else None
    unit: Unit = "coefficient" if finding.check == "coefficient" else judged.unit if judged else "other"
    name = finding.criterion
    return Card(
        f"{anchor}-c-{index}",
        figure_anchor(anchor, judged.id) if judged else None,
        label.outcome(finding),
        finding,
        judged,
        unit,
        label.subject(judged) if judged else label.CHECKS[finding.check],
        tuple(_amounts(finding, judged, unit)),
        _number(finding.suggestion, unit),
        citations.get(name, name) if name else None,
        tuple(
            Link(figure_anchor(anchor, figure.id), f"{label.subject(figure)} {label.amount(figure)}")
            for figure in map(figures.get, finding.figures[1:])
            if figure is not None
        ),
        tuple(
            Link(figure_anchor(document_anchor(there.record), there.figure), f"{there.record[:8]}…")
            for there in finding.elsewhere
        ),
    )


def _number(value: Decimal | None, unit: Unit) -> str | None:
    return None if value is None else label.number(value, unit)


def _amounts(finding: Finding, judged: Figure | None, unit: Unit) -> Iterator[tuple[str, str]]:
    claimed = _number(finding.claimed, unit)
    if claimed is None and judged is not None:
        claimed = label.amount(judged)
    expected, interval = label.EXPECTED.get(finding.check, ("核算", "相容区间"))
    for name, value in (
        ("文中", claimed),
        (expected, _number(finding.expected, unit)),
        (interval, label.interval(finding.low, finding.high, unit)),
    ):
        if value is not None:
            yield name, value


class _Spots:
    """Tells a mark's kind, and which card it leads to, from the cards of the document."""

    def __init__(self, cards: Sequence[Card], anchor: str, *, quoted: bool) -> None:
        self._anchor = anchor
        self._quoted = quoted
        self._judging: dict[str, list[Card]] = {}
        self._using: dict[str, list[Card]] = {}
        for card in cards:
            everywhere = card.finding.check == "conflict"
            for place, name in enumerate(card.finding.figures):
                held = self._judging if everywhere or place == 0 else self._using
                held.setdefault(name, []).append(card)

    def spot(self, mark: passage.Mark) -> Spot:
        names = [figure.id for figure in mark.figures]
        judging = sorted(_of(self._judging, names), key=lambda card: _RANK[card.outcome])
        target = next(iter(judging), None) or next(iter(_of(self._using, names)), None)
        damaged = next((figure for figure in mark.figures if figure.damage), None)
        own = [card.suggestion for card in judging if card.suggestion and card.finding.figures[0] in names]
        kind = judging[0].outcome if judging else "used"
        return Spot(
            tuple(figure_anchor(self._anchor, name) for name in names),
            kind,
            mark.text,
            target.anchor if target else None,
            label.DAMAGES[damaged.damage] if damaged and damaged.damage else None,
            damaged is not None and damaged.value is None,
            # A quote holds other values too: beside it one could not tell which is meant.
            own[0] if own and not self._quoted else None,
        )


def _of(held: Mapping[str, Sequence[Card]], names: Iterable[str]) -> Iterator[Card]:
    for name in names:
        yield from held.get(name, ())


def _strip(row: passage.Row, at_figure: Mapping[str, Sequence[Card]], spots: _Spots) -> Strip:
    blocks = tuple(
        tuple(spots.spot(piece) if isinstance(piece, passage.Mark) else piece for piece in block.pieces)
        for block in row.blocks
    )
    figures = [figure for block in row.blocks for figure in block.figures]
    cards = sorted(
        _of(at_figure, (figure.id for figure in figures)),
        key=lambda card: card.outcome in ("unknown", "passed"),
    )
    page = next((figure.evidence.page for figure in figures if figure.evidence.page), None)
    return Strip(blocks, tuple(cards), row.skipped, page)
