"""One thing said twice with different values."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from pipeline.audit.account import SINGLE, Account, same_time
from pipeline.audit.claim import PER_PUPIL, Claim
from pipeline.audit.draft import Draft, said, told
from pipeline.audit.slip import slip

# Words that make a total of a part of it.
_PART = re.compile(r"[一二三四五六七八九]年级|女|男|每|平均|人均|达标|标准")
_COUNTED = ("students.", "staff.", "classes.")
_ROLES = {"staff.shortage": ("actual", "gap"), "CNY": ("actual", "target")}
_RATES = ("rate.satisfaction", "rate.retention", "rate.enrolment", "rate.enrolment_disabled")
# One year: of 近三年 there are three values.
_YEAR = re.compile(r"(?:20\d\d|去|上|今|本)(?:学?年度?|-20\d\d学年度?)?")
_SUM = re.compile(r"总投资|总投入|总造价|总经费")

# Values further apart than this are of different things, unless one is a slip for the other.
_SAME_THING = 3
# How many earlier statements one is held against, and how many of their values a message names.
_BACK, _NAMED = 40, 4
_SAME_LACK = 2
_NEARLY = Decimal("0.9")


def conflicts(account: Account, *, school: bool) -> Iterator[Draft]:
    """A draft for each repeated statement: pass where it agrees with the first ones, fail where with none.

    ``school``: whether the account is about one school; of a county there are many kinds of pupils and books.
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for one in account.claims:
        key = _key(one)
        if key is not None:
            groups[key].append(one)
    for group in groups.values():
        if len(group) > 1:
            yield from _judge(account, group, school=school)


def _key(one: Claim) -> tuple[object, ...] | None:
    """What the claim states, where that can have one value only."""
    figure = one.figure
    name = figure.indicator or ""
    roles = _ROLES.get(figure.unit if figure.unit == "CNY" else name, ("actual",))
    stated = one.exact and figure.role in roles and not figure.evidence.table
    if not stated or one.former or one.partial or _PART.search(f"{figure.label} {one.before[-8:]}"):
        return None
    if "、" in (figure.entity or ""):
        return None  # some of the schools named, nobody knows which
    kind = next((kind for kind, fits in _KINDS if fits(one)), None)
    if kind is None:
        return None
    period = figure.period if kind == "rate" else None
    return (figure.unit if kind == "sum" else name, figure.stage, figure.qualifier, period)


def _is_whole(one: Claim) -> bool:
    """Of people and classes a report counts many groups; only what is said of the whole is its number."""
    name = one.indicator or ""
    return name in SINGLE and name.startswith(_COUNTED) and one.of_all and not one.narrowed


_KINDS: tuple[tuple[str, Callable[[Claim], bool]], ...] = (
    ("shortage", lambda one: one.indicator == "staff.shortage"),
    ("whole", _is_whole),
    ("rate", lambda one: one.indicator in _RATES and bool(_YEAR.fullmatch(one.figure.period or ""))),
    (
        "sum",
        lambda one: one.figure.unit == "CNY" and bool(_SUM.search(f"{one.figure.label}{one.before[-6:]}")),
    ),
    ("single", lambda one: one.indicator in SINGLE and not one.indicator.startswith(_COUNTED)),
    ("reckoned", lambda one: (one.indicator or "").startswith(PER_PUPIL)),
)


def _judge(account: Account, group: list[Claim], *, school: bool) -> Iterator[Draft]:
    """Every statement after the first against those before it; the value said most often is the likely one."""
    counts = Counter(one.value for one in group)
    for index, one in enumerate(group[1:], start=1):
        earlier = [other for other in group[max(0, index - _BACK) : index] if same_time(one, other)]
        if not earlier:
            continue
        agreeing = [other for other in earlier if _agree(one, other)]
        if agreeing:
            yield _passed(one, agreeing[0])
        elif not account.is_mended(one) and any(_comparable(one, other, school=school) for other in earlier):
            likely = max(earlier, key=lambda other: counts[other.value])
            yield _failed(account, one, likely, earlier)


def _agree(left: Claim, right: Claim) -> bool:
    return left.reach.overlaps(right.reach)


def _comparable(left: Claim, right: Claim, *, school: bool) -> bool:
    """Whether two values may be two tellings of one thing: not too far apart, or one a slip for the other."""
    if left.figure.unit == "CNY" and left.indicator not in SINGLE:
        return _shifted(left.number, right.number)  # sums of money are many; only a lost 万 tells
    low, high = sorted((left.number, right.number))
    if left.indicator == "staff.shortage":
        return high <= low * _SAME_LACK
    if not school and left.indicator in SINGLE:
        return high * _NEARLY <= low or slip(left.number, right.number) is not None
    return high <= low * _SAME_THING or slip(left.number, right.number) is not None


def _shifted(left: Decimal, right: Decimal) -> bool:
    """Whether two numbers differ by tens only: 2514.4亿 and 2514.4万."""
    low, high = sorted((left, right))
    return low > 0 and high / low in (10, 100, 1000, 10_000)


def _passed(one: Claim, other: Claim) -> Draft:
    return Draft(
        "conflict", "conflict.repeat", "pass", (one, other), f"{said(one)}与前文一致。", expected=other.value
    )


def _failed(account: Account, one: Claim, likely: Claim, earlier: Sequence[Claim]) -> Draft:
    twin = _twin(account, one)
    remark = f"，且与{said(twin)}同数，疑误写" if twin else ""
    claims = (one, likely, *((twin,) if twin else ()))
    values = list(dict.fromkeys(told(other) for other in earlier))
    said_before = "、".join(values[:_NAMED]) + ("等" if len(values) > _NAMED else "")
    return Draft(
        "conflict",
        "conflict.repeat",
        "fail",
        claims,
        f"{said(one)}与前文所说{said_before}不一致{remark}，请核对。",
        "error",
        likely.value,
        likely.range,
        likely.value,
    )


def _twin(account: Account, one: Claim) -> Claim | None:
    """Another indicator's figure of the very same value: one may have been copied over the other."""
    if one.value is None or one.value < Decimal(100):
        return None
    for other in account.claims:
        same = other.value == one.value and other.figure.unit == one.figure.unit
        if same and other.indicator not in (None, one.indicator):
            return other
    return None
