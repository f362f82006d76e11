"""Ratios: 1:13.5, 19.2:1, 1/13, and 1:xx left blank."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from extractors.quantity import point
from extractors.quantity.bound import bounded
from extractors.quantity.numeral import Numeral, arabic
from extractors.quantity.piece import Quantity
from extractors.quantity.unit import exact, table

_COLON = re.compile(r"[ ]?[:：∶][ ]?(?=[\dxX×*＊_])")
# 师生比1比13.5: only against one, and where a ratio is named.
_TO = re.compile(r"比(?=\d)")
_NAMED = re.compile(r"比例?[为是达到约：:]*$")
_CHAIN = re.compile(r"(?:[:：∶/]\d+(?:\.\d+)?)+")
_CLOCK = re.compile(r"[:：]([0-5]\d)(?![\d.])")
_BLANK = re.compile(r"[xX×*＊_]+")


def read(text: str, first: Numeral) -> tuple[Quantity | None, int] | None:
    """The ratio that ``first`` opens and where reading goes on; None where it opens none.

    The value is the term that stands against 1, whichever side that is; else the second over the first.
    """
    colon = _COLON.match(text, first.end) or _spoken(text, first)
    if first.scale or (colon is None and not (text.startswith("/", first.end) and first.value == 1)):
        return None
    if colon is None and text.endswith(("年", "月", "/"), 0, first.start):
        return None
    start = colon.end() if colon else first.end + 1
    torn = point.term(text, start) if colon else None
    second = torn or arabic(text, start)
    if second is None:
        return _blank(text, first, start) if colon and first.value == 1 else None
    if second.scale:
        return None
    chain = _CHAIN.match(text, second.end)
    stop = chain.end() if chain else second.end
    dated = text.startswith(("年", "月", "日", "页"), second.end)
    if chain or dated or not first.value or not second.value or (colon and _clock(text, first)):
        return None, stop
    value = first.value if second.value == 1 else exact(Fraction(second.value) / Fraction(first.value))
    sign = text[first.end : start].strip()
    found = Quantity(first.start, stop, value, "ratio", sign, rule="quantity.ratio")
    return bounded(text, replace(found, damage="garbled") if torn else found), stop


def _spoken(text: str, first: Numeral) -> re.Match[str] | None:
    named = first.value == 1 and _NAMED.search(text, max(0, first.start - 10), first.start)
    return _TO.match(text, first.end) if named else None


def _clock(text: str, first: Numeral) -> bool:
    """8:30 is a time of day unless the text speaks of a ratio; 1:15 is a ratio; 2021:102 is a year and page."""
    if 1900 <= first.value < 2100:
        return True
    if _CLOCK.match(text, first.end) is None or first.value > 24:
        return False
    if first.value == 1 and not text.startswith((":0", "：0"), first.end):
        return False
    return "比" not in text[max(0, first.start - 10) : first.start]


def _blank(text: str, first: Numeral, start: int) -> tuple[Quantity, int] | None:
    run = _BLANK.match(text, start)
    if run is None or table().at(text, run.end()) is not None:
        return None
    sign = text[first.end : start].strip()
    blank = Quantity(
        first.start,
        run.end(),
        None,
        "ratio",
        sign,
        damage="placeholder",
        numeral="blank",
        rule="quantity.placeholder",
    )
    return bounded(text, blank), run.end()
