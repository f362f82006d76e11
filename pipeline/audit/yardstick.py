"""The thresholds that a text itself names, as yardsticks for its own figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import shown
from pipeline.audit.operand import around, nearest
from pipeline.audit.relation import relations

SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "="}


@dataclass(frozen=True, slots=True)
class Yardstick:
    """``op`` and ``bound`` to hold a value against; named by the text (``claim``) or a standard (``criterion``)."""

    op: str
    bound: Decimal
    claim: Claim | None = None
    criterion: str | None = None

    def met(self, value: Decimal) -> bool:
        """Whether a value meets it."""
        if self.op in (">=", ">"):
            return value >= self.bound if self.op == ">=" else value > self.bound
        if self.op in ("<=", "<"):
            return value <= self.bound if self.op == "<=" else value < self.bound
        return value == self.bound

    @property
    def claims(self) -> tuple[Claim, ...]:
        return (self.claim,) if self.claim else ()

    def __str__(self) -> str:
        return f"{SIGNS[self.op]}{shown(self.bound)}"


def yardstick(account: Account, one: Claim, *, beside: bool = False) -> Yardstick | None:
    """The nearest threshold that the text names for a figure, mended where it was misquoted.

    ``beside``: only one that stands in the figure's own sentence.
    """
    names = (one.indicator or "", relations().bounded_by.get(one.indicator or "", ""))
    found = [
        account.best(other)
        for name in names
        for other in around(one, account.of(name))
        if other is not one
        and other.figure.role in (("standard",) if beside else ("standard", "target"))
        and other.value is not None
        and (other.stage in (None, one.stage) or (other.beside(one) and one.stage is None))
        and other.figure.unit == one.figure.unit
        and (other.beside(one) or not beside)
    ]
    if not found:
        return yardstick(account.home, one) if account.home and not beside else None
    same = [other for other in found if other.stage == one.stage]
    other = nearest(one, same or found)[0]
    op = other.figure.op if other.figure.op in SIGNS and other.figure.op != "=" else None
    if op is None:
        op = "<=" if one.indicator in relations().less_is_better else ">="
    return Yardstick(op, other.number, other)
