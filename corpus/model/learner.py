"""A small spaCy model that tells what given quantities measure: learnt from a corpus and from people, nothing fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.item import Item, Label
from corpus.model.context import beside, context
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from spacy.language import Language

    from corpus.model.linker import Example

Tell = Callable[[int, float], None]

RULE = "model.link"
# A label that a machine gave counts if it was sure of it, and then less than a person's word.
_SURE = 0.95
_BELIEF = 0.3
# Frequent indicators have no more to teach after so many examples; people's are all taken.
_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn: ``epochs`` over the figures of at most ``documents`` that only a machine labelled."""

    epochs: int = 10
    documents: int = 5000
    seed: int = 1


def train(
    items: Iterable[Item],
    taught: Iterable[Item],
    settings: Settings,
    tell: Tell = lambda _epoch, _loss: None,
) -> Language:
    """The model that learns what the figures of ``items`` and, by people's word, those of ``taught`` measure.

    ``tell`` gets the number of each epoch, from 1, and its mean loss. The same items and settings give the same
    model on the same machine. Raises ValueError where nothing is labelled.
    """
    import spacy

    from corpus.model.linker import NAME, Linker

    examples = [*_taught(taught), *_sure(items, settings.documents)]
    if not examples:
        raise ValueError("nothing to learn from: no figure is labelled in train")
    nlp = spacy.blank("zh")
    linker = nlp.add_pipe(NAME)
    assert isinstance(linker, Linker)  # noqa: S101 - what the factory makes
    linker.learn(examples, settings.epochs, settings.seed, tell)
    return nlp


def load(path: Path) -> Language:
    """A model that was trained and written. Raises ConfigurationError where there is none."""
    import spacy

    from corpus.model.linker import NAME

    try:
        nlp = spacy.load(path)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{path}: is no model; make one with shengjun corpus train") from error
    if NAME not in nlp.pipe_names:
        raise ConfigurationError(f"{path}: is another model; make one with shengjun corpus train")
    return nlp


def opinions(nlp: Language, item: Item) -> list[Label]:
    """What the model takes each figure of an item for, in the item's order: the figure's id and place, scored 0..1."""
    from spacy.tokens import Doc, Span

    from corpus.model.linker import ASKED, TOLD

    figures = item.layer("figures")
    if not figures:
        return []
    doc = Doc(nlp.vocab, words=list(item.text), spaces=[False] * len(item.text))
    doc.spans[ASKED] = [Span(doc, one.start, one.end) for one in figures]
    told = nlp(doc).spans[TOLD]
    return [
        replace(one, label=span.label_, attributes={}, score=score, rule=RULE)
        for one, span, score in zip(figures, told, told.attrs["scores"], strict=True)
    ]


def _taught(items: Iterable[Item]) -> Iterator[Example]:
    from corpus.model.linker import Example

    for item in items:
        for one in item.layer("figures"):
            yield Example(context(item.text, one.start, one.end), one.label)


def _sure(items: Iterable[Item], documents: int) -> Iterator[Example]:
    """The sure figures of a machine, no two in the same words."""
    from corpus.model.linker import Example

    met: set[str] = set()
    taken = Counter[str]()
    for _, item in zip(range(documents), items, strict=False):
        for one in item.layer("figures"):
            if (one.score is not None and one.score < _SURE) or taken[one.label] == _ENOUGH:
                continue
            words = beside(item.text, one.start, one.end)
            if words not in met:
                met.add(words)
                taken[one.label] += 1
                yield Example(context(item.text, one.start, one.end), one.label, _BELIEF)
