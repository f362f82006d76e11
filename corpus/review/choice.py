"""Which documents a person should look at first."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import log, sqrt
from random import Random
from typing import Any, Literal

from corpus.item import Item

By = Literal["uncertain", "valuable", "random"]
_CERTAIN = 1.0
# A reader's time goes with the length of a text; below this a document costs about the same.
_PAGE = 1000


def chosen(
    items: Callable[[], Iterable[Item]],
    count: int,
    by: By,
    *,
    seed: int = 0,
    spare: frozenset[str] = frozenset(),
) -> list[Item]:
    """The ``count`` documents most worth a look, the best first; ``spare`` holds ids to be passed over.

    ``uncertain``: the doubt in its figures (one less confidence, summed) for each page; ``valuable``: the same with each
    figure weighed by how rare its label is; ``random``: drawn by the seed. Of near-duplicates only the best is taken.
    ``items`` is gone through twice.
    """
    weigh: Callable[[Item], float]
    if by == "random":
        draw = Random(seed)  # noqa: S311 - a sample, not a secret
        weigh = lambda _: draw.random()  # noqa: E731
    else:
        rarity = _rarity(items()) if by == "valuable" else {}
        weigh = lambda item: _doubt(item, rarity)  # noqa: E731
    best: dict[Any, tuple[float, str, Item]] = {}
    for item in items():
        if item.id in spare:
            continue
        cluster = item.meta.get("cluster", item.id)
        told = (weigh(item), item.id, item)
        if cluster in best:
            best[cluster] = max(best[cluster], told, key=lambda one: one[:2])
        elif len(best) < count:
            best[cluster] = told
        else:
            worst = min(best, key=lambda name: best[name][:2])
            if told[:2] > best[worst][:2]:
                del best[worst]
                best[cluster] = told
    return [item for _, _, item in heapq.nlargest(count, best.values(), key=lambda one: one[:2])]


def _rarity(items: Iterable[Item]) -> Mapping[str, float]:
    """How rare each label of figures is: the logarithm of documents by documents with it."""
    documents, holding = 0, Counter[str]()
    for item in items:
        documents += 1
        holding.update({label.label for label in item.layer("figures")})
    return {label: 1 + log(documents / count) for label, count in holding.items()}


def _doubt(item: Item, rarity: Mapping[str, float]) -> float:
    doubt = sum(
        (_CERTAIN - float(label.score)) * rarity.get(label.label, 1.0)
        for label in item.layer("figures")
        if label.score is not None
    )
    return doubt / sqrt(max(len(item.text), _PAGE) / _PAGE)
