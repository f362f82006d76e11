"""Everything in a text that tells of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.item import Label
from corpus.redact.name import is_name, is_ordinary, is_told, occurrences
from corpus.redact.number import numbers
from corpus.redact.option import Found, Kind, Options
from corpus.redact.place import addresses, is_school, schools
from corpus.redact.reading import Reading, narrow, reading
from corpus.redact.roster import listings, signatures
from corpus.redact.running import rows, titled
from corpus.redact.table import Table
from corpus.redact.word import words

Mark = tuple[int, int, Kind]
# Where two claim the same place, the one whose shape says more wins.
_RANK: dict[Kind, int] = {
    "id": 0, "bank_card": 1, "email": 2, "phone": 3, "messenger": 4, "address": 5, "plate": 6, "school": 7, "name": 8,
    "surname": 9,
}  # fmt: skip


def find(
    text: str, people: Sequence[Label] = (), options: Options | None = None, places: Iterable[str] = ()
) -> list[Found]:
    """What tells of people in a text, in order and apart from each other.

    ``people`` are labels of the layer ``people`` whose attribute ``name`` is known; ``places`` names that may be a
    school's (with ``options.schools``).
    """
    options = options or Options()
    read = reading(text)
    marks = list(_marks(read.text, options, places))
    certain = list(_told(text, people))
    spans = [(*read.source(start, end), kind) for start, end, kind in marks] + certain
    known = {"".join(text[start:end].split()) for start, end, kind in spans if kind == "name"}
    spans += [(*read.source(start, end), "name") for start, end in _again(read, known)]
    return [Found(start, end, kind, text[start:end]) for start, end, kind in _apart(spans)]


def bare(name: str) -> str:
    """A name or number without what only its place in the text gave it."""
    return "".join(narrow(name).split())


def _marks(text: str, options: Options, places: Iterable[str]) -> Iterator[Mark]:
    table = Table(text)
    yield from numbers(text, table.labels)
    for start, end in (*table.addresses, *addresses(text)):
        yield start, end, "address"
    for names in (table.names, listings(text), signatures(text), rows(text)):
        for start, end in names:
            yield start, end, "name"
    for start, end, alone in titled(text, options.surnames):
        yield start, end, "surname" if alone else "name"
    if options.schools:
        for start, end in schools(text, sorted({place for place in places if is_school(place)})):
            yield start, end, "school"


def _told(text: str, people: Sequence[Label]) -> Iterator[Mark]:
    """Names that the record knows, at their place; a space inside is the text's own."""
    for label in people:
        name = bare(str(label.attributes.get("name") or ""))
        if not is_told(name):
            continue
        shown = [
            (place, sign) for place, sign in enumerate(text[label.start : label.end]) if not sign.isspace()
        ]
        at = "".join([sign for _, sign in shown]).find(name)
        if at >= 0:
            yield label.start + shown[at][0], label.start + shown[at + len(name) - 1][0] + 1, "name"


def _again(read: Reading, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Known names wherever else they stand; one that is an ordinary word too, before a title alone."""
    titles = tuple(words("behind"))
    for name in known:
        if is_name(name) or len(name) > 2:
            ordinary = is_ordinary(name)
            for start, end in occurrences(read.text, name):
                if not ordinary or read.text.startswith(titles, end):
                    yield start, end


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Stretches that do not touch each other's characters: what overlaps becomes one of the surer kind."""
    merged: list[Mark] = []
    for start, end, kind in sorted(set(marks), key=lambda mark: (mark[0], -mark[1], _RANK[mark[2]])):
        if merged and start < merged[-1][1]:
            first, last, before = merged[-1]
            surer = kind if _RANK[kind] < _RANK[before] else before
            merged[-1] = (first, max(last, end), surer)
        else:
            merged.append((start, end, kind))
    return merged
