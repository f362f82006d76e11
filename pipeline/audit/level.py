"""Actual figures against the thresholds of the standards that apply, stated ones and those that follow from totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, rounded, said, shown, told
from pipeline.audit.interval import INFINITY, ZERO, Interval
from pipeline.audit.ratio import Operand, quotients
from pipeline.audit.relation import Relations
from schemas.standards.standard import Criterion
from schemas.taxonomy.loader import Formula, taxonomy

# Too large a class is reported even where the text owns up to it.
_CLASS_SIZES = ("classes.size", "classes.size_max")


def levels(account: Account, bench: Bench, relations: Relations) -> Iterator[Draft]:
    """A draft for each actual figure with a threshold; see ``_derived`` for those that are not stated."""
    if not bench.judging:
        return
    for indicator in bench.indicators():
        stated = [one for one in account.of(indicator) if one.figure.role == "actual"]
        for one in stated:
            if one.range is not None and not one.former and (one.figure.verdict is None or indicator in _CLASS_SIZES):
                yield from _stated(account, bench, one)
        if not stated and indicator in relations.formulas and bench.school(account):
            yield from _derived(account, bench, relations, indicator)


def meets(value: Interval, row: Criterion) -> bool | None:
    """Whether a value meets a threshold; None where its interval leaves that open."""
    assert row.value is not None  # noqa: S101  # the bench holds thresholds only
    bound = row.value
    if row.op in (">=", ">"):
        return True if value.low >= bound else False if value.high < bound else None
    if row.op in ("<=", "<"):
        return True if value.high <= bound else False if value.low > bound else None
    return True if bound in value else False


def _stated(account: Account, bench: Bench, one: Claim) -> Iterator[Draft]:
    best = account.best(one)
    assert best.range is not None and best.value is not None  # noqa: S101  # levels() looked
    rows = [row for row in bench.of(one) if bench.at(account, row)]
    exact = Interval.point(best.value) if one.exact else best.range
    outcomes = [(row, meets(exact, row)) for row in rows]
    passed = next((row for row, fit in outcomes if fit), None)
    if passed:
        yield _draft(bench, one, best.value, passed, passed_it=True)
    elif outcomes and all(fit is False for _, fit in outcomes):
        yield _draft(bench, one, best.value, outcomes[0][0], passed_it=False)


def _draft(bench: Bench, one: Claim, value: Decimal, row: Criterion, *, passed_it: bool) -> Draft:
    clause = f"{bench.cited(row)}（{_bound(row)}）"
    message = f"{said(one)}符合{clause}。" if passed_it else f"{named(one)}{told(one, value)}，未达到{clause}。"
    return Draft(
        "standard",
        "standard.level",
        "pass" if passed_it else "fail",
        (one,),
        message,
        "notice" if passed_it else "warning",
        row.value,
        None if passed_it else _room(row),
        criterion=row.id,
    )


def _derived(account: Account, bench: Bench, relations: Relations, indicator: str) -> Iterator[Draft]:
    """1间多媒体教室 for 1000 pupils is 0.1 for a hundred, though the text does not say so."""
    formula = relations.formulas[indicator]
    seen: set[object] = set()
    for top in account.of(formula.numerator):
        if top.figure.role != "actual" or not top.exact or top.stage in seen:
            continue
        rows = [row for row in bench.demands(indicator, top.stage) if bench.at(account, row) and not row.qualifier]
        pairs = quotients(account, relations, top, Formula(formula.denominator, formula.denominator))
        if not rows or not pairs:
            continue
        seen.add(top.stage)
        yield from _reckoned(bench, top, pairs[0][0], formula, rows)


def _reckoned(bench: Bench, top: Claim, bottom: Operand, formula: Formula, rows: Sequence[Criterion]) -> Iterator[Draft]:
    assert top.value is not None and top.range is not None  # noqa: S101  # exact claims have a value
    name = taxonomy()[rows[0].indicator or ""].zh
    value = top.value / bottom.value * formula.factor
    reach = top.range / bottom.range * Interval.point(Decimal(formula.factor))
    times = f" × {formula.factor}" if formula.factor != 1 else ""
    computation = f"{shown(top.value)} ÷ {bottom.text}{times} = {shown(value)}"
    outcomes = [(row, meets(reach, row)) for row in rows]
    passed = next((row for row, fit in outcomes if fit), None)
    if passed is None and not all(fit is False for _, fit in outcomes):
        return
    row = passed or outcomes[0][0]
    clause = f"{bench.cited(row)}（{_bound(row)}）"
    yield Draft(
        "standard",
        "standard.derived",
        "pass" if passed else "fail",
        (top, *bottom.claims),
        f"按{computation}计算，{name}{'符合' if passed else '未达到'}{clause}。",
        "notice" if passed else "warning",
        rounded(row.value or Decimal(0)),
        None if passed else _room(row),
        computation=computation,
        criterion=row.id,
    )


def _bound(row: Criterion) -> str:
    words = {">=": "不低于", ">": "高于", "<=": "不超过", "<": "低于", "=": "等于"}
    return f"{words[row.op or '=']}{shown(row.value or Decimal(0))}"


def _room(row: Criterion) -> Interval:
    assert row.value is not None  # noqa: S101  # the bench holds thresholds only
    return Interval(row.value, INFINITY) if row.op in (">=", ">") else Interval(ZERO, row.value)
