"""Parts and their total: sums that must come out, and totals that follow from their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import MEANS, Claim
from pipeline.audit.draft import Draft, named, reckoned, said, shown, told
from pipeline.audit.interval import Interval, total
from pipeline.audit.price import is_price
from pipeline.audit.relation import Partition, Relations

# What may stand between a total and the first of its parts, and what says that the parts are all of them.
_OPENS = re.compile(r"其中|分别|包括|包含|含|由|即|[（(：:]")
_WHOLLY = re.compile(r"分别|由|即|组成|分为")
# A qualifier with one of these counts the same people twice: 本科及以上, 专科以上.
_CUMULATIVE = re.compile(r"以上|以下|以内|合计|共|及")
_FEWEST = 2
# Parts that leave less than this share of the total over were meant to be all of it.
_REST = Decimal("0.2")
_BREAK = re.compile(r"[，,、；;：:。（(\d]|[万亿]?元|[人名所个]")
# A total after its parts says so, and they follow one another closely.
_CLOSES = re.compile(r"(?:以上)?(?:合计|总计|共计|累计|[两三四五]年共|以上共)[^，。；\d]{0,8}$")
_APART, _MOST = 40, 12
# No longer list is taken for parts, and no longer words before a number for its name.
_LONGEST, _NAME = 40, 30
# Schools that are neither primary nor junior alone.
_OTHERS = re.compile(r"一贯制|完全中学|完中|教学点|特殊|特教|高中|职业|幼儿园")
_NESTED = re.compile(r"其中|含|内有|[（(]")
# Among more parts than this nobody looks for a hidden sum.
_MANY = 8


def totals(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each total whose parts are known: by group, by stage, or listed after it."""
    for partition in relations.partitions:
        yield from _grouped(account, partition)
    for indicator in sorted(account.by_indicator):
        yield from _staged(account, indicator)
    yield from _listed(account, relations)
    yield from _closing(account)


def _closing(account: Account) -> Iterator[Draft]:
    """118人，132人，146人，三年共招聘396人: a total that comes after its parts."""
    for index, whole in enumerate(account.claims):
        column = whole.figure.evidence.table or (whole.indicator or "").startswith(MEANS)
        if column or not whole.exact or not _CLOSES.search(whole.before[-14:]):
            continue  # columns are added up as such, and means not at all
        parts = list(_leading(account.claims, index))
        blanks = [one for one in parts if one.range is None]
        if len(parts) < _FEWEST or len(blanks) > 1:
            continue
        if blanks:
            yield from _left_over(account, whole, blanks[0], [one for one in parts if one.range is not None])
            continue
        counts = range(_FEWEST, len(parts) + 1)
        fitting = next((n for n in counts if whole.reach.overlaps(amount(parts[:n]))), None)
        near = abs(amount(parts).low - whole.number) <= _REST * whole.number
        if fitting or (near and not _hidden(whole, parts)):
            yield summed(whole, parts[: fitting or len(parts)][::-1], passed=bool(fitting))


def _leading(claims: Sequence[Claim], index: int) -> Iterator[Claim]:
    """The figures of its kind just before a total, the last first; others may stand between."""
    whole, at = claims[index], claims[index].start
    for one in reversed(claims[max(0, index - _MOST) : index]):
        if at - one.figure.evidence.end > _APART or _CLOSES.search(one.before[-14:]):
            return
        if one.figure.unit != whole.figure.unit or is_price(one):
            at = one.start
            continue
        known = one.exact or one.range is None
        if not known or one.figure.role != whole.figure.role or not _alike(whole, [one]):
            return
        at = one.start
        yield one


def _left_over(account: Account, whole: Claim, blank: Claim, parts: list[Claim]) -> Iterator[Draft]:
    """A blank part is what the others leave of the total."""
    rest = whole.number - sum((one.number for one in parts), Decimal(0))
    if rest <= 0 or account.is_mended(blank):
        return
    account.mend(blank, rest)
    computation = (
        f"{shown(whole.number)} − {' − '.join(shown(one.number) for one in reversed(parts))} = {shown(rest)}"
    )
    yield reckoned(
        "sum",
        "sum.rest",
        (blank, whole, *reversed(parts)),
        f"{named(blank)}数字缺失，按合计推算应为{told(blank, rest)}（{computation}）。",
        rest,
        computation,
        passed=False,
    )


def _grouped(account: Account, partition: Partition) -> Iterator[Draft]:
    """一级77人，二级87人，三级1人 against the teachers."""
    for parts in _runs(account, partition.part):
        wholes = [
            whole
            for name in partition.whole
            for whole in account.of(name)
            if _actual(whole) and whole.stage == parts[0].stage and same_time(whole, parts[0])
        ]
        if wholes:
            yield from compared(wholes, parts, entire=len(parts) > _FEWEST)


def _runs(account: Account, indicator: str) -> Iterator[list[Claim]]:
    """Groups with different qualifiers that follow one another in one sentence."""
    run: list[Claim] = []
    for one in account.claims:
        fits = one.indicator == indicator and _part(one)
        breaks = run and (
            not one.beside(run[0])
            or one.stage != run[0].stage
            or any(one.figure.qualifier == other.figure.qualifier for other in run)
        )
        if run and (breaks or not fits):
            if len(run) >= _FEWEST:
                yield run
            run = []
        if fits:
            run.append(one)
    if len(run) >= _FEWEST:
        yield run


def _part(one: Claim) -> bool:
    qualifier = one.figure.qualifier
    return _actual(one) and one.exact and bool(qualifier) and not _CUMULATIVE.search(qualifier or "")


def _actual(one: Claim) -> bool:
    return one.figure.role == "actual" and one.range is not None


def _staged(account: Account, indicator: str) -> Iterator[Draft]:
    """小学1875人，初中1013人 against the total that names no stage, all in one sentence."""
    found = [one for one in account.of(indicator) if _actual(one) and one.exact]
    for whole in found:
        if whole.stage is not None:
            continue
        parts = [
            one
            for one in found
            if one.stage is not None
            and one.beside(whole)
            and one.figure.qualifier == whole.figure.qualifier
            and same_time(one, whole)
        ]
        stages = {one.stage for one in parts}
        other = indicator == "schools.count" and _OTHERS.search(whole.figure.evidence.quote)
        if len(stages) >= _FEWEST and len(parts) == len(stages) and not other:
            yield from compared([whole], parts, entire={"primary", "junior"} <= stages)


def _listed(account: Account, relations: Relations) -> Iterator[Draft]:
    """28个，其中完小17所，教学点11个; and a blank total with its parts after it."""
    for index, whole in enumerate(account.claims):
        parts = list(_following(account.claims, index))
        if len(parts) < _FEWEST or whole.figure.role not in ("actual", "target"):
            continue
        between = parts[0].before[-(parts[0].start - whole.figure.evidence.end) :]
        blanks = [one for one in parts if one.range is None]
        if whole.range is None:
            if _kin(whole, parts, relations) and not blanks:
                yield _restored(whole, parts)
        elif blanks:
            if len(blanks) == 1 and whole.exact and _OPENS.search(between):
                yield from _left_over(
                    account, whole, blanks[0], [one for one in parts if one.range is not None][::-1]
                )
        elif (
            _OPENS.search(between)
            and _alike(whole, parts)
            and (whole.indicator or whole.figure.unit in ("CNY", "person"))
        ):
            yield from compared([whole], parts, entire=bool(_WHOLLY.search(between)) or len(parts) > _FEWEST)


def _following(claims: Sequence[Claim], index: int) -> Iterator[Claim]:
    """The exact figures of the same unit and role that follow a figure in its clause."""
    whole = claims[index]
    for one in claims[index + 1 : index + 1 + _LONGEST]:
        alike = one.figure.unit == whole.figure.unit and one.figure.role == whole.figure.role
        alike = alike and (
            whole.range is None or whole.figure.unit == "CNY" or one.indicator == whole.indicator
        )
        known = one.exact or (one.range is None and whole.figure.unit == "CNY")
        if not alike or not known or not one.beside(whole):
            return
        yield one


def _alike(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether figures are of one kind: one indicator, or sums of money, which may be called anything."""
    return whole.figure.unit == "CNY" or len({one.indicator for one in (whole, *parts)}) == 1


def _kin(whole: Claim, parts: Sequence[Claim], relations: Relations) -> bool:
    """Whether the figures after a blank are its parts."""
    groups = {partition.part for partition in relations.partitions if whole.indicator in partition.whole}
    allowed = groups | {whole.indicator}
    return all(one.indicator in allowed for one in parts) and any(one.indicator in groups for one in parts)


def compared(
    wholes: Sequence[Claim], parts: list[Claim], *, entire: bool, distinct: bool = False
) -> Iterator[Draft]:
    """Pass where some total fits; fail where the parts exceed all totals, or fall a little short of the only one."""
    for count in range(len(parts), _FEWEST - 1, -1):
        for whole in wholes:
            if whole.range is not None and whole.range.overlaps(amount(parts[:count])):
                yield summed(whole, parts[:count], passed=True)
                return
    largest = max(wholes, key=lambda one: one.range.high if one.range else Decimal(0))
    if (not distinct and len({_name(one) for one in parts}) < len(parts)) or any(
        _NESTED.search(one.before[-6:]) for one in parts[1:]
    ):
        return  # some part may lie within another
    sum_of = amount(parts)
    if any(one.range and one.range.low > largest.reach.high for one in parts) or _hidden(largest, parts):
        return  # not their total at all, or some of them are
    little = (largest.reach.low - sum_of.high) <= _REST * largest.reach.low
    if sum_of.low > largest.reach.high or (entire and len(wholes) == 1 and little):
        yield summed(largest, parts, passed=False)


def amount(parts: Sequence[Claim]) -> Interval:
    return total([one.range for one in parts if one.range])


def _name(one: Claim) -> tuple[str | None, ...]:
    figure = one.figure
    words = _BREAK.split(one.before[-_NAME:])[-1]
    return (figure.indicator, figure.qualifier or words or figure.label, figure.stage, figure.entity)


def _hidden(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether some of the figures, not all, add up to the total: the rest are of another kind."""
    if len(parts) > _MANY or whole.range is None:
        return False
    chosen = (group for count in range(_FEWEST, len(parts)) for group in combinations(parts, count))
    return any(whole.range.overlaps(amount(group)) for group in chosen)


def _sum(parts: Sequence[Claim]) -> str:
    return " + ".join(shown(one.value) for one in parts if one.value is not None)


def summed(whole: Claim, parts: Sequence[Claim], *, passed: bool) -> Draft:
    added = sum((one.number for one in parts), Decimal(0))
    computation = f"{_sum(parts)} = {shown(added)}"
    listed = "、".join(said(one) for one in parts)
    message = (
        f"{said(whole)}等于各部分之和（{computation}）。"
        if passed
        else (f"{said(whole)}与各部分（{listed}）之和不符：{computation}，请核对。")
    )
    return reckoned(
        "sum",
        "sum.parts",
        (whole, *parts),
        message,
        added,
        computation,
        passed=passed,
    )


def _restored(whole: Claim, parts: Sequence[Claim]) -> Draft:
    amount = sum((one.value for one in parts if one.value is not None), Decimal(0))
    computation = f"{_sum(parts)} = {shown(amount)}"
    return reckoned(
        "sum",
        "sum.blank",
        (whole, *parts),
        f"{named(whole)}总数缺失，按各部分之和应为{shown(amount)}（{computation}）。",
        amount,
        computation,
        passed=False,
    )
