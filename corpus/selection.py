"""Which documents a corpus is to hold, and which of their labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.item import Item, Label
from corpus.reason import Reason

# What becomes of labels of damaged numbers: they stay, they go, or the whole document goes.
Damage = Literal["keep", "drop-labels", "drop-documents"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; empty ``kinds`` and ``levels`` mean any.

    Labels with a score below ``confidence`` are left out; with ``strict`` their document is. ``figures`` is how many
    figures a document must have of those that stay.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    confidence: float = 0.0
    strict: bool = False
    damage: Damage = "keep"
    figures: int = 0

    def reason(self, item: Item) -> Reason | None:
        """Why the document is not wanted, None where it is."""
        kind, level = item.classes.get("kind"), item.classes.get("level")
        if self.kinds and kind not in self.kinds:
            return Reason("kind", kind, " ".join(self.kinds))
        if self.levels and level not in self.levels:
            return Reason("level", level, " ".join(self.levels))
        if self.strict:
            least = min((label.score for label in item.labels if label.score is not None), default=1.0)
            if least < self.confidence:
                return Reason("confidence", float(least), self.confidence)
        if self.damage == "drop-documents":
            damaged = sum(_damaged(label) for label in item.layer("figures"))
            if damaged:
                return Reason("damage", damaged, 0)
        figures = sum(self._stays(label) for label in item.layer("figures"))
        return Reason("figures", figures, self.figures) if figures < self.figures else None

    def pruned(self, item: Item) -> Item:
        """The item without the labels that are not wanted, what belonged to them alone, and their relations."""
        gone = {label.id for label in item.labels if not self._stays(label)}
        if not gone:
            return item
        relations = tuple(one for one in item.relations if one.head not in gone and one.tail not in gone)
        naming = {one.head for one in relations if one.label == "names"}
        gone |= {label.id for label in item.layer("names") if label.id not in naming}
        labels = tuple(label for label in item.labels if label.id not in gone)
        return replace(item, labels=labels, relations=relations)

    def told(self) -> dict[str, Any]:
        """The settings as plain data."""
        return {
            "kinds": list(self.kinds),
            "levels": list(self.levels),
            "min_confidence": self.confidence,
            "strict": self.strict,
            "damage": self.damage,
            "min_figures": self.figures,
        }

    def _stays(self, label: Label) -> bool:
        if label.score is not None and label.score < self.confidence:
            return False
        return self.damage != "drop-labels" or not _damaged(label)


def _damaged(label: Label) -> bool:
    return label.attributes.get("damage") is not None
