"""How Excel shows a number: what a number format makes of it, as far as a reader of the figure must know.

A rate stored as 0.8567 shows as 85.67%, a count of people as 12人. Signs of thousands and of money are left
out: they change no figure, and Excel's own setting, not the file, says how they look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

Value = int | float | str | bool | date | datetime | time | timedelta

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "0", 4: "0.00", 9: "0%", 10: "0.00%",
    37: "0", 38: "0", 39: "0.00", 40: "0.00", 41: "0", 42: "0", 43: "0.00", 44: "0.00",
}  # fmt: skip
# Quoted or escaped text, padding, filling, colours and conditions, the number itself, all else.
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<number>[#0?][#0?,]*(?:\.[#0?]+)?,*)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_MONEY = str.maketrans("", "", "￥¥$€£ ")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = 10**21
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Look:
    """A number format: digits after the point, least digits before it, words around, a scale by thousands."""

    decimals: int
    digits: int = 1
    percent: bool = False
    prefix: str = ""
    suffix: str = ""
    thousands: int = 0

    def show(self, number: float) -> str:
        """The number as the format shows it; as it is where it has more digits than any figure."""
        if not isfinite(number):
            return ""
        try:
            exact = Decimal(repr(number)) * (100 if self.percent else 1) / _THOUSAND**self.thousands
            rounded = exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        except InvalidOperation:
            return general(number)
        sign = "-" if rounded < 0 else ""
        whole, point, rest = f"{abs(rounded):f}".partition(".")
        return f"{self.prefix}{sign}{whole.zfill(self.digits)}{point}{rest}{self.suffix}"


def built_in(number: int) -> Look | None:
    """The look of a format that Excel knows by number; None for the general one and for dates."""
    return look(_BUILT_IN[number]) if number in _BUILT_IN else None


@lru_cache(256)
def look(code: str) -> Look | None:
    """The look that a format code gives positive numbers; None where it shows them in no plain way."""
    prefix = suffix = ""
    number: str | None = None
    percent = False
    for token in _TOKEN.finditer(code):
        words = token["quoted"] or token["escaped"] or ""
        if token["other"] == ";":
            break
        if token["number"]:
            if number is not None:
                return None
            number = token["number"]
        elif token["percent"]:
            percent = True
            words = "%"
        elif token["other"]:
            if token["other"].isascii() and token["other"].isalpha():
                return None
            words = token["other"]
        prefix, suffix = (prefix + words, suffix) if number is None else (prefix, suffix + words)
    if number is None or any(sign in suffix for sign in "/@"):
        return None
    digits, _, decimals = number.rstrip(",").partition(".")
    prefix, suffix = prefix.translate(_MONEY), suffix.translate(_MONEY)
    scale = len(number) - len(number.rstrip(","))
    fixed = decimals.count("0") if "#" in decimals else len(decimals)
    if fixed < len(decimals):
        return None  # 0.## shows as many digits as there are
    return Look(fixed, digits.count("0"), percent, prefix, suffix, scale)


def shown(value: Value, form: Look | None) -> str:
    """A cell's value as text. Times of day without seconds, dates as 2024-09-01."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return form.show(value) if form else general(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else _to_minute(value.isoformat(" "))
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return _to_minute(value.isoformat())


def general(number: float) -> str:
    """A number without a format: whole ones in full, others with ten digits."""
    if not isfinite(number):
        return ""
    if number == int(number) and abs(number) < _WHOLE:
        return str(int(number))
    short = f"{number:.10g}"
    return short if "e" not in short else f"{Decimal(short):f}"


def _to_minute(iso: str) -> str:
    clock = iso.partition(".")[0]
    return clock[:-3] if clock.count(":") == 2 and clock.endswith(":00") else clock


def _clean(text: str) -> str:
    """Text without tabs (they part cells) and control characters, also those that Excel writes as _x000D_."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _CONTROL.sub("", text)
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text
