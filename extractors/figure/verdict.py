"""The text's own verdict on a figure: 达标, 不达标, above or below the norm it names."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.piece import FigurePiece, Link, Verdict
from extractors.figure.trigger import bit
from extractors.figure.vocabulary import alternation, words
from extractors.figure.window import Window

_REACHING = ("达", "达到")
_FALLS_SHORT = re.compile(r"(?:未|没有|没|不|未能)达到?$")
# 没有60米直跑道: what a school has not got is what it should have.
_LACKS = re.compile(r"没有[^，。；\d]{0,8}$")
# How far into the next sentence 均达标 reaches.
_NEXT = 8
_OF_NORM = bit("judged")
_ALL = re.compile(r"[，,。]?(?:均|都|全部)")
_NORM_NOTE = re.compile(r"（[^（）]{0,12}(?:标准|规定|要求)[^（）]{1,40}）(?=，)")
_EACH_NOTED = re.compile(r"（[^（）]{0,12}(?:标准|规定|要求)(?:值)?(?:分别|均|依次)[^（）]{1,40}），")
_CROWDED = re.compile(r"，(?:超出|超过|多出)[0-9]{1,2}[人名]")
_EACH = re.compile(r"，分别")
# ，高于19:1的规定 / ，达到5%以上的标准 / ，与2000元的标准相差…
_COMPARED_TO_NORM = re.compile(
    r"(?:[^，。；、（）()\d的]{0,6}(?=，(?:分别|均|都|还|仍|也|已|完全|全部|基本|远|略|稍|大大|明显)*[高低大小少超不优好]))?，(?:分别|均|都|还|仍|也|已|完全|全部|基本|远|略|稍|大大|明显)*(?:(?P<above>高于|大于|超过了?|超出|超|优于|好于)|(?P<below>低于|小于|少于|不足)|(?P<reached>达到了?|符合|满足了?))"
    r"(?:国家|省|市|县|区)?(?:规定|要求|标准)?(?:的)?(?:不低于|不少于|不超过|不高于)?(?:《[^》]{2,40}》(?:（[^（）]{2,24}）)?[^，。；]{0,12})?[^，。；]{0,16}?(?:规定|标准|要求|上限|下限|底线)(?=[，。；、）)]|[（(][达不未]|$)"
    r"|，(?:均|都|还|仍|也|已|远|略|稍|大大|明显)*(?:(?P<over>高于|大于|超过了?|高出|优于|好于)|(?P<under>低于|小于|少于|不足))(?:国家|省|市|县|区)?(?:规定|核定|要求|标准)(?:值|线)?的[一二三四五六七八九\d][^，。；、]{0,9}(?=[，。；、）)]|$)"
    r"|，(?:分别)?[比较](?:\d[\d.]{0,6}[^，。；、\d]{1,6}的)?(?:国家|省定|省|市定)?(?:规定|核定|要求|标准)[^，。；别]{0,10}?(?:(?P<higher>[高多]出?了?|超出?)|(?P<lower>[低少]了?))[一二三四五六七八九\d]"
    r"|(?P<far>，[离距][^，。；]{0,12}(?:规定|要求|标准|底线|下限)[^，。；]{0,10}?[还尚仍]?(?:差|缺|少|低)[^，。；]{0,4}?[一二三四五六七八九\d])"
    r"|(?P<within>，(?:均|都|也)*(?:没有|未|不)超过?[^，。；]{0,12}(?:规定|标准|要求|上限))(?=[，。；、）)]|$)"
    r"|(?P<apart>，与[^，。；]{1,12}标准相差)"
    r"|(?P<beyond>，(?:按[^，。；]{1,4})?超[出过]?了?(?:规定|标准|要求|额)[^，。；]{0,4}?\d)"
)
_JUDGED = re.compile(
    rf"[（(，,、。]?(?:我校|本校|学校)?(?:均|全部|都|现|已|已经|基本|完全|目前|尚|还|仍|暂)*(?:(?P<unmet>{alternation(words('unmet'))})|(?P<met>{alternation(words('met'))}|符合(?=[，。；）]|$)))"
)


def verdict_of(window: Window, link: Link) -> Verdict | None:
    """达标 or 不达标, where the text says so of this figure: right behind it."""
    text, end = window.sentence.text, window.quantity.outer_end
    if falls_short(window):
        # 生均8.6平方米，未达到10.2平方米: the value before is what falls short, the norm is judged only without one.
        return None if link.rule == "figure.norm_of_value" else "unmet"
    if not window.sentence.said & _OF_NORM:
        return None
    note: re.Match[str] | None = None
    compared = _COMPARED_TO_NORM.match(text, end)
    if compared:
        return _by_norm(compared, link)
    if link.indicator in ("classes.size", "classes.size_max") and _CROWDED.match(text, end):
        return "unmet"
    if text[end : end + 1] == "（" and (note := _NORM_NOTE.match(text, end, window.sentence.end)):
        # 1.2人（标准1人），达标
        end = note.end()
    limit = window.sentence.end + (_NEXT if text.startswith(("。均", "。都", "。全部"), end) else 0)
    match = _JUDGED.match(text, end, limit)
    if (
        match is None
        or (match.start() >= window.next_outer and note is None)
        or text.startswith("率", match.end())
    ):
        return None
    if text[end] not in "，,（(、。" and link.indicator in (None, "schools.count"):
        return None
    if (match["unmet"] or "").startswith("低于") and link.indicator in words("less_is_better"):
        return "met"
    return "unmet" if match["unmet"] else "met"


def _by_norm(compared: re.Match[str], link: Link) -> Verdict:
    if compared["within"]:
        return "met"
    if compared["apart"] or compared["far"]:
        return "unmet"
    if compared["reached"]:
        return "met"
    less = link.indicator in words("less_is_better")
    more = compared["above"] or compared["beyond"] or compared["over"] or compared["higher"]
    return "met" if bool(more) != less else "unmet"


def falls_short(window: Window) -> bool:
    """未达到10.2平方米: the value itself is the norm that is missed."""
    if window.quantity.unit == "m" and _LACKS.search(window.left_text):
        return True
    text, end = window.sentence.text, window.quantity.start
    if not text.endswith(_REACHING, 0, end):
        return False
    return bool(_FALLS_SHORT.search(text[max(window.left[0], end - 6) : end]))


def judged_together(text: str, sentence: list[FigurePiece]) -> list[FigurePiece]:
    """小学1.2人，初中1.1人，均达标: what is said of all holds for the list before it."""
    done = list(sentence)
    for index in range(len(done) - 1, 0, -1):
        last, before = done[index], done[index - 1]
        if last.verdict == "unmet" and last.role == "gap":
            # 5.4平方米，尚差0.4平方米，未达标: it is not the gap that fails.
            done[index] = replace(last, verdict=None)
            _judge(done, index)
            continue
        if last.verdict and last.role == "standard" and _of_before(text, before, last):
            # 9.0平方米（标准10.2平方米，不达标）: it is not the norm that fails.
            done[index - 1] = replace(before, verdict=last.verdict)
            done[index] = replace(last, verdict=None)
            continue
        if last.verdict and last.role == before.role == "standard" and _listed(text, before, last):
            # a、b，分别超过规定的10%和20%，符合要求: the values are judged, not their norms.
            done[index] = replace(last, verdict=None)
            for norm in (last, before):
                _judge_first(done, index - 1, norm, last.verdict)
            continue
        if last.verdict is None or before.verdict or before.role != "actual":
            continue
        if _said_of_both(text, before, last, last is not sentence[index]):
            done[index - 1] = replace(before, verdict=last.verdict)
    return done


def _said_of_both(text: str, before: FigurePiece, last: FigurePiece, further: bool) -> bool:
    """Whether what is said of a value holds for the one before: 均…, 分别…, or a row (1876元、1540元，不足规定的八成)."""
    one, other = before.link.indicator or "", last.link.indicator or ""
    end = last.quantity.outer_end
    if text[before.quantity.outer_end : last.quantity.outer_start] in ("、", "和") and one == other:
        return True
    if _EACH.match(text, end):
        # 生均教学用房…、体育场馆…，分别比规定低…
        return one == other or (one.startswith("per_") and other.startswith("per_"))
    if one == other and _EACH_NOTED.match(text, end):
        return True
    return one == other and (further or _ALL.match(text, end) is not None)


def _of_before(text: str, value: FigurePiece, norm: FigurePiece) -> bool:
    """Whether a norm stands in the bracket of the value that is measured against it."""
    bracket = text[value.quantity.outer_end : value.quantity.outer_end + 1] in ("（", "(")
    return bracket and value.role == "actual" and value.link.indicator == norm.link.indicator


def _listed(text: str, one: FigurePiece, other: FigurePiece) -> bool:
    between = text[one.quantity.outer_end : other.quantity.outer_start]
    return between in ("、", "和") and one.link.rule == other.link.rule == "figure.norm_of_value"


def _judge_first(pieces: list[FigurePiece], before: int, norm: FigurePiece, verdict: Verdict) -> None:
    """Give the verdict behind a norm to the value that it measures, the last one of its indicator."""
    for index in range(before - 1, -1, -1):
        piece = pieces[index]
        if piece.role == "actual" and piece.link.indicator == norm.link.indicator:
            pieces[index] = replace(piece, verdict=piece.verdict or verdict)
            return


def _judge(pieces: list[FigurePiece], gap: int) -> None:
    """Give the verdict behind a gap to the value that falls short, the last one of the same name."""
    for index in range(gap - 1, -1, -1):
        piece = pieces[index]
        if piece.role == "actual" and piece.link.label == pieces[gap].link.label:
            pieces[index] = replace(piece, verdict=piece.verdict or "unmet")
            return
