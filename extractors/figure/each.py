"""Links of values per pupil: of what is divided, named here or before, and of lists and shares of such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from extractors.figure.memory import Memory, fitting, is_generic
from extractors.figure.piece import Link
from extractors.figure.unit import fits
from extractors.figure.window import Window
from extractors.mention.reader import mentions
from schemas.taxonomy.loader import taxonomy

_PUPILS = "students.enrolled"
PER_PUPIL = re.compile(r"生均|人均|平均每生|平均每名学生")
# 生均宿舍面积: a per-pupil value that the taxonomy does not know is not the value itself.
_PER_PUPIL_OF = re.compile(
    r"((?:生均|人均)[\u4e00-\u9fff]{2,10}(?:面积|数|量|值|经费))(?:[为是约达由从]|达到|仅有?)*$"
)
# 住宿生人均3平方米: of some pupils only.
_PER_SOME = re.compile(r"((?:住宿生|寄宿生|住校生|教师|教职工)人均)(?:面积)?(?:为|约|达到?)?$")
PER_HUNDRED = re.compile(r"每?百(?:名学生|名生|生)")
_EACH_PUPIL = re.compile(r"[/／]每?(?:生|人|学生)|每生")
# As many times a value may be another one of its list.
_ORDER = 8
_HUNDRED = 100
_EACH_HEAD = re.compile(r"生均|每?百名?(?:学生|生)")
_TO_VALUE = re.compile(r"(?:面积|数|人数)?(?:分别|仅|只有|只|约|为|是|有|达到?)*")
_ADDED = re.compile(r"^(?:新增|新建|增加|扩建|改建)")


def per_pupil(memory: Memory, window: Window) -> Link | None:
    """生均… and 每百名学生…: the per-pupil indicator that is named here, or of the base named last."""
    left = window.left_text
    each = _EACH_PUPIL.match(memory.text, window.quantity.outer_end)
    hundred = PER_HUNDRED.search(left)
    if not (hundred or each or PER_PUPIL.search(left)) or "系数" in left:
        # 生均…、每百名学生…的差异系数 are no values per pupil.
        return None
    if of_some := _PER_SOME.search(left):
        return Link(None, of_some[1], "figure.unlisted_name", 0.5, of_some[1])
    for mention in reversed(window.left_mentions):
        for name in mention.ids("before"):
            formula = taxonomy()[name].formula
            if formula and formula.denominator == _PUPILS and fits(name, window.quantity):
                if is_generic(memory.label(mention).removeprefix("生均")):
                    break
                return memory.take(name, mention, "figure.value_after_mention", 1.0)
    for base in _bases(memory, window):
        found = _derived(base, 100 if hundred else 1)
        if found and fits(found, window.quantity):
            return Link(found, taxonomy()[found].zh, "figure.per_pupil_of_base", 0.85)
    if each:
        return Link("per_student.subsidy", "每生", "figure.per_pupil_of_base", 0.6)
    if hundred:
        return Link(None, "每百名学生", "figure.unlisted_name", 0.4, "每百名学生")
    named = _PER_PUPIL_OF.search(left)
    return Link(None, named[1], "figure.unlisted_name", 0.4, named[1]) if named else None


def _bases(memory: Memory, window: Window) -> Iterator[str]:
    for mention in reversed(window.left_mentions):
        yield from mention.ids("before")
    for _, link in reversed(memory.links):
        if link.indicator:
            yield link.indicator
            label = _ADDED.sub("", link.label)
            for name in mentions(label, 0, len(label)):
                yield from name.ids("before")
    for head in memory.heads():
        yield from head.ids("before")


@cache
def _derived(base: str, factor: int) -> str | None:
    for indicator in taxonomy():
        formula = indicator.formula
        if formula is None or (formula.denominator, formula.factor) != (_PUPILS, factor):
            continue
        if base in (formula.numerator, indicator.id):
            return indicator.id
    return None


def each_of(memory: Memory, window: Window, found: Link, reach: tuple[int, int]) -> Link:
    """每百名学生拥有骨干教师、体艺教师分别为a、b: what is named under one head is divided by the same."""
    text, quantity = memory.text, window.quantity
    begin = max(text.rfind(mark, *reach) for mark in "，；。")
    heads = list(_EACH_HEAD.finditer(text, max(reach[0], begin + 1), reach[1]))
    if found.indicator is None or not heads or "总" in found.label:
        return found
    name = _derived(found.indicator, 100 if PER_HUNDRED.match(heads[-1].group()) else 1)
    if name is None or not fits(name, quantity) or taxonomy()[name].unit != quantity.unit:
        return found
    return replace(found, indicator=name)


def _parts_of_one(window: Window) -> bool:
    quantity = window.quantity
    counted = quantity.unit in ("person", "count") and quantity.value is not None
    return counted and quantity.value is not None and quantity.value % 1 != 0


def listed(memory: Memory, window: Window) -> Link | None:
    """生均教学用房3.2平方米、运动场馆2.9平方米: a bare name right behind a value per pupil, of the same order."""
    quantity, last = memory.links[-1]
    formula = taxonomy()[last.indicator].formula if last.indicator else None
    if formula is None or formula.denominator != _PUPILS or not window.left_mentions:
        return None
    if formula.factor == _HUNDRED and _parts_of_one(window):
        # 每百名学生拥有体艺教师达0.9人以上，多媒体教室达2.3间以上: there is no third of a room.
        mention = window.left_mentions[-1]
        base = fitting(mention, window.quantity, "before")
        name = _derived(base, _HUNDRED) if base else None
        same = quantity.start >= window.sentence.start
        return memory.take(name, mention, "figure.value_after_mention", 0.75) if name and same else None
    mention, value, before = window.left_mentions[-1], window.quantity.value, quantity.value
    if (
        not (value and before and before / _ORDER < value < before * _ORDER)
        or quantity.unit != window.quantity.unit
    ):
        return None
    gap = memory.text[quantity.outer_end : mention.start]
    if gap not in ("、", "和", "及", "与") or not _TO_VALUE.fullmatch(
        memory.text, mention.end, window.quantity.outer_start
    ):
        return None
    base = fitting(mention, window.quantity, "before")
    name = _derived(base, formula.factor) if base else None
    if name is None or not fits(name, window.quantity):
        return None
    return memory.take(name, mention, "figure.value_after_mention", 0.8)
