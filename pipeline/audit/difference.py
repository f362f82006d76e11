"""Gaps against the two figures they lie between, and changes against the values before and after."""

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

_YEARLY = re.compile(r"年均|每年|平均")
_POINTS = re.compile(r"百分点|个点")
# 由a增加到b，增加了c: all three stand this close together.
_REACH = 80


def differences(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each gap and each change whose two ends are known."""
    for relation in relations.differences:
        for gap in account.of(relation.gap):
            if gap.figure.role in ("actual", "gap"):
                yield from _gap(account, gap, relation)
    for index, one in enumerate(account.claims):
        if one.figure.role == "change" and one.range is not None:
            yield from _change(account, index, one)


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


def _change(account: Account, index: int, one: Claim) -> Iterator[Draft]:
    """由a增加到b，增加了c: the two values before it, of its own indicator, in its sentence."""
    before = [
        other
        for other in account.claims[max(0, index - 4) : index]
        if other.indicator == one.indicator
        and other.indicator is not None
        and other.exact
        and other.figure.role == "actual"
        and other.stage == one.stage
        and other.figure.evidence.quote == one.figure.evidence.quote
    ]
    if _YEARLY.search(one.before[-8:]):
        return
    if (
        len(before) != 2
        or one.start - before[0].start > _REACH
        or before[0].figure.unit != before[1].figure.unit
    ):
        return
    first, last = before
    outcome = _grown(one, first, last)
    if outcome is not None:
        yield outcome


def _grown(one: Claim, first: Claim, last: Claim) -> Draft | None:
    step = abs(last.number - first.number)
    relative = one.figure.unit == "percent" and (
        first.figure.unit != "percent" or not _POINTS.search(one.raw)
    )
    if relative and first.figure.unit == "percent":
        return None  # 提高了5% said of two percentages may be points or growth
    if relative:
        if not first.number:
            return None
        expected = step / first.number * 100
        computation = f"（{shown(max(first.number, last.number))} − {shown(min(first.number, last.number))}） ÷ {shown(first.number)} × 100% = {shown(expected)}%"
    elif one.figure.unit == first.figure.unit:
        expected = step
        computation = f"{shown(max(first.number, last.number))} − {shown(min(first.number, last.number))} = {shown(expected)}"
    else:
        return None
    passed = one.reach.meets(Interval.point(expected))
    message = (
        f"{said(one)}与前后两数相符（{computation}）。"
        if passed
        else f"{named(one)}由{shown(first.number)}到{shown(last.number)}，变化写作{shown(one.value or Decimal(0))}，计算为{computation}，请核对。"
    )
    return Draft(
        "difference",
        "difference.change",
        "pass" if passed else "fail",
        (one, first, last),
        message,
        "notice" if passed else "error",
        expected,
        None if passed else Interval.point(expected),
        None if passed else expected,
        computation,
    )
