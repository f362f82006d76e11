"""What is chosen, and what stays of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.item import Item
from corpus.reason import Reason
from corpus.selection import Selection
from tests.corpus.material import item


def marked(score: float = 0.9, damage: str | None = None) -> Item:
    """A document whose figure and quantity have such a score and damage."""
    one = item(5)
    labels = tuple(
        replace(label, score=score, attributes={**label.attributes, "damage": damage})
        if label.layer in ("figures", "quantities")
        else label
        for label in one.labels
    )
    return replace(one, labels=labels)


@pytest.mark.parametrize(
    ("selection", "document", "expected"),
    [
        (Selection(), item(1), None),
        (Selection(kinds=("plan", "report")), item(1), None),
        (Selection(kinds=("report", "summary")), item(1), Reason("kind", "plan", "report summary")),
        (Selection(levels=("school",)), item(1), None),
        (Selection(levels=("county",)), item(1), Reason("level", "school", "county")),
        (Selection(levels=("county",)), item(1, level=None), Reason("level", None, "county")),
        (Selection(confidence=0.9), marked(0.8), None),
        (Selection(confidence=0.9, strict=True), marked(0.9), None),
        (Selection(confidence=0.9, strict=True), marked(0.8), Reason("confidence", 0.8, 0.9)),
        (Selection(figures=1), marked(0.8), None),
        (Selection(figures=2), marked(0.8), Reason("figures", 1, 2)),
        (Selection(figures=1, confidence=0.9), marked(0.8), Reason("figures", 0, 1)),
        (Selection(damage="keep"), marked(damage="lost"), None),
        (Selection(damage="drop-labels"), marked(damage="lost"), None),
        (Selection(damage="drop-labels", figures=1), marked(damage="lost"), Reason("figures", 0, 1)),
        (Selection(damage="drop-documents"), marked(damage="lost"), Reason("damage", 1, 0)),
        (Selection(damage="drop-documents"), marked(), None),
    ],
)
def test_a_document_that_is_not_wanted_has_a_reason(
    selection: Selection, document: Item, expected: Reason | None
) -> None:
    assert selection.reason(document) == expected


@pytest.mark.parametrize("selection", [Selection(confidence=0.9), Selection(damage="drop-labels")])
def test_with_a_label_goes_what_belongs_to_it_alone(selection: Selection) -> None:
    pruned = selection.pruned(marked(0.8, "lost")).check()
    assert [label.id for label in pruned.labels] == ["g1"]
    assert pruned.relations == ()


def test_what_stays_is_as_it_was() -> None:
    one = marked(0.9)
    assert Selection(confidence=0.9, damage="drop-labels").pruned(one) is one
