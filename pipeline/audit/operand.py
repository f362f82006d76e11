"""Operands: which figures a relation may be reckoned with, by subject, stage, time and nearness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import Claim
from pipeline.audit.draft import shown
from pipeline.audit.interval import Interval

_MOST = 6
_RECKONED = ("per_student.", "per_100_students.")
_COUNTED = ("students.enrolled", "classes.count", "staff.total")


@dataclass(frozen=True, slots=True)
class Operand:
    """A quantity to reckon with: one claim, several added up, or one that itself follows from others."""

    value: Decimal
    range: Interval
    claims: tuple[Claim, ...]
    text: str

    @classmethod
    def of(cls, one: Claim) -> Operand:
        return cls(one.number, one.reach, (one,), shown(one.number))


def operands(account: Account, judged: Claim, indicator: str) -> list[Claim]:
    """The account's actual figures of an indicator that may go with the judged one, the nearest first."""
    # A group never stands for the whole; 每百名学生 tells no group.
    whole = indicator in _COUNTED or not (judged.narrowed or indicator.startswith(_RECKONED))
    found = [
        account.best(one)
        for one in account.current(indicator, whole=whole)
        if one is not judged and same_time(one, judged)
    ]
    return nsmallest(_MOST, _of_stage(account, judged, found), key=lambda one: _distance(judged, one))


def nearest(judged: Claim, found: Iterable[Claim]) -> list[Claim]:
    """Sorted by nearness; what stands before counts as half as far as what comes after."""
    return sorted(found, key=lambda one: _distance(judged, one))


def _distance(judged: Claim, one: Claim) -> int:
    away = judged.start - one.start
    return away if away > 0 else -2 * away


def _of_stage(account: Account, judged: Claim, found: list[Claim]) -> Sequence[Claim]:
    """Those of the judged figure's stage; where only one stage is spoken of, an unnamed one is that stage."""
    same = [one for one in found if one.stage == judged.stage]
    if same:
        return same
    stages = account.stages
    if len(stages) > 1:
        return ()
    return found
