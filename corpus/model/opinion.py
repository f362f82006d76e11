"""What is made of a model's opinion: scores against what is right, gaps filled, and where it differs from the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from corpus.entry import NO_INDICATOR
from corpus.item import Item, Label
from corpus.model import SURE
from corpus.model.learner import RULE
from schemas.taxonomy.loader import taxonomy

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that rules and model take for different things; ``score`` is how sure the model is, 0..1."""

    start: int
    end: int
    text: str
    rules: str
    model: str
    score: float


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


def filled(item: Item, opinions: Iterable[Label], sure: float = SURE) -> list[Label]:
    """The item's figures, with the model's label where the rules had none and it is at least so ``sure``.

    An indicator counted in another unit than the figure is no opinion.
    """
    told = {one.id: one for one in opinions}
    return [
        replace(one, label=told[one.id].label, score=told[one.id].score, rule=told[one.id].rule)
        if one.label == NO_INDICATOR and _worth(told[one.id], sure) and _fits(told[one.id].label, one)
        else one
        for one in item.layer("figures")
    ]


def renamed(record: Mapping[str, Any], figures: Iterable[Label]) -> dict[str, Any]:
    """The record with the indicators that ``filled`` gave its figures, their rule and their confidence."""
    told = {one.id: one for one in figures if one.rule == RULE}
    rows = [
        {
            **row,
            "indicator": told[row["id"]].label,
            "unit": taxonomy()[told[row["id"]].label].unit,
            "confidence": Decimal(str(round(told[row["id"]].score or 0, 2))),
            "rule": RULE,
        }
        if row["id"] in told
        else row
        for row in record["figures"]
    ]
    return {**record, "figures": rows}


def differences(item: Item, opinions: Iterable[Label], sure: float = SURE) -> list[Difference]:
    """Where a model that is at least so ``sure`` takes a figure for something else, the surest first."""
    figures = {one.id: one for one in item.layer("figures")}
    found = [
        Difference(one.start, one.end, one.text, figures[one.id].label, one.label, round(one.score or 0, 3))
        for one in opinions
        if one.label != figures[one.id].label and (one.score or 0) >= sure
    ]
    return sorted(found, key=lambda one: (-one.score, one.start))


def _worth(opinion: Label, sure: float) -> bool:
    return opinion.label != NO_INDICATOR and (opinion.score or 0) >= sure


def _fits(indicator: str, figure: Label) -> bool:
    unit, wanted = figure.attributes.get("unit"), taxonomy()[indicator].unit
    # A bare number has no unit of its own till it is a coefficient.
    return unit == wanted or (unit == "other" and wanted == "coefficient")


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
