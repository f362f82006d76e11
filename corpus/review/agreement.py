"""How far people agree who labelled the same documents: exact spans as F1, attributes and classes as Cohen's kappa."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from corpus.item import LAYERS, Item, Label

# What people choose from a list; what they write freely agrees in too few ways to be set against chance.
CHOSEN = ("unit", "op", "role", "stage", "verdict", "damage", "approx", "quantified")
_PLACES = Decimal("0.0001")


@dataclass(slots=True)
class _Spans:
    both: int = 0
    one: int = 0

    def f1(self) -> Decimal | None:
        whole = 2 * self.both + self.one
        return (Decimal(2 * self.both) / whole).quantize(_PLACES) if whole else None


@dataclass(slots=True)
class Agreement:
    """Counts over pairs of people; ``told`` says them. Feed it every document that two or more labelled."""

    documents: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    spans: dict[tuple[str, str], _Spans] = field(default_factory=lambda: defaultdict(_Spans))
    chosen: dict[tuple[str, str], Counter[tuple[Hashable, Hashable]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, versions: Mapping[str, Item]) -> None:
        """Count one document, given as each person (by name) left it; one person alone says nothing."""
        if len(versions) < 2:
            return
        self.documents += 1
        for first, second in combinations(sorted(versions), 2):
            self.pairs[first, second] += 1
            self._compare(versions[first], versions[second])

    def _compare(self, one: Item, other: Item) -> None:
        for layer in LAYERS:
            first, second = _placed(one.layer(layer)), _placed(other.layer(layer))
            for place in first.keys() | second.keys():
                a, b = first.get(place), second.get(place)
                self._span(layer, a, b)
                if a is not None and b is not None:
                    self.chosen[layer, "label"][a.label, b.label] += 1
                    for name in CHOSEN:
                        if name in a.attributes or name in b.attributes:
                            self.chosen[layer, name][a.attributes.get(name), b.attributes.get(name)] += 1
        for name in one.classes.keys() & other.classes.keys():
            self.chosen["classes", name][one.classes[name], other.classes[name]] += 1

    def _span(self, layer: str, a: Label | None, b: Label | None) -> None:
        if a is not None and b is not None and a.label == b.label:
            self.spans[layer, a.label].both += 1
            return
        for label in (a, b):
            if label is not None:
                self.spans[layer, label.label].one += 1

    def told(self) -> dict[str, Any]:
        """Documents, pairs of people, F1 by layer and by label, kappa by attribute, as plain data."""
        layers = {layer: _Spans() for layer, _ in sorted(self.spans)}
        for (layer, _), spans in self.spans.items():
            layers[layer].both += spans.both
            layers[layer].one += spans.one
        return {
            "documents": self.documents,
            "annotators": sorted({name for pair in self.pairs for name in pair}),
            "layers": [{"layer": layer, "both": one.both, "one": one.one, "f1": one.f1()} for layer, one in layers.items()],
            "labels": [
                {"layer": layer, "label": label, "both": one.both, "one": one.one, "f1": one.f1()}
                for (layer, label), one in sorted(self.spans.items())
            ],
            "attributes": [
                {"layer": layer, "attribute": name, "compared": sum(pairs.values()), "same": _same(pairs), "kappa": kappa(pairs)}
                for (layer, name), pairs in sorted(self.chosen.items())
            ],
        }  # fmt: skip


def kappa(pairs: Mapping[tuple[Hashable, Hashable], int]) -> Decimal | None:
    """Cohen's kappa of pairs of choices with their counts; None where both chose one and the same thing throughout."""
    whole = sum(pairs.values())
    if not whole:
        return None
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), count in pairs.items():
        first[a] += count
        second[b] += count
    chance = Decimal(sum(first[choice] * second[choice] for choice in first)) / whole**2
    if chance == 1:
        return None
    return ((_same(pairs, exact=True) - chance) / (1 - chance)).quantize(_PLACES)


def _same(pairs: Mapping[tuple[Hashable, Hashable], int], *, exact: bool = False) -> Decimal:
    share = Decimal(sum(count for (a, b), count in pairs.items() if a == b)) / sum(pairs.values())
    return share if exact else share.quantize(_PLACES)


def _placed(labels: Iterable[Label]) -> dict[tuple[int, int, int], Label]:
    """Labels by their place; of several in one place the first by label is set against the first, and so on."""
    seen: Counter[tuple[int, int]] = Counter()
    found = {}
    for label in sorted(labels, key=lambda one: (one.start, one.end, one.label)):
        number = seen[label.start, label.end]
        seen[label.start, label.end] += 1
        found[label.start, label.end, number] = label
    return found
