"""The stage that the words beside a figure say: last, dealt out over a list, of a school's name; or of none alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from extractors.figure.piece import Link, Stage
from extractors.figure.trigger import bit
from extractors.figure.vocabulary import stages
from extractors.figure.window import Window
from extractors.quantity.piece import Quantity

# Schools of more than one stage.
_SPANNING = re.compile(
    r"(?P<some>含|其中|包括)?(?:九年|十二年)?(?:一贯制|一贯制学校|完全中学|完中|十二年制|九年制)(?:学校)?[有共]?$"
)
_SPANS = re.compile(r"(?:^|[，、；])(?:九年|十二年)?一贯制学校[^，。；、\d]{0,8}$")
# 小学、初中规模均…: several stages of which one thing is said.
_SEVERAL = re.compile(
    r"(?:小学|初中|高中|幼儿园)(?:部|阶段)?[、和及与](?:小学|初中|高中|普通高中|九年一贯制学校)(?:部|阶段)?(?:每\d+个(?:教学)?班级?)?[^，。；、\d]*$"
)
# 小学1.3人、初中1.2人，均超过1人的要求
_OF_ALL = re.compile(r"[，。]?(?:均|都|全部)")
_OF_ONE = re.compile(
    r"(?<![、和及与])(?:小学|初中|高中)(?:部|阶段)?(?:不[低高超少大小][于过]?|应|为|是|[≤≥])*$"
)
_JOINED = re.compile(r"(?:以[上下内])?[、和及与](?:不[低高超少大小][于过]?)?")
_LISTED_STAGES = re.compile(r"(?:小学|初中|高中|幼儿园)(?:(?:部|阶段)?[、和及与](?:小学|初中|高中|幼儿园))+")
# 由小学500元、初中700元提高到650元、850元
_RAISED = re.compile(
    r"(?:小学|初中|高中)[^，。；、\d]{0,3}[\d.]+[^，。；、\d]{1,4}[、和](?:小学|初中|高中)[^，。；、\d]{0,3}[\d.]+[^，。；、\d]{1,4}(?:分别)?(?:提高|增加|调整|上调|下调|降低|下降|提升|扩大)[到至为]$"
)
_JOINS = ("、", "和", "及", "与", "以")
_TWO = 2
_DEALT = bit("dealt")
# As far back a bracket may have been opened.
BRACKET = 60
# One thing parted by stage, with 、 between the parts, and then a comma.
_PARTED = re.compile(
    r"(?:小学|初中)[部段]?[^，。；、\d]{0,4}\d[^，。；、]{0,8}、(?:小学|初中|高中|幼儿园)[部段]?[^，。；、\d]{0,4}\d[^，。；、]{0,8}，[^，。；、\d]{0,2}$"
)
_LONGEST_ROW = 8
# A 中学 of another stage than the junior one, or of two.
_NOT_JUNIOR = re.compile(r"高级|职业|职教|完全|完小|[县市区省]中学|附属")


def of_no_one(link: Link, left: str) -> bool:
    """完全中学2所 in a list of schools, 小学、初中均不超过45人: of a kind that spans stages, or of several."""
    if link.indicator == "schools.count" and (kind := _SPANNING.search(left)):
        return not kind["some"]
    if link.rule == "figure.norm_of_value" and _OF_ALL.match(left) and not _OF_ONE.search(left):
        return True
    if link.rule == "figure.total_of_values":
        return True
    if link.indicator is None and link.rule != "figure.list_member" and left.endswith("等"):
        return True
    if "一贯制" in left and _SPANS.search(left):
        return True
    if "别" in left or "依次" in left or not ("小学" in left or "初中" in left):
        return False
    return bool(_SEVERAL.search(left))


@lru_cache(maxsize=4096)
def stage_of_label(label: str) -> Stage | None:
    """The last stage said in the name of an indicator: of those there are few."""
    return last_stage(label)


def last_stage(text: str) -> Stage | None:
    """The last stage said in a text, None where none is."""
    pattern, meaning = stages()
    found: Stage | None = None
    for match in pattern.finditer(text):
        if not text.startswith("等", match.end()):
            found = meaning[match.group()] or found
    return found


def dealt_stage(window: Window, link: Link) -> Stage | None:
    """小学、初中…分别为a、b: the stage in the place of the value; 分别 may be left out where the two lists match.

    A subject that was dealt out too has its stage in its own name, unless there is one for every value
    (学前毛入园率、义务教育巩固率、高中毛入学率分别为a、b、c names two).
    """
    text, quantity = window.sentence.text, window.quantity
    at = -1
    if window.sentence.said & _DEALT:
        reach = max(window.sentence.start, quantity.start - 80)
        at = text.rfind("分别", reach, quantity.start)
        if at < 0:
            at = text.rfind("依次", reach, quantity.start)
    if at < 0 and not _in_row(window):
        return None
    start = max(window.sentence.start, text.rfind("；", window.sentence.start, quantity.start) + 1)
    dealt = at >= start
    if dealt:
        row = _row(window, next(other for other in window.sentence.quantities if other.start > at))
        if all(other is not quantity for other in row):
            return None
    else:
        row = _row(window, quantity)
        at = row[0].start
        if len(row) < 2:
            return None
    for begin in (window.sentence.clause(at)[0], start) if dealt else (max(start, at - 30),):
        said = _stages_in(text[begin:at], listed=not dealt)
        if said:
            break
    if not said and link.indicator == "coefficient.variation" and len(row) == _TWO:
        # 小学…；初中…。差异系数分别为0.44、0.38。
        said = _stages_of_line(text, window.sentence.start)
    if (link.rule == "figure.dealt_out" or not dealt) and len(said) != len(row):
        return None
    place = row.index(quantity)
    return said[place] if len(said) > 1 and place < len(said) else None


def _stages_of_line(text: str, end: int) -> list[Stage]:
    """The two stages that the line has told of in turn, before a sentence that names neither."""
    pattern, meaning = stages()
    line = text[text.rfind("\n", 0, end) + 1 : end]
    said = [stage for match in pattern.finditer(line) if (stage := meaning[match.group()])]
    order = list(dict.fromkeys(said))
    return order if len(order) == _TWO else []


def _in_row(window: Window) -> bool:
    """Whether another value can be of one list with this one: what joins them stands beside it."""
    text, previous = window.sentence.text, window.previous
    if text[window.quantity.end : window.quantity.end + 1] in _JOINS:
        return True
    return previous is not None and text[previous.end : previous.end + 1] in _JOINS


def _row(window: Window, quantity: Quantity) -> list[Quantity]:
    """The values of the list that a quantity stands in, parted by marks and joining words alone."""
    values, text = window.sentence.quantities, window.sentence.text
    first = last = bisect_left(values, quantity.start, key=lambda value: value.start)
    lowest, highest = first - _LONGEST_ROW, last + _LONGEST_ROW
    while first > max(0, lowest) and _JOINED.fullmatch(text, values[first - 1].end, values[first].start):
        first -= 1
    while last + 1 < min(len(values), highest) and _JOINED.fullmatch(
        text, values[last].end, values[last + 1].start
    ):
        last += 1
    return values[first : last + 1]


def _stages_in(text: str, listed: bool) -> list[Stage]:
    """The stages said in a text; with ``listed`` only those of its last list (小学、初中)."""
    pattern, meaning = stages()
    if listed:
        raised = _RAISED.search(text)
        lists = list(_LISTED_STAGES.finditer(text))
        text = raised.group() if raised else lists[-1].group() if lists else ""
    return [stage for match in pattern.finditer(text) if (stage := meaning[match.group()])]


@lru_cache(maxsize=4096)
def stage_of_name(name: str) -> Stage | None:
    """The one stage of the schools that an entity names; where schools are compulsory a 中学 is a junior one."""
    named = {stage_of_heading(one) for one in re.split("[、和]", name)}
    if len(named) > 1:
        return None
    if all(one.endswith("中学") and not _NOT_JUNIOR.search(one) for one in re.split("[、和]", name)):
        return "junior"
    return stage_of_heading(name)


@lru_cache(maxsize=4096)
def stage_of_heading(text: str) -> Stage | None:
    """The one stage that a heading names, None where it names several or none."""
    pattern, meaning = stages()
    found = {meaning[match.group()] for match in pattern.finditer(text)} - {None}
    return found.pop() if len(found) == 1 else None


def in_bracket(text: str, start: int, at: int) -> bool:
    """Whether a bracket is open at a place."""
    return text.rfind("（", start, at) > text.rfind("）", start, at)


def parted(text: str, start: int, end: int) -> bool:
    """Whether a whole was parted by stage right before ``end``."""
    return _PARTED.search(text, max(0, start - BRACKET), end) is not None
