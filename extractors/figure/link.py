"""Ties a quantity to the indicator it measures: one shape after the other, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from extractors.figure import carried, each, kind, norm, relative
from extractors.figure.memory import Memory
from extractors.figure.money import money
from extractors.figure.near import near
from extractors.figure.piece import Link
from extractors.figure.trigger import ANY, SOME, bit
from extractors.figure.unit import bare_measure, fits
from extractors.figure.vocabulary import cue, stages
from extractors.figure.window import Window
from schemas.taxonomy.loader import Indicator, taxonomy

Shape = Callable[[Memory, Window], Link | None]


@dataclass(frozen=True, slots=True)
class _Way:
    """When a shape is worth a try.

    ``units`` of the values that it can tie (all without any), ``later`` if it needs a value tied before in the line,
    ``words`` that must stand in the sentence (a kind of ``trigger``).
    """

    shape: Shape
    units: tuple[str | None, ...] = ()
    later: bool = False
    words: str | None = None


_COUNTS = ("count", None)
_WAYS = (
    _Way(kind.rank, ("other",)),
    _Way(kind.full_marks, ("score",)),
    _Way(kind.of_kind, ("person", *_COUNTS)),
    _Way(kind.named_by_verb, ("person", "person_time", "minute", "volume")),
    _Way(relative.in_fact, ("person",), later=True),
    _Way(relative.in_public_schools, ("person", "percent")),
    _Way(money, ("CNY",)),
    _Way(norm.excess, ("person",), later=True),
    _Way(norm.dealt_norm, later=True, words="dealt"),
    _Way(norm.norm, later=True, words="norm"),
    _Way(relative.risen, later=True, words="raised"),
    _Way(relative.grown, later=True, words="grown"),
    _Way(relative.among, later=True),
    _Way(relative.over_size, _COUNTS),
    _Way(relative.relieved, _COUNTS, later=True),
    _Way(relative.largest, ("person",), later=True),
    _Way(carried.dealt, words="dealt"),
    _Way(relative.aged, ("person",)),
    _Way(relative.pupils_by, ("person",)),
    _Way(relative.pupils_of_classes, ("person",), later=True),
    _Way(relative.people_of_households, ("person",), later=True),
    _Way(each.listed, later=True, words="per_pupil"),
    _Way(each.per_pupil, words="per_pupil"),
    _Way(relative.room_area, ("m2",), later=True),
    _Way(near),
    _Way(carried.within, words="divided"),
    _Way(carried.of_those, ("person",), later=True),
    _Way(carried.member, later=True),
    _Way(carried.topic),
)
_PART = re.compile(r"[，（]?其中|[、和]")
# 1名干部和1名骨干教师, 3名校长、5名教师: what is said of the first is said of the second.
_JOINED = re.compile(r"[\u4e00-\u9fff]{0,7}[、和及与]|、")
_TEACHERS = ("staff.teachers", "staff.backbone", "staff.by_subject")
# What the words after a number of teachers say that they do: 8名到村小支教, 3名参加转岗培训.
_DOES = {
    "staff.rotated": re.compile(
        r"[\u4e00-\u9fff]{0,8}(?:(?:、?\d+[名人][\u4e00-\u9fff]{1,4})?参加了?(?:交流|轮岗|支教)|[到赴去][^，。；]{1,10}(?:支教|交流|跟岗|轮岗|送教))"
    ),
    "staff.trained": re.compile(r"[\u4e00-\u9fff]{0,8}(?:参加|接受|外出)[^，。；]{0,8}(?:培训|研修|学习)"),
}
_PEOPLE = ("person", "person_time")
# 体质健康合格率不低于90%，本年度测试合格率为88%: a rate that names no subject of its own has the one before.
_BARE_PASS = re.compile(r"(?:测试|测评|检测|抽测|监测)?(?:合格|及格)率")
_NO_SUBJECT = re.compile(
    r"(?:我[校县镇乡区市园]|[本上]学?年度?|[本上]学期|今年|去年|目前|实际|[xX×\d]{4}年|的)*"
)
# 每百名学生拥有骨干教师数。现有3人，每百名学生1.2人: the people of the ratio, not the ratio.
_THEN_EACH = re.compile(r"，(?:平均)?每百名?(?:学生|生)")
_AID = ("per_student.subsidy", "finance.aid", "finance.investment")
_TEACHER = re.compile(r"教师|教职工|班主任|老师|工作补贴|津贴|工资")
_PUPIL = re.compile(r"学生|生均|每生|寄宿生|幼儿|助学|营养")
_PAY = re.compile(
    r"(?:教师|教职工|班主任)[^，。；]{0,8}(?:捐款|慰问金|补贴|津贴|工资|奖金)|(?:教师|教职工)[^，。；]{0,4}按$"
)
_FUNDS = re.compile(r"公用经费(?![^。；]{0,40}(?:补助|资助|营养|助学))")
# 召开座谈会6场
_HELD = re.compile("场|次|期")
_AIDED = re.compile("补助|资助|补贴|营养|助学|寄宿|住宿|贫困|困难")
_REWARDS = re.compile(r"(?:用于)?(?:奖励|表彰|慰问)[^，。；]{0,6}(?:教师|教职工|班主任|园丁)")
# 英语教师缺口12人: teachers that are wanting.
_LACK = ("缺口", "缺额", "缺编", "短缺")
_SUBJECT = re.compile(
    r"(?:[，、；（：]|其中|目前|现有|现|有|专职)*(体育|音乐|美术|舞蹈|书法)(?:教师|专职|专任|类|学科)*(?:有|各)?"
)
_OF_PEOPLE = ("staff.", "students.")
_NEW = "area.new_building"
_MOVES = ("staff.recruited", "staff.rotated", "staff.trained", "staff.shortage")


@cache
def _shapes(unit: str | None, later: bool) -> tuple[tuple[Shape, int], ...]:
    """The shapes that can tie a value in this unit, the most telling first, each with the bits of its words.

    ``later``: the line has tied a value before.
    """
    return tuple(
        (way.shape, bit(way.words) if way.words else ANY)
        for way in _WAYS
        if (not way.units or unit in way.units) and (later or not way.later)
    )


def link(memory: Memory, window: Window) -> Link:
    """The link of a quantity; its indicator is None where nothing tells what it measures."""
    settled = _settled(memory, window, _first(memory, window) or carried.left_over(window))
    if bare_measure(window.quantity) == "所" and not (settled.indicator or "").startswith("schools."):
        # 6所建有资源教室: 所 counts schools, whatever follows.
        settled = Link("schools.count", "学校", "figure.measure_word", 0.7)
    if settled.named is not None:
        memory.used.add(settled.named.start)
    memory.links.append((window.quantity, settled))
    return settled


def _first(memory: Memory, window: Window) -> Link | None:
    said = window.sentence.said | SOME
    for shape, words in _shapes(window.quantity.unit, bool(memory.links)):
        if said & words and (made := shape(memory, window)):
            return made
    return None


def _settled(memory: Memory, window: Window, found: Link) -> Link:
    """What the words of the sentence make of an indicator: 购置…图书 are new books."""
    if done := _done_by_staff(memory, window, found):
        return replace(found, indicator=done)
    held = found.rule == "figure.named_other" and found.label.endswith("会")
    if held and _HELD.match(window.quantity.measure):
        return replace(found, indicator="frequency.activity")
    if found.indicator == "rate.pass" and _of_fitness(memory, window, found):
        return replace(found, indicator="rate.fitness")
    if found.indicator is None or _for_teachers(window, found.indicator):
        return replace(found, indicator=None)
    funded = found.indicator == "per_student.subsidy" and _FUNDS.search(_sentence(memory, window))
    if funded and not _AIDED.search(window.clause_text + found.label):
        # 按每生650元拨付公用经费
        found = replace(found, indicator="per_student.funding")
    indicator = taxonomy()[found.indicator or ""]
    if indicator.becomes or indicator.needs:
        said = memory.text[window.sentence.start : window.quantity.start]
        # 残疾儿童入学率97%，初中巩固率99%: a name with a stage of its own is of nobody said before.
        own = indicator.unit == "percent" and stages()[0].search(window.left_text)
        near = said if indicator.unit in ("m2", "percent") and not own else window.clause_text
        for name, words in indicator.becomes.items():
            if any(word in near for word in words) and not cue("actual").search(window.left_text):
                return replace(found, indicator=name)
        if indicator.needs and not any(word in said for word in indicator.needs):
            return replace(
                found, indicator=None, rule="figure.unlisted_noun", qualifier=found.label, strength=0.4
            )
    if indicator.unit == "person":
        found = _of_people(window, found, indicator)
    whole = _whole(memory, window, indicator) if found.indicator == indicator.id else None
    return replace(found, indicator=whole) if whole else found


def _of_people(window: Window, found: Link, indicator: Indicator) -> Link:
    """体育、艺术教师：体育7人: those of one subject; 平均每个教学点1.7人: a mean is no count."""
    quantity = window.quantity
    mean = quantity.unit == "person" and quantity.value is not None and quantity.value % 1 != 0
    if mean and not quantity.damage and indicator.id.startswith(_OF_PEOPLE):
        return replace(found, indicator=None)
    subject = _SUBJECT.fullmatch(window.left_text) if indicator.id == "staff.arts_pe" else None
    if subject is None:
        return found
    return replace(found, indicator="staff.by_subject", label=subject[1], qualifier=subject[1])


def _counted(memory: Memory, window: Window, indicator: Indicator) -> str | None:
    """What a ratio counts, where a whole number stands before 每百名学生… and is no norm."""
    quantity, formula = window.quantity, indicator.formula
    if formula is None or not indicator.id.startswith("per_100_students.") or quantity.op != "=":
        return None
    whole = quantity.value is not None and quantity.value % 1 == 0
    if not whole or not _THEN_EACH.match(memory.text, quantity.outer_end):
        return None
    if "每百" in window.left_text or cue("standard").search(window.left_text):
        return None
    return formula.numerator if formula.numerator and fits(formula.numerator, quantity) else None


def _done_by_staff(memory: Memory, window: Window, found: Link) -> str | None:
    """What the words beside teachers make of them: 英语教师缺口12人, 8名到村小支教, 53人次外出培训."""
    if window.quantity.unit not in _PEOPLE or not (found.indicator or "").startswith("staff."):
        return None
    if found.named and memory.text.startswith(_LACK, found.named.end):
        return "staff.shortage"
    after, end = window.quantity.outer_end, window.sentence.end
    return next((name for name, does in _DOES.items() if does.match(memory.text, after, end)), None)


def _of_fitness(memory: Memory, window: Window, found: Link) -> bool:
    """Whether a bare 测试合格率 goes on with the fitness that the value before it in the sentence is of."""
    if found.named is None or not memory.links or not _BARE_PASS.fullmatch(found.label):
        return False
    quantity, last = memory.links[-1]
    own = memory.text[window.clause[0] : found.named.start]
    near = last.indicator == "rate.fitness" and quantity.start >= window.sentence.start
    return near and window.clause[0] >= quantity.outer_end and bool(_NO_SUBJECT.fullmatch(own))


def _sentence(memory: Memory, window: Window) -> str:
    return memory.text[window.sentence.start : window.sentence.end]


def _for_teachers(window: Window, name: str) -> bool:
    """骨干教师每月补助600元, 拿出8万元奖励教师: what teachers get is no aid, and none per pupil."""
    if name not in _AID:
        return False
    text, start = window.sentence.text, window.clause[0]
    before = text[start : window.quantity.start]
    if _PUPIL.search(before):
        return False
    after = _REWARDS.match(text, window.quantity.outer_end)
    if name == "finance.investment":
        return bool(after) or bool(_PAY.search(before))
    return bool(_TEACHER.search(before))


def _whole(memory: Memory, window: Window, indicator: Indicator) -> str | None:
    """其中: a part of what is built, recruited or moved is built, recruited or moved."""
    if counted := _counted(memory, window, indicator):
        return counted
    if not memory.links:
        return None
    quantity, last = memory.links[-1]
    if indicator.id == "finance.investment" and last.indicator == "finance.required":
        # 需投入218万元，其中申请财政180万元，学校自筹38万元
        return (
            last.indicator if "其中" in memory.text[window.sentence.start : window.quantity.start] else None
        )
    if indicator.unit == "m2":
        kept = last.indicator == _NEW and indicator.id not in ("area.land", "area.sports", "area.green")
        return _NEW if kept and _PART.match(memory.text, quantity.outer_end, window.quantity.start) else None
    if indicator.id.startswith("staff.") and "其中" in window.left_text:
        link = memory.last(window.quantity.unit)
        return link.indicator if link and link.indicator in _MOVES else None
    if indicator.id not in _TEACHERS or last.indicator not in _MOVES:
        return None
    listed = _JOINED.match(memory.text[quantity.outer_end : quantity.outer_end + 8])
    return last.indicator if listed else None
