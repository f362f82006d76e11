"""Links by the words right before a value: points, ranks, and counts whose kind they tell whatever name stands near."""

from __future__ import annotations

import re

from extractors.figure.memory import Memory
from extractors.figure.noun import counted_noun
from extractors.figure.piece import Link
from extractors.figure.window import Window
from schemas.span import Span

_FULL_MARKS = re.compile(r"(?:应得|满分|分值|标准分|赋分|^[本此该]项)(?:为|是|：)?$")
_TAKEN_OFF = re.compile(r"扣(?:除|减|掉)?了?$")
_READS = re.compile(r"(?:读|阅读)(?![物者室书本览])[^，。；、]{0,6}$")
_HONOURED = re.compile(r"(?:被评为|被授予|荣获|获评)")
_DUE = re.compile(r"(应(?:参加|参与)?(?:交流|轮岗)[^，。；]{0,10}?)[为有共]*$")
_RECKONED = re.compile(r"(?:学生)?的?(?:标准)?(?:予以)?(?:核定|核拨|核算|拨付|计算|拨款)")
# Pupils who come or go are not those who are there.
# 符合交流条件的教师186人: teachers, whatever they could do.
_ELIGIBLE = re.compile(r"符合[^，。；]{0,6}条件的?(?:专任)?教师(?:共|有|为)*$")
_EACH_TIME = ("每次", "每次不少于", "每节", "每场")
_MOVED = re.compile(
    r"(学生[^，。；]{0,4}(?:分流|回流|外流|流出|转出)|(?:分流|流向|回流)[^，。；]{0,12}学生|分流[到至][^，。；]{1,10})[^，。；]{0,3}$"
)


def full_marks(_: Memory, window: Window) -> Link | None:
    """本项10分，自评9分，扣1分: the points that can be had or are taken off."""
    if window.quantity.unit != "score":
        return None
    if _TAKEN_OFF.search(window.left_text):
        return Link(None, "扣分", "figure.named_other", 0.7, "扣分")
    if not _FULL_MARKS.search(window.left_text):
        return None
    return Link(None, "满分", "figure.named_other", 0.7, "满分")


def of_kind(memory: Memory, window: Window) -> Link | None:
    """运动场类9个, 应交流教师86人, 按100人核定: counts of what no indicator is, whatever name stands beside."""
    left = window.left_text
    if window.quantity.unit == "count" and left.endswith("类"):
        label = counted_noun(left, last=True)
        return Link(None, label, "figure.unlisted_name", 0.6, label)
    if window.quantity.measure == "次" and _HONOURED.match(memory.text, window.quantity.outer_end):
        return Link("awards.count", "荣誉", "figure.measure_word", 0.6)
    if window.quantity.measure == "个" and left.endswith("床位"):
        named = Span(window.quantity.start - 2, window.quantity.start)
        return Link(None, "床位", "figure.named_other", 0.6, "床位", named)
    if window.quantity.unit != "person":
        return None
    if "应" in left and (due := _DUE.search(left)):
        return Link(None, due[1], "figure.unlisted_name", 0.6, due[1])
    if left.endswith("按") and _RECKONED.match(memory.text, window.quantity.outer_end):
        return Link(None, "核定人数", "figure.unlisted_name", 0.5, "核定人数")
    if "流" in left and (moved := _MOVED.search(left)):
        return Link(None, moved[1], "figure.unlisted_name", 0.5, moved[1])
    return None


# 组织教师参加培训80人次: those who were trained, however the training is called.
_TRAINED = re.compile(
    r"(?:教师|校长|干部|教职工|班主任)[^，。；\d]{0,8}(?:培训|研修|进修|外出学习)(?:共计?|累计|达到?|约|了)*$"
)


def named_by_verb(memory: Memory, window: Window) -> Link | None:
    """符合交流条件的教师186人, 教师参加培训80人次, 每次40分钟, 读书12本: what the words right before the value say for sure."""
    left, quantity = window.left_text, window.quantity
    if quantity.unit == "person" and "符合" in left and (eligible := _ELIGIBLE.search(left)):
        return Link("staff.teachers", eligible.group(), "figure.value_after_mention", 0.7, eligible.group())
    if quantity.unit == "person_time" and (trained := _TRAINED.search(left)):
        return Link("staff.trained", trained.group(), "figure.value_after_mention", 0.8)
    again = quantity.unit == "minute" and left.endswith(_EACH_TIME) and memory.links
    if again and memory.links[-1][1].indicator in ("time.activity", "frequency.activity"):
        return Link("time.activity", left[-2:], "figure.list_member", 0.7)
    if quantity.unit == "volume" and "读" in left and _READS.search(left):
        return Link("reading.books", "读书", "figure.value_after_mention", 0.7)
    return None


def rank(_: Memory, window: Window) -> Link | None:
    """第十名, 倒数第一."""
    if window.quantity.numeral == "ordinal" and window.quantity.unit == "other":
        return Link("rank", "名次", "figure.rank", 0.8)
    return None
