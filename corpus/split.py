"""Which documents are to learn from, to choose by and to test on: near-duplicates always together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from corpus.item import SPLITS, Item

if TYPE_CHECKING:
    from array import array

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

# The multipliers and the step of SplitMix64, a mixer of 64 bits.
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the documents goes where, as shares or parts of any sum."""

    train: float = 80
    dev: float = 10
    test: float = 10

    def of_one(self) -> list[float]:
        """The shares in the order of SPLITS, with the sum 1."""
        parts = [getattr(self, name) for name in SPLITS]
        return [part / sum(parts) for part in parts]


def stratum(item: Item) -> int:
    """A number for the kind and level of a document, which are to be spread evenly."""
    return crc32(f"{item.classes.get('kind')}/{item.classes.get('level')}".encode())


def divide(clusters: array[int], keys: array[int], strata: array[int], shares: Shares, seed: int) -> bytes:
    """The split of each document, as its place in SPLITS.

    ``clusters`` holds for each document the number of one that stands for its cluster, ``keys`` 64 bits of its
    content, ``strata`` its stratum. Where a cluster goes follows from the seed, its least key and its rank among the
    clusters of its stratum, so few move when documents are added. A cluster with more documents than the smallest
    split is to have goes to the largest one. No split with a share stays empty while there are clusters for it.
    """
    import numpy as np

    count = len(clusters)
    if not count:
        return b""
    key, cluster = np.asarray(keys, np.uint64), np.asarray(clusters, np.int64)
    order = np.lexsort((key, cluster))
    _, first, sizes = np.unique(cluster[order], return_index=True, return_counts=True)
    standing = order[first]  # the document with the least key stands for its cluster
    rank = _mixed(key[standing] ^ _mixed(np.array([seed % 2**64], np.uint64)))
    group = np.asarray(strata, np.uint64)[standing]
    wanted = shares.of_one()
    least = min(share for share in wanted if share)
    large = sizes > max(1.0, least * count)
    to = np.full(len(sizes), int(np.argmax(wanted)), np.uint8)
    for number in np.unique(group):
        here = np.flatnonzero((group == number) & ~large)
        here = here[np.argsort(rank[here], kind="stable")]
        held = float(sizes[(group == number) & large].sum())
        turn = float(_mixed(np.array([number ^ np.uint64(seed % 2**64)], np.uint64))[0]) / 2**64
        to[here] = _placed(sizes[here], _left(wanted, held, float(sizes[here].sum())), turn)
    _fill(to, sizes, rank, wanted)
    found = np.empty(count, np.uint8)
    found[order] = np.repeat(to, sizes)
    return found.tobytes()


def _left(wanted: Sequence[float], held: float, others: float) -> list[float]:
    """The shares of what is still to be placed, where so many documents are in the largest split already."""
    whole = held + others
    left = [share * whole for share in wanted]
    largest = left.index(max(left))
    left[largest] = max(0.0, left[largest] - held)
    return [one / sum(left) for one in left] if sum(left) else list(wanted)


def _placed(sizes: Numbers, shares: Sequence[float], turn: float) -> Numbers:
    """Clusters side by side around a circle that is cut by the shares and turned: each share exact but for one."""
    import numpy as np

    ends = np.cumsum(sizes)
    if not len(ends):
        return ends
    middle = (ends - sizes / 2) / ends[-1]
    last = max(at for at, share in enumerate(shares) if share)  # where the sum of shares is a hair below 1
    found: Numbers = np.searchsorted(np.cumsum(shares), (middle + turn) % 1, side="right")
    return np.minimum(found, last)


def _fill(to: Numbers, sizes: Numbers, rank: Numbers, wanted: Sequence[float]) -> None:
    """Give each empty split that has a share the smallest cluster of the fullest one."""
    import numpy as np

    for at, share in enumerate(wanted):
        if share and not (to == at).any():
            held = [float(sizes[to == other].sum()) for other in range(len(wanted))]
            here = np.flatnonzero(to == held.index(max(held)))
            if len(here) > 1:
                to[here[np.lexsort((rank[here], sizes[here]))[0]]] = at


def _mixed(numbers: Numbers) -> Numbers:
    """Numbers of 64 bits, each mixed so that no likeness of the given ones is left."""
    import numpy as np

    mixed: Numbers = numbers + np.uint64(_STEP)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_FIRST)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_SECOND)
    mixed ^= mixed >> np.uint64(31)
    return mixed
