"""Amounts of money against how many and how much each: 1.8万册，每册20元，需资金36万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, reckoned, said, shown
from pipeline.audit.interval import Interval
from pipeline.audit.slip import slip

_EACH = re.compile(
    r"每(?:人|生|名|个|间|册|本|台|套|件|张|所|校|班|平方米|床)?[^，。；\d]{0,8}$|(?:单价|造价)[^，。；\d]{0,4}$|[/／]"
)
_DAILY = re.compile(r"每(?:生每)?天[^，。；\d]{0,4}$")
_REACH = 60
_COUNTS = ("person", "count", "volume", "m2", "other")


def is_price(one: Claim) -> bool:
    """Whether a sum of money is that of one thing."""
    return one.figure.unit == "CNY" and bool(_EACH.search(one.before[-12:]))


def amounts(account: Account) -> Iterator[Draft]:
    """A draft for each sum of money that follows its number and its price in one sentence."""
    for index, price in enumerate(account.claims[:-1]):
        if price.exact and is_price(price) and index:
            yield from _judge(account, index, price)


def _judge(account: Account, index: int, price: Claim) -> Iterator[Draft]:
    number, rest = account.claims[index - 1], account.claims[index + 1 : index + 3]
    days = [one for one in rest[:1] if one.figure.unit == "day" and one.exact]
    if _DAILY.search(price.before[-8:]) and not days:
        return
    total = rest[len(days)] if len(rest) > len(days) else None
    if total is None or not _together(number, price, total) or is_price(total):
        return
    factors = (number, price, *days)
    expected = Decimal(1)
    for one in factors:
        expected *= one.number
    passed = total.reach.meets(Interval.point(expected))
    computation = f"{' × '.join(shown(one.number) for one in factors)} = {shown(expected)}"
    why = None if passed else slip(total.number, expected)
    if passed or why or total.number < 3 * expected < 9 * total.number:
        yield _draft(total, factors, expected, computation, why, passed=passed)


def _together(number: Claim, price: Claim, total: Claim) -> bool:
    return (
        all(one.exact and one.beside(price) for one in (number, total))
        and number.figure.unit in _COUNTS
        and total.figure.unit == "CNY"
        and total.start - number.start <= _REACH
        and total.number > price.number
    )


def _draft(
    total: Claim,
    factors: tuple[Claim, ...],
    expected: Decimal,
    computation: str,
    why: str | None,
    *,
    passed: bool,
) -> Draft:
    tail = "与计算相符" if passed else f"与计算不符{f'，{why}' if why else ''}，请核对"
    return reckoned(
        "ratio",
        "ratio.amount",
        (total, *factors),
        f"{said(total)}{tail}（{computation}）。",
        expected,
        computation,
        passed=passed,
    )
