"""Groups that make up a whole by their nature: boys and girls, the grades, the years of a plan, the items of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, said, shown
from pipeline.audit.interval import ZERO, Interval
from pipeline.audit.total import amount, compared, summed

_GENDER = re.compile(r"(男|女)[生童性]?[^\d，。；、]{0,6}$")
_GRADE = re.compile(r"([一二三四五六七八九])年级[^\d，。；、]{0,6}$")
_YEAR = re.compile(r"(20\d\d|第[一二三四五]年|[一二三四五]期)年?[^\d，。；、]{0,12}$")
_WHOLE = re.compile(r"共|总|合计|计划|预算|全[省市县区镇乡]")
_SCORED = re.compile(r"合计|总计|小计|总分|总得分|共得|累计|综合得分|本项")
# How far before its parts a whole may stand.
_REACH = 160
_GRADES = 3
# How far an item's score may stand from its marks.
_MARKS = 40


def groups(account: Account) -> Iterator[Draft]:
    """A draft for each whole whose natural parts the text gives."""
    yield from _natural(account, _GENDER, "person", lambda run: len(run) == 2)
    yield from _natural(account, _GRADE, "person", lambda run: len(run) >= _GRADES)
    yield from _natural(account, _YEAR, "CNY", lambda run: len(run) >= 2)
    yield from _natural(
        account, _YEAR, "count", lambda run: len(run) >= 2 and len({one.indicator for one in run}) == 1
    )
    yield from _full_marks(account)


def _natural(
    account: Account, shape: re.Pattern[str], unit: str, enough: Callable[[list[Claim]], bool]
) -> Iterator[Draft]:
    """Runs of figures that name one member of the group each, against the whole before them."""
    for run in _runs(account.claims, shape, unit):
        whole = _whole(account, run, shape, unit)
        if whole is not None and enough(run):
            yield from compared([whole], run, entire=True, distinct=True)


def _runs(claims: Sequence[Claim], shape: re.Pattern[str], unit: str) -> Iterator[list[Claim]]:
    run: list[Claim] = []
    names: set[str] = set()
    for one in claims:
        found = shape.search(one.before) if one.exact and one.figure.unit == unit else None
        if found and found[1] not in names:
            run.append(one)
            names.add(found[1])
            continue
        if len(run) > 1:
            yield run
        run, names = ([one], {found[1]}) if found else ([], set())
    if len(run) > 1:
        yield run


def _whole(account: Account, run: list[Claim], shape: re.Pattern[str], unit: str) -> Claim | None:
    """The nearest figure before the group that is larger than each of it and none of its kind."""
    largest = max(one.value or 0 for one in run)
    for one in reversed(account.claims[: account.at(run[0])]):
        if run[0].start - one.start > _REACH:
            return None
        fits = (
            one.exact
            and one.figure.unit == unit
            and not shape.search(one.before)
            and not _GRADE.search(one.before)
            and not _GENDER.search(one.before)
        )
        if fits and (one.value or 0) >= largest and (unit == "person" or _WHOLE.search(one.before[-12:])):
            return one
    return None


def _full_marks(account: Account) -> Iterator[Draft]:
    """分值5分，自评6分: no item scores more than its marks."""
    for before, one in pairwise(account.claims):
        beside = before.beside(one) and one.start - before.start <= _MARKS
        scored = before.indicator == one.indicator == "score.self" and before.figure.role == "standard"
        if (
            beside
            and scored
            and one.figure.role == "actual"
            and one.exact
            and before.exact
            and one.number > before.number
        ):
            yield Draft(
                "plausibility",
                "plausibility.marks",
                "fail",
                (one, before),
                f"{said(one)}超过分值{shown(before.number)}分，请核对。",
                "error",
                range=Interval(ZERO, before.number),
            )


def scores(accounts: Sequence[Account]) -> Iterator[Draft]:
    """自评得分 of the items of a form against the 合计 that follows them, whoever each item is about."""
    items: list[Claim] = []
    claims = sorted((one for account in accounts for one in account.claims), key=lambda one: one.start)
    for one in claims:
        if one.figure.unit != "score" or not one.exact or one.figure.role != "actual":
            continue
        if not _SCORED.search(one.before[-12:]):
            items.append(one)
            continue
        mine = [item for item in items if item.indicator == one.indicator]
        yield from _added(one, mine)
        items = []


def _added(one: Claim, items: list[Claim]) -> Iterator[Draft]:
    """The last items that make up the total, else those of its own sentence, else all."""
    fitting = next((n for n in range(2, len(items) + 1) if amount(items[-n:]).low == one.number), None)
    if fitting:
        yield summed(one, items[-fitting:], passed=True)
        return
    beside = [item for item in items if item.beside(one)]
    chosen = beside if len(beside) > 1 else items
    if len(chosen) > 1 and abs(amount(chosen).low - one.number) * 5 <= one.number:
        yield summed(one, chosen, passed=False)
