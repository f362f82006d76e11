"""Operands: which figures a relation may be reckoned with, by subject, stage, time and nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import PER_PUPIL, Claim
from pipeline.audit.draft import shown
from pipeline.audit.interval import Interval

_MOST = 6
_WINDOW = 50
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
    whole = indicator in _COUNTED or not (judged.narrowed or indicator.startswith(PER_PUPIL))
    found = [
        account.best(one)
        for one in around(judged, account.current(indicator, whole=whole))
        if one is not judged and same_time(one, judged)
    ]
    return nearest(judged, _of_stage(account, judged, found))[:_MOST]


def divisor(account: Account, judged: Claim, indicator: str) -> Operand | None:
    """The nearest figure to divide by: pupils that are not nought."""
    return next((Operand.of(one) for one in operands(account, judged, indicator) if one.value), None)


def nearest(judged: Claim, found: Iterable[Claim]) -> list[Claim]:
    """Sorted by nearness; what stands before counts as half as far as what comes after."""
    return sorted(
        found,
        key=lambda one: (
            judged.start - one.start if one.start < judged.start else 2 * (one.start - judged.start)
        ),
    )


def around(judged: Claim, found: Sequence[Claim]) -> Sequence[Claim]:
    """Those in the judged figure's neighbourhood, where a table gives hundreds of a kind."""
    if len(found) <= 2 * _WINDOW:
        return found
    at = bisect_left(found, judged.start, key=lambda one: one.start)
    return found[max(0, at - _WINDOW) : at + _WINDOW]


def _of_stage(account: Account, judged: Claim, found: list[Claim]) -> Sequence[Claim]:
    """Those of the judged figure's stage; where only one stage is spoken of, an unnamed one is that stage."""
    same = [one for one in found if one.stage == judged.stage]
    if same:
        return same
    stages = account.stages
    if len(stages) > 1:
        return ()
    return found
