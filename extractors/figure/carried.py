"""Links by what was said before: the value a norm or gap is of, list members, heads, topics; and what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractors.figure.memory import Memory, fitting, is_generic
from extractors.figure.noun import counted_noun
from extractors.figure.piece import Link
from extractors.figure.unit import bare_measure, fits
from extractors.figure.vocabulary import cue, measures, stages, words
from extractors.figure.window import Window
from extractors.mention.reader import mentions
from extractors.quantity.piece import Quantity
from schemas.taxonomy.loader import taxonomy

_PUPILS = "students.enrolled"
_PER_PUPIL = re.compile(r"生均|人均|平均每生|平均每名学生")
# 生均宿舍面积: a per-pupil value that the taxonomy does not know is not the value itself.
_PER_PUPIL_OF = re.compile(
    r"((?:生均|人均)[\u4e00-\u9fff]{2,10}(?:面积|数|量|值|经费))(?:[为是约达由从]|达到|仅有?)*$"
)
_PER_HUNDRED = re.compile(r"每?百(?:名学生|名生|生)")
_EACH_PUPIL = re.compile(r"[/／]每?(?:生|人|学生)|每生")
_DIFFERS = re.compile(r"(?:相差|差|超出|缺口|缺)$")
_TO_NORM = re.compile(
    r"(?:[离距与比]|未达到?|低于|高于|超过|达到|优于)(?:国家|省定|省颁|部颁|市定|规定|核定|标准|要求)+(?:值|线)?的?$|未达到?$"
)
_AGAINST = re.compile(r"[，（]?(?:比|较|同比|分别比)")
_EARLIER = re.compile(r"(?:上年|去年|同期|原来|上年度|年初|此前)的$")
_ADDED = re.compile(r"^(?:新增|新建|增加|扩建|改建)")
_MEMBERS = re.compile(r"[\u4e00-\u9fff](?:员|者|户|童|兵)$")
_LARGEST = re.compile(r"最[大多高](?:的?[^，。；]{0,6}班级?|班额)?(?:人数)?(?:仅?[有为达]到?|是)?$")
_DIVIDED = re.compile(r"[当之]?中[，：]")
_FULL_MARKS = re.compile(r"(?:应得|满分|分值|标准分|赋分|^[本此该]项)(?:为|是|：)?$")
_SOME_OF = re.compile(r"[中里内]，?(?:还|已|就|只|仅|共|约)?有$")
_FROM = re.compile(r"[由从][^，。；]{0,10}$")
_RISEN = re.compile(r"的?，?[\u4e00-\u9fff]{0,6}[至到]了?")
_PLAIN_COUNT = re.compile(r"[的有共为达已尚仍还]*")
_JOINED = re.compile(r"[、，和及与\s]*")
_LIST_MEMBER = re.compile(
    r"(?:其中|分别为|分别是|分别|包括|包含|含|即|有|[、，；）和（(：:部]|共|各|为|占|已|达到?|控制在)*"
)
# A name of its own that the taxonomy does not know: 就业率96.3%.
_OWN_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{2}[率度]|比例|占比|比重|系数|[\u4e00-\u9fff]费)"
    r"(?:[约近仅为是达到至高提升超过占在]|增加|稳定|控制|保持)*$"
)
_AGED = re.compile(r"(?:及以上|以上|及以下|以下|之间|的|小学|初中|专任|教师|有|占|为|共)*")
_OF_CLASSES = re.compile(r"(?:教学)?班?级?[，、]?(?:共|计|约)?")
_PEOPLED = ("region.households", "region.divisions", "schools.catchment_villages")
_SHORT_GAP = 6
_ROOM_AREAS = {
    "rooms.function": "area.room",
    "rooms.classrooms": "area.classroom",
    "rooms.multimedia": "area.room",
}
_EACH_ROOM = re.compile(r"[，（]?(?:每间|每个|总|使用|建筑)*(?:教室)?(?:面积)?(?:约|为|共|达|均为)*")
_LONGEST_MEMBER = 16
_AMONG = re.compile(r"[，（]?其中")
_TOPIC_REACH = 40


def full_marks(_: Memory, window: Window) -> Link | None:
    """本项10分，自评9分: the points that can be had."""
    if window.quantity.unit != "score" or not _FULL_MARKS.search(window.left_text()):
        return None
    return Link(None, "满分", "figure.named_other", 0.7, "满分")


def rank(_: Memory, window: Window) -> Link | None:
    """第十名, 倒数第一."""
    if window.quantity.numeral == "ordinal" and window.quantity.unit == "other":
        return Link("rank", "名次", "figure.rank", 0.8)
    return None


def norm(memory: Memory, window: Window) -> Link | None:
    """高于19:1的规定, 相差873元, 比上年的16.9:1: the norm, the gap or the earlier value of the one before."""
    last = memory.last(window.quantity.unit)
    if last is None or last.indicator is None:
        return None
    before = memory.text[max(window.left[0], window.quantity.start - 4) : window.quantity.start]
    if _EARLIER.search(before):
        return replace(last, rule="figure.earlier_value", strength=0.75, named=None)
    after = memory.text[window.quantity.end : window.quantity.end + 12]
    wide = memory.text[max(window.left[0], window.quantity.start - 12) : window.quantity.start]
    if cue("norm_behind").match(after) or _DIFFERS.search(before) or _TO_NORM.search(wide):
        return replace(last, rule="figure.norm_of_value", strength=0.75, named=None)
    if window.quantity.measure in ("个百分点", "百分点") and _AGAINST.match(window.left_text()):
        return replace(last, rule="figure.change_of_value", strength=0.75, named=None)
    return None


def among(memory: Memory, window: Window) -> Link | None:
    """9套设备中有4套报废: some of those that were counted just before."""
    row, at = window.sentence.quantities, window.quantity.start
    index = row.index(window.quantity)
    if not index or not _SOME_OF.search(memory.text, max(row[index - 1].end, at - 10), at):
        return None
    last = memory.last(window.quantity.unit)
    if (
        last is None
        or last.indicator is None
        or bare_measure(row[index - 1]) != bare_measure(window.quantity)
    ):
        return None
    if any(fitting(name, window.quantity, "after") for name in window.sentence.between(*window.right)):
        return None
    return replace(last, rule="figure.list_member", strength=0.7, named=None)


def risen(memory: Memory, window: Window) -> Link | None:
    """由38%提高到56%: the value that another one has become or is to become."""
    row = window.sentence.quantities
    index = row.index(window.quantity)
    if not index or not memory.links or memory.links[-1][0] is not row[index - 1]:
        return None
    first = row[index - 1]
    rises = _RISEN.fullmatch(memory.text, first.outer_end, window.quantity.outer_start)
    starts = _FROM.search(memory.text, max(window.sentence.start, first.outer_start - 12), first.outer_start)
    if not (rises and starts):
        return None
    return replace(memory.links[-1][1], rule="figure.list_member", strength=0.9, named=None)


def over_size(memory: Memory, window: Window) -> Link | None:
    """超过45人的有31个, 56人以上的大班额4个: a threshold of pupils makes the count one of large classes."""
    quantity = window.quantity
    if quantity.measure not in ("个", "班"):
        return None
    start, end = window.sentence.clause(quantity.start)
    for other in window.sentence.quantities:
        if other.threshold and other.unit == "person" and start <= other.start < end:
            between = memory.text[min(other.outer_end, quantity.end) : max(other.outer_start, quantity.start)]
            after = memory.text[window.right[0] : window.right[0] + 3]
            if "班" in between + after or _PLAIN_COUNT.fullmatch(between):
                label = memory.text[other.outer_start : other.outer_end]
                return Link("classes.over_size", label, "figure.count_over_threshold", 0.85, label)
    return None


def largest(memory: Memory, window: Window) -> Link | None:
    """12个班，最大的班45人: the pupils of the largest of the classes spoken of."""
    if window.quantity.unit != "person" or not _LARGEST.search(window.left_text()):
        return None
    if not any((link.indicator or "").startswith("classes.") for _, link in memory.links):
        return None
    return Link("classes.size_max", "最大班额", "figure.earlier_value", 0.75)


def within(memory: Memory, window: Window) -> Link | None:
    """骨干教师中，市级1名，县级5名: what the sentence says to be dividing."""
    sentence, quantity = window.sentence, window.quantity
    for mention in reversed(sentence.between(sentence.start, window.left[0])):
        if not _DIVIDED.match(sentence.text, mention.end) or mention.start in memory.used:
            continue
        name = fitting(mention, quantity, "before")
        parted = "；" in sentence.text[mention.end : quantity.start]
        if name and not parted:
            return Link(name, memory.label(mention), "figure.list_member", 0.7)
        break
    return None


def dealt(memory: Memory, window: Window) -> Link | None:
    """分别为a、b、c: as many subjects before as values after, dealt out in order."""
    sentence, quantity = window.sentence, window.quantity
    at = sentence.text.rfind("分别", max(sentence.start, quantity.start - 120), quantity.start)
    if at < 0:
        return None
    row = _row(memory.text, [other for other in sentence.quantities if other.start > at])
    if quantity not in row or len(row) < 2:
        return None
    before = sentence.between(sentence.start, at)
    subjects = [(mention, name) for mention in before if (name := fitting(mention, quantity, "before"))]
    if len(subjects) < len(row):
        return None
    mention, name = subjects[row.index(quantity) - len(row)]
    return memory.take(name, mention, "figure.dealt_out", 0.9)


def _row(text: str, values: list[Quantity]) -> list[Quantity]:
    """The first values of a list that only marks and joining words part."""
    row = values[:1]
    for one, other in pairwise(values):
        if not _JOINED.fullmatch(text[one.outer_end : other.outer_start]):
            break
        row.append(other)
    return row


def per_pupil(memory: Memory, window: Window) -> Link | None:
    """生均… and 每百名学生…: the per-pupil indicator that is named here, or of the base named last."""
    left = window.left_text()
    each = _EACH_PUPIL.match(memory.text, window.quantity.outer_end)
    hundred = _PER_HUNDRED.search(left)
    if not (hundred or each or _PER_PUPIL.search(left)):
        return None
    for mention in reversed(window.left_mentions()):
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
    for mention in reversed(window.left_mentions()):
        yield from mention.ids("before")
    for _, link in reversed(memory.links):
        if link.indicator:
            yield link.indicator
            label = _ADDED.sub("", link.label)
            for name in mentions(label, 0, len(label)):
                yield from name.ids("before")
    for head in memory.heads():
        yield from head.ids("before")


def _derived(base: str, factor: int) -> str | None:
    for indicator in taxonomy():
        formula = indicator.formula
        if formula is None or (formula.denominator, formula.factor) != (_PUPILS, factor):
            continue
        if base in (formula.numerator, indicator.id):
            return indicator.id
    return None


def aged(memory: Memory, window: Window) -> Link | None:
    """30岁及以下41人, 31—45岁48人: teachers by the age that stands before."""
    row = window.sentence.quantities
    index = row.index(window.quantity)
    if window.quantity.unit != "person" or not index or bare_measure(row[index - 1]) not in ("岁", "周岁"):
        return None
    if _AGED.fullmatch(memory.text, row[index - 1].end, window.quantity.start):
        label = memory.text[row[index - 1].outer_start : row[index - 1].outer_end]
        return Link("staff.by_age", label, "figure.age_before_value", 0.85, label)
    return None


def pupils_of_classes(memory: Memory, window: Window) -> Link | None:
    """18个班856人: the people of classes are pupils."""
    if window.quantity.unit != "person" or not memory.links:
        return None
    quantity, last = memory.links[-1]
    between = memory.text[quantity.outer_end : window.quantity.outer_start]
    if last.indicator == "classes.count" and _OF_CLASSES.fullmatch(between):
        return Link(_PUPILS, "学生", "figure.pupils_of_classes", 0.7)
    return None


def people_of_households(memory: Memory, window: Window) -> Link | None:
    """9800多户，3.3万余人: the people of households and villages are the population."""
    if window.quantity.unit != "person" or not memory.links or window.noun() or window.left_mentions():
        return None
    quantity, last = memory.links[-1]
    between = memory.text[quantity.outer_end : window.quantity.outer_start]
    if last.indicator in _PEOPLED and len(between) <= _SHORT_GAP:
        return Link("region.population", "人口", "figure.people_of_households", 0.6)
    return None


def room_area(memory: Memory, window: Window) -> Link | None:
    """音乐教室2间，每间98平方米: the area of the rooms counted before it."""
    if not memory.links or window.quantity.unit != "m2":
        return None
    quantity, last = memory.links[-1]
    name = _ROOM_AREAS.get(last.indicator or "")
    between = memory.text[quantity.outer_end : window.quantity.outer_start]
    if name and _EACH_ROOM.fullmatch(between):
        return replace(last, indicator=name, rule="figure.area_of_rooms", strength=0.75, named=None)
    return None


def member(memory: Memory, window: Window) -> Link | None:
    """A list member takes the indicator of the last value in its unit: 小学1875人，初中1013人."""
    left = window.left_text()
    if not memory.links or window.noun() or _OWN_NAME.search(left):
        return None
    link = _last_of_list(memory, window, left)
    if link is None or link.indicator == "rank":
        return None
    near = max(memory.links[-1][0].outer_end, window.sentence.start)
    between = memory.text[near : window.quantity.outer_start]
    rest = _LIST_MEMBER.sub("", stages()[0].sub("", between))
    if _MEMBERS.search(rest):
        return None
    if rest and ("per_" in (link.indicator or "per_") or len(rest) > _LONGEST_MEMBER // 2):
        return None
    if not _AMONG.fullmatch(left) and (len(between) > _LONGEST_MEMBER or re.search(r"[。\n]", between)):
        return None
    return Link(link.indicator, link.label, "figure.list_member", 0.55 if rest else 0.7)


def _last_of_list(memory: Memory, window: Window, left: str) -> Link | None:
    """The last link in the unit and measure of this value; one per pupil only if it is the last or there is no other."""
    per_pupil = bool(_PER_PUPIL.search(left) or _PER_HUNDRED.search(left))
    found: Link | None = None
    first: Quantity | None = None
    for quantity, link in reversed(memory.links):
        if quantity.start < window.sentence.start:
            break
        unit = quantity.unit or (taxonomy()[link.indicator].unit if link.indicator else None)
        same = window.quantity.unit in (unit, quantity.unit)
        if not same or (unit == "count" and quantity.measure != window.quantity.measure):
            continue
        if per_pupil or not (link.indicator or "").startswith("per_"):
            return link if found is None or _nearer(window.quantity, quantity, first) else found
        if found is None:
            found, first = link, quantity
    return found


def _nearer(value: Quantity, one: Quantity, other: Quantity | None) -> bool:
    """设备总值238万元，生均2270元；初中部160万元: which of two values a third is of the order of."""
    if other is None or not (value.value and one.value and other.value):
        return True
    return max(value.value / one.value, one.value / value.value) < max(
        value.value / other.value, other.value / value.value
    )


def topic(memory: Memory, window: Window) -> Link | None:
    """The name that the sentence, the line's head or a heading began with."""
    if window.noun() or _OWN_NAME.search(window.left_text()):
        return None
    start = window.left[0]
    for mention in reversed(window.sentence.between(window.sentence.start, start)):
        name = fitting(mention, window.quantity, "before")
        if name and mention.start not in memory.used and start - mention.end < _TOPIC_REACH:
            return memory.take(name, mention, "figure.topic_of_sentence", 0.5)
    for head in memory.heads():
        name, label = fitting(head, window.quantity, "before"), memory.label(head)
        if name in (None, "score.self") or label in words("verb_names"):
            continue
        if head.start not in memory.used and head.end <= window.quantity.start:
            qualifier = label if taxonomy()[name].qualifier else None
            return Link(name, label, "figure.head_of_list", 0.4, qualifier)
    return None


def left_over(window: Window) -> Link:
    """What the measure word alone means; else the noun or name beside the value, of no indicator."""
    quantity, noun = window.quantity, window.noun()
    known = measures().get(bare_measure(quantity), {})
    if quantity.unit == "CNY" and noun:
        return Link("finance.investment", noun, "figure.measure_word", 0.4)
    if "default" in known and (noun or known.get("alone")):
        return Link(known["default"], noun or quantity.measure, "figure.measure_word", 0.45, noun or None)
    if noun:
        return Link(None, noun, "figure.unlisted_noun", 0.4, noun)
    label = counted_noun(window.left_text(), last=True)
    if quantity.unit == "person" and label.endswith(tuple(words("schools"))):
        return Link(_PUPILS, label, "figure.unlisted_name", 0.5)
    return Link(None, label, "figure.unlisted_name", 0.3, label or None)
