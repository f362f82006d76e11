"""What a corpus holds, counted item by item: memory grows with labels and rules, never with documents."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from corpus.item import LAYERS, Item, Label

# Upper ends (not included) of the classes of length that documents are counted in, in characters.
LENGTHS = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_NONE = "unknown"
_TENTHS = 10
# What tells whether two figures speak of the same thing.
_SAME = ("role", "stage", "qualifier", "entity", "period", "unit")


@dataclass(slots=True)
class Rule:
    """What one rule found: ``labels`` in all and in how many ``documents``; ``score`` is the sum of confidences.

    ``overlaps`` counts its labels that share a character with another label of the layer, ``conflicts`` those
    beside which the same document gives the same thing another value.
    """

    labels: int = 0
    documents: int = 0
    overlaps: int = 0
    conflicts: int = 0
    score: Decimal = Decimal(0)


@dataclass(slots=True)
class Statistics:
    """Counts of all items added; ``told`` says them as plain data in a fixed order."""

    documents: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    lengths: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    classes: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    labels: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    relations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    scores: Counter[int] = field(default_factory=Counter)
    rules: dict[str, Rule] = field(default_factory=lambda: defaultdict(Rule))
    damage: Counter[str] = field(default_factory=Counter)
    media: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    recognised: int = 0

    def add(self, item: Item, split: str) -> None:
        """Count one item of ``train``, ``dev`` or ``test``."""
        meta = item.meta
        self.documents[split] += 1
        self.characters[split] += len(item.text)
        self.lengths[split][bisect_right(LENGTHS, len(item.text))] += 1
        self.classes[split][item.classes.get("kind") or _NONE, item.classes.get("level") or _NONE] += 1
        for label in item.labels:
            self.labels[split][label.layer, label.label] += 1
        self.relations[split].update(relation.label for relation in item.relations)
        self.media[str(meta.get("media_type") or _NONE)] += 1
        self.years[str(meta.get("date") or _NONE)[:4] if meta.get("date") else _NONE] += 1
        self.warnings.update(meta.get("warnings") or ())
        self.redacted.update(meta.get("redacted") or {})
        self.recognised += bool(meta.get("ocr"))
        self._figures(item.layer("figures"))

    def _figures(self, figures: list[Label]) -> None:
        overlapping, differing = _overlapping(figures), _differing(figures)
        for rule in {figure.rule for figure in figures if figure.rule}:
            self.rules[rule].documents += 1
        for figure in figures:
            self.damage[figure.attributes.get("damage") or "none"] += 1
            if figure.score is not None:
                self.scores[min(int(figure.score * _TENTHS), _TENTHS - 1)] += 1
            if figure.rule:
                found = self.rules[figure.rule]
                found.labels += 1
                found.overlaps += figure.id in overlapping
                found.conflicts += figure.id in differing
                found.score += Decimal(str(figure.score or 0))

    def told(self) -> dict[str, Any]:
        """All counts as plain data, splits as they came, the frequent before the rare."""
        splits = list(self.documents)
        return {
            "splits": {
                split: {
                    "documents": self.documents[split],
                    "characters": self.characters[split],
                    "relations": _sorted(self.relations[split]),
                }
                for split in splits
            },
            "lengths": [
                {"from": low, "to": high, **{split: self.lengths[split][index] for split in splits}}
                for index, (low, high) in enumerate(zip((0, *LENGTHS), (*LENGTHS, None), strict=True))
            ],
            "classes": _rows(("kind", "level"), self.classes, splits),
            "labels": sorted(
                _rows(("layer", "label"), self.labels, splits), key=lambda row: LAYERS.index(row["layer"])
            ),
            "scores": {f"{index / _TENTHS:.1f}": self.scores[index] for index in range(_TENTHS)},
            "rules": self._rules(sum(self.documents.values())),
            "damage": _sorted(self.damage),
            "media_types": _sorted(self.media),
            "years": dict(sorted(self.years.items())),
            "warnings": _sorted(self.warnings),
            "redacted": _sorted(self.redacted),
            "recognised_documents": self.recognised,
        }

    def _rules(self, documents: int) -> list[dict[str, Any]]:
        ordered = sorted(self.rules.items(), key=lambda pair: (-pair[1].labels, pair[0]))
        return [
            {
                "rule": name,
                "labels": rule.labels,
                "coverage": _share(rule.documents, documents),
                "overlap": _share(rule.overlaps, rule.labels),
                "conflict": _share(rule.conflicts, rule.labels),
                "confidence": _share(rule.score, rule.labels),
            }
            for name, rule in ordered
        ]


def _share(part: int | Decimal, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.0001")) if whole else Decimal(0)


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _rows(
    names: tuple[str, str], counts: Mapping[str, Mapping[tuple[str, str], int]], splits: Iterable[str]
) -> list[dict[str, Any]]:
    """A row for each pair that was counted, with its count in each split."""
    total: Counter[tuple[str, str]] = Counter()
    for split in splits:
        total.update(counts[split])
    pairs = sorted(total, key=lambda pair: (-total[pair], pair))
    return [
        {**dict(zip(names, pair, strict=True)), **{split: counts[split].get(pair, 0) for split in splits}}
        for pair in pairs
    ]


def _overlapping(labels: list[Label]) -> set[str]:
    """The ids of labels that share a character with another, given in text order."""
    found: set[str] = set()
    reaching: Label | None = None
    for label in labels:
        if reaching is not None and label.start < reaching.end:
            found |= {label.id, reaching.id}
        if reaching is None or label.end > reaching.end:
            reaching = label
    return found


def _differing(figures: list[Label]) -> set[str]:
    """The ids of figures of one indicator about the same thing whose values are not one."""
    groups: dict[tuple[Any, ...], list[Label]] = defaultdict(list)
    for figure in figures:
        told = figure.attributes
        if told.get("value") is not None:
            groups[figure.label, *(told.get(key) for key in _SAME)].append(figure)
    return {
        figure.id
        for group in groups.values()
        if len({figure.attributes["value"] for figure in group}) > 1
        for figure in group
    }
