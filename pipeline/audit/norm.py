"""Norms and aims that the text quotes, against the published standard they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench, matches
from pipeline.audit.claim import Claim
from pipeline.audit.demand import Demand
from pipeline.audit.draft import Draft, named, said, told
from pipeline.audit.interval import Interval
from pipeline.audit.slip import slip

# So many norms quoted rightly show that the text follows the standard; a norm that differs is then misquoted.
_FAMILIAR = 2
_STAGES = ("小学", "初中")
# A norm further off than this is about something else.
_SAME_THING = 3


def norms(account: Account, bench: Bench) -> Iterator[Draft]:
    """A draft for each norm or aim whose indicator has a published threshold."""
    for one in account.claims:
        judged = one.figure.verdict is not None and one.figure.op == "="  # a value held against a norm
        if one.figure.role in ("standard", "target") and one.value is not None and not judged:
            rows = bench.of(one)
            if rows and _threshold(one, rows) and one.value not in bench.elsewhere(one.indicator):
                yield from _judge(account, bench, one, rows)


def _threshold(one: Claim, rows: Sequence[Demand]) -> bool:
    """Whether the figure bounds in the criterion's direction: 不少于 where the standard says so."""
    return one.figure.unit == rows[0].row.unit and one.figure.op in (
        "=",
        *(row.op for row in rows),
        *(row.op[0] for row in rows),
    )


def _judge(account: Account, bench: Bench, one: Claim, rows: Sequence[Demand]) -> Iterator[Draft]:
    composite = [row for row in rows if row.qualifier]  # 综合 is said of single coefficients too
    known = (*rows, *(bench.demands(one.indicator, one.stage) if composite else ()))
    exact = next((row for row in known if matches(one, row)), None)
    if exact:
        yield _draft(bench, one, exact, passed=True)
        return
    row = min(rows, key=lambda each: abs(each.bound - one.number))
    why = _shifted(one.number, row.bound)
    near = max(one.number, row.bound) <= _SAME_THING * min(one.number, row.bound)
    weaker = all(_weaker(one.number, each) for each in rows)
    wrong = one.figure.role == "standard" or (weaker and one.figure.op != "=")
    both = all(word in one.before for word in _STAGES)  # 小学、初中分别不低于…: dealt out, perhaps wrongly
    elsewhere = bool(one.stage) and not both and any(matches(one, row) for row in bench.others(one))
    familiar = elsewhere or len(bench.quoted - {one.indicator}) >= _FAMILIAR or _cites(bench, one, row)
    if why or (near and wrong and familiar):
        account.mend(one, row.bound)
        yield _draft(bench, one, row, passed=False, why=why)


def _cites(bench: Bench, one: Claim, row: Demand) -> bool:
    """Whether the sentence itself names the standard by its number."""
    return bench.titles.get(row.id, "") in one.figure.evidence.quote


def _shifted(written: Decimal, meant: Decimal) -> str | None:
    """A slip by powers of ten only: 9 for 0.9, 20000 for 2000."""
    if written and any(written in (meant * power, meant / power) for power in (10, 100, 1000)):
        return slip(written, meant)
    return None


def _weaker(value: Decimal, row: Demand) -> bool:
    return value < row.bound if row.at_least else value > row.bound


def _draft(bench: Bench, one: Claim, row: Demand, *, passed: bool, why: str | None = None) -> Draft:
    clause = f"{bench.cited(row)}的规定（{told(one, row.bound)}）"
    if passed:
        message = f"{said(one)}符合{clause}。"
    else:
        how = "与" if why else "低于" if one.number < row.bound else "高于"
        tail = f"不符，{why}" if why else ""
        message = f"{named(one)}写作{told(one)}，{how}{clause}{tail}，请核对。"
    return Draft(
        "standard",
        "standard.norm",
        "pass" if passed else "fail",
        (one,),
        message,
        "notice" if passed else "error" if why else "warning",
        row.bound,
        None if passed else Interval.point(row.bound),
        None if passed else row.bound,
        criterion=row.id,
    )
