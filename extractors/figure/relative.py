"""Links by another value beside: what it has become, some or the largest of it, what belongs to it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.memory import Memory, fitting
from extractors.figure.piece import Link
from extractors.figure.unit import bare_measure
from extractors.figure.window import Window
from extractors.mention.reader import Mention

_PUPILS = "students.enrolled"
_GROWN = re.compile(
    r"，?(?:分别|均|各)?(?:[较比][^，。；\d]{0,10}|同比)(?:分别)?(?:净?增加?|[多少](?:支出|投入|投|安排|拨付?)|增长|提高|提升|减少|下降|降低)了?约?|，?(?:[xX×\d]{2,4}年)?(?:增加|增长|提高|上升|减少|下降)[到至]了?"
)
_RELIEVED = re.compile(r"(?:消除|化解|减少|下降)了?$")
_MIGRANTS = re.compile(r"随迁|务工人员子女|流动人口子女")
_IN_PUBLIC = re.compile(r"(?:安排)?(?:在|进入|入)公办(?:学校|中小学|义务教育学校)?(?:就读|入学|学习)")
_SCHOOLED = re.compile(r"公办(?:学校|中小学)[^，。；\d]{0,24}(?:就读|入学|学习)的?(?:有|共|为)?$")
_SHARE_IN_PUBLIC = re.compile(
    r"(?:公办(?:学校|中小学|义务教育学校)?[^，。；\d]{0,20}(?:就读|入学|学习)的?|(?:就读|入读|进入|安排在)公办(?:学校|中小学|义务教育学校)?)"
    r"(?:\d+[人名])?，?(?:占|占比|比例)[^，。；\d]{0,4}$"
)
# 为随迁子女100%提供公办学位
_ENDS_MIGRANT = re.compile(r"(?:随迁|务工|流动)[^，。；\d]{0,6}(?:子女|儿童|人口)的?$")
_PUBLIC_BEHIND = re.compile(r"[^，。；\d]{0,12}公办")
_IN_FACT = re.compile(r"，?(?:现|实际)?(?:实有|实际有|现有|实配|仅有|只有)(?:教师|教职工)?")
_WANTING = re.compile(r"，?(?:尚|还|共)?(?:缺编?|空编|差)(?:教师)?")
_LARGEST = re.compile(r"最[大多高](?:的?[^，。；]{0,6}班级?|班额)?(?:人数)?(?:仅?[有为达]到?|是)?$")
_SOME_OF = re.compile(r"(?<![初高])[中里内]，?(?:还|已|就|只|仅|共|约)?有$")
_FROM = re.compile(r"[由从][^，。；]{0,10}$")
_RISEN = re.compile(r"的?，?[\u4e00-\u9fff]{0,6}[至到]了?")
_PLAIN_COUNT = re.compile(r"[的有共为达已尚仍还]*")
_AGED = re.compile(r"(?:的就|就|及以上|以上|及以下|以下|之间|的|小学|初中|专任|教师|有|占|为|共)*")
_OF_CLASSES = re.compile(r"(?:教学)?班?级?[，、]?(?:共|计|约)?")
# 男生 and 女生 are pupils wherever they stand, a grade is one where its pupils are counted.
_PUPIL_GROUP = re.compile(r"([一二三四五六七八九]年级|男生|女生)(?:学生)?(?:各?有|共|为|各)?$")
_OF_PUPILS = ("students.", "classes.", "schools.", "region.")
_PEOPLED = ("region.households", "region.divisions", "schools.catchment_villages")
_SHORT_GAP = 6
_PLACES = ("个", "间", "处")
_ROOM_AREAS = {
    "rooms.function": "area.room",
    "rooms.classrooms": "area.classroom",
    "rooms.multimedia": "area.room",
}
_COUNTS = re.compile(r"\d+个")
_BUILDINGS = ("栋", "幢", "座")
_BUILT = re.compile(r"建起|修建|新建|扩建|改建|重建|建设|建成|拟建|续建")
_EACH_ROOM = re.compile(r"[，（]?(?:平均|每间|每个|总|使用|建筑)*(?:教室)?(?:面积)?(?:约|为|共|达|均为)*")


def over_size(memory: Memory, window: Window) -> Link | None:
    """超过45人的有31个, 56人以上的大班额4个: a threshold of pupils makes the count one of large classes."""
    quantity = window.quantity
    if quantity.measure not in ("个", "班"):
        return None
    start, end = window.clause
    for other in window.sentence.bounds:
        if start <= other.start < end:
            between = memory.text[min(other.outer_end, quantity.end) : max(other.outer_start, quantity.start)]
            after = memory.text[window.right[0] : window.right[0] + 3]
            if _COUNTS.search(between):
                # 60个班中有22个超过45人: the bound is that of the 22.
                continue
            if "班" in between + after or _PLAIN_COUNT.fullmatch(between):
                label = memory.text[other.outer_start : other.outer_end]
                return Link("classes.over_size", label, "figure.count_over_threshold", 0.85, label)
    return None


def relieved(memory: Memory, window: Window) -> Link | None:
    """大班额14个。2024年消除8个: large classes that are done away with, spoken of before."""
    if window.quantity.measure != "个" or not _RELIEVED.search(window.left_text) or window.noun():
        return None
    found = next((link for _, link in reversed(memory.links) if link.indicator == "classes.over_size"), None)
    return replace(found, rule="figure.list_member", strength=0.7, named=None) if found else None


def grown(memory: Memory, window: Window) -> Link | None:
    """教育支出2.3亿元，较上年增加1400万元: how far the value before has grown, or what it has become, whatever it is."""
    if not _GROWN.fullmatch(window.left_text):
        return None
    quantity, last = memory.links[-1]
    if quantity.start < window.sentence.start or quantity.unit != window.quantity.unit:
        return None
    return replace(last, rule="figure.change_of_value", strength=0.7, named=None)


def in_fact(memory: Memory, window: Window) -> Link | None:
    """应配教师74人，实有69人，缺5人: those that there are, and those that are wanting."""
    last = memory.last("person")
    if last is None or last.indicator not in ("staff.establishment", "staff.teachers"):
        return None
    if last.indicator == "staff.establishment" and _IN_FACT.fullmatch(window.left_text):
        return Link("staff.teachers", "教师", "figure.earlier_value", 0.7)
    if last.rule == "figure.earlier_value" and _WANTING.fullmatch(window.left_text):
        return Link("staff.shortage", "教师", "figure.earlier_value", 0.7)
    return None


def in_public_schools(memory: Memory, window: Window) -> Link | None:
    """随迁子女860人，其中842人在公办学校就读，占97.9%: how many of them, and which share."""
    text, quantity = memory.text, window.quantity
    start = max(window.sentence.start, quantity.start - 60)
    if quantity.unit not in ("person", "percent") or text.find("公办", start, quantity.outer_end + 16) < 0:
        return None
    if not _MIGRANTS.search(text, start, quantity.start):
        return None
    schooled = _SCHOOLED.search(window.left_text)
    if quantity.unit == "person" and (schooled or _IN_PUBLIC.match(text, quantity.outer_end)):
        return Link("students.migrant", "随迁子女", "figure.earlier_value", 0.7)
    shared = _SHARE_IN_PUBLIC.search(text, start, quantity.outer_start) or (
        _ENDS_MIGRANT.search(window.left_text) and _PUBLIC_BEHIND.match(text, quantity.outer_end)
    )
    if quantity.unit == "percent" and shared:
        return Link("rate.migrant_public", "公办学校就读", "figure.share_of_whole", 0.75)
    return None


def risen(memory: Memory, window: Window) -> Link | None:
    """由38%提高到56%: the value that another one has become or is to become."""
    first = window.previous
    if first is None or memory.links[-1][0] is not first:
        return None
    rises = _RISEN.fullmatch(memory.text, first.outer_end, window.quantity.outer_start)
    starts = _FROM.search(memory.text, max(window.sentence.start, first.outer_start - 12), first.outer_start)
    if not (rises and starts):
        return None
    return replace(memory.links[-1][1], rule="figure.list_member", strength=0.9, named=None)


def among(memory: Memory, window: Window) -> Link | None:
    """9套设备中有4套报废: some of those that were counted just before."""
    whole, at = window.previous, window.quantity.start
    if whole is None or memory.text[at - 1] != "有":
        return None
    if not _SOME_OF.search(memory.text, max(whole.end, at - 10), at):
        return None
    if window.sentence.bounds and over_size(memory, window):
        return None
    last = memory.last(window.quantity.unit)
    if last is None or last.indicator is None or bare_measure(whole) != bare_measure(window.quantity):
        return None
    if any(fitting(name, window.quantity, "after") for name in window.sentence.between(*window.right)):
        return None
    return replace(last, rule="figure.list_member", strength=0.7, named=None)


def largest(memory: Memory, window: Window) -> Link | None:
    """12个班，最大的班45人: the pupils of the largest of the classes spoken of."""
    if "最" not in window.left_text or not _LARGEST.search(window.left_text):
        return None
    if not any((link.indicator or "").startswith("classes.") for _, link in memory.links):
        return None
    return Link("classes.size_max", "最大班额", "figure.earlier_value", 0.75)


def aged(memory: Memory, window: Window) -> Link | None:
    """30岁及以下41人, 31—45岁48人: teachers by the age that stands before."""
    age = window.previous
    if window.quantity.unit != "person" or age is None or bare_measure(age) not in ("岁", "周岁"):
        return None
    if _AGED.fullmatch(memory.text, age.end, window.quantity.start):
        label = memory.text[age.outer_start : age.outer_end]
        return Link("staff.by_age", label, "figure.age_before_value", 0.85, label)
    return None


def pupils_of_classes(memory: Memory, window: Window) -> Link | None:
    """18个班856人: the people of classes are pupils."""
    quantity, last = memory.links[-1]
    if last.indicator != "classes.count":
        return None
    if _OF_CLASSES.fullmatch(memory.text[quantity.outer_end : window.quantity.outer_start]):
        return Link(_PUPILS, "学生", "figure.pupils_of_classes", 0.7)
    return None


def pupils_by(memory: Memory, window: Window) -> Link | None:
    """其中一年级22人，二年级25人, 男生82人，女生76人: pupils by grade and sex, of the kind counted before them."""
    left = window.left_text
    group = _PUPIL_GROUP.search(left) if "级" in left or "生" in left else None
    if group is None:
        return None
    if any(_of_staff(name) for name in window.sentence.between(window.sentence.start, window.left[0])):
        return None
    last = memory.last("person")
    if last is not None and memory.links and memory.links[-1][0].start >= window.sentence.start:
        if not (last.indicator or "").startswith(_OF_PUPILS):
            return None
        bare = window.left_text[: group.start()] in ("", "其中", "（", "（其中", "其中：")
        if bare and last.indicator and last.indicator.startswith("students."):
            return Link(last.indicator, group[1], "figure.list_member", 0.75, group[1])
    return Link(_PUPILS, group[1], "figure.pupils_by_group", 0.75, group[1])


def _of_staff(name: Mention) -> bool:
    return any(one.startswith("staff.") for one in name.ids("before"))


def people_of_households(memory: Memory, window: Window) -> Link | None:
    """9800多户，3.3万余人: the people of households and villages are the population."""
    quantity, last = memory.links[-1]
    if last.indicator not in _PEOPLED or window.left_mentions or window.noun():
        return None
    if window.quantity.outer_start - quantity.outer_end <= _SHORT_GAP:
        return Link("region.population", "人口", "figure.people_of_households", 0.6)
    return None


def room_area(memory: Memory, window: Window) -> Link | None:
    """音乐教室2间，每间98平方米: the area of the rooms counted before it."""
    quantity, last = memory.links[-1]
    name = _ROOM_AREAS.get(last.indicator or "")
    if last.rule == "figure.named_other" and bare_measure(quantity) in _PLACES:
        # 留守儿童之家4个，总面积320平方米
        name = "area.room"
    if bare_measure(quantity) in _BUILDINGS and _BUILT.search(last.label):
        # 新建综合楼一栋，面积2600平方米
        name = "area.new_building"
    if last.indicator == "area.room" and "每" in window.left_text:
        name = last.indicator
    between = memory.text[quantity.outer_end : window.quantity.outer_start]
    if name and _EACH_ROOM.fullmatch(between):
        return replace(last, indicator=name, rule="figure.area_of_rooms", strength=0.75, named=None)
    return None
