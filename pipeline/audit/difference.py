"""Gaps against the two figures they lie between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import nearest
from pipeline.audit.relation import Difference, Relations

# What ought to be there.
_DUE = re.compile(r"(?:应[配有需设]?|需要?|按标准|规定)[^，。；\d]{0,10}$")
# The gap and both its ends stand this close together.
_REACH = 80


def differences(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each gap whose two ends are known."""
    for relation in relations.differences:
        for gap in account.of(relation.gap):
            if gap.figure.role in ("actual", "gap"):
                yield from _gap(account, gap, relation)
    named_gaps = {relation.gap for relation in relations.differences}
    for index, one in enumerate(account.claims):
        if one.figure.role == "gap" and one.indicator not in named_gaps:
            yield from _lacking(account, index, one)


def _gap(account: Account, gap: Claim, relation: Difference) -> Iterator[Draft]:
    """应配 - 实有 = 缺编: the ends stand in the same sentence or the next."""
    more = _ends(account, gap, relation.more)
    less = _ends(account, gap, relation.less)
    pairs = [(a, b) for a in more for b in less if a.value is not None and b.value is not None]
    if not pairs:
        return
    for a, b in pairs:
        if gap.range is not None and gap.range.meets(_between(a, b)):
            yield _draft(gap, a, b, passed=True)
            return
    yield _draft(gap, *pairs[0], passed=False)


def _lacking(account: Account, index: int, gap: Claim) -> Iterator[Draft]:
    """应配6间，实有4间，尚缺2间 of anything: a norm and what there is, just before the gap."""
    before = [
        one
        for one in account.claims[max(0, index - 3) : index]
        if one.exact
        and one.figure.unit == gap.figure.unit
        and one.figure.evidence.quote == gap.figure.evidence.quote
        and gap.start - one.start <= _REACH
    ]
    due = [one for one in before if one.figure.role in ("standard", "target") or _DUE.search(one.before)]
    there = [one for one in before if one not in due]
    if len(due) != 1 or len(there) != 1 or gap.range is None:
        return
    more, less = sorted((due[0], there[0]), key=lambda one: one.number, reverse=True)
    yield _draft(gap, more, less, passed=gap.range.meets(_between(more, less)))


def _ends(account: Account, gap: Claim, names: tuple[str, ...]) -> list[Claim]:
    found = [
        one
        for name in names
        for one in account.of(name)
        if one.range is not None
        and one.figure.role in ("actual", "standard", "target")
        and one.stage == gap.stage
        and same_time(one, gap)
        and abs(one.start - gap.start) <= _REACH
    ]
    return nearest(gap, found)


def _between(more: Claim, less: Claim) -> Interval:
    """The difference of the two stated numbers; a bound (不超过45人) counts as the number it names."""
    return Interval.point(max(Decimal(0), more.number - less.number))


def _draft(gap: Claim, more: Claim, less: Claim, *, passed: bool) -> Draft:
    expected = more.number - less.number
    computation = f"{shown(more.number)} − {shown(less.number)} = {shown(expected)}"
    if passed:
        message = f"{said(gap)}与计算相符（{computation}）。"
    elif gap.value is None:
        message = f"{named(gap)}数字缺失，按{computation}推算。"
    else:
        message = f"{said(gap)}与{said(more)}、{said(less)}不符：{computation}，请核对。"
    return Draft(
        "difference",
        "difference.gap",
        "pass" if passed else "fail",
        (gap, more, less),
        message,
        "notice" if passed or gap.value is None else "error",
        expected,
        None if passed else Interval.point(max(Decimal(0), expected)),
        None if passed or expected < 0 else expected,
        computation,
    )
