"""doccano's JSON Lines for sequence labelling with relations.

A label's type is ``LAYER:LABEL`` (``figures:books.per_student``). The project must allow overlapping spans, use
relations, and share annotations, or doccano drops what overlaps and shows nobody what was imported.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any, get_args

from corpus.format.base import Annotation, Refused, stop
from corpus.format.file import lines, text_file
from corpus.item import LAYERS, Item, Label, Layer, Relation, WrongItem, ordered
from schemas.number import dumps, loads

_NO_RELATIONS = "has no entities and relations; export it from a project that uses relations"


class DoccanoFormat:
    """``SPLIT.jsonl``. Attributes, scores and rules have no place in doccano; classes travel as ``label``.

    ``layers`` are those to be corrected; relations of labels in others are left out with them.
    """

    name = "doccano"

    def __init__(self, layers: tuple[Layer, ...] = LAYERS) -> None:
        self.layers = layers

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[DoccanoWriter]:
        """As ``Format.writer``."""
        with text_file(folder / f"{split}.jsonl") as file:
            yield DoccanoWriter(file, self.layers)

    def annotations(self, path: Path, refused: Refused = stop) -> Iterator[Annotation]:
        """As ``Reviewable.annotations``. The author is the file's name, by which doccano parts people; no times."""
        for number, line in lines(path):
            try:
                annotation = _annotation(_loaded(line), path.stem)
            except WrongItem as error:
                refused(WrongItem(f"{path}: line {number}: {error}"))
            else:
                yield annotation


class DoccanoWriter:
    """Writes a line an item; spans and relations are numbered through the file."""

    def __init__(self, file: IO[str], layers: tuple[Layer, ...]) -> None:
        self.file = file
        self.layers = layers
        self.lost: Counter[str] = Counter()
        self.spans = count()
        self.relations = count()

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        labels = [label for label in item.labels if label.layer in self.layers]
        numbers = dict(zip((label.id for label in labels), self.spans, strict=False))
        row = {
            "text": item.text,
            "item": item.id,
            "label": [f"{name}:{label}" for name, label in item.classes.items() if label is not None],
            "entities": [
                {
                    "id": numbers[label.id],
                    "label": f"{label.layer}:{label.label}",
                    "start_offset": label.start,
                    "end_offset": label.end,
                    "text": label.text,
                }
                for label in labels
            ],
            "relations": [
                {
                    "id": next(self.relations),
                    "from_id": numbers[one.head],
                    "to_id": numbers[one.tail],
                    "type": one.label,
                }
                for one in item.relations
                if one.head in numbers and one.tail in numbers
            ],
        }
        self.file.write(dumps(row) + "\n")


def _loaded(line: str) -> Mapping[str, Any]:
    try:
        told = loads(line)
    except json.JSONDecodeError as error:
        raise WrongItem(f"is no JSON ({error})") from error
    if not isinstance(told, dict) or "entities" not in told or "relations" not in told:
        raise WrongItem(_NO_RELATIONS)
    return told


def _annotation(told: Mapping[str, Any], author: str) -> Annotation:
    try:
        text, name = told["text"], told["item"]
        labels = [_label(one, text) for one in told["entities"]]
        relations = [
            Relation(one["type"], str(one["from_id"]), str(one["to_id"])) for one in told["relations"]
        ]
        classes = dict(one.split(":", 1) for one in told.get("label") or ())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, WrongItem):
            raise
        raise WrongItem(f"is no example of doccano's that was written here: {error!r}") from error
    whole = Item(name, text, classes, ordered(labels), tuple(relations)).check()
    return Annotation(name, author, None, text, whole.labels, whole.relations, classes, attributed=False)


def _label(one: Mapping[str, Any], text: str) -> Label:
    layer, _, label = one["label"].partition(":")
    start, end = one["start_offset"], one["end_offset"]
    if layer not in get_args(Layer):
        raise WrongItem(f"label {one['label']} has no layer; a label is LAYER:LABEL, as figures:books.count")
    return Label(str(one["id"]), layer, start, end, one.get("text", text[start:end]), label)
