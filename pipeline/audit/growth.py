"""Changes against the values before and after: 由9人降到2人，减少7人; 4.58亿元, then 4.97亿元，增长8.5%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, reckoned, shown, told
from pipeline.audit.interval import Interval

_CHANGED = re.compile(
    r"(?:增长|增加|增幅|净增|增|减少|减幅|减|下降|降低|降幅|提高|提升|上升|多|少)[了达到为近约]{0,2}$"
)
_YEARLY = re.compile(r"年均|每年|平均|累计")
_POINTS = re.compile(r"百分点|个点")
_MULTIPLE = re.compile(r"[是为]?[^，。；\d]{0,6}的$")
_FOLLOWS = re.compile(r"到|至|达|为|20\d\d|去年|上年|今年")
# How far back both values may stand, and how close the change must follow the second of them to deny it.
_REACH = 80
_CLOSE = 16


def growths(account: Account) -> Iterator[Draft]:
    """A draft for each change whose two ends stand before it in its sentence."""
    for index, one in enumerate(account.claims):
        if one.exact and one.raw.endswith("倍") and _MULTIPLE.search(one.before[-8:]):
            yield from _times(account, index, one)
        if one.range is not None and one.figure.role == "change" and _CHANGED.search(one.before):
            ends = _ends(account, index, one)
            if ends and not _YEARLY.search(one.before[-8:]):
                yield from _judge(one, *ends)


def _times(account: Account, index: int, one: Claim) -> Iterator[Draft]:
    """城区1986元，乡村1324元，城区是乡村的1.5倍: the two values just before a multiple."""
    before = account.claims[max(0, index - 2) : index]
    same = len(before) == 2 and all(each.exact and each.number and each.beside(one) for each in before)
    if (
        not same
        or before[0].figure.unit != before[1].figure.unit
        or before[0].indicator != before[1].indicator
    ):
        return
    low, high = sorted(each.number for each in before)
    expected = high / low
    computation = f"{shown(high)} ÷ {shown(low)} = {shown(expected)}"
    passed = one.reach.meets(Interval.point(expected))
    tail = "与计算相符" if passed else "与计算不符，请核对"
    yield reckoned(
        "ratio",
        "ratio.multiple",
        (one, *before),
        f"倍数{shown(one.number)}{tail}（{computation}）。",
        expected,
        computation,
        passed=passed,
    )


def _ends(account: Account, index: int, one: Claim) -> tuple[Claim, Claim] | None:
    """The two values last said of one thing, of another unit than 百分比 unless the change is in points."""
    points = bool(_POINTS.search(one.raw))
    found = [
        other
        for other in account.claims[max(0, index - 6) : index]
        if other.exact
        and other.figure.role != "change"
        and (other.figure.unit == "percent") == points
        and other.beside(one)
        and one.start - other.start <= _REACH
    ][-2:]
    if len(found) < 2:
        return None
    first, last = found[::-1] if found[1].former else found  # 比2021年的49870人
    alike = (
        first.figure.unit == last.figure.unit
        and first.stage == last.stage
        and first.indicator == last.indicator
    )
    told_so = bool(_FOLLOWS.search(last.before[-14:]))
    told_so = told_so or found[1].former
    return (first, last) if alike and told_so and first.number else None


def _judge(one: Claim, first: Claim, last: Claim) -> Iterator[Draft]:
    high, low = max(first.number, last.number), min(first.number, last.number)
    if one.figure.unit == "percent" and not _POINTS.search(one.raw):
        expected = (high - low) / first.number * 100
        computation = f"（{shown(high)} − {shown(low)}） ÷ {shown(first.number)} × 100% = {shown(expected)}%"
    elif first.figure.unit in (one.figure.unit, "percent"):
        expected = high - low
        computation = f"{shown(high)} − {shown(low)} = {shown(expected)}"
    else:
        return
    passed = one.reach.meets(Interval.point(expected))
    if passed or one.start - last.figure.evidence.end <= _CLOSE:
        yield _draft(one, first, last, expected, computation, passed=passed)


def _draft(
    one: Claim, first: Claim, last: Claim, expected: Decimal, computation: str, *, passed: bool
) -> Draft:
    course = f"{named(last)}由{told(first)}到{told(last)}"
    message = (
        f"{course}，变化{told(one)}与计算相符（{computation}）。"
        if passed
        else f"{course}，变化写作{told(one)}，与计算不符：{computation}，请核对。"
    )
    return reckoned(
        "difference",
        "difference.change",
        (one, first, last),
        message,
        expected,
        computation,
        passed=passed,
    )
