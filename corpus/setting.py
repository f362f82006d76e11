"""What decides about a corpus, beside its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from corpus.format.base import Format
from corpus.item import SPLITS
from corpus.quality import Quality
from corpus.redact.option import Options
from corpus.selection import Selection
from corpus.split import Shares


@dataclass(frozen=True, slots=True)
class Settings:
    """``formats`` are those beside the plain one; ``redaction`` None leaves people in; ``card`` is told of in ``card``."""

    selection: Selection
    quality: Quality
    shares: Shares = field(default_factory=Shares)
    seed: int = 1
    redaction: Options | None = field(default_factory=Options)
    formats: Sequence[Format] = ()
    card: bool = True

    def told(self) -> dict[str, Any]:
        """The settings as plain data; the secret that pseudonyms are drawn with is not told."""
        redaction = self.redaction and asdict(self.redaction)
        if redaction:
            redaction["pseudonyms"] = redaction["pseudonyms"] is not None
        return {
            "seed": self.seed,
            "shares": dict(zip(SPLITS, self.shares.of_one(), strict=True)),
            "selection": self.selection.told(),
            "quality": {name: dict(bounds) for name, bounds in self.quality.bounds.items()},
            "redaction": redaction,
            "formats": ["jsonl", *(each.name for each in self.formats)],
        }
