"""Blank totals that follow from a per-pupil figure, and the least that a blank plan must come to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, rounded, shown, told
from pipeline.audit.interval import INFINITY, Interval
from pipeline.audit.operand import nearest, operands
from pipeline.audit.relation import Relations
from schemas.taxonomy.loader import Formula


def blanks(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each blank total that stands in a formula with known others."""
    for indicator, formula in relations.formulas.items():
        for one in account.of(formula.numerator):
            if one.figure.value is None and not account.is_mended(one):
                if one.figure.role == "actual":
                    yield from _numerator(account, one, indicator, formula)
                elif one.figure.role == "target":
                    yield from _planned(account, one, indicator, formula)
        for one in account.of(formula.denominator):
            if one.figure.value is None and one.figure.role == "actual" and not account.is_mended(one):
                yield from _denominator(account, one, indicator, formula)


def _numerator(account: Account, one: Claim, indicator: str, formula: Formula) -> Iterator[Draft]:
    """22 a pupil for 486 pupils are 10692."""
    each, pupils = _first(account, one, indicator), _first(account, one, formula.denominator)
    if each is None or pupils is None or each.value is None or pupils.value is None:
        return
    value = each.value * pupils.value / formula.factor
    share = f" ÷ {formula.factor}" if formula.factor != 1 else ""
    yield _draft(account, one, (each, pupils), value, f"{shown(each.value)} × {shown(pupils.value)}{share}")


def _denominator(account: Account, one: Claim, indicator: str, formula: Formula) -> Iterator[Draft]:
    """4300 volumes at 22 a pupil are 195 pupils."""
    each, whole = _first(account, one, indicator), _first(account, one, formula.numerator)
    if each is None or whole is None or not each.value or whole.value is None:
        return
    value = rounded(whole.value * formula.factor / each.value, 0)
    times = f" × {formula.factor}" if formula.factor != 1 else ""
    yield _draft(account, one, (whole, each), value, f"{shown(whole.value)} ÷ {shown(each.value)}{times}")


def _first(account: Account, one: Claim, indicator: str) -> Claim | None:
    return next((other for other in operands(account, one, indicator) if other.exact), None)


def _draft(account: Account, one: Claim, others: tuple[Claim, Claim], value: Decimal, text: str) -> Draft:
    computation = f"{text} = {shown(value)}"
    account.mend(one, value)
    return Draft(
        "ratio",
        "ratio.blank",
        "fail",
        (one, *others),
        f"{named(one)}数字缺失，按{computation}推算，应约为{told(one, value)}。",
        "notice",
        value,
        None,
        rounded(value),
        computation,
    )


def _planned(account: Account, one: Claim, indicator: str, formula: Formula) -> Iterator[Draft]:
    """A blank in a plan: the least that reaches the norm which the text names for each pupil."""
    found = [
        account.best(norm)
        for norm in account.of(indicator)
        if norm.figure.role in ("standard", "target") and norm.value is not None and norm.stage == one.stage
    ]
    pupils = _first(account, one, formula.denominator)
    if not found or pupils is None or pupils.value is None:
        return
    norm = nearest(one, found)[0]
    least = norm.number * pupils.value / formula.factor
    computation = f"{shown(norm.number)} × {shown(pupils.value)} = {shown(least)}"
    yield Draft(
        "ratio",
        "ratio.planned",
        "fail",
        (one, norm, pupils),
        f"{named(one)}数字缺失；要达到文中所列标准，总量至少需{told(one, least)}（{computation}）。",
        "notice",
        least,
        Interval(least, INFINITY),
        None,
        computation,
    )
