"""What is known of a corpus beside its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the corpus: ``path`` from its folder with slashes, ``size`` in bytes, ``sha256`` of its content."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class About:
    """Name, date (ISO) and rights of a corpus, and how it was made.

    ``command`` rebuilds it, ``program`` is the name and version of what built it.
    ``dropped`` counts documents left out by reason; ``pairs`` and ``clusters`` tell of near-duplicates: pairs found,
    clusters in all, those of more than one document, and the size of the largest. ``redacted`` is whether personal
    data were taken out.
    """

    name: str
    date: str
    program: str
    command: str
    seed: int
    license: str = "Rights remain with the authors of the source documents"
    url: str | None = None
    creator: str = "unknown"
    version: str = "1.0.0"
    records: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    pairs: int = 0
    clusters: int = 0
    shared_clusters: int = 0
    largest_cluster: int = 0
    redacted: bool = True

    @property
    def description(self) -> str:
        """One English sentence on what the corpus is."""
        return (
            "Chinese education work plans and reports with labelled quantities, indicators, goals, stages and "
            f"problems, extracted by {self.program}; near-duplicates never cross a split."
        )

    @property
    def citation(self) -> str:
        """How the corpus may be cited."""
        year = self.date[:4]
        return f"@misc{{{self.name}, title={{{self.name}}}, author={{{self.creator}}}, year={{{year}}}, note={{built by {self.program}}}}}"
