"""Values that cannot be, or hardly can: shares above the whole, class sizes of four hundred, a rate in volumes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import MEANS, Claim
from pipeline.audit.draft import Draft, said, shown, told
from pipeline.audit.interval import ZERO, Interval
from schemas.standards.range import Range
from schemas.taxonomy.loader import taxonomy

_SPECIAL = re.compile(r"特殊教育|特教|残疾|随班就读")
_POWERS = (10, 100, 1000)
_ALL = Decimal(100)
# More may be done than was planned.
_OF_PLAN = re.compile(r"^完成|完成率$")
# 毛入学率 and growth may exceed the whole.
_RATE = re.compile(r"(?<!增长)(?<!毛入学)(?<!完成)(?:率|比例|占比)(?:达到?|为)?$")
_UNITS = {"percent": "百分比", "coefficient": "系数", "m2": "平方米"}
# A length where an area is meant is a slip; a number of things where a rate is meant is one too.
_LENGTH = "m"


def limits(account: Account, ranges: Mapping[str, Range], *, school: bool) -> Iterator[Draft]:
    """A draft for each figure outside what is possible for its indicator, or in a unit that it cannot have."""
    for one in account.claims:
        if one.value is not None and one.indicator is None and one.figure.unit == "percent":
            yield from _whole(one)
        if one.value is None or not one.indicator or one.figure.role not in _roles(one.indicator):
            continue
        wrong = _unit(one)
        if wrong:
            yield wrong
            continue
        span = ranges.get(one.indicator)
        if (
            span
            and not _OF_PLAN.search(one.figure.label)
            and not _SPECIAL.search(f"{one.figure.label}{one.before}")
            and (school or one.indicator.startswith(MEANS))
            and not account.is_mended(one)
        ):
            yield from _judge(account, one, span)


def _whole(one: Claim) -> Iterator[Draft]:
    """A rate that is no indicator of ours, above the whole: 绿化率135%."""
    if one.number > _ALL and _RATE.search(one.before) and one.figure.role in ("actual", "target"):
        yield Draft(
            "plausibility",
            "plausibility.range",
            "fail",
            (one,),
            f"{said(one)}，超过可能的上限100%，请核对。",
            "error",
            range=Interval(ZERO, _ALL),
        )


def _roles(indicator: str) -> tuple[str, ...]:
    """A goal of more than all is no goal either; other goals may be as high as they like."""
    return ("actual", "target") if indicator.startswith("rate.") else ("actual",)


def _unit(one: Claim) -> Draft | None:
    own = taxonomy().indicators.get(one.indicator or "")
    if (
        own is None
        or own.unit not in _UNITS
        or one.figure.unit in (own.unit, "percent", "coefficient", "ratio", "other")
    ):
        return None
    if own.unit == "m2" and one.figure.unit != _LENGTH:
        return None
    return Draft(
        "plausibility",
        "plausibility.unit",
        "fail",
        (one,),
        f"{own.zh}应为{_UNITS[own.unit]}，文中写作“{one.raw or shown(one.value or ZERO)}”，单位不符，请核对。",
        "error",
    )


def _judge(account: Account, one: Claim, span: Range) -> Iterator[Draft]:
    low, high = span.hard_min, span.hard_max
    if one.figure.unit == "percent" and _ALL < one.number <= high and "毛" not in one.figure.label:
        yield _above_all(one)
        return
    if low <= one.number <= high or (one.number < low and one.figure.op in ("<=", "<")):
        return
    twins = [other for other in account.of(one.indicator or "") if other.beside(one)]
    reckoned = (one.indicator or "").startswith("per_100_students.")
    if reckoned and any(low <= (other.value or ZERO) <= high and other.stage == one.stage for other in twins):
        return  # the sentence gives a sensible one; this is the total it was reckoned from
    likely = _shifted(one.number, span, whole=(one.indicator or "").startswith("classes."))
    hint = f"，疑为{told(one, likely)}之误" if likely is not None else ""
    side = f"超过可能的上限{told(one, high)}" if one.number > high else f"低于可能的下限{told(one, low)}"
    if likely is not None:
        account.mend(one, likely)
    yield Draft(
        "plausibility",
        "plausibility.range",
        "fail",
        (one,),
        f"{said(one)}，{side}{hint}，请核对。",
        "error",
        likely,
        Interval(low, high),
        likely,
    )


def _above_all(one: Claim) -> Draft:
    """入学率 and 巩固率 may pass 100% by pupils who moved in; what a reviewer should know all the same."""
    return Draft(
        "plausibility",
        "plausibility.above_all",
        "fail",
        (one,),
        f"{said(one)}超过100%，如非转入学生所致，请核对。",
        "notice",
        _ALL,
        Interval(ZERO, _ALL),
        _ALL,
    )


def _shifted(value: Decimal, span: Range, *, whole: bool) -> Decimal | None:
    """The value with its decimal point moved to where values usually lie, where only one place fits."""
    low, high = span.usual_min, span.usual_max
    candidates = (
        [value / power for power in _POWERS] if value > high else [value * power for power in _POWERS]
    )
    if high == _ALL:
        likely = candidates[0]  # a rate has no usual height, but a low one is no slip for 110%
        return likely if _ALL * 3 / 5 <= likely <= span.hard_max else None
    found = next((each for each in candidates if low <= each <= high), None)
    return Decimal(int(found)) if found is not None and whole else found
