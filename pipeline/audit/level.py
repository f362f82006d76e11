"""Actual figures against the thresholds of the standards that apply, stated ones and those that follow from totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.demand import Demand
from pipeline.audit.draft import Draft, named, rounded, said, shown, told
from pipeline.audit.interval import ZERO, Interval
from pipeline.audit.mixed import equivalents
from pipeline.audit.operand import Operand, divisor
from pipeline.audit.ratio import SPLIT
from pipeline.audit.relation import Relations
from pipeline.audit.yardstick import Yardstick, yardstick
from schemas.taxonomy.loader import Formula, taxonomy

_OTHER_STAGES, _PASSAGE = ("preschool", "senior", "vocational", "special"), 60
_SATISFACTION, _WHOLE = "rate.satisfaction", re.compile(r"满意[度率]|认可度")
# No year and no number of classes.
_BAND = re.compile(r"(?P<over>超过|多于|大于)?(?<!\d)(?P<size>\d{1,3})(?![\d年个])")
# Too large a class is reported even where the text owns up to it.
_CLASS_SIZES = ("classes.size", "classes.size_max")


def levels(account: Account, bench: Bench, relations: Relations) -> Iterator[Draft]:
    """A draft for each actual figure with a threshold; see ``_derived`` for those that are not stated."""
    if not bench.judging:
        return
    if bench.level == "school" and not account.of("classes.size_max"):
        yield from _crowded(account, bench)  # where the largest class is given, that is judged
    for indicator in bench.indicators():
        stated = [one for one in account.of(indicator) if one.figure.role == "actual"]
        for one in stated:
            if (
                one.range is not None
                and not one.former
                and ((one.figure.verdict is None and not one.admitted) or indicator in _CLASS_SIZES)
            ):
                yield from _stated(account, bench, one)
        if not stated and indicator in relations.formulas and bench.school(account):
            yield from _derived(account, bench, relations, indicator)


def _of_others(account: Account, one: Claim) -> bool:
    """Whether the passage is about kindergartens or high schools, though the figure does not say so again."""
    at = account.at(one)
    before = account.claims[at - 1] if at else None
    near = before is not None and one.start - before.start <= _PASSAGE
    return one.stage is None and near and before is not None and before.stage in _OTHER_STAGES


def _stated(account: Account, bench: Bench, one: Claim) -> Iterator[Draft]:
    if _of_others(account, one):
        return
    if one.indicator == _SATISFACTION and not _WHOLE.search(one.figure.label):
        return  # 非常满意 and 基本满意 are parts of it
    if one.indicator in _CLASS_SIZES and one.figure.op in (">=", ">"):
        return  # 46人以上的班: a band of sizes, whose number of classes says the rest
    best = account.best(one)
    rows = [row for row in bench.of(one) if bench.at(account, row)]
    beside = yardstick(account, one, beside=True)
    if beside and not rows:
        yield _held(one, best, beside)
        return
    exact = Interval.point(best.number) if one.exact else best.reach
    outcomes = [(row, row.met(exact)) for row in rows]
    passed = next((row for row, fit in outcomes if fit), None)
    if passed:
        yield _draft(bench, one, best.number, passed, passed_it=True)
    elif outcomes and all(fit is False for _, fit in outcomes):
        yield _draft(bench, one, best.number, outcomes[0][0], passed_it=False)


def _draft(bench: Bench, one: Claim, value: Decimal, row: Demand, *, passed_it: bool) -> Draft:
    clause = f"{bench.cited(row)}（{row}）"
    message = (
        f"{said(one)}符合{clause}。" if passed_it else f"{named(one)}{told(one, value)}，未达到{clause}。"
    )
    return Draft(
        "standard",
        "standard.level",
        "pass" if passed_it else "fail",
        (one,),
        message,
        "notice" if passed_it else "warning",
        row.bound,
        None if passed_it else row.room,
        criterion=row.id,
    )


def _held(one: Claim, best: Claim, norm: Yardstick) -> Draft:
    """只有4.6平方米，与7.5平方米的标准相差2.9平方米: held against the norm of its own sentence."""
    passed = norm.met(best.number)
    return Draft(
        "standard",
        "standard.beside",
        "pass" if passed else "fail",
        (one, *norm.claims),
        f"{said(one)}{'符合' if passed else '未达到'}文中所说的标准{norm}。",
        "notice" if passed else "warning",
        norm.bound,
    )


def _crowded(account: Account, bench: Bench) -> Iterator[Draft]:
    """2个班在46人以上 where 45 are allowed."""
    for one in account.of("classes.over_size"):
        least = _BAND.search(f"{one.figure.qualifier or ''}{one.before[-8:]}")
        rows = [row for row in bench.demands("classes.size", one.stage) if row.qualifier is None]
        if one.figure.role != "actual" or not one.value or not least or not rows:
            continue
        size = Decimal(least["size"]) + (1 if least["over"] else 0)
        row = max(rows, key=lambda each: each.bound)
        if size > row.bound:
            yield Draft(
                "standard",
                "standard.crowded",
                "fail",
                (one,),
                f"有{shown(one.value)}个班在{shown(size)}人及以上，未达到{bench.cited(row)}（每班{row}）。",
                "warning",
                Decimal(0),
                Interval(ZERO, ZERO),
                criterion=row.id,
            )


def _derived(account: Account, bench: Bench, relations: Relations, indicator: str) -> Iterator[Draft]:
    """1间多媒体教室 for 1000 pupils is 0.1 for a hundred, though the text does not say so."""
    formula = relations.formulas[indicator]
    mixed = equivalents(account) if indicator in SPLIT else {}
    seen: set[object] = set()
    for top in account.of(formula.numerator):
        if top.figure.role != "actual" or not top.exact or top.stage in seen:
            continue
        if mixed and top.stage is None:
            seen.add(None)
            for stage, pupils in mixed.items():
                rows = [row for row in bench.demands(indicator, stage) if bench.at(account, row)]
                if rows:
                    yield from _reckoned(bench, top, pupils, formula, rows)
            continue
        rows = [
            row for row in bench.demands(indicator, top.stage) if bench.at(account, row) and not row.qualifier
        ]
        each = divisor(account, top, formula.denominator)
        if not rows or each is None:
            continue
        seen.add(top.stage)
        yield from _reckoned(bench, top, each, formula, rows)


def _reckoned(
    bench: Bench, top: Claim, bottom: Operand, formula: Formula, rows: Sequence[Demand]
) -> Iterator[Draft]:
    name = taxonomy()[rows[0].row.indicator or ""].zh
    value = top.number / bottom.value * formula.factor
    reach = top.reach / bottom.range * Interval.point(Decimal(formula.factor))
    times = f" × {formula.factor}" if formula.factor != 1 else ""
    computation = f"{shown(top.number)} ÷ {bottom.text}{times} = {shown(value)}"
    outcomes = [(row, row.met(reach)) for row in rows]
    passed = next((row for row, fit in outcomes if fit), None)
    if passed is None and not all(fit is False for _, fit in outcomes):
        return
    row = passed or outcomes[0][0]
    clause = f"{bench.cited(row)}（{row}）"
    yield Draft(
        "standard",
        "standard.derived",
        "pass" if passed else "fail",
        (top, *bottom.claims),
        f"按{computation}计算，{name}{'符合' if passed else '未达到'}{clause}。",
        "notice" if passed else "warning",
        rounded(row.bound),
        None if passed else row.room,
        computation=computation,
        criterion=row.id,
    )
