"""Links to the value before that is measured against this one: its norm, its gap, what it was earlier."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.memory import Memory, fitting
from extractors.figure.piece import Link
from extractors.figure.vocabulary import cue, words
from extractors.figure.window import Window
from extractors.quantity.piece import Quantity
from schemas.taxonomy.loader import taxonomy

_DIFFERS = re.compile(
    r"(?:相差|差距(?:达|为|有|仍有)?|差|超出|[高低多少]出了?|缺口(?:面积|人数|数|约|达|为)*|缺)$"
)
_TO_NORM = re.compile(
    r"(?:[离距与比较]|未达到?|低于|高于|超过|达到|优于|不足|少于|多于|大于|小于|满足|符合)(?:国家|省定|省颁|部颁|市定|规定|核定|标准|要求)+(?:值|线)?的?$|未达到?$"
)
_EACH_TO_NORM = re.compile(
    r"分别(?:超过|高于|低于|大于|小于|达到|优于)了?(?:国家|省定|省|规定|标准|要求)*的$|[（(](?:国家|省定|省|规定)*(?:标准|要求|规定)(?:值)?(?:分别|依次)(?:为|是|：)?$"
)
# 生均3.2平方米、2.9平方米，分别比规定低1.3平方米和4.7平方米: by how much each misses its norm.
_EACH_FROM_NORM = re.compile(
    r"分别(?:[比较离距](?:国家|省定|省|规定|标准|要求)+的?(?:还|仍|尚|相)?[高低多少差缺]出?了?|(?:超出|高出|多出)(?:国家|省定|省|规定|标准|要求)+)$"
)
# 小学2.4间、初中2.6间，分别不低于2.3间和2.4间: right behind as many values, bounds that these keep to.
_EACH_BOUND = re.compile(
    r"，(?:均|都)?分别(?:已|均|都)?(?:不低于|不少于|不高于|不超过|高于|大于|超过|达到|低于|少于|小于)了?$"
)
_NEAR_NORM = 40
_CLASS_SIZES = ("classes.size", "classes.size_max")
_JOINS = ("、", "和")
_ABOVE = re.compile(
    r"[高低超优]于?(?:出|过)?了?(?:小学|初中|高中)?(?:国家|省定|省)?(?:规定|标准|要求)的?(?:标准|要求)?(?:值|线)?$"
)
# …比10.2平方米的标准少了2.4平方米: by how much the norm that was just named is missed or passed.
_FROM_IT = re.compile(
    r"(?:的?(?:国家|省定|省)?(?:标准|规定|要求|底线|下限)(?:值|线)?)?(?:还|仍|尚)?[高低多少差缺短]出?了?"
)
# 符合小学不大于0.5、初中不大于0.45的规定: both are the norm.
RULED_LIST = re.compile(
    r"[、和](?:小学|初中|高中|幼儿园)?(?:[不低高大小超少于过]{2,3}|[≤≥])?[0-9][0-9.:： ]*[^，。；、（(0-9]{0,4}的?(?:国家|省定)?(?:规定|标准|要求|控制线)"
)
_OPENS_RULE = re.compile(
    r"(?:^|[，（])(?:分别|均|都)?(?:[与比较和]|符合|满足|达到|高于|低于|超过|不足)(?:国家|省定|省|规定|的)*(?:小学|初中|高中)?(?:不低于|不少于|不高于|不超过|不大于)?$"
)
# 超过2000人的上限1280人
_BEYOND_IT = re.compile(r"的?(?:国家|省定|省)?(?:上限|标准|规定|要求|下限|底线)(?:值)?")
_TOO_MANY = re.compile(
    r"，?(?:平均)?(?:每班|每个班)?(?:比(?:规定|标准|国家)*(?:班额|人数|要求)?多出?|超出|超过|多出|超)(?:规定|标准|要求|班额)?了?约?"
)
_BRACKETED = re.compile(
    r"[（(](?:国家|省定|省颁|省|市定|规定)*(?:标准|要求|规定)(?:值|线)?均?(?:为|是|：|:)?(?:生均|每生|小学|初中|高中)?(?:≥|≤|不低于|不少于|不超过)?$"
)
_IN_BRACKET = re.compile(
    r"\d[\u4e00-\u9fff㎡]{1,4}[（(](?:省定|国家|规定|省颁)?(?:标准|要求)(?:值)?(?:为|是|：)?$|(?:标准|规定|要求)(?:值)?[（(](?:为|是|生均|每生)?$"
)
# 小学720元、初中940元的标准拨付: what is paid is no norm.
_PAID_OUT = re.compile(r"的?标准[^，。；]{0,6}(?:拨付|发放|核拨|补助|补贴|落实|兑现|下达)")
_NORM_REACH = 16
_AGAINST = re.compile(r"[，（]?(?:比|较|同比|分别比)")
_EARLIER = re.compile(r"(?:上年|去年|同期|原来|上年度|年初|此前)的$")


def norm(memory: Memory, window: Window) -> Link | None:
    """高于19:1的规定, 相差873元, 比上年的16.9:1: the norm, the gap or the earlier value of the one before."""
    last = memory.last(window.quantity.unit)
    if last is None or last.indicator is None:
        return None
    before = memory.text[max(window.left[0], window.quantity.start - 6) : window.quantity.start]
    if _EARLIER.search(before) and not any(
        fitting(name, window.quantity, "before") for name in window.left_mentions
    ):
        # 辍学学生由去年的9人…: the name stands in the same words.
        return replace(last, rule="figure.earlier_value", strength=0.75, named=None)
    after = memory.text[window.quantity.end : window.quantity.end + 12]
    wide = memory.text[max(window.left[0], window.quantity.start - 12) : window.quantity.start]
    if _DIFFERS.search(before):
        named = any(
            fitting(name, window.quantity, "before")
            and (memory.label(name) not in words("lacks") or not last.indicator.startswith("per_"))
            for name in window.left_mentions
        )
        return None if named else _of_base(memory, window, _as_norm(last))
    if _PAID_OUT.match(after) and memory.text[memory.links[-1][0].outer_end :][:1] in "、和，":
        return replace(last, rule="figure.list_member", strength=0.7, named=None)
    slight = _ABOVE.search(wide) and _slight(window.quantity, memory.links[-1][0])
    if slight or _follows_norm(memory, window):
        crowded = last.indicator in _CLASS_SIZES
        name = "classes.excess" if crowded else last.indicator
        return replace(last, indicator=name, rule="figure.gap_of_value", strength=0.75, named=None)
    ruled = cue("norm_behind").match(after) or _TO_NORM.search(wide) or _in_bracket(window)
    if ruled or _opens_rule(window):
        return _as_norm(last)
    if window.quantity.measure in ("个百分点", "百分点") and _AGAINST.match(window.left_text):
        return replace(last, rule="figure.change_of_value", strength=0.75, named=None)
    return None


def _follows_norm(memory: Memory, window: Window) -> bool:
    """比10.2平方米的标准少2.4平方米: a difference right behind the norm that it is to."""
    quantity, last = memory.links[-1]
    if last.rule != "figure.norm_of_value" or quantity.unit != window.quantity.unit:
        return False
    return bool(_FROM_IT.fullmatch(window.left_text) or _BEYOND_IT.fullmatch(window.left_text))


def _opens_rule(window: Window) -> bool:
    """与小学2000元、初中2500元的标准相比: the first of a list of norms."""
    end = window.quantity.outer_end
    return bool(_OPENS_RULE.search(window.left_text) and RULED_LIST.match(window.sentence.text, end))


def excess(memory: Memory, window: Window) -> Link | None:
    """最大的班49人，超出4人, 超50人的班有14个，平均每班多出3.5人: pupils above what a class may have."""
    after = window.quantity.end
    if not _TOO_MANY.fullmatch(window.left_text) or cue("norm_behind").match(memory.text, after):
        return None
    _, last = memory.links[-1]
    sized = last.indicator in _CLASS_SIZES and last.rule != "figure.norm_of_value"
    if not sized and last.indicator != "classes.over_size":
        return None
    return Link("classes.excess", "超出人数", "figure.gap_of_value", 0.75)


def dealt_norm(memory: Memory, window: Window) -> Link | None:
    """占15.9%…占24.6%，分别超过规定的10%和20%: each norm, or gap to it, is that of the value in its place."""
    text, row = memory.text, [window.quantity]
    if (
        "分别"
        not in text[max(window.sentence.start, window.quantity.start - _NEAR_NORM) : window.quantity.start]
    ):
        return None
    others = window.sentence.quantities
    at = next(index for index, other in enumerate(others) if other is window.quantity)
    while at and text[others[at - 1].outer_end : row[0].outer_start] in _JOINS:
        at -= 1
        row.insert(0, others[at])
    while at + len(row) < len(others) and (
        text[row[-1].outer_end : others[at + len(row)].outer_start] in _JOINS
    ):
        row.append(others[at + len(row)])
    told = [link for quantity, link in memory.links if window.sentence.start <= quantity.start < row[0].start]
    told = [
        link for link in told if link.indicator and taxonomy()[link.indicator].unit == window.quantity.unit
    ]
    if not 1 < len(row) <= len(told):
        return None
    last = told[row.index(window.quantity) - len(row)]
    before = text[max(window.sentence.start, row[0].start - 20) : row[0].start]
    if _EACH_FROM_NORM.search(before):
        return replace(last, rule="figure.gap_of_value", strength=0.75, named=None)
    bound = at and _EACH_BOUND.fullmatch(text, others[at - 1].outer_end, row[0].start)
    return _as_norm(last) if bound or _EACH_TO_NORM.search(before) else None


def _as_norm(last: Link) -> Link:
    return replace(last, rule="figure.norm_of_value", strength=0.75, named=None)


def _slight(gap: Quantity, value: Quantity) -> bool:
    """高于标准0.3平方米, where the value before is 7.8: a third of it is no norm."""
    alike = gap.unit == value.unit and gap.unit != "percent"
    return bool(alike and gap.value and value.value and gap.value * 3 < value.value)


def _in_bracket(window: Window) -> bool:
    """5.2人（标准4.2人）, 超过省定标准（7.5平方米）: a norm that stands in a bracket behind a value or its own name."""
    text, end = window.sentence.text, window.quantity.start
    start = max(window.sentence.start, end - _NORM_REACH)
    found = _IN_BRACKET.search(text, start, end) or _BRACKETED.search(text, start, end)
    return bool(found) and text[window.quantity.outer_end :][:1] in "）)，,、"


def _of_base(memory: Memory, window: Window, gap: Link) -> Link:
    """每百名学生0.8人…缺2名: a gap far above the value per pupil, or in whole people, is one of what is divided."""
    if gap.indicator == "finance.investment":
        return replace(gap, indicator="finance.required")
    formula = taxonomy()[gap.indicator].formula if gap.indicator else None
    told = [quantity.value for quantity, link in memory.links if link.indicator == gap.indicator]
    value, highest = window.quantity.value, max((one for one in told if one), default=None)
    if formula is None or not formula.numerator or value is None or highest is None:
        return gap
    whole = window.quantity.unit == "person" and value % 1 == 0 and highest % 1 != 0 and value > highest / 2
    return replace(gap, indicator=formula.numerator) if value > highest * 2 or whole else gap
