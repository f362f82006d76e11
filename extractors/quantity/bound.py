"""Bounds and vagueness: what the words around a number make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from extractors.quantity.piece import Op
from extractors.quantity.vocabulary import words

_LOOSE_GAP = 8
_OF_GAP = 26
_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?\n\d]")


@dataclass(frozen=True, slots=True)
class Bound:
    """``start``..``end`` covers the number's unit and the bounding words; ``tail`` is the word after it."""

    op: Op
    approx: bool
    start: int
    end: int
    tail: str


@cache
def _signs(side: str) -> tuple[dict[str, str], int]:
    table = {word: sign for sign, group in words("bound")[side].items() for word in group}
    return table, max(map(len, table))


def around(text: str, start: int, end: int, unit: str | None) -> Bound:
    """The bound on the number whose span with its unit is ``start``..``end``."""
    op, approx, left = _before(text, start, unit)
    tail, sign = _after(text, end, unit)
    if sign == "~":
        approx = True
    elif sign and op == "=":
        op = sign
    elif not tail and op == "=" and text.startswith("内", end) and text[:left].endswith("控制在"):
        op, tail = "<=", "内"
    return Bound(cast(Op, op), approx, left, end + len(tail), tail)


def _before(text: str, start: int, unit: str | None) -> tuple[str, bool, int]:
    op, approx, left = "=", False, start
    for _ in range(2):
        word, sign = _ending(text, left)
        if not word:
            break
        left -= len(word)
        if sign == "~":
            approx = True
        else:
            op = sign
    if op == "=":
        op, left = _distant(text, left, unit)
    return op, approx, left


def _ending(text: str, end: int) -> tuple[str, str]:
    table, longest = _signs("before")
    while end and text[end - 1] == " ":
        end -= 1
    for length in range(min(longest, end), 0, -1):
        word = text[end - length : end]
        sign = table.get(word)
        if sign is None:
            continue
        if word == "近" and text[end - 2 : end - 1] in words("bound")["not_near"]:
            return "", ""
        return word, sign
    return "", ""


def _distant(text: str, left: int, unit: str | None) -> tuple[str, int]:
    stretch = _clause(text, left, _LOOSE_GAP)
    for sign, group in words("bound")["loose"].items():
        for word in group:
            if word in stretch:
                return sign, left - len(stretch) + stretch.rindex(word)
    if unit == "percent" and text[left - 1 : left] == "的":
        stretch = _clause(text, left, _OF_GAP)
        for sign, group in words("bound")["of"].items():
            for word in group:
                if word in stretch:
                    return sign, left - len(stretch) + stretch.rindex(word)
    return "=", left


def _clause(text: str, end: int, length: int) -> str:
    stretch = text[max(0, end - length) : end]
    breaks = list(_CLAUSE_END.finditer(stretch))
    return stretch[breaks[-1].end() :] if breaks else stretch


def _after(text: str, end: int, unit: str | None) -> tuple[str, str]:
    table, longest = _signs("after")
    for length in range(longest, 0, -1):
        word = text[end : end + length]
        if len(word) == length and word in table:
            blur = length == 1
            if blur and (
                unit not in words("bound")["blurred"] or text[end : end + 2] in words("bound")["not_blur"]
            ):
                break
            return word, table[word]
    return "", ""
