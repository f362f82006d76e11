"""Which quantities are figures: the guide's exclusions that need to know what the quantity was linked to."""

from __future__ import annotations

import re

from extractors.figure.piece import Link
from extractors.figure.vocabulary import cue, words
from extractors.figure.window import Window
from extractors.quantity.piece import Quantity

_DURATIONS = ("year", "month", "day")
_DATING = re.compile(r"^(?:来|以来|内|前|后|间|期间|时间|里|底|初|的时间|之内|之前|左右的时间)")
# 做了20天调研
_SPENT = re.compile(
    r"的?(?:实地|集中|封闭|脱产|专题|全员)?(?:调研|调查|走访|培训|督导|评估|检查|实践|研修|集训|军训|跟岗)"
)
# 每天5元、全年200天计算
_RECKONED = re.compile("计算?|的标准|核算")
_MEASURED = ("percent", "CNY", "m2")
_ROUND = 100
_HONOURED = re.compile(r"(?:被评为|被授予|荣获|获评)")
_SCORED = re.compile(r"[扣得评满]分?|权重|均分|分值|分数|[本此]项")
_IS_A = re.compile(r"(?:是|为|成为|作为|任何|哪怕|每|另|某|最[^，。；]{1,3}的)$")
# Before 一所… it is counted: 有一所, 学校一所、一所; elsewhere it only introduces (一位教师说).
_COUNTS_ONE = re.compile(
    r"(?:有|辖|设|建|建成|建立|新建|改建|扩建|配|配备|添|添置|购|共|和|及|与|、|：|现|达|少|多|招|聘|缺|为|派|增|增加|办|完成|申报|创建|[，；（]|^)$"
)
# 31—45岁48人: the age only tells who is counted.
_OF_AGE = re.compile(r"[\u4e00-\u9fff]{0,8}$")
# What somebody is to do so and so often: 每学期上一节公开课、读两本书.
_DONE_AGAIN = frozenset("次节本篇堂场届项")
_ONES = frozenset("个人名位所")
# 教学楼一栋。: things counted behind their name, at the end of a clause.
_THINGS = frozenset("个栋座条套间块台所片幢处辆口架")
_ENDS = re.compile(r"[，。；、,;）)\n\d]?$")
_NOUN_BEFORE = re.compile(
    r"(?<![不少漏缺落每任第])(?:各有?|[场楼道室馆园房地车池亭廊区站栏台机器梯图角])(?:[共各计]?)$"
)
_EVERY = re.compile(r"每|各|人人")
_BASE = re.compile(r"每[^，。；、]{0,2}$")


def accepted(window: Window, link: Link) -> bool:
    """Whether a quantity with its link is a figure by the guide."""
    quantity = window.quantity
    if quantity.threshold:
        return False
    if quantity.measure in ("岁", "周岁") and _OF_AGE.match(
        window.sentence.text, quantity.end, window.next_outer
    ):
        return False
    if quantity.unit in _DURATIONS:
        return _lasts(window, link)
    if quantity.unit in ("minute", "hour"):
        return quantity.numeral != "chinese" or (link.indicator or "").startswith(("time.", "schools."))
    if quantity.unit == "score":
        return link.indicator == "score.self" or bool(
            _SCORED.search(
                window.sentence.text, max(window.sentence.start, quantity.start - 12), quantity.start
            )
        )
    if quantity.numeral == "chinese":
        # 表三所列 counts no schools.
        listed = window.sentence.text[quantity.end - 1 : quantity.end + 1] == "所列"
        return not listed and _counts(window, link)
    return True


def _lasts(window: Window, link: Link) -> bool:
    text, quantity = window.sentence.text, window.quantity
    after = text[quantity.outer_end : quantity.outer_end + 6]
    before = text[max(window.left[0], quantity.outer_start - 8) : quantity.outer_start]
    if link.indicator == "time.plan" or "周期" in after:
        return True
    if _DATING.match(after) or _BASE.search(before):
        return False
    if _RECKONED.match(after) and before.endswith(("全年", "每年", "按")):
        return True
    if quantity.op in (">=", "<=") and not text.startswith(("内", "以内", "之内"), quantity.end):
        return True
    if text.endswith("了", 0, quantity.outer_start) and _SPENT.match(text, quantity.end):
        return True
    return bool(cue("lasting").search(before))


def _introduces(window: Window, before: str) -> bool:
    """一位教师说: the one of something that is not counted beside other things."""
    if window.quantity.measure not in _ONES or _COUNTS_ONE.search(before):
        return False
    start, end = window.clause
    return not any(
        start <= other.start < end for other in window.sentence.quantities if other is not window.quantity
    )


def _is_written_out(quantity: Quantity) -> bool:
    """一百二十种: nobody writes so who does not count."""
    value = quantity.value
    return value is not None and value > _ROUND and value % _ROUND != 0 and not quantity.approx


def _counts(window: Window, link: Link) -> bool:
    """Chinese numerals count only what the taxonomy knows, or what is really counted."""
    quantity, text = window.quantity, window.sentence.text
    # 师生共读一本书 counts nothing, 每月读一本书 does.
    bare = quantity.unit == "volume" and not _EVERY.search(window.clause_text)
    if quantity.value == 1 and (bare or _IS_A.search(text[max(0, quantity.start - 4) : quantity.start])):
        return False
    before, after = (
        text[max(0, quantity.start - 8) : quantity.start],
        text[quantity.outer_end : quantity.outer_end + 1],
    )
    if quantity.value == 1 and link.rule == "figure.value_before_noun" and _introduces(window, before):
        return False
    if quantity.measure in _THINGS and _ENDS.match(after) and _NOUN_BEFORE.search(before):
        return True
    if quantity.value == 0 or quantity.damage or quantity.unit in _MEASURED or _is_written_out(quantity):
        return True
    honoured = quantity.measure == "次" and _HONOURED.match(text, quantity.outer_end)
    if honoured or (quantity.measure in _DONE_AGAIN and _EVERY.search(window.clause_text)):
        return True
    if link.indicator is None:
        return bool(quantity.value and quantity.value > 1) and any(
            link.label.endswith(w) for w in words("countable")
        )
    if link.rule in ("figure.measure_word", "figure.topic_of_sentence", "figure.head_of_list"):
        return quantity.value != 1 and quantity.measure in (
            "所",
            "间",
            "台",
            "套",
            "册",
            "名",
            "块",
            "栋",
            "辆",
        )
    return True
