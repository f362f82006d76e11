"""What one person changed in one document: a layer beside the machine's labels, which stay as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from corpus.format.base import Annotation
from corpus.item import Item, Label, Layer, Relation, WrongItem, ordered
from schemas.number import dumps, loads

Operation = Literal["add", "remove", "change"]
_Place = tuple[Layer, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """``was`` is the id of the machine's label that is changed or taken away; ``label`` what stands there now."""

    operation: Operation
    was: str | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Correction:
    """All that ``author`` changed in ``item`` at ``time``; with nothing changed, all was found to be right.

    ``text`` is the SHA-256 of the text that was read. ``added`` and ``dropped`` are relations by the ids of labels,
    ``classes`` those of the document that were changed.
    """

    item: str
    author: str
    time: str | None
    text: str
    changes: tuple[Change, ...] = ()
    added: tuple[Relation, ...] = ()
    dropped: tuple[Relation, ...] = ()
    classes: Mapping[str, str | None] | None = None

    @property
    def empty(self) -> bool:
        """Whether the machine's labels were confirmed as they are."""
        return not (self.changes or self.added or self.dropped or self.classes)


def digest(text: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def corrected(item: Item, annotation: Annotation, layers: Iterable[Layer]) -> Correction:
    """What the annotation changes in the item, within the layers that were shown.

    Raises WrongItem where the annotation is of another text.
    """
    if annotation.text != item.text:
        raise WrongItem(f"{item.id}: was annotated on another text than the corpus holds; export it anew")
    shown = frozenset(layers)
    machine = [label for label in item.labels if label.layer in shown]
    human = [label for label in annotation.labels if label.layer in shown]
    same = _matched(machine, human)
    changes = []
    names: dict[str, str] = {}
    for label in human:
        old = same.get(label.id)
        new = _named(label, old)
        names[label.id] = new.id
        if old is None:
            changes.append(Change("add", None, new))
        elif _differs(old, new, annotation.attributed):
            changes.append(Change("change", old.id, _kept(old, new, annotation.attributed)))
    stays = {old.id for old in same.values()}
    changes += [Change("remove", label.id, None) for label in machine if label.id not in stays]
    added, dropped = _relations(item, annotation, names, {label.id for label in machine})
    return Correction(
        item.id, annotation.author, annotation.time, digest(item.text), tuple(changes), added, dropped,
        _classes(item, annotation) or None,
    )  # fmt: skip


def applied(item: Item, correction: Correction) -> Item:
    """The item as the person left it. Raises WrongItem where the correction is of another text or label."""
    if digest(item.text) != correction.text:
        raise WrongItem(f"{item.id}: was corrected on another text than the corpus holds; build it as it was")
    labels = {label.id: label for label in item.labels}
    for change in correction.changes:
        if change.was is not None and labels.pop(change.was, None) is None:
            raise WrongItem(f"{item.id}: label {change.was} was corrected, and is not there")
        if change.label is not None:
            labels[change.label.id] = change.label
    relations = [one for one in item.relations if one not in correction.dropped]
    relations += [one for one in correction.added if one not in relations]
    held = tuple(one for one in relations if one.head in labels and one.tail in labels)
    classes = {**item.classes, **(correction.classes or {})}
    return replace(item, labels=ordered(labels.values()), relations=held, classes=classes).check()


def _matched(machine: list[Label], human: list[Label]) -> dict[str, Label]:
    """The machine's label for each of the human's, by its id, that it was made from: same id and layer, or same place."""
    own = {label.id: label for label in machine}
    places: dict[_Place, list[Label]] = {}
    for label in machine:
        places.setdefault((label.layer, label.start, label.end), []).append(label)
    found: dict[str, Label] = {}
    taken: set[str] = set()
    for by_name in (True, False):
        for label in human:
            if label.id in found:
                continue
            here = places.get((label.layer, label.start, label.end), [])
            candidates = [own[label.id]] if by_name and label.id in own else [] if by_name else here
            # Of two in one place the one of the same class is meant.
            candidates = sorted(candidates, key=lambda one: one.label != label.label)
            old = next((one for one in candidates if one.id not in taken and one.layer == label.layer), None)
            if old is not None:
                found[label.id] = old
                taken.add(old.id)
    return found


def _named(label: Label, old: Label | None) -> Label:
    """The label under the id it has in the layer: the machine's, or one that follows from what it is."""
    name = old.id if old is not None else f"{label.layer}:{label.start}-{label.end}:{label.label}"
    return replace(label, id=name, attributes=_told(label), score=None, rule=None)


def _told(label: Label) -> dict[str, Any]:
    return {key: value for key, value in label.attributes.items() if value is not None}


def _differs(old: Label, new: Label, attributed: bool) -> bool:
    if (old.start, old.end, old.label) != (new.start, new.end, new.label):
        return True
    return attributed and _told(old) != _told(new)


def _kept(old: Label, new: Label, attributed: bool) -> Label:
    """The new label; where the tool shows no attributes those of the old one, with all keys it had."""
    told = dict(new.attributes) if attributed else {}
    return replace(
        new, attributes={**(dict.fromkeys(old.attributes) if attributed else old.attributes), **told}
    )


def _relations(
    item: Item, annotation: Annotation, names: Mapping[str, str], shown: set[str]
) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
    """Relations that came and went among the labels shown, by the ids that labels have in the layer."""
    now = {
        Relation(one.label, names[one.head], names[one.tail])
        for one in annotation.relations
        if one.head in names and one.tail in names
    }
    left = set(names.values())
    before = {one for one in item.relations if one.head in shown and one.tail in shown}
    gone = {one for one in before - now if one.head in left and one.tail in left}
    return tuple(sorted(now - before, key=_key)), tuple(sorted(gone, key=_key))


def _key(relation: Relation) -> tuple[str, str, str]:
    return relation.label, relation.head, relation.tail


def _classes(item: Item, annotation: Annotation) -> dict[str, str | None]:
    if not annotation.classes:
        return {}
    names = {*item.classes, *annotation.classes}
    return {
        name: annotation.classes.get(name)
        for name in sorted(names)
        if annotation.classes.get(name) != item.classes.get(name)
    }


def dump(correction: Correction) -> str:
    """The correction as one line of JSON."""
    return dumps(asdict(correction))


def load(line: str) -> Correction:
    """A correction from its line. Raises WrongItem."""
    try:
        told = loads(line)
        changes = tuple(
            Change(one["operation"], one["was"], None if one["label"] is None else Label(**one["label"]))
            for one in told.pop("changes")
        )
        added, dropped = (tuple(Relation(**one) for one in told.pop(key)) for key in ("added", "dropped"))
        return Correction(**told, changes=changes, added=added, dropped=dropped)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise WrongItem(f"is no correction: {error!r}") from error
