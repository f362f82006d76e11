"""Which indicator a quantity measures, told by what stands around it: a linear model as a component of spaCy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from spacy.language import Language

from corpus.model.context import context

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

NAME = "shengjun_linker"
# Span groups of a Doc: the quantities asked about, and the answers in the same order.
ASKED, TOLD = "quantities", "links"
# A feature that was met less often teaches a single place by heart.
_LEAST = 3
_RATE = 0.6
# Each example weighs the same however much stands around it.
_NORM = 3.0
_WEIGHTS, _LABELS = "weights.npz", "labels.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A quantity's features, what it measures, and how much that is to be believed (above 0, 1 for a person's word)."""

    features: NDArray[np.uint32]
    label: str
    weight: float = 1.0


class Linker:
    """A multinomial regression over hashed features; ``labels`` are the indicators it knows.

    In a Doc it reads the span group ``quantities`` and sets ``links``: the same spans with the likeliest indicator,
    and in ``attrs["scores"]`` how likely each is, 0..1.
    """

    def __init__(self, labels: Sequence[str] = (), features: Any = (), weights: Any = ()) -> None:
        self.labels = list(labels)
        # Sorted hashes, shape (features,), and weights, shape (features, labels).
        self._features: NDArray[np.uint32] = np.asarray(features, np.uint32)
        self._weights: NDArray[np.float32] = np.asarray(weights, np.float32)

    def learn(
        self, examples: Sequence[Example], epochs: int, seed: int, tell: Callable[[int, float], None]
    ) -> None:
        """Learn from scratch; ``tell`` gets the number of each epoch, from 1, and the mean loss in nats."""
        self.labels = sorted({one.label for one in examples})
        index = {label: number for number, label in enumerate(self.labels)}
        met, counts = np.unique(np.concatenate([one.features for one in examples]), return_counts=True)
        self._features = met[counts >= _LEAST]
        self._weights = np.zeros((len(self._features), len(self.labels)), np.float32)
        rows = [self._rows(one.features) for one in examples]
        # AdaGrad with one rate for each feature: rare ones go on learning when frequent ones have settled.
        squares = np.full(len(self._features), 1e-3, np.float32)
        draw = np.random.default_rng(seed)
        for epoch in range(1, epochs + 1):
            loss = 0.0
            for number in draw.permutation(len(examples)):
                one = examples[number]
                loss += self._step(rows[number], index[one.label], one.weight, squares)
            tell(epoch, loss / len(examples))

    def likely(self, features: NDArray[np.uint32]) -> tuple[str, float]:
        """The likeliest indicator, and how likely it is, 0..1."""
        chances = self._chances(self._rows(features))
        best = int(chances.argmax())
        return self.labels[best], float(chances[best])

    def __call__(self, doc: Doc) -> Doc:
        """Answer what is asked about in a Doc whose text is what its spans' characters count."""
        from spacy.tokens import Span, SpanGroup

        text, asked = doc.text, doc.spans.get(ASKED, ())
        told = [(span, *self.likely(context(text, span.start_char, span.end_char))) for span in asked]
        spans = [Span(doc, span.start, span.end, label) for span, label, _ in told]
        doc.spans[TOLD] = SpanGroup(
            doc, name=TOLD, attrs={"scores": [score for *_, score in told]}, spans=spans
        )
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write it into a folder, as spaCy asks of its components."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.labels, indent=0)
        (folder / _LABELS).write_text(f"{text}\n", encoding="utf-8", newline="\n")
        # Half the digits are enough to tell labels apart, and half the bytes.
        np.savez(folder / _WEIGHTS, features=self._features, weights=self._weights.astype(np.float16))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Read it from its folder."""
        self.labels = json.loads((Path(path) / _LABELS).read_text(encoding="utf-8"))
        with np.load(Path(path) / _WEIGHTS) as held:
            self._features, self._weights = held["features"], held["weights"].astype(np.float32)
        return self

    def _step(
        self, rows: NDArray[np.intp], wanted: int, weight: float, squares: NDArray[np.float32]
    ) -> float:
        chances = self._chances(rows)
        loss = -float(np.log(max(chances[wanted], 1e-9)))
        slope = chances * weight
        slope[wanted] -= weight
        slope *= _scale(rows)
        squares[rows] += float(slope @ slope)
        self._weights[rows] -= (_RATE / np.sqrt(squares[rows]))[:, None] * slope
        return loss * weight

    def _rows(self, features: NDArray[np.uint32]) -> NDArray[np.intp]:
        """Where the features that it knows stand."""
        if not len(self._features):
            return np.zeros(0, np.intp)
        rows = np.minimum(np.searchsorted(self._features, features), len(self._features) - 1)
        known: NDArray[np.intp] = rows[self._features[rows] == features]
        return known

    def _chances(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        sums = self._weights[rows].sum(axis=0) * _scale(rows)
        powers = np.exp(sums - sums.max())
        chances: NDArray[np.float32] = powers / powers.sum()
        return chances


@Language.factory(NAME, assigns=["doc.spans"])
def linker(nlp: Language, name: str) -> Linker:  # noqa: ARG001
    """An untrained component, as spaCy makes it where a model is loaded."""
    return Linker()


def _scale(rows: NDArray[np.intp]) -> float:
    return _NORM / float(np.sqrt(max(len(rows), 1)))
