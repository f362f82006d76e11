"""Documents by indicators: what each document says of itself, one row a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.audit import label
from pipeline.audit.report.card import Card, title
from pipeline.audit.report.table import Cell, Column, Shaded
from schemas.record import Figure, Record, SchoolStage
from schemas.taxonomy.loader import taxonomy

Key = tuple[str, SchoolStage | None]

_DOCUMENT = (
    Column("文档", 34, wrap=True),
    Column("单位", 20),
    Column("地区", 12),
    Column("类型", 10),
    Column("日期", 11),
)


class Wide:
    """Gathers documents; the columns are the indicators that came, in the taxonomy's order, by stage."""

    def __init__(self) -> None:
        self._rows: list[tuple[tuple[Cell, ...], dict[Key, Cell]]] = []
        self._seen: set[Key] = set()

    def add(self, record: Record, cards: Sequence[Card]) -> None:
        """Add a document with its findings."""
        failed = {card.judged.id for card in cards if card.judged and card.finding.status == "fail"}
        held: dict[Key, list[Figure]] = {}
        for figure in record.figures:
            if figure.indicator is not None and _own(figure):
                held.setdefault((figure.indicator, figure.stage), []).append(figure)
        document = record.document
        lead: tuple[Cell, ...] = (
            title(record),
            document.subject,
            document.region,
            label.KINDS[document.kind],
            document.date,
        )
        self._rows.append((lead, {key: _value(figures, failed) for key, figures in held.items()}))
        self._seen.update(held)

    def columns(self) -> list[Column]:
        """The document's own columns, then one for each indicator and stage."""
        return [*_DOCUMENT, *(Column(_name(key), 15) for key in self._keys())]

    def rows(self) -> Iterator[list[Cell]]:
        """The documents in the order they came."""
        keys = self._keys()
        for lead, cells in self._rows:
            yield [*lead, *(cells.get(key) for key in keys)]

    def _keys(self) -> list[Key]:
        stages = (None, *label.STAGES)
        return [
            (indicator, stage)
            for indicator in taxonomy().indicators
            for stage in stages
            if (indicator, stage) in self._seen
        ]


def _own(figure: Figure) -> bool:
    """Whether it is a present value of the document's own subject, of the whole indicator."""
    told = figure.value is not None and figure.damage in (None, "unit")
    known = figure.indicator != "other" and figure.indicator in taxonomy().indicators
    return told and known and figure.role == "actual" and figure.entity is None and figure.qualifier is None


def _value(figures: Sequence[Figure], failed: set[str]) -> Cell:
    """The one value of today, else of the latest time; differing ones side by side, as text."""
    today = [figure for figure in figures if figure.period is None]
    latest = max((figure.period_end or "" for figure in figures), default="")
    chosen = today or [figure for figure in figures if (figure.period_end or "") == latest]
    amounts = list(dict.fromkeys(map(label.amount, chosen)))
    first = chosen[0]
    exact = len(amounts) == 1 and first.op == "=" and first.value_max is None
    value = first.value if exact and first.value is not None else " ｜ ".join(amounts)
    if failed & {figure.id for figure in chosen}:
        return Shaded(value, "failed")
    return value if len(amounts) == 1 else Shaded(value, "differing")


def _name(key: Key) -> str:
    indicator, stage = key
    row = taxonomy()[indicator]
    words = [word for word in (label.STAGES[stage] if stage else None, _unit(row.unit)) if word]
    return f"{row.zh}（{'，'.join(words)}）" if words else row.zh


def _unit(name: str) -> str:
    return next((word for unit, word in label.UNITS.items() if unit == name), "")
