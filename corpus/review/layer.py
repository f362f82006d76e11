"""Corrections kept beside a corpus, in a file of their own, and what several people agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from corpus.format.file import lines, text_file
from corpus.item import Item, Label, Relation, WrongItem, ordered
from corpus.review.correction import Correction, applied, dump, load

Part = TypeVar("Part", Label, Relation)
T = TypeVar("T")


@dataclass(slots=True)
class Layer:
    """The corrections known, one for each item and author: the latest. Few beside a corpus, so all are in memory."""

    corrections: dict[tuple[str, str], Correction] = field(default_factory=dict)

    def add(self, correction: Correction) -> bool:
        """Take a correction in, unless a later one of the same author is known; whether anything is new."""
        key = correction.item, correction.author
        known = self.corrections.get(key)
        if known == correction or (known is not None and (known.time or "") > (correction.time or "")):
            return False
        self.corrections[key] = correction
        return True

    def by_item(self) -> Mapping[str, list[Correction]]:
        """All corrections by item, each by author."""
        found: dict[str, list[Correction]] = defaultdict(list)
        for (name, _), one in sorted(self.corrections.items()):
            found[name].append(one)
        return found


def read_layer(path: Path) -> Layer:
    """The corrections of a file; none where there is no file. Raises WrongItem with file and line, and OSError."""
    layer = Layer()
    if not path.exists():
        return layer
    for number, line in lines(path):
        try:
            layer.add(load(line))
        except WrongItem as error:
            raise WrongItem(f"{path}: line {number}: {error}") from error
    return layer


def write_layer(layer: Layer, path: Path) -> None:
    """Write all corrections, in order of item and author, whole or not at all. Raises OSError."""
    with text_file(path) as file:
        for _, correction in sorted(layer.corrections.items()):
            file.write(dump(correction) + "\n")


def reviewed(items: Iterable[Item], layer: Layer) -> Iterator[tuple[Item, list[Item]]]:
    """The items that somebody reviewed, each with what every author made of it. Raises WrongItem."""
    known = layer.by_item()
    for item in items:
        if item.id in known:
            yield item, [applied(item, correction) for correction in known[item.id]]


def agreed(item: Item, versions: list[Item]) -> Item:
    """What more than half of the versions of an item hold: labels, their attributes, relations, classes.

    Where attributes are told in as many ways as there are people, those of the first version stay.
    """
    need = len(versions) / 2
    labels = [
        replace(same[0], attributes=_most(same))
        for same in _grouped(versions, lambda one: one.labels, _key).values()
        if len(same) > need
    ]
    held = {label.id for label in labels}
    relations = [
        same[0]
        for same in _grouped(versions, lambda one: one.relations, lambda one: one).values()
        if len(same) > need and same[0].head in held and same[0].tail in held
    ]
    classes = {name: _common([one.classes.get(name) for one in versions]) for name in item.classes}
    return replace(item, labels=ordered(labels), relations=tuple(relations), classes=classes).check()


def _key(label: Label) -> tuple[str, str, int, int, str]:
    return label.id, label.layer, label.start, label.end, label.label


def _grouped(
    versions: list[Item], held: Callable[[Item], Iterable[Part]], key: Callable[[Part], object]
) -> dict[object, list[Part]]:
    groups: dict[object, list[Part]] = defaultdict(list)
    for version in versions:
        for one in held(version):
            groups[key(one)].append(one)
    return groups


def _most(labels: list[Label]) -> dict[str, object]:
    """For each attribute the value that most labels give it."""
    names = dict.fromkeys(name for label in labels for name in label.attributes)
    return {name: _common([label.attributes.get(name) for label in labels]) for name in names}


def _common(values: list[T]) -> T:
    """The most frequent value, the first of those that are as frequent."""
    return Counter(values).most_common(1)[0][0]
