"""A demand: a criterion of a standard that bounds a value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.draft import shown
from pipeline.audit.interval import INFINITY, ZERO, Interval
from schemas.standards.standard import Criterion, Sign

_WORDS = {">=": "不低于", ">": "高于", "<=": "不超过", "<": "低于", "=": "等于"}


@dataclass(frozen=True, slots=True)
class Demand:
    """A criterion that bounds a value: ``bound`` and ``op`` are its own, which are never None here."""

    row: Criterion
    op: Sign
    bound: Decimal

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def qualifier(self) -> str | None:
        return self.row.qualifier

    @property
    def at_least(self) -> bool:
        """Whether more is better."""
        return self.op in (">=", ">")

    def met(self, value: Interval) -> bool | None:
        """Whether a value meets it; None where its interval leaves that open."""
        if self.at_least:
            return True if value.low >= self.bound else False if value.high < self.bound else None
        if self.op in ("<=", "<"):
            return True if value.high <= self.bound else False if value.low > self.bound else None
        return self.bound in value

    @property
    def room(self) -> Interval:
        """The values that meet it."""
        return Interval(self.bound, INFINITY) if self.at_least else Interval(ZERO, self.bound)

    def __str__(self) -> str:
        return f"{_WORDS[self.op]}{shown(self.bound)}"
