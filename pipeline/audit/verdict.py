"""What the text says of its own figures - 达标, 不达标 - against the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, said, shown, told
from pipeline.audit.interval import ZERO, Interval
from pipeline.audit.yardstick import Yardstick, yardstick

# 大班额 begins with so many pupils; a text that says there are none must not tell of any.
_LARGE = Decimal(56)
_NONE_LARGE = re.compile(r"(?:无|没有|不存在)[^，。；超]{0,4}大班额")
_BAND = re.compile(r"(\d+)人")


def verdicts(account: Account, bench: Bench) -> Iterator[Draft]:
    """A draft for each actual figure that the text itself judges, where a threshold is known."""
    for one in account.claims:
        if one.figure.verdict is None or one.figure.role != "actual" or one.range is None:
            continue
        norm = yardstick(account, one) or _published(bench, one)
        if norm is not None and _telling(account.best(one), one, norm):
            yield _judge(account.best(one), one, norm)


def denials(account: Account) -> Iterator[Draft]:
    """无大班额 said beside figures that tell of classes of 56 and more."""
    said_so = next((one for one in account.claims if _NONE_LARGE.search(one.figure.evidence.quote)), None)
    if said_so is None:
        return
    for one in (*account.of("classes.size_max"), *account.of("classes.over_size")):
        limit = _LARGE - 1 if one.indicator == "classes.size_max" else Decimal(0)
        band = _BAND.search(one.figure.qualifier or "")
        smaller = band is not None and Decimal(band[1]) < _LARGE - 1
        plain = one.exact and one.figure.role == "actual" and not one.former
        if plain and not smaller and one.number > limit:
            yield Draft(
                "verdict",
                "verdict.denied",
                "fail",
                (one,),
                f"文中称无大班额，但{said(one)}（56人及以上为大班额），请核对。",
                "error",
                limit,
                Interval(ZERO, limit),
            )


def _telling(best: Claim, one: Claim, norm: Yardstick) -> bool:
    """不达标 said of a figure that meets a norm from elsewhere in the text may have another norm in mind."""
    if one.figure.verdict == "met" or not norm.met(best.number) or norm.claim is None:
        return True
    beside = norm.claim.beside(one)
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
