"""Shares in per cent against the part and the whole they are reckoned from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, rounded, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import nearest, operands
from pipeline.audit.relation import Relations, Share

_HUNDRED = Interval.point(Decimal(100))
# 占 between a count and a percentage: the percentage is that count's share, of what is named or was said before.
_NAMED = re.compile(r"占(?P<name>[^，。；、占]{0,14}?)的?(?:总数|比例|比)?(?:达到?|为|约)?$")
_TOTAL = re.compile(r"^(?:全[省市县区镇乡校]|我校|学校)|(?:的)?(?:总数|总人数|人数|总量|总额|数)$")
_SHARES = ("percent", "ratio", "coefficient")
# How far before 占 the count may end, and how many figures back its whole may stand.
_GAP, _BACK = 4, 6


def shares(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each actual percentage whose part and whole are known."""
    named_rates: set[str] = set()
    for share in relations.shares:
        for one in account.of(share.rate):
            if one.figure.role == "actual" and one.figure.unit == "percent":
                drafts = list(_judge(one, _pairs(account, one, share)))
                if drafts:
                    named_rates.add(one.id)
                yield from drafts
    for one in account.claims:
        if one.figure.unit == "percent" and one.figure.role == "actual" and one.id not in named_rates:
            yield from _judge(one, _beside(account, one))


def _pairs(account: Account, one: Claim, share: Share) -> list[tuple[Claim, Claim]]:
    parts = operands(account, one, share.part)
    if share.qualifier:
        parts = [part for part in parts if _alike(part, one)]
    wholes = [whole for name in share.whole for whole in operands(account, one, name)]
    return [(part, whole) for part in parts for whole in wholes if _possible(part, whole)]


def _alike(part: Claim, one: Claim) -> bool:
    """Whether the part names what the rate names: 本科学历 and 本科学历教师."""
    mine, other = part.figure.qualifier, one.figure.qualifier
    if not mine or not other:
        return False
    return mine in other or other in mine or mine[:2] == other[:2]


def _beside(account: Account, one: Claim) -> list[tuple[Claim, Claim]]:
    """The count just before "占（专任教师的）…%" with what it is said to be a share of.

    Without a name after 占 that is the first larger count of the sentence, of the same unit.
    """
    at = account.claims.index(one)
    found = _NAMED.search(one.before)
    if not at or not found:
        return []
    part, name = account.claims[at - 1], found["name"]
    if not _counts(part, one) or part.figure.evidence.end < one.start - len(found.group()) - _GAP:
        return []
    if name:
        wholes = [
            whole
            for whole in account.claims
            if whole is not part
            and whole.exact
            and whole.figure.unit not in _SHARES
            and whole.figure.label
            and _same_name(whole.figure.label, name)
        ]
        return [(part, whole) for whole in nearest(one, wholes) if _possible(part, whole)]
    wholes = [whole for whole in account.claims[max(0, at - _BACK) : at - 1] if _counts(whole, one)]
    return [
        (part, whole)
        for whole in wholes
        if whole.figure.unit == part.figure.unit
        and _possible(part, whole)
        and (whole.value or 0) >= (part.value or 0)
    ]


def _same_name(label: str, name: str) -> bool:
    """Whether the whole that 占 names is what a figure is called: 专任教师 and 专任教师总数."""
    bare = _TOTAL.sub("", name)
    return len(bare) > 1 and (bare == _TOTAL.sub("", label))


def _counts(claim: Claim, one: Claim) -> bool:
    """Whether the claim is an exact count of the same sentence."""
    return (
        claim.exact
        and claim.figure.unit not in _SHARES
        and claim.figure.evidence.quote == one.figure.evidence.quote
    )


def _possible(part: Claim, whole: Claim) -> bool:
    return part.range is not None and whole.range is not None and bool(whole.value) and part is not whole


def _judge(one: Claim, pairs: list[tuple[Claim, Claim]]) -> Iterator[Draft]:
    if not pairs:
        return
    reckoned = [(part, whole, _share(part, whole)) for part, whole in pairs]
    for part, whole, percent in reckoned:
        if one.range is not None and one.range.meets(percent):
            yield _draft(one, part, whole, percent, passed=True)
            return
    likely = [entry for entry in reckoned if entry[0].range.low <= entry[1].range.high]  # type: ignore[union-attr]
    if likely:
        yield _draft(one, *likely[0], passed=False)


def _share(part: Claim, whole: Claim) -> Interval:
    return part.reach / whole.reach * _HUNDRED


def _draft(one: Claim, part: Claim, whole: Claim, percent: Interval, *, passed: bool) -> Draft:
    expected = part.number / whole.number * 100
    computation = f"{shown(part.number)} ÷ {shown(whole.number)} × 100% = {shown(expected)}%"
    if passed:
        message = f"{said(one)}与计算相符（{computation}）。"
    elif one.value is None:
        message = f"{named(one)}数字缺失，按{computation}推算。"
    else:
        message = f"{said(one)}与{said(part)}、{said(whole)}不符：{computation}，请核对。"
    return Draft(
        "share",
        "share.percent",
        "pass" if passed else "fail",
        (one, part, whole),
        message,
        "notice" if passed or one.value is None else "error",
        expected,
        None if passed else percent,
        None if passed else rounded(expected, 1),
        computation,
    )
