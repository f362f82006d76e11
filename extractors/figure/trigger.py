"""The words that rules wait for: one pass over a sentence tells which rules are worth a try there.

A rule whose words do not stand in the sentence cannot hold of any value in it. Each kind of words is a bit; a
sentence's bits are those of all kinds that it holds.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, Implementation

from extractors.figure.vocabulary import words

# What every shape (/…) among the words of a cue holds.
OF_SHAPES = {
    "target": ("计划", "要"),
    "actual": ("现", "拥有", "我", "累计"),
    "done": ("了",),
    "standard": ("标准", "应"),
    "duty": ("应",),
}
_CUES = ("target", "duty", "actual", "done", "standard", "gap", "change", "removed", "reached", "action")
_JUDGED = ("met", "unmet")
_KINDS = {
    "dealt": ("分别", "依次"),
    "divided": ("中，", "中："),
    "raised": ("由", "从"),
    "due": (
        *(f"到{char}" for char in "“”2二xX×本明下一三四五六七八九十013456789"),
        *(f"{char}前" for char in "年月日底末"),
        "年内",
    ),
    "beyond": ("超", "高出", "多出"),
    "compared": (
        *("低于", "高于", "超过", "优于", "大于", "小于", "少于", "多于", "高出", "超出"),
        *("比", "较", "同期", "去年", "上年", "上一年", "此前", "年初", "原来"),
    ),
    "norm": (
        *("标准", "规定", "要求", "国家", "省定", "省颁", "部颁", "市定", "核定", "未达", "限", "线", "基准"),
        *("门槛", "差", "缺", "超出", "高出", "低出", "多出", "少出", "百分点"),
        *("同期", "去年", "上年", "此前", "年初", "原来"),
    ),
    "grown": ("较", "比", "增加", "增长", "提高", "上升", "减少", "下降"),
    "per_pupil": ("生均", "人均", "平均每", "百名", "百生", "每生", "/", "／"),
    "quoted": ("《",),
    "sent": ("从", "给", "向", "到"),
    "whole": (
        *("义务教育", "高等教育", "总计", "总数", "总人数", "合计", "全校", "我校", "全镇", "全县"),
        *("我镇", "我县", "全市", "全区", "全乡", "共有"),
    ),
    "judged": ("符合", "核定", "多出", "相差", "上限", "下限", "底线", "规定", "标准", "要求", "额", "超"),
}
# The bits of words of every kind, and the one that every text holds.
ANY, SOME = -1, 1 << 62
# What stands so far behind a sentence may still be said of its last value.
REACH = 16


@cache
def _bits() -> dict[str, int]:
    return {name: 1 << place for place, name in enumerate(chain(_CUES, _KINDS))}


@cache
def _automaton() -> tuple[AhoCorasick, list[int]]:
    bits = _bits()
    found: dict[str, int] = {}
    for name in _CUES:
        plain = (word for word in words(name) if not word.startswith("/"))
        for word in chain(plain, OF_SHAPES.get(name, ())):
            found[word] = found.get(word, 0) | bits[name]
    for name, kind in _KINDS.items():
        for word in kind:
            found[word] = found.get(word, 0) | bits[name]
    for word in chain.from_iterable(map(words, _JUDGED)):
        found[word] = found.get(word, 0) | bits["judged"]
    return AhoCorasick(list(found), implementation=Implementation.DFA), list(found.values())


def bit(name: str) -> int:
    """The bit of a kind of words: a cue of words.yaml, or one of those above."""
    return _bits()[name]


def said(text: str, start: int, end: int) -> int:
    """The bits of all kinds of words that stand in ``text[start:end]`` or right behind it."""
    automaton, bits = _automaton()
    found = 0
    for index, _, _ in automaton.find_matches_as_indexes(text[start : end + REACH], overlapping=True):
        found |= bits[index]
    return found
