"""What the text says of its own figures - 达标, 不达标 - against the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, said, shown, told
from pipeline.audit.operand import nearest
from pipeline.audit.relation import relations


def verdicts(account: Account, bench: Bench) -> Iterator[Draft]:
    """A draft for each actual figure that the text itself judges, where a threshold is known."""
    for one in account.claims:
        if one.figure.verdict is None or one.figure.role != "actual" or one.range is None:
            continue
        norm = _own(account, one) or _published(bench, one)
        if norm is not None:
            yield _judge(account.best(one), one, *norm)


def _own(account: Account, one: Claim) -> tuple[str, Decimal, tuple[Claim, ...], str | None] | None:
    """The threshold that the text itself names, as mended where it was misquoted."""
    found = [
        other
        for other in account.of(one.indicator or "")
        if other.figure.role in ("standard", "target")
        and other.value is not None
        and other.stage == one.stage
    ]
    for other in nearest(one, found):
        best = account.best(other)
        op = other.figure.op if other.figure.op in (">=", "<=", ">", "<") else None
        if op is None:
            op = "<=" if one.indicator in relations().less_is_better else ">="
        if best.value is not None and other.figure.unit == one.figure.unit:
            return op, best.value, (other,), None
    return None


def _published(bench: Bench, one: Claim) -> tuple[str, Decimal, tuple[Claim, ...], str | None] | None:
    rows = bench.of(one)
    if len({row.bound for row in rows}) != 1:
        return None  # none, or the stage is not known
    row = rows[0]
    return row.op, row.bound, (), row.id


def _judge(
    best: Claim, one: Claim, op: str, bound: Decimal, claims: tuple[Claim, ...], criterion: str | None
) -> Draft:
    fits = {
        ">=": best.number >= bound,
        ">": best.number > bound,
        "<=": best.number <= bound,
        "<": best.number < bound,
    }.get(op, best.number == bound)
    passed = fits == (one.figure.verdict == "met")
    word = "达标" if one.figure.verdict == "met" else "不达标"
    sign = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}.get(op, "=")
    computation = f"{shown(best.number)} {'符合' if fits else '不符合'} {sign} {shown(bound)}"
    value = told(one, best.number) if best.restored else told(one)
    message = (
        f"{named(one)}{value}，文中判为{word}，与标准{sign}{shown(bound)}相符。"
        if passed
        else f"{said(one)}，文中判为{word}，但标准为{sign}{shown(bound)}，判断与数字不符，请核对。"
    )
    return Draft(
        "verdict",
        "verdict.said",
        "pass" if passed else "fail",
        (one, *claims),
        message,
        "notice" if passed else "error",
        bound,
        computation=computation,
        criterion=criterion,
    )
