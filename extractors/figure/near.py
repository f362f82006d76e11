"""Links by what stands beside a value: the noun it counts, the name before it, the verb that governs both."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.memory import Memory, fitting
from extractors.figure.noun import first_word
from extractors.figure.piece import Link
from extractors.figure.unit import bare_measure, fits
from extractors.figure.vocabulary import cue, stages, words
from extractors.figure.window import Window
from extractors.mention.reader import Mention, mentions
from schemas.taxonomy.loader import taxonomy

_COUNTED = {"count", "person", "person_time", "household", "volume"}
# What may stand between a name and its value without making the tie looser.
_CONNECTOR = re.compile(
    r"(?:[数量]|人数|总数|分别)?"
    r"(?:[：:]|[约近]?(?:为|是|达到了?|达|共计|总计|合计|计|共|有|已|均|仅有?|只有|只|总共|保持在|控制在|提高到|增加到|稳定在"
    r"|在|到|不|于|各|约|实际)){0,3}"
)
_MODIFIER = re.compile(r"的?[\u4e00-\u9fffA-Za-z“”\"]{0,8}")
_VERB = re.compile(
    r"[为是在达将被对到和与及并已由从使用把给让向]|进行|参加|接受|建立|完成|享受|实现|以上|以下|左右"
)
_SHARE = re.compile(r"占|比例|比重|占比|的$")
_PART_OF = re.compile(r"[，（]?(?:约|仅|共|只)?(?:占|(?:所占)?(?:比例|占比|比重)(?:为|达|是|约|仅|达到)*$)")
_OF_MOVED = re.compile("占(?:参与|参加)?(?:交流|轮岗)")
_AFTER_ONE = {"", "有", "中", "内", "里", "均", "都", "共", "各", "的"}
_MOVE = "figure.verb_and_noun"
# How strong the tie is where nothing but joining words stands between a name and its value.
_AT_ONCE = 0.98


def near(memory: Memory, window: Window) -> Link | None:
    """The stronger of the noun behind the value (38个教学班) and the name before it (教学班38个)."""
    behind, before = _behind(memory, window), _before(memory, window)
    if behind is None or before is None:
        return behind or before
    return _move(memory, window, behind) or max(behind, before, key=lambda link: link.strength)


def _move(memory: Memory, window: Window, behind: Link) -> Link | None:
    """选派3名教师, 招聘5名教师: the verb before tells more than the noun behind."""
    if memory.links and not window.left_text.strip():
        last = memory.links[-1][1]
        if last.rule == _MOVE and last.indicator and behind.indicator in taxonomy()[last.indicator].narrows:
            return last
    for mention in reversed(window.left_mentions):
        for name in mention.ids("before"):
            if behind.indicator in taxonomy()[name].narrows and fits(name, window.quantity):
                return memory.take(name, mention, _MOVE, 0.85)
    return None


def _behind(memory: Memory, window: Window) -> Link | None:
    start, end = window.right
    names = [name for name in window.sentence.between(start, end) if _stands_alone(memory, name, start)]
    if names and names[-1].end == window.next_outer and (len(names) > 1 or names[-1].start > start):
        names.pop()
    found = [(mention, name) for mention in names if (name := fitting(mention, window.quantity, "after"))]
    if not found:
        return None
    counted = window.quantity.unit in _COUNTED
    mention, name = found[0]
    gap = memory.text[start : mention.start]
    if not _MODIFIER.fullmatch(gap) or _VERB.search(gap) or (gap and not counted and gap[0] != "的"):
        return None
    for further, other in found[1:]:
        if memory.text[mention.end : further.start] not in ("", "的") or name == "schools.count":
            break
        if other not in taxonomy()[name].narrows:
            mention, name = further, other
    if memory.text.startswith(tuple(words("heads_over")), mention.end):
        return None
    return memory.take(
        name, mention, "figure.value_before_noun", (0.99 if counted else 0.75) - 0.02 * len(gap)
    )


def _stands_alone(memory: Memory, mention: Mention, start: int) -> bool:
    """A name of one character counts only right behind the value and as a word of its own: 6个班, not 6个班子."""
    if mention.end - mention.start > 1:
        return True
    if mention.start != start:
        return False
    word = first_word(memory.text[start : start + 8])
    return word[:1] == memory.text[start] and word[1:] in _AFTER_ONE


def _before(memory: Memory, window: Window) -> Link | None:
    names = window.left_mentions
    for index in range(len(names) - 1, -1, -1):
        name = fitting(names[index], window.quantity, "before")
        if name is not None and memory.text.startswith("类", names[index].end):
            # 运动场类9个 counts projects of a kind, not grounds.
            return None
        if name == "schools.count" and _owns_classes(memory, window, names[index]):
            return None
        if name is not None and not _stage_alone(memory, window, names[index]):
            strength = _strength(memory, window, names[index])
            if strength is None:
                return None
            name = _narrower(memory, window, names, index) or name
            return memory.take(name, names[index], "figure.value_after_mention", strength)
    return _share(memory, window, names)


def _owns_classes(memory: Memory, window: Window, mention: Mention) -> bool:
    """教学班42个，中心小学12个，村小各6个: whose classes are counted, no school."""
    if bare_measure(window.quantity) != "个" or not memory.links:
        return False
    if memory.text[mention.end : window.quantity.outer_start] == "各":
        return True
    last = memory.links[-1]
    if last[1].indicator == "students.capacity":
        # 新增学位960个，其中新建学校增加600个
        return True
    central = memory.label(mention) in words("central")
    return central and last[1].indicator == "classes.count" and last[0].measure == "个"


def _gap(memory: Memory, window: Window, mention: Mention) -> str:
    """The words between a name and its value, without the stages that may stand there (经费小学达720元)."""
    gap = memory.text[mention.end : max(mention.end, window.quantity.outer_start)]
    return stages()[0].sub("", gap) if gap else gap


def _stage_alone(memory: Memory, window: Window, mention: Mention) -> bool:
    """小学24个: a stage is a kind of school only where schools are counted."""
    return bare_measure(window.quantity) == "个" and memory.label(mention) in stages()[1]


def _strength(memory: Memory, window: Window, mention: Mention) -> float | None:
    """How directly a name before a value is tied to it; None where it is only the owner of what is counted."""
    gap = _gap(memory, window, mention)
    if not gap:
        return _AT_ONCE
    owns = bool(cue("possess").search(gap)) and bool(window.noun())
    if _CONNECTOR.fullmatch(gap):
        return None if owns else _AT_ONCE
    if owns or (window.quantity.unit in _COUNTED and window.noun()):
        return None
    return max(0.5, 0.85 - 0.02 * len(gap))


def _narrower(memory: Memory, window: Window, names: list[Mention], index: int) -> str | None:
    """本科学历的教师40人: the name before narrows the one that stands at the value."""
    if index and memory.text[names[index - 1].end : names[index].start] in ("", "的", "、"):
        wide = fitting(names[index], window.quantity, "before")
        for name in names[index - 1].ids("before"):
            if wide in taxonomy()[name].narrows and fits(name, window.quantity):
                return name
    return None


def _share(memory: Memory, window: Window, names: list[Mention]) -> Link | None:
    """本科学历教师占专任教师的56%: the rate that belongs to the counted share."""
    if window.quantity.unit != "percent":
        return None
    said = _SHARE.search(window.left_text)
    for mention in names:
        gap = _gap(memory, window, mention)
        for share in (taxonomy()[name].share for name in mention.ids("before")):
            if share and (said or _CONNECTOR.fullmatch(gap)):
                rate = _of_backbone(memory, window) or share
                return memory.take(rate, mention, "figure.share_of_whole", 0.8)
    if memory.links and _PART_OF.match(window.left_text):
        last = memory.links[-1][1]
        share = _share_named(last) or (taxonomy()[last.indicator].share if last.indicator else None)
        if share:
            return replace(last, indicator=share, rule="figure.share_of_whole", strength=0.7, named=None)
    return None


def _of_backbone(memory: Memory, window: Window) -> str | None:
    """其中骨干教师58人，占交流教师的28.4%: their share, not that of those who moved."""
    moved = memory.links and memory.links[-1][1].indicator == "staff.rotated"
    if not moved or not _OF_MOVED.search(window.left_text):
        return None
    return "rate.backbone_rotation" if "骨干" in memory.links[-1][1].label else None


def _share_named(last: Link) -> str | None:
    """其中骨干教师151人，占24.6%: the rate that bears the name of what was counted, in its own setting."""
    if last.indicator != "staff.rotated":
        return None
    names = [name for mention in mentions(last.label, 0, len(last.label)) for name in mention.ids("before")]
    return next((name for name in names if taxonomy()[name].unit == "percent"), None)
