"""What a line has said so far, and how a name becomes a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.figure.piece import Link
from extractors.figure.unit import first_fitting
from extractors.figure.vocabulary import words
from extractors.mention.reader import Mention
from extractors.quantity.piece import Quantity
from schemas.span import Span
from schemas.taxonomy.loader import Indicator, Side, taxonomy


@dataclass(slots=True)
class Memory:
    """One line while its quantities are linked in order.

    ``own`` are the names in the line's own head, ``above`` those in the headings it stands under, nearest
    first; ``used`` holds where the names stand that a value has taken, ``links`` the values linked so far.
    """

    text: str
    own: list[Mention]
    above: list[Mention]
    used: set[int] = field(default_factory=set)
    links: list[tuple[Quantity, Link]] = field(default_factory=list)

    def heads(self) -> Iterator[Mention]:
        """The names in the line's head, then in the headings above it."""
        yield from self.own
        yield from self.above

    def last(self, unit: str | None) -> Link | None:
        """The last link of a value in this unit."""
        for quantity, link in reversed(self.links):
            if unit == quantity.unit or (link.indicator and unit == taxonomy()[link.indicator].unit):
                return link
        return None

    def take(self, name: str, mention: Mention, rule: str, strength: float) -> Link:
        """The link of a value to an indicator by a name in this line."""
        label, named = self.label(mention), Span(mention.start, mention.end)
        indicator = taxonomy()[name]
        if is_generic(label) and (area := self._area_above(name)):
            return Link(area.id, label, "figure.head_of_list", 0.6, named=named)
        if name == "other":
            return Link(None, label, "figure.named_other", strength, label, named)
        return Link(name, label, rule, strength, label if indicator.qualifier else None, named)

    def label(self, mention: Mention) -> str:
        """The name in the text's words."""
        return self.text[mention.start : mention.end]

    def _area_above(self, name: str) -> Indicator | None:
        """建筑面积 under the heading 教室 is that of the classrooms."""
        if name.startswith("area."):
            for other in (other for head in self.above[:1] for other in head.ids("before")):
                if other.startswith("area.") and other != name:
                    return taxonomy()[other]
        return None


def is_generic(label: str) -> bool:
    """Whether a name says that an area is meant, but not of what."""
    return label in words("generic_area")


def fitting(mention: Mention, quantity: Quantity, side: Side) -> str | None:
    """The first indicator that the name may mean and that the quantity's unit goes with."""
    return first_fitting(mention.candidates, quantity, side)
