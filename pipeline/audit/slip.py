"""Slips of the pen: how a written number may have come from the one that was meant."""

from __future__ import annotations

from decimal import Decimal

from schemas.number import plain

_CLOSE = Decimal("0.02")


def slip(written: Decimal, meant: Decimal) -> str | None:
    """What went wrong, in Chinese, where the written number is a slip for the one meant; else None."""
    if written <= 0 or meant <= 0 or written == meant:
        return None
    for power in (10, 100, 1000, 10_000):
        if _near(written, meant * power):
            return "疑小数点丢失" if meant != meant.to_integral_value() else f"疑多写{_noughts(power)}个0"
        if _near(written * power, meant):
            return f"疑少写{_noughts(power)}个0或小数点错位"
    few, many = _digits(written), _digits(meant)
    if len(few) >= 2 and len(many) - len(few) == 1 and _inside(few, many):
        return "疑丢失数字" if (written % 1 == 0) == (meant % 1 == 0) else "疑小数点及数字丢失"
    if len(many) >= 2 and len(few) - len(many) == 1 and _inside(many, few):
        return "疑多出数字"
    if len(few) == len(many) > 2 and _swapped(few, many):
        return "疑数字颠倒"
    return None


def _near(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= right * _CLOSE


def _noughts(power: int) -> str:
    return {10: "1", 100: "2", 1000: "3", 10_000: "4"}[power]


def _digits(value: Decimal) -> str:
    return plain(value).replace(".", "").strip("0")


def _inside(few: str, many: str) -> bool:
    """Whether the digits stand in the other number in their order."""
    rest = iter(many)
    return all(digit in rest for digit in few)


def _swapped(left: str, right: str) -> bool:
    """Whether two neighbouring digits changed places."""
    differing = [index for index in range(len(left)) if left[index] != right[index]]
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    first, second = differing
    return left[first] == right[second] and left[second] == right[first]
