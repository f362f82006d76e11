"""What a model sees otherwise than the rules: scores against what is right, and where the two differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from corpus.item import Item, Label

Kind = Literal["missed_by_rules", "missed_by_model", "named_otherwise"]
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch that rules and model see differently; ``rules`` and ``model`` are their labels, None where none."""

    kind: Kind
    start: int
    end: int
    text: str
    rules: str | None
    model: str | None


@dataclass(slots=True)
class Score:
    """Exact stretches with their label, counted against what is right, by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, found: Iterable[Label], wanted: Iterable[Label]) -> None:
        """Count one document."""
        ours, theirs = _keys(found), _keys(wanted)
        self.found.update(label for *_, label in ours)
        self.wanted.update(label for *_, label in theirs)
        self.right.update(label for *_, label in ours & theirs)

    def told(self) -> dict[str, Any]:
        """Precision, recall and F1 of all and by label, None where nothing was found or wanted."""
        labels = sorted(self.wanted | self.found, key=lambda label: (-self.wanted[label], label))
        rows = [
            {"label": label, **_measures(self.right[label], self.found[label], self.wanted[label])}
            for label in labels
        ]
        return {**_measures(self.right.total(), self.found.total(), self.wanted.total()), "labels": rows}


def differences(item: Item, model: Iterable[Label]) -> list[Difference]:
    """Where the model's figures differ from those of the item, in text order."""
    return sorted(_differences(item, list(model)), key=lambda one: (one.start, one.end))


def together(item: Item, model: Iterable[Label]) -> list[Label]:
    """The rules' figures, with those of the model's beside that touch none of them."""
    rules = item.layer("figures")
    taken = {at for label in rules for at in range(label.start, label.end)}
    return [*rules, *(label for label in model if taken.isdisjoint(range(label.start, label.end)))]


def _differences(item: Item, model: list[Label]) -> Iterable[Difference]:
    rules: dict[tuple[int, int], set[str]] = defaultdict(set)
    for label in item.layer("figures"):
        rules[label.start, label.end].add(label.label)
    touched = {at for start, end in rules for at in range(start, end)}
    seen: set[int] = set()
    for label in model:
        stretch = range(label.start, label.end)
        seen.update(stretch)
        known = rules.get((label.start, label.end))
        told = (label.start, label.end, label.text)
        if known is not None and label.label not in known:
            yield Difference("named_otherwise", *told, min(known), label.label)
        elif touched.isdisjoint(stretch):
            yield Difference("missed_by_rules", *told, None, label.label)
    for (start, end), known in rules.items():
        if seen.isdisjoint(range(start, end)):
            yield Difference("missed_by_model", start, end, item.text[start:end], min(known), None)


def _keys(labels: Iterable[Label]) -> set[tuple[int, int, str]]:
    return {(label.start, label.end, label.label) for label in labels}


def _measures(right: int, found: int, wanted: int) -> dict[str, Any]:
    return {
        "right": right,
        "found": found,
        "wanted": wanted,
        "precision": _share(right, found),
        "recall": _share(right, wanted),
        "f1": _share(2 * right, found + wanted),
    }


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(_PLACES) if whole else None
