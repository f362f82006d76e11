"""What a format is: it takes items one by one, and some give back items or what people made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.item import Item, Label, Relation, WrongItem

# What is done with something in a file that cannot be taken: the reader goes on behind it if this returns.
Refused = Callable[[WrongItem], None]


class Writer(Protocol):
    """Takes the items of one split. ``lost`` counts the labels, by layer, that the format had no place for."""

    lost: Counter[str]

    def write(self, item: Item) -> None:
        """Write one item. Raises OSError."""
        ...


class Format(Protocol):
    """One way to write a corpus; the same items give the same bytes."""

    name: str

    def writer(self, folder: Path, split: str) -> AbstractContextManager[Writer]:
        """Write ``split`` into the format's own folder, which is made if it is not there.

        Files appear under their names when they are whole; where the context is left by an error, the file being
        written vanishes.
        """
        ...


class Readable(Format, Protocol):
    """A format from which items come back."""

    def read(self, path: Path, refused: Refused = ...) -> Iterator[Item]:
        """The items of a file, one by one. What is no item goes to ``refused``, which raises it if not given."""
        ...


class Reviewable(Format, Protocol):
    """A format that a tool for annotation takes, and that its export is read from."""

    def annotations(self, path: Path, refused: Refused = ...) -> Iterator[Annotation]:
        """What people made of the items, from the tool's export. Refuses as ``Readable.read`` does."""
        ...


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one person says of one item, whole: labels that are not there have been taken away.

    ``author`` is as the tool names the person; ``time`` an ISO time, None where the tool keeps none. Attributes that
    are null, scores and rules are not told. ``text`` is the document that was annotated. ``attributed`` is whether the
    tool shows attributes; where it does not their absence says nothing.
    """

    item_id: str
    author: str
    time: str | None
    text: str
    labels: tuple[Label, ...]
    relations: tuple[Relation, ...]
    classes: Mapping[str, str]
    attributed: bool = True


def stop(error: WrongItem) -> None:
    """Raise what is refused."""
    raise error


def apart(labels: list[Label]) -> tuple[list[Label], int]:
    """Labels that do not overlap, in text order, and how many had to go.

    The longest stays; of the same length the first; of the same place the first of the list.
    """
    kept: list[Label] = []
    taken: set[int] = set()
    for label in sorted(labels, key=lambda one: (one.start - one.end, one.start)):
        # What is kept is at least as long: an overlap covers one of the label's ends.
        if label.start not in taken and label.end - 1 not in taken:
            kept.append(label)
            taken.update(range(label.start, label.end))
    return sorted(kept, key=lambda one: one.start), len(labels) - len(kept)
