"""Clusters: all documents that pairs tie together, directly or over others."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.duplicate.finder import Pair


def clusters(count: int, pairs: Iterable[Pair]) -> array[int]:
    """For each of ``count`` documents the number of the first one of its cluster: its own where it stands alone."""
    first = array("Q", range(count))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = number = first[first[number]]
        return number

    for pair in pairs:
        left, right = sorted((root(pair.left), root(pair.right)))
        first[right] = left
    for number in range(count):
        first[number] = first[first[number]]  # the root is smaller, and so done before
    return first


def giants(clusters: Sequence[int], share: float = 0.01) -> list[tuple[int, int]]:
    """Clusters of more than that share of all documents, the largest first: their first documents and their sizes.

    No split can divide them. Where there are some, look at their pairs: a template that everybody fills in, or text
    that every file carries.
    """
    sizes = Counter(clusters)
    large = [(first, size) for first, size in sizes.items() if size > max(share * len(clusters), 1)]
    return sorted(large, key=lambda one: (-one[1], one[0]))
