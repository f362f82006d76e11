"""Items without what tells of people: text, labels, attributes and meta."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.item import Item, Label, ordered
from corpus.redact.find import bare, find
from corpus.redact.name import is_told, occurrences
from corpus.redact.option import Found, Kind, Options
from corpus.redact.stand_in import Placeholders, Pseudonyms

StandIn = Callable[[Kind, str], str]
# Free text of its own in ``meta``; what else is there are codes and numbers of ours.
_TEXTS = ("title", "subject", "region", "issuer", "path")
# Half a pair, which no text in UTF-8 holds: between strings that are read as one, for texts each on lines of its own.
_BETWEEN = "\ud800"
_APART = f"\n{_BETWEEN}\n"


class Redactor:
    """Takes out of items what tells of people.

    ``meta["redacted"]`` of the result counts what was taken out by kind, and under ``labels`` the labels that went
    with it.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()

    def redact(self, item: Item) -> Item:
        """The item with every stretch that tells of a person replaced, its labels where their words now stand.

        A label that holds such a stretch keeps its new words; a person's that lies inside becomes the stand-in
        itself, any other inside is left out with its relations. Strings of attributes and ``meta`` are treated like
        the text; ``meta["path"]`` becomes None unless it is to be kept. With placeholders a second time changes
        nothing; an item that has been redacted comes back as it is where names are invented.
        """
        if self.options.pseudonyms is not None and "redacted" in item.meta:
            return item
        people = item.layer("people")
        found = find(item.text, people, self.options, self._places(item))
        names = {name for label in people if is_told(name := bare(str(label.attributes.get("name") or "")))}
        stand_in = self._stand_in(found, names)
        secrets = _secrets(item.text, found, names, stand_in)
        meta, more = self._meta(item, secrets, stand_in)
        counts = Counter[str](one.kind for one in (*found, *more))
        done = item
        if secrets:
            move = _Move.of(item.text, found, stand_in)
            labels = _Scrub(secrets).labels(
                [moved for label in item.labels if (moved := move.label(label)) is not None]
            )
            counts["labels"] = len(item.labels) - len(labels)
            kept = {label.id for label in labels}
            relations = tuple(one for one in item.relations if one.head in kept and one.tail in kept)
            done = replace(item, text=move.text, labels=ordered(labels), relations=relations).check()
        return replace(done, meta={**meta, "redacted": _added(item.meta.get("redacted", {}), counts)})

    def _places(self, item: Item) -> list[str]:
        if not self.options.schools:
            return []
        told = [item.meta.get("subject"), item.meta.get("issuer")]
        told += [label.attributes.get("entity") for label in item.labels]
        return [place for place in told if isinstance(place, str)]

    def _stand_in(self, found: Iterable[Found], names: Iterable[str]) -> StandIn:
        if self.options.pseudonyms is None:
            return Placeholders()
        return Pseudonyms(self.options.pseudonyms, {bare(one.text) for one in found} | set(names))

    def _meta(
        self, item: Item, secrets: Mapping[str, str], stand_in: StandIn
    ) -> tuple[dict[str, Any], list[Found]]:
        """What is said of the item, redacted, and what was found in that alone."""
        meta = {**item.meta}
        if not self.options.keep_path:
            meta["path"] = None
        told = {key: meta[key] for key in _TEXTS if isinstance(meta.get(key), str)}
        changed = _Scrub(secrets).changed(told.values())
        joined = _APART.join(changed.get(text, text) for text in told.values())
        found = find(joined, (), self.options, self._places(item))
        new = _Move.of(joined, found, stand_in).text
        meta |= dict(zip(told, new.split(_APART), strict=True)) if told else {}
        return meta, found


@dataclass(frozen=True, slots=True)
class _Move:
    """A text with stretches replaced: ``starts`` and ``ends`` of these in the old text, ``places`` in the new."""

    text: str
    starts: list[int]
    ends: list[int]
    places: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, found: list[Found], stand_in: StandIn) -> _Move:
        pieces: list[str] = []
        places: list[tuple[int, int]] = []
        at = length = 0
        for one in found:
            new = stand_in(one.kind, one.text)
            pieces += (text[at : one.start], new)
            length += one.start - at
            places.append((length, length + len(new)))
            length += len(new)
            at = one.end
        pieces.append(text[at:])
        return cls("".join(pieces), [one.start for one in found], [one.end for one in found], places)

    def label(self, label: Label) -> Label | None:
        """The label where its words now stand; None where they went."""
        first = bisect_right(self.starts, label.start) - 1
        if first < 0 and bisect_left(self.starts, label.end) == 0:
            return label
        inside = first >= 0 and label.end <= self.ends[first]
        if inside and label.layer != "people":
            return None
        start, end = self._start(label.start), self._end(label.end)
        return Label(
            label.id,
            label.layer,
            start,
            end,
            self.text[start:end],
            label.label,
            label.attributes,
            label.score,
            label.rule,
        )

    def _start(self, place: int) -> int:
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return place
        return self.places[at][0] if place < self.ends[at] else self.places[at][1] + place - self.ends[at]

    def _end(self, place: int) -> int:
        at = bisect_left(self.starts, place) - 1
        if at < 0:
            return place
        return self.places[at][1] if place <= self.ends[at] else self.places[at][1] + place - self.ends[at]


def _secrets(text: str, found: list[Found], names: Iterable[str], stand_in: StandIn) -> dict[str, str]:
    """What must stand nowhere else, with what stands for it: as written, and without what only its place gave it."""
    secrets: dict[str, str] = {}
    for one in found:
        new, behind = stand_in(one.kind, one.text), ""
        if one.kind == "surname":  # 王 alone may be anything, 王校长 only he
            behind = text[one.end : one.end + 2]
        for words in (one.text, bare(one.text)):
            secrets[words + behind] = new + behind
    for name in names:
        secrets[name] = stand_in("name", name)
    return secrets


class _Scrub:
    """Strings beside the text, without the text's secrets."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.secrets = sorted(secrets.items(), key=lambda one: (-len(one[0]), one[0]))

    def changed(self, strings: Iterable[str]) -> dict[str, str]:
        """Those of the strings that hold a secret, with what they become; all are searched at once."""
        distinct = list(dict.fromkeys(strings))
        if not distinct:
            return {}
        joined = _BETWEEN.join(distinct)
        for words, new in self.secrets:
            if words not in joined:
                continue
            pieces: list[str] = []
            at = 0
            for start, end in occurrences(joined, words):
                pieces += (joined[at:start], new)
                at = end
            joined = "".join([*pieces, joined[at:]])
        return {old: new for old, new in zip(distinct, joined.split(_BETWEEN), strict=True) if old != new}

    def labels(self, labels: list[Label]) -> list[Label]:
        """The labels with their attributes scrubbed."""
        changed = self.changed(string for label in labels for string in _strings(label.attributes.values()))
        if not changed:
            return labels
        return [
            label
            if changed.keys().isdisjoint(_strings(label.attributes.values()))
            else _rebuilt(label, changed)
            for label in labels
        ]


def _strings(values: Iterable[Any]) -> list[str]:
    """Every string of plain JSON."""
    found = []
    for value in values:
        kind = type(value)
        if kind is str:
            found.append(value)
        elif kind is dict:
            found += _strings(value.values())
        elif kind is list or kind is tuple:
            found += _strings(value)
    return found


def _rebuilt(label: Label, changed: Mapping[str, str]) -> Label:
    def new(value: Any) -> Any:
        if isinstance(value, str):
            return changed.get(value, value)
        if isinstance(value, dict):
            return {key: new(one) for key, one in value.items()}
        return [new(one) for one in value] if isinstance(value, (list, tuple)) else value

    return replace(label, attributes={key: new(value) for key, value in label.attributes.items()})


def _added(before: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    total = Counter(before)
    total.update(counts)
    return {kind: total[kind] for kind in sorted(total) if total[kind]}
