"""Products: so many classes of so many pupils hold so many; and the mean class size that pupils and classes give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, reckoned, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import operands

_EACH = re.compile(r"每班|平均|班均")
_HELD = ("students.capacity", "students.enrolled")
# How far pupils and classes may stand from the mean they make.
_REACH = 120


def products(account: Account) -> Iterator[Draft]:
    """A draft for each stated mean class size with its pupils and classes."""
    for size in account.of("classes.size"):
        if (
            size.exact
            and size.figure.role in ("actual", "target")
            and _EACH.search(f"{size.figure.label}{size.before[-6:]}")
        ):
            yield from _planned(account, size) if size.figure.role == "target" else _mean(account, size)


def _mean(account: Account, size: Claim) -> Iterator[Draft]:
    """平均班额47人 where 1026 pupils make 18 classes."""
    pairs = [
        (pupils, classes)
        for pupils in operands(account, size, "students.enrolled")
        for classes in operands(account, size, "classes.count")
        if classes.value
    ]
    near = [pair for pair in pairs if max(abs(one.start - size.start) for one in pair) <= _REACH]
    for pupils, classes in near:
        if _fits(size, pupils.reach / classes.reach):
            yield _draft(size, pupils, classes, passed=True)
            return
    if near:
        yield _draft(size, *near[0], passed=False)


def _fits(size: Claim, mean: Interval) -> bool:
    """Within one pupil: sizes are rounded or cut off."""
    return mean.low - 1 <= size.number <= mean.high + 1


def _draft(size: Claim, pupils: Claim, classes: Claim, *, passed: bool) -> Draft:
    mean = pupils.number / classes.number
    computation = f"{shown(pupils.number)} ÷ {shown(classes.number)} = {shown(mean)}"
    tail = "与计算相符" if passed else "与计算不符"
    return reckoned(
        "ratio",
        "ratio.class_size",
        (size, pupils, classes),
        f"{said(size)}{tail}（{computation}）{'' if passed else '，请核对'}。",
        mean,
        computation,
        passed=passed,
        reach=Interval(mean - 1, mean + 1),
    )


def _planned(account: Account, size: Claim) -> Iterator[Draft]:
    """规模30个班，每班50人，提供学位1500个: the three of one sentence, in this order."""
    at = account.at(size)
    before = _in_sentence(size, account.claims[max(0, at - 2) : at], ("classes.count",))
    after = _in_sentence(size, account.claims[at + 1 : at + 3], _HELD)
    if not before or not after:
        return
    classes, held = before[-1], after[0]
    expected = classes.number * size.number
    passed = held.reach.meets(Interval.point(expected))
    computation = f"{shown(classes.number)} × {shown(size.number)} = {shown(expected)}"
    yield reckoned(
        "ratio",
        "ratio.product",
        (held, classes, size),
        f"{said(held)}{'与计算相符' if passed else '与计算不符'}（{computation}）{'' if passed else '，请核对'}。",
        expected,
        computation,
        passed=passed,
    )


def _in_sentence(size: Claim, found: Sequence[Claim], names: tuple[str, ...]) -> list[Claim]:
    return [one for one in found if one.exact and one.indicator in names and one.beside(size)]
