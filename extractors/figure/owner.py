"""Which of the schools that a clause names a value is of, and whether it is of a school at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from extractors.figure.unit import bare_measure
from extractors.figure.window import Window
from extractors.mention.reader import Mention

AND = re.compile("[、和]")
_VILLAGE = re.compile(
    r"(?:其中|(?P<counted>[一二三四五六七八九十\d]+所))?(?P<kind>村小|教学点)(?:各|共|有|为|是)*"
)
_OPENS = ("", *"，。；：（、和及与\n")
_JOINS = ("、", "和")
_STAGE_END = re.compile(r"(?:小学|初中|高中|中学|幼儿园)$")
_IN_NAMES = ("region.", "awards.", "schools.", "research.", "other")
# 以中心校为圆心: a place that something is told by, and not of.
_MADE = re.compile(r"(?:作)?为(?![\d一二两三四五六七八九十])")
# As much may stand before a name that opens its part of a sentence: 曾经，.
_ASIDE = 6


def village(window: Window, clause: str, begin: int, lead: re.Match[str] | None) -> str | None:
    """中心小学400套、村小480套: schools that bear no name of their own, where their number is not the value."""
    if "村小" not in clause and "教学点" not in clause:
        return None
    found, measure = _VILLAGE.fullmatch(clause), bare_measure(window.quantity)
    counted = measure == "所" or (measure == "个" and "各" not in clause)
    one_of_them = lead is not None and lead.group().endswith("的")
    # 走访了11所村小，发放问卷…: visited, and not what the next clause is about.
    visited = found is not None and found["counted"] and window.sentence.text[begin - 1 : begin] not in _OPENS
    return found["kind"] if found and not counted and not one_of_them and not visited else None


def dealt_name(window: Window, entity: str) -> str:
    """岩口、斑竹两个教学点分别为24人和17人: the name in the place of the value."""
    text, names = window.sentence.text, AND.split(entity)
    start = text.rfind("分别", window.sentence.start, window.quantity.start)
    if len(names) < 2:
        return entity
    if start < text.rfind(names[-1], window.sentence.start, window.quantity.start):
        return _in_place(window, names) or entity
    row = [one for one in window.sentence.quantities if one.start > start][: len(names)]
    gaps = [text[one.outer_end : other.outer_start] for one, other in pairwise(row)]
    if (
        len(row) < len(names)
        or window.quantity not in row
        or any(gap not in ("、", "和", "，") for gap in gaps)
    ):
        return entity
    return names[row.index(window.quantity)]


def _in_place(window: Window, names: list[str]) -> str | None:
    """甲校、乙校生均设备值只有1876元、1540元: as many values in a row as names, without a 分别."""
    text, values = window.sentence.text, window.sentence.quantities
    at = bisect_left(values, window.quantity.start, key=lambda value: value.start)
    first = last = at
    while (
        at - first < len(names)
        and first > 0
        and text[values[first - 1].outer_end : values[first].outer_start] in _JOINS
    ):
        first -= 1
    while (
        last - first < len(names)
        and last + 1 < len(values)
        and text[values[last].outer_end : values[last + 1].outer_start] in _JOINS
    ):
        last += 1
    return names[at - first] if last - first + 1 == len(names) else None


def passing(window: Window, begin: int) -> bool:
    """Whether a name stands inside its part of the sentence and does not open it."""
    text, start = window.sentence.text, window.sentence.start
    return begin - max(start, text.rfind("；", start, begin) + 1) > _ASIDE


def of_indicator(window: Window, begin: int, name: str) -> bool:
    """Whether what looks like a school's name is an indicator's, with a stage behind it."""
    names = window.sentence.between(begin, begin + len(name))
    if any(_is_rate(one) for one in names):
        # 生师比小学16:1 is the ratio of a stage.
        return True
    stage = _STAGE_END.search(name)
    # 教学仪器设备值小学…
    return stage is not None and any(one.end == begin + stage.start() and _measures(one) for one in names)


def made_of(lead: re.Match[str] | None, rest: str) -> bool:
    """Whether a place is only what something is told by: 以中心校为圆心."""
    return lead is not None and lead.group().endswith("以") and _MADE.match(rest) is not None


def _measures(name: Mention) -> bool:
    """Whether a name is of something that schools have, not of a place or a title that may be in their names."""
    return not any(one.startswith(_IN_NAMES) for one, _ in name.candidates)


def _is_rate(name: Mention) -> bool:
    return any(one.startswith(("rate.", "ratio.", "per_", "coefficient.")) for one, _ in name.candidates)
