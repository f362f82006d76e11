"""What came of a build."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from corpus.item import SPLITS


@dataclass(slots=True)
class Summary:
    """Counts of a corpus.

    ``dropped`` are records by reason; ``faults`` those of them that could not be used, while the others were not
    wanted. ``shared`` are clusters of more than one document, ``largest`` is how many the largest has. ``labels``
    counts by layer, ``redacted`` what was taken out by kind, ``lost`` for each format the labels it has no place for.
    """

    records: int = 0
    faults: int = 0
    pairs: int = 0
    clusters: int = 0
    shared: int = 0
    largest: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    lost: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents the corpus holds."""
        return self.splits.total()

    def told(self) -> dict[str, Any]:
        """The counts as plain data."""
        return {
            "records": self.records,
            "documents": self.documents,
            "dropped": _sorted(self.dropped),
            "pairs": self.pairs,
            "clusters": self.clusters,
            "shared_clusters": self.shared,
            "largest_cluster": self.largest,
            "splits": {name: self.splits[name] for name in SPLITS},
            "labels": _sorted(self.labels),
            "redacted": _sorted(self.redacted),
            "lost": {name: _sorted(lost) for name, lost in self.lost.items() if lost},
        }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
