"""Near-duplicates: documents that were copied from each other, wholly or in part, and the clusters they form.

with Finder() as finder:
    for number, text in enumerate(texts):
        finder.add(number, signature(text))
    pairs = list(finder.pairs())
first = clusters(len(texts), pairs)
"""

from __future__ import annotations

from corpus.duplicate.cluster import clusters, giants
from corpus.duplicate.finder import Finder, Pair

__all__ = ["Finder", "Pair", "clusters", "giants"]
