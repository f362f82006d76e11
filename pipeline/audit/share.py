"""Shares in per cent against the part and the whole they are reckoned from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, reckoned, rounded, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import nearest, operands
from pipeline.audit.relation import Relations, Share

_HUNDRED = Interval.point(Decimal(100))
# 占 between a count and a percentage: the percentage is that count's share, of what is named or was said before.
_NAMED = re.compile(
    r"(?P<part>[^，,。；;、：:（(占\d]{0,12})占(?P<name>[^，。；、占]{0,14}?)的?(?:总数|比例|比)?(?:达到?|为|约)?$"
)
_TOTAL = re.compile(r"^(?:全[省市县区镇乡校]|我校|学校)|(?:的)?(?:总数|总人数|人数|总量|总额|数)$")
_SHARES = ("percent", "ratio", "coefficient")
# Those who ought to are not those who do.
_ENTITLED = re.compile(r"应|符合|条件|适龄")
_GENERAL = re.compile(r"教师|学生|学校|人数|人口|人员|班级|面积|就业|总|全|数|共|有")
# How far before 占 the count may end, and how many figures back its whole may stand.
_GAP, _BACK = 4, 6
# A rate of those counted just before it, and how far they may stand from it.
_AMONG = "其中"
_DIGIT = re.compile(r"\d")
_RATE = re.compile(
    r"(?:升学|巩固|入学|毕业|合格|及格|达标|优良|优秀|满意|完成|参与|就读|就学)(?:率|度)(?:达到?|为|是)?$"
)
_REACH = 70


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
            yield from _judge(one, _beside(account, one) or _ratios_of_two(account, one))


def bases(account: Account) -> Iterator[Draft]:
    """专科318人占28.8%，本科742人占67.2%，研究生54人占4.0%: shares of one list are of one whole."""
    runs: dict[str, list[tuple[Claim, Claim]]] = defaultdict(list)
    for part, one in pairwise(account.claims):
        share = one.figure.unit == "percent" and one.exact and bool(one.value) and "占" in one.before[-_GAP:]
        close = one.start - part.figure.evidence.end <= _GAP
        if share and close and part.beside(one) and _counted(part):
            runs[one.figure.evidence.quote].append((part, one))
    for run in runs.values():
        if len(run) > 2 and len({part.figure.unit for part, _ in run}) == 1:
            yield from _odd(run)


def _odd(run: list[tuple[Claim, Claim]]) -> Iterator[Draft]:
    """The one share whose whole differs from that of all the others."""
    wholes = [part.reach / one.reach * _HUNDRED for part, one in run]
    for index, (part, one) in enumerate(run):
        others = wholes[:index] + wholes[index + 1 :]
        base = Interval(max(each.low for each in others), min(each.high for each in others))
        if base.low > base.high or wholes[index].meets(base):
            continue
        whole = rounded((base.low + base.high) / 2, 0)
        expected = part.number / whole * 100
        computation = f"{shown(part.number)} ÷ {shown(whole)} × 100% = {shown(expected)}%"
        yield reckoned(
            "share",
            "share.base",
            (one, part),
            f"{said(one)}与同列其他占比的基数（约{shown(whole)}）不符：{computation}，请核对。",
            expected,
            computation,
            passed=False,
            reach=part.reach / base * _HUNDRED,
        )
        return


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
    """A count and what "（高级教师）占（专任教师的）…%" says it is a share of; the part is the last count if unnamed."""
    at = account.at(one)
    found = _NAMED.search(one.before)
    if not at or not found:
        return []
    part = _part(account, one, found)
    if part is None:
        return []
    if found["name"]:
        wholes = [
            whole for whole in account.claims if _larger(whole, part) and _same_name(whole, found["name"])
        ]
        if found["name"].startswith("全"):
            largest = max((whole.number for whole in wholes), default=None)
            wholes = [whole for whole in wholes if whole.value == largest]
        return [(part, whole) for whole in nearest(one, wholes)]
    earlier = account.claims[max(0, at - _BACK) : at - 1]
    wholes = [whole for whole in earlier if _larger(whole, part)]
    # A list of groups, each with its share, has its whole somewhere before: it can be found, not missed.
    listed = any(other.figure.unit in _SHARES and other.beside(one) for other in earlier)
    alone = len(wholes) == 1 and wholes[0].beside(one) and not listed and _among(wholes[0], part)
    return [(part, whole) for whole in wholes if alone or _share(part, whole).meets(one.range or _HUNDRED)]


def _among(whole: Claim, part: Claim) -> bool:
    """Whether 其中 stands between a whole and its part, and no other number."""
    between = part.before[whole.figure.evidence.end - part.start :]
    return _AMONG in between and not _DIGIT.search(between)


def _part(account: Account, one: Claim, found: re.Match[str]) -> Claim | None:
    at = account.at(one)
    last = account.claims[at - 1]
    name = found["part"]
    if name:
        alike = [
            part
            for part in account.claims[max(0, at - 2 * _BACK) : at]
            if part.beside(one)
            and _counted(part)
            and name in f"{part.figure.qualifier or ''} {part.figure.label}"
        ]
        return alike[-1] if alike else None
    close = last.figure.evidence.end >= one.start - len(found.group()) - _GAP
    return last if last.beside(one) and _counted(last) and close else None


def _larger(whole: Claim, part: Claim) -> bool:
    """Whether a count may be the whole of another."""
    return (
        _counted(whole)
        and whole is not part
        and whole.figure.unit == part.figure.unit
        and whole.number >= part.number
    )


def _ratios_of_two(account: Account, one: Claim) -> list[tuple[Claim, Claim]]:
    """入学138人，毕业132人，巩固率95.7%: the two counts just before a rate, all in one sentence."""
    at = account.at(one)
    if at < 2 or not _RATE.search(one.before):
        return []
    whole, part = account.claims[at - 2 : at]
    together = all(
        each.beside(one) and _counted(each) and each.figure.unit == "person" for each in (whole, part)
    )
    alike = whole.indicator is not None and whole.indicator == part.indicator  # this year's and last year's
    if not together or alike or not _larger(whole, part) or one.start - whole.start > _REACH:
        return []
    return [(part, whole)]


def _same_name(whole: Claim, name: str) -> bool:
    """Whether the whole that 占 names is what a figure is called: 专任教师 and 专任教师总数."""
    mine, other = _TOTAL.sub("", name), _TOTAL.sub("", whole.figure.label)
    if len(mine) < 2 or len(other) < 2 or _ENTITLED.search(mine) or _ENTITLED.search(other):
        return mine == other
    return mine == other or mine in other or other in mine or bool(_pieces(mine) & _pieces(other))


def _pieces(name: str) -> set[str]:
    """The pairs of characters that tell one name from another: 交流 of 交流教师."""
    bare = _GENERAL.sub(" ", name)
    return {bare[at : at + 2] for at in range(len(bare) - 1) if " " not in bare[at : at + 2]}


def _counted(claim: Claim) -> bool:
    """Whether the claim is an exact count, not nought."""
    figure = claim.figure
    return claim.exact and figure.unit not in _SHARES and figure.role != "gap" and bool(claim.value)


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
    reckoned = [entry for entry in reckoned if _upward(entry[0]) == _upward(one)]
    likely = [entry for entry in reckoned if entry[0].range.low <= entry[1].range.high]  # type: ignore[union-attr]
    if likely:
        yield _draft(one, *likely[0], passed=False)


def _upward(one: Claim) -> bool:
    """Whether 本科及以上 is meant, which 本科 alone neither proves nor denies."""
    return "以上" in f"{one.figure.qualifier or ''}{one.figure.label}"


def _share(part: Claim, whole: Claim) -> Interval:
    return part.reach / whole.reach * _HUNDRED


def _draft(one: Claim, part: Claim, whole: Claim, percent: Interval, *, passed: bool) -> Draft:
    expected = rounded(part.number / whole.number * 100, 2)
    computation = f"{shown(part.number)} ÷ {shown(whole.number)} × 100% = {shown(expected)}%"
    if passed:
        message = f"{said(one)}与计算相符（{computation}）。"
    elif one.value is None:
        message = f"{named(one)}数字缺失，按{computation}推算。"
    else:
        message = f"{said(one)}与{said(part)}、{said(whole)}不符：{computation}，请核对。"
    return reckoned(
        "share",
        "share.percent",
        (one, part, whole),
        message,
        expected,
        computation,
        passed=passed,
        reach=percent,
    )
