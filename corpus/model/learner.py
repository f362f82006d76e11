"""A small spaCy model that learns figures from a corpus: blank Chinese, characters as tokens, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from corpus.format.base import apart
from corpus.item import Item, Label

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Items = Callable[[], Iterable[Item]]
Tell = Callable[[int, float], None]

_PIPE = "ner"
# Lines longer than this are cut: a model of this reach looks a few characters to each side.
_LONGEST = 400
# Of lines without a label only some teach anything new.
_EMPTY = 0.3
# Twice spaCy's own: corpora here are small, and lines short.
_RATE = 0.002


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn: ``epochs`` over at most ``documents``, vectors of ``width``, ``depth`` layers of looking around."""

    epochs: int = 8
    documents: int = 5000
    width: int = 96
    depth: int = 4
    dropout: float = 0.2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an item: ``text`` begins at ``start``; ``labels`` are the figures wholly inside, none overlapping."""

    start: int
    text: str
    labels: tuple[Label, ...]


def train(items: Items, settings: Settings, tell: Tell = lambda _epoch, _loss: None) -> Language:
    """The model that learns the figures of ``items``, which are gone through once an epoch and once before.

    ``tell`` gets the number of each epoch, from 1, and its loss. The same items and settings give the same model
    on the same machine. Raises ValueError where nothing is labelled.
    """
    import spacy
    from thinc.api import fix_random_seed

    fix_random_seed(settings.seed)
    nlp = spacy.blank("zh")
    pipe = nlp.add_pipe(_PIPE, config={"model": _network(settings)})
    for label in sorted({label.label for line in _lines(items, settings) for label in line.labels}):
        pipe.add_label(label)  # type: ignore[attr-defined]
    if not pipe.labels:  # type: ignore[attr-defined]
        raise ValueError("nothing to learn from: no figure is labelled in train")
    optimizer = nlp.initialize()
    optimizer.learn_rate = _RATE
    for epoch in range(1, settings.epochs + 1):
        losses: dict[str, float] = {}
        draw = Random(settings.seed * 1000 + epoch)  # noqa: S311 - an order, not a secret
        for batch in _batches(_lines(items, settings), draw):
            nlp.update(list(_examples(nlp, batch)), sgd=optimizer, drop=settings.dropout, losses=losses)
        tell(epoch, losses.get(_PIPE, 0.0))
    return nlp


def found(nlp: Language, item: Item) -> list[Label]:
    """The figures that the model finds in an item, in text order; ids ``m1`` …, without scores."""
    pieces = list(lines(item))
    docs = nlp.pipe(_doc(nlp, line.text) for line in pieces)
    spans = [
        (line.start + ent.start_char, line.start + ent.end_char, ent.label_)
        for line, doc in zip(pieces, docs, strict=True)
        for ent in doc.ents
    ]
    return [
        Label(f"m{number}", "figures", start, end, item.text[start:end], label, rule="model")
        for number, (start, end, label) in enumerate(spans, start=1)
    ]


def lines(item: Item) -> Iterator[Line]:
    """The lines of an item that are not blank, long ones in pieces that cut no figure."""
    figures, _ = apart(item.layer("figures"))
    place = 0
    for start, end in _stretches(item.text, {at for one in figures for at in range(one.start + 1, one.end)}):
        held = []
        while place < len(figures) and figures[place].end <= end:
            held.append(figures[place])
            place += 1
        if item.text[start:end].strip():
            yield Line(start, item.text[start:end], tuple(held))


def _stretches(text: str, inside: set[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, sign in enumerate(text, start=1):
        if (sign == "\n" or at - start >= _LONGEST) and at not in inside:
            yield start, at
            start = at
    if start < len(text):
        yield start, len(text)


def _lines(items: Items, settings: Settings) -> Iterator[Line]:
    draw = Random(settings.seed)  # noqa: S311
    for number, item in enumerate(items()):
        if number == settings.documents:
            return
        yield from (line for line in lines(item) if line.labels or draw.random() < _EMPTY)


def _batches(pieces: Iterable[Line], draw: Random, size: int = 16, pool: int = 8192) -> Iterator[list[Line]]:
    """Batches in an order mixed within a pool: all lines need not be in memory."""
    held: list[Line] = []
    for line in pieces:
        held.append(line)
        if len(held) == pool:
            yield from _mixed(held, draw, size)
            held = []
    yield from _mixed(held, draw, size)


def _mixed(held: list[Line], draw: Random, size: int) -> Iterator[list[Line]]:
    draw.shuffle(held)
    for start in range(0, len(held), size):
        yield held[start : start + size]


def _examples(nlp: Language, batch: list[Line]) -> Iterator[Any]:
    from spacy.training import Example

    for line in batch:
        spans = [(one.start - line.start, one.end - line.start, one.label) for one in line.labels]
        yield Example.from_dict(_doc(nlp, line.text), {"entities": spans})


def _doc(nlp: Language, text: str) -> Doc:
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=list(text), spaces=[False] * len(text))


def _network(settings: Settings) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": settings.width,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "width": settings.width,
            "depth": settings.depth,
            "embed_size": 4000,
            "window_size": 2,
            "maxout_pieces": 3,
            "subword_features": False,
            "pretrained_vectors": None,
        },
    }
