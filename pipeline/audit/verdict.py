"""What the text says of its own figures - 达标, 不达标 - against the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, shown, told
from pipeline.audit.yardstick import Yardstick, yardstick


def verdicts(account: Account, bench: Bench) -> Iterator[Draft]:
    """A draft for each actual figure that the text itself judges, where a threshold is known."""
    for one in account.claims:
        if one.figure.verdict is None or one.figure.role != "actual" or one.range is None:
            continue
        norm = yardstick(account, one) or _published(bench, one)
        if norm is not None and _telling(account.best(one), one, norm):
            yield _judge(account.best(one), one, norm)


def _telling(best: Claim, one: Claim, norm: Yardstick) -> bool:
    """不达标 said of a figure that meets a norm from elsewhere in the text may have another norm in mind."""
    if one.figure.verdict == "met" or not norm.met(best.number) or norm.claim is None:
        return True
    beside = norm.claim.figure.evidence.quote == one.figure.evidence.quote
    return beside or (one.indicator or "").startswith("per_")


def _published(bench: Bench, one: Claim) -> Yardstick | None:
    rows = bench.of(one)
    if len({row.bound for row in rows}) != 1:
        return None  # none, or the stage is not known
    return Yardstick(rows[0].op, rows[0].bound, criterion=rows[0].id)


def _judge(best: Claim, one: Claim, norm: Yardstick) -> Draft:
    fits = norm.met(best.number)
    passed = fits == (one.figure.verdict == "met")
    word = "达标" if one.figure.verdict == "met" else "不达标"
    value = told(one, best.number) if best.restored else told(one)
    message = (
        f"{named(one)}{value}，文中判为{word}，与标准{norm}相符。"
        if passed
        else f"{named(one)}{value}，文中判为{word}，但标准为{norm}，判断与数字不符，请核对。"
    )
    return Draft(
        "verdict",
        "verdict.said",
        "pass" if passed else "fail",
        (one, *norm.claims),
        message,
        "notice" if passed else "error",
        norm.bound,
        computation=f"{shown(best.number)} {'符合' if fits else '不符合'} {norm}",
        criterion=norm.criterion,
    )
