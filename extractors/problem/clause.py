"""Which clauses of running text admit a deficiency, and how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.problem.shape import patterns
from extractors.sentence import Hints, Stretch, between, clause_end, trim

# How far before a clause what it is measured by may stand.
_REACH = 48
# Clauses without a cue that may stand between two that belong together, plus one.
_NEAR = 3
_LENGTHY = 18
_LABEL = re.compile(r"\s*(?:[一二三四五六七八九十]是|其[一二三四五六]|[（(]?[\d一二三四五六][)）、.])")
_BUT = re.compile("但|可是|然而|可惜")
# 辍学率0.2%，低于0.6%的控制线
_LESS_IS_BETTER = re.compile(
    r"(?:差异率|差异系数|辍学率|流失率|违规率|投诉率|失学率|复本率|近视率|班额|生师比)[^。；;]{0,24}$"
)
_DIGIT = re.compile(r"\d")
# 与先进乡镇相比还有差距 introduces deficiencies; a distance from a norm is one.
_STILL_APART = re.compile("[仍尚还]有[^，,]{0,4}差距$")
# 尚未得到解决 is not made good.
_UNDONE = re.compile("(?:[待需须未不]|没有|没|无法|难以|未能)$")


def parts_of(hints: Hints, start: int, end: int) -> Iterator[Stretch]:
    """学位紧张、布局不均衡 in 存在…等问题: each that admits something is one, with the mere names before it."""
    first = start
    for _, last in between("、", hints.text, start, end):
        if admits(hints, (first, last)):
            yield trim(hints.text, first, last)
            first = last


def has_cue(hints: Hints, start: int, end: int) -> bool:
    """Whether any clause of a sentence has the shape of a deficiency, whatever stands around it."""
    stop = start
    for hit in hints.at(start, end):
        # One scan a clause: a text without marks is one long clause full of hints.
        stop = stop if hit < stop else clause_end(hints.text, hit, end)
        if patterns()["cue"].match(hints.text, hit, stop):
            return True
    return False


def admits(hints: Hints, clause: Stretch) -> bool:
    """Whether the clause admits a deficiency that is there today and one's own."""
    shapes, text, (start, end) = patterns(), hints.text, clause
    for hit in hints.at(start, end):
        if cue := shapes["cue"].match(text, hit, end):
            if not _UNDONE.search(cue.group()) and shapes["eased"].match(text, cue.end(), end):
                return False
            if shapes["object"].match(text, start, end) or shapes["demanded"].match(text, hit, end):
                return False
            return _falls_short(text, start, hit, end) and not _averted(text, start, hit)
    return False


def _falls_short(text: str, start: int, hit: int, end: int) -> bool:
    """Whether what is measured makes a deficiency of a cue that only compares."""
    shapes, reach = patterns(), max(0, hit - _REACH)
    if text.startswith("相差", hit) and not shapes["norm"].search(text, reach, hit):
        return False
    if text.startswith("超标", hit):
        return shapes["bounded"].search(text, max(reach, text.rfind("。", reach, hit)), hit) is not None
    if _STILL_APART.match(text, hit, end) and not shapes["norm"].search(text, start, hit):
        return False
    less = text.startswith(("低于", "只", "仅"), hit)
    return not (less and _LESS_IS_BETTER.search(text, max(0, start - _REACH), hit))


def _averted(text: str, start: int, hit: int) -> bool:
    """Whether words before the cue make it an aim or a measure; 关爱不够, 整改不到位 say that the measure fails."""
    # 检查发现：… tells where it was seen.
    start = max(start, text.rfind("：", start, hit) + 1)
    found = patterns()["averted"].search(text, start, hit)
    fails = found and found.end() == hit and text[hit] in "不滞缓欠" and not text.startswith("不足", hit)
    return found is not None and not fails


def copes(text: str, pair: list[Stretch]) -> bool:
    """Whether the clause behind a lack says that it was made good or borne."""
    if len(pair) > 1 and (
        patterns()["made_good"].match(text, *pair[1])
        or (text.endswith("的问题", *pair[0]) and text.startswith("已", pair[1][0]))
    ):
        return True
    if len(pair) > 1 and text.startswith("却", pair[1][0]):
        return True
    return "没有" in text[slice(*pair[0])] and patterns()["coped"].match(text, *pair[-1]) is not None


def runs(text: str, parts: list[Stretch], cues: list[int]) -> Iterator[Stretch]:
    """Neighbouring clauses with cues, the subject of a bare verdict before them and what they lead to behind."""
    if not cues:
        return
    first = last = cues[0]
    for cue in [*cues[1:], len(parts) + _NEAR]:
        if cue - last > _NEAR or _parted(text, parts, first, last, cue):
            following = _opening(text, parts, cue) if cue < len(parts) else len(parts)
            while last + 1 < following and patterns()["outcome"].match(text, *parts[last + 1]):
                last += 1
            yield parts[_opening(text, parts, first)][0], parts[last][1]
            first = cue
        last = cue


def _parted(text: str, parts: list[Stretch], first: int, last: int, cue: int) -> bool:
    """Whether a semicolon between two clauses parts two deficiencies: each has its figures, or the next its label."""
    stop = text.find("；", parts[last][1], parts[cue][0])
    if stop < 0:
        return False
    if _LABEL.match(text, stop + 1) or _BUT.match(text, parts[cue][0]):
        return True
    before, behind = _half(text, parts, stop)
    if _DIGIT.search(text, parts[first][0], stop) and _DIGIT.search(text, *behind):
        return True
    # 教师不安心，教风差；学生不爱学，学风差 is one complaint: only what is told at length stands alone.
    edges = (before[0], behind[0]), (before[1] - 3, behind[1] - 3)
    alike = any(text[one : one + 2] == text[other : other + 2] for one, other in edges)
    return not alike and min(end - start for start, end in (before, behind)) >= _LENGTHY


def _half(text: str, parts: list[Stretch], stop: int) -> tuple[Stretch, Stretch]:
    """What stands before and behind a semicolon, up to the ones around it."""
    before = next(start for start, _ in parts if start > text.rfind("；", parts[0][0], stop))
    first = next(start for start, _ in parts if start > stop)
    end = text.find("；", first, parts[-1][1])
    return (before, stop), (first, end if end >= 0 else parts[-1][1])


def _opening(text: str, parts: list[Stretch], first: int) -> int:
    """不达标 alone says nothing: it takes in what it judges."""
    bare = False
    while first and _says_little(text, *parts[first]):
        first -= 1
        bare = True
    if bare and first and _is_elliptic(text, parts[first - 1], parts[first]):
        first -= 1
    return first


def _is_elliptic(text: str, before: Stretch, clause: Stretch) -> bool:
    """Whether 生均3平方米 needs the clause before it: a count that 现有 tells as a fact stays one."""
    if patterns()["counted"].match(text, *before):
        return False
    subject = patterns()["section"].match(text, *before)
    return bool(patterns()["elliptic"].match(text, *clause) or (subject and text.startswith("每", clause[0])))


def _says_little(text: str, start: int, end: int) -> bool:
    short = end - start <= 4 and not text.startswith("空编", start)
    return short or patterns()["bare"].match(text, start, end) is not None
