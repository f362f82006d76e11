"""Operands: which figures a relation may be reckoned with, by subject, stage, time and nearness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import Claim

_MOST = 6
_COUNTED = ("students.enrolled", "classes.count", "staff.total")


def operands(account: Account, judged: Claim, indicator: str) -> list[Claim]:
    """The account's actual figures of an indicator that may go with the judged one, the nearest first."""
    found = [
        account.best(one)
        for one in account.of(indicator)
        if one is not judged
        and one.range is not None
        and one.figure.role == "actual"
        and not one.former
        and same_time(one, judged)
    ]
    if not judged.narrowed or indicator in _COUNTED:  # a group never stands for the whole
        found = [one for one in found if not one.narrowed]
    return nearest(judged, _of_stage(account, judged, found))[:_MOST]


def nearest(judged: Claim, found: Iterable[Claim]) -> list[Claim]:
    """Sorted by nearness; what stands before counts as half as far as what comes after."""
    return sorted(
        found,
        key=lambda one: (
            judged.start - one.start if one.start < judged.start else 2 * (one.start - judged.start)
        ),
    )


def _of_stage(account: Account, judged: Claim, found: list[Claim]) -> Sequence[Claim]:
    """Those of the judged figure's stage; where only one stage is spoken of, an unnamed one is that stage."""
    same = [one for one in found if one.stage == judged.stage]
    if same:
        return same
    stages = account.stages
    if len(stages) > 1:
        return ()
    return found
