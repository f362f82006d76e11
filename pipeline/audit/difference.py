"""Gaps against the two figures they lie between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import nearest, operands
from pipeline.audit.relation import Difference, Relations

# What ought to be there.
_DUE = re.compile(r"(?:应[配有需设]?|需要?|按标准|规定)[^，。；\d]{0,10}$")
# A norm for each and what there is in all differ by more.
_SAME_THING = 10
_THERE = re.compile(r"(?:仅能?|只能?|容纳|实有|现有)[^，。；\d]{0,6}$")
# Beds and seats are counted for persons.
_SEATS = {"person", "count"}
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
            short = list(_short(account, index, one, relations))
            yield from short or _lacking(account, index, one)


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
        and (one.figure.unit == gap.figure.unit or {one.figure.unit, gap.figure.unit} == _SEATS)
        and one.beside(gap)
        and gap.start - one.start <= _REACH
    ][-2:]
    due = [one for one in before if one.figure.role in ("standard", "target") or _DUE.search(one.before)]
    if not due and len(before) == 2 and any(_THERE.search(one.before) for one in before):
        due = [one for one in before if not _THERE.search(one.before)][:1]
    there = [one for one in before if one not in due]
    if len(due) != 1 or len(there) != 1 or gap.range is None:
        return
    more, less = sorted((due[0], there[0]), key=lambda one: one.number, reverse=True)
    passed = gap.range.meets(_between(more, less))
    reckoned = {(one.indicator or "").startswith("per_") for one in (more, less)}
    comparable = gap.number <= more.number <= _SAME_THING * less.number and len(reckoned) == 1
    if passed or comparable:
        yield _draft(gap, more, less, passed=passed)


def _short(account: Account, index: int, gap: Claim, relations: Relations) -> Iterator[Draft]:
    """缺1375平方米: the norm for each pupil times the pupils, less what there is."""
    around = [one for one in account.claims[max(0, index - 4) : index] if one.exact]
    for indicator, formula in relations.formulas.items():
        there = [
            one for one in around if one.indicator == formula.numerator and one.figure.unit == gap.figure.unit
        ]
        norms = [
            one for one in around if one.indicator == indicator and one.figure.role in ("standard", "target")
        ]
        pupils = operands(account, gap, formula.denominator) if there and norms else []
        if not pupils or gap.range is None:
            continue
        least = norms[-1].number * pupils[0].number / formula.factor
        expected = least - there[-1].number
        if expected <= 0:
            continue
        computation = f"{shown(norms[-1].number)} × {shown(pupils[0].number)} − {shown(there[-1].number)} = {shown(expected)}"
        passed = gap.range.meets(Interval(expected - 1, expected + 1))
        yield replace(
            _draft(gap, norms[-1], there[-1], passed=passed),
            claims=(gap, norms[-1], pupils[0], there[-1]),
            message=f"{said(gap)}{'与计算相符' if passed else '与计算不符，请核对'}（{computation}）。",
            expected=expected,
            range=None if passed else Interval.point(expected),
            suggestion=None if passed else expected,
            computation=computation,
        )
        return


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
