"""Parts that are larger than the whole they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, said, shown
from pipeline.audit.operand import operands
from pipeline.audit.relation import Relations

# A part that is larger by more is of something else.
_SAME_ORDER = 3
_REACH = 200
_STAFF = re.compile(r"教师|教职|职工|师资")


def containments(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each actual figure that is part of another of the same account."""
    for indicator, wholes in relations.wholes.items():
        for one in account.of(indicator):
            if one.figure.role == "actual" and one.range is not None:
                yield from _judge(account, one, wholes)


def _judge(account: Account, one: Claim, wholes: tuple[str, ...]) -> Iterator[Draft]:
    """Passes where any whole is large enough; fails against the nearest where none is."""
    part = account.best(one)
    for name in wholes:
        found = [
            whole
            for whole in operands(account, one, name)
            if whole.exact and not whole.partial and whole.stage in (None, one.stage) and _whole(whole, name)
        ]
        if not found:
            continue
        found = [whole for whole in found if _comparable(part, whole)]
        if not found:
            continue
        fitting = [whole for whole in found if whole.range is not None and part.reach.low <= whole.range.high]
        yield _draft(one, (fitting or found)[0], passed=bool(fitting))


def _comparable(part: Claim, whole: Claim) -> bool:
    """Whether the whole may be that of the part: of one order, and of the same passage if smaller."""
    grouped = (part.indicator or "").startswith("staff.by_")
    near = not grouped or abs(part.start - whole.start) <= _REACH
    return part.reach.low <= whole.reach.high or (near and part.number <= _SAME_ORDER * whole.number)


def _whole(one: Claim, name: str) -> bool:
    """Of pupils, classes and teachers many groups are counted; the whole says so, or names them itself."""
    if name.startswith("staff."):
        return bool(_STAFF.search(one.before[-10:] or one.figure.label))
    return one.of_all or not name.startswith(("students.", "classes."))


def _draft(one: Claim, whole: Claim, *, passed: bool) -> Draft:
    sign = "≤" if passed else "＞"
    verdict = (
        f"{said(one)}不多于{said(whole)}。"
        if passed
        else f"{said(one)}超过{said(whole)}，部分大于整体，请核对。"
    )
    return Draft(
        "plausibility",
        "plausibility.containment",
        "pass" if passed else "fail",
        (one, whole),
        verdict,
        "notice" if passed else "error",
        range=None,
        computation=f"{shown(one.number)} {sign} {shown(whole.number)}",
    )
