"""A document as training data: its text, what is labelled in it, and how labels belong together.

This is what selection, redaction and clustering work on and what every format is written from. An Item as JSON
(``dump``, ``load``) is the corpus's plain form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Self

from pydantic import TypeAdapter

from schemas.errors import ConfigurationError
from schemas.number import Told, dumps, loads

Layer = Literal["quantities", "figures", "names", "goals", "stages", "problems", "citations", "people"]
LAYERS: tuple[Layer, ...] = (
    "quantities", "figures", "names", "goals", "stages", "problems", "citations", "people",
)  # fmt: skip
SPLITS = ("train", "dev", "test")
_RANKS = {layer: rank for rank, layer in enumerate(LAYERS)}


class WrongItem(ConfigurationError, ValueError):
    """What was read is no item, or a label's words are not those of its place; the message says which."""


@dataclass(slots=True)  # not frozen: a document has hundreds, and freezing makes each three times as dear
class Label:
    """A labelled stretch of the item's text: ``text`` is ``item.text[start:end]``, and travels with it. Never changed.

    ``id`` is unique in its item; ``label`` the class (an indicator's id, ``goal`` …), ``attributes`` what else is
    known of it (value, unit, role …; plain JSON, exact decimals), ``score`` its confidence where a machine gave it,
    ``rule`` what found it.
    """

    id: str
    layer: Layer
    start: int
    end: int
    text: str
    label: str
    attributes: Told = field(default_factory=dict)
    score: float | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Two labels of one item that belong together: ``head`` and ``tail`` are their ids."""

    label: str
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class Item:
    """One document. ``id`` is the record's; offsets count code points of ``text``, which is the document alone.

    ``classes`` are labels of the whole (``kind``, ``level``); ``meta`` says where it comes from (``sha256``, ``part``,
    ``path`` …) and, once the corpus is divided, its ``cluster``.
    """

    id: str
    text: str
    classes: Mapping[str, str | None]
    labels: tuple[Label, ...]
    relations: tuple[Relation, ...] = ()
    meta: Told = field(default_factory=dict)

    def layer(self, name: Layer) -> list[Label]:
        """The labels of one layer, in text order."""
        return [label for label in self.labels if label.layer == name]

    def noted(self, **more: Any) -> Self:
        """The same item with more said in ``meta``."""
        return replace(self, meta={**self.meta, **more})

    def check(self) -> Self:
        """The item itself, if every label's words stand at its place and every relation's ends are there."""
        known = {label.id for label in self.labels}
        if len(known) != len(self.labels):
            raise WrongItem(f"{self.id}: two labels have the same id")
        for label in self.labels:
            stands = self.text[label.start : label.end]
            if not 0 <= label.start < label.end <= len(self.text) or stands != label.text:
                raise WrongItem(
                    f"{self.id}: label {label.id} says {label.text!r}, but at {label.start} stands {stands!r}"
                )
        for relation in self.relations:
            if relation.head not in known or relation.tail not in known:
                raise WrongItem(
                    f"{self.id}: a relation names {relation.head} and {relation.tail}; one is not there"
                )
        return self


def ordered(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Labels in text order, the longer before what it holds, layers in their order."""
    return tuple(sorted(labels, key=lambda one: (one.start, -one.end, _RANKS[one.layer], one.id)))


@cache
def _form() -> TypeAdapter[Item]:
    return TypeAdapter(Item)


def dump(item: Item) -> str:
    """The item as one line of JSON; the same item always gives the same line."""
    return dumps(item, _form())


def load(line: str) -> Item:
    """An item from its line of JSON. Raises WrongItem."""
    try:
        told = loads(line)
        return Item(
            told["id"],
            told["text"],
            told["classes"],
            tuple(_told(**label) for label in told["labels"]),
            tuple(Relation(**relation) for relation in told["relations"]),
            told["meta"],
        ).check()
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WrongItem(f"is no item of a corpus: {error!r}") from error


def _told(score: Decimal | int | None, **more: Any) -> Label:
    # Alone among the numbers a score is no exact one.
    return Label(score=None if score is None else float(score), **more)
