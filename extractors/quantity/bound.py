"""Bounds, vagueness and thresholds: what the words around a number make of it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Literal

from extractors.quantity.piece import Op, Quantity
from extractors.quantity.vocabulary import words

# The sign of a word that only blurs, or of no word.
Vague = Literal["~", ""]

_BOUNDS = (">=", "<=")
_JOINING = frozenset("、和及与")
# What leads a list that has its bound at the end.
_STAGED = re.compile(r"(?:标准|规定)(?:值)?(?:为|是|：)小学(?:部)?$")
_STAGES = frozenset(mark + stage for mark in "、，和" for stage in ("初中", "高中", "初中部"))
_LED = re.compile(r"(?:分别|依次|控制在|均)[^，。；\d]{0,8}(?:[\d.]+[^，。；、\d]{0,4}[、和及与])*$")
_LED_REACH = 40
_LOOSE_GAP = 8
_OF_GAP = 26
_LOOSE = re.compile(r"[至最]")
_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?\n\d]")


@cache
def _signs(side: str) -> tuple[dict[str, Op | Vague], int, frozenset[str]]:
    """The words of one side with their signs, the longest one's length, and their inner edges."""
    table = {word: sign for sign, group in words("bound")[side].items() for word in group}
    return table, max(map(len, table)), frozenset(word[-1 if side == "before" else 0] for word in table)


def bounded(text: str, plain: Quantity) -> Quantity:
    """``plain``, as just read, marked with what the words around it make of it: op, approx, outer span."""
    op, approx, left = _before(text, plain.start, plain.unit)
    tail, sign = _after(text, plain.end, plain.unit)
    if sign == "~":
        approx = True
    elif sign and op == "=":
        op = sign
    elif not tail and op == "=" and text.startswith("内", plain.end) and _limits(text, left, plain.unit):
        op, tail = "<=", "内"
    plain.op = op if plain.value_max is None else "range"
    plain.approx = plain.approx or approx
    plain.outer_start, plain.outer_end = left, plain.end + len(tail)
    plain.threshold = plain.op != "=" and _threshold(text, plain)
    return plain


def _limits(text: str, left: int, unit: str | None) -> bool:
    """控制在3%内, 15个工作日内: of the other numbers before 内 none are limits."""
    return unit == "day" or text.endswith("控制在", 0, left)


def _threshold(text: str, bound: Quantity) -> bool:
    """60人以上的班, 35岁以下, 3年以上教龄: the bounded quantity only sets the limit of another count."""
    end = bound.outer_end
    if bound.unit == "year":
        return text.startswith(_listed("tenure"), end)
    if text.startswith("的", end):
        end += 1
    if bound.unit == "m":
        return text.startswith(_listed("track"), end)
    counted = text[end : end + 1].isdigit() or text.startswith(_listed("threshold"), end)
    return bound.measure in ("岁", "周岁") or (bound.unit == "person" and counted)


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(words("bound")[name])


def share_bounds(text: str, found: list[Quantity]) -> list[Quantity]:
    """分别不低于720元、940元, 控制在45人、50人以内: one bound for a list of values of one kind."""
    shared = list(found)
    for index in range(1, len(shared)):
        one, other = shared[index - 1], shared[index]
        if (
            other.op == "="
            and one.op in _BOUNDS
            and one.end == one.outer_end
            and _same_list(text, one, other)
        ):
            shared[index] = replace(other, op=one.op)
    for index in range(len(shared) - 1, 0, -1):
        one, other = shared[index - 1], shared[index]
        if one.op == "=" and other.op in _BOUNDS and other.start == other.outer_start:
            led = _LED.search(text, max(0, one.outer_start - _LED_REACH), one.outer_start)
            staged = _STAGED.search(text, max(0, one.outer_start - _LED_REACH), one.outer_start)
            if (led and _same_list(text, one, other)) or (staged and _next_stage(text, one, other)):
                shared[index - 1] = replace(one, op=other.op)
    return shared


def _next_stage(text: str, one: Quantity, other: Quantity) -> bool:
    """标准为小学2000元、初中2500元以上: one bound for the norms of two stages."""
    return one.unit == other.unit and text[one.outer_end : other.outer_start] in _STAGES


def _same_list(text: str, one: Quantity, other: Quantity) -> bool:
    alike = one.unit == other.unit and not (one.threshold or other.threshold)
    return alike and text[one.outer_end : other.outer_start] in _JOINING


def _before(text: str, start: int, unit: str | None) -> tuple[Op, bool, int]:
    op: Op = "="
    approx, left = False, start
    for _ in range(2):
        head, sign = _ending(text, left)
        if not sign:
            break
        left = head
        if sign == "~":
            approx = True
        else:
            op = sign
    if op == "=":
        op, left = _distant(text, left, unit)
    return op, approx, left


def _ending(text: str, end: int) -> tuple[int, Op | Vague]:
    """Where the bounding word that ends at ``end`` begins, and its sign; "" for none."""
    table, longest, edges = _signs("before")
    while end and text[end - 1] in " \u3000":
        end -= 1
    if not end or text[end - 1] not in edges:
        return end, ""
    for length in range(min(longest, end), 0, -1):
        word = text[end - length : end]
        sign = table.get(word)
        if sign is not None:
            far = word == "近" and text[end - 2 : end - 1] in words("bound")["not_near"]
            far = far or (word.startswith("最低") and "最高" in text[max(0, end - 24) : end])
            return end - length, "" if far else sign
    return end, ""


def _distant(text: str, left: int, unit: str | None) -> tuple[Op, int]:
    found = None
    if _LOOSE.search(text, max(0, left - _LOOSE_GAP), left):
        found = _within(text, left, _LOOSE_GAP, "loose")
    if found is None and unit == "percent":
        found = _within(text, left, _OF_GAP, "of")
        if found is not None and not text.endswith("的", 0, left):
            # 高于全县平均水平3% tells by how much; 不低于公用经费预算5% bounds, but its name is no part of it.
            found = (found[0], left) if found[0] in _BOUNDS else None
    return found or ("=", left)


def _within(text: str, left: int, length: int, name: str) -> tuple[Op, int] | None:
    """The sign of the first word of the list that the clause before ``left`` holds, and where that begins."""
    stretch = _clause(text, left, length)
    signs: dict[Op, list[str]] = words("bound")[name]
    for sign, group in signs.items():
        for word in group:
            if word in stretch and f"{word}的" not in stretch:
                return sign, left - len(stretch) + stretch.rindex(word)
    return None


def _clause(text: str, end: int, length: int) -> str:
    stretch = text[max(0, end - length) : end]
    breaks = list(_CLAUSE_END.finditer(stretch))
    return stretch[breaks[-1].end() :] if breaks else stretch


def _after(text: str, end: int, unit: str | None) -> tuple[str, Op | Vague]:
    table, longest, edges = _signs("after")
    if text[end : end + 1] not in edges:
        return "", ""
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
