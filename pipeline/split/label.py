"""List labels at the head of a row: 第一章, 一、, （一）, 1、, （1）, ①, A. and bullets before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal[
    "part", "chapter", "section", "article", "han", "han_bracket", "digit", "digit_bracket",
    "circle", "letter", "bullet",
]  # fmt: skip
# The order in which kinds nest where a document does not show another.
RANK: dict[Kind, int] = {
    "part": 0, "chapter": 1, "section": 2, "han": 3, "han_bracket": 4, "article": 5, "digit": 6,
    "digit_bracket": 7, "circle": 8, "letter": 9, "bullet": 10,
}  # fmt: skip

HAN = "一二三四五六七八九十百零〇两"
# 一、二年级 and 1、2号楼 are numbers that share a measure word, no labels.
_SHARED = rf"[{HAN}\d]{{1,2}}\s?(?:年级|等奖|级|类|期|楼|班|号|、)"
_LABEL = re.compile(
    rf"""(?P<bullet>(?:[-–•●○◆◇■▪★☆※➢➤✓·]|[\#*]{1, 6}(?=[\s第一二三四五六七八九十（(①-⑳]))\s*)?
    (?:第(?P<part>[{HAN}\d]{{1,4}})(?:部分|编|篇)[、：:.\s]*
      |第(?P<chapter>[{HAN}\d]{{1,4}})章[、：:.\s]*
      |第(?P<section>[{HAN}\d]{{1,4}})节[、：:.\s]*
      |第(?P<article>[{HAN}\d]{{1,4}})条(?![{HAN}\d例款])[、：:.\s]*
      |(?P<han>[{HAN}]{{1,3}}|[—－–-](?=、))\s?(?:[、．.](?!{_SHARED})|，(?![{HAN}]))[、．.]?\s*
      |[（(]\s?(?P<han_bracket>[{HAN}]{{1,3}})\s?[)）][、．.：:]?\s*
      |(?P<digit>\d{{1,3}})\s?(?:、(?!{_SHARED})|[．.](?!\d)|[,，](?!\s?\d))\s*
      |[（(]\s?(?P<digit_bracket>\d{{1,3}})\s?[)）][、．.]?\s*
      |(?P<half_bracket>\d{{1,2}})[)）][、．.]?\s*
      |(?P<circle>[①-⑳])[、．.]?\s*
      |(?P<letter>[A-Ha-h])[、．.)）](?![A-Za-z0-9])\s*
      |(?P<plain>(?:[-–]\s|[•●○◆◇■▪★☆※➢➤✓])\s*)(?=\S))""",
    re.VERBOSE,
)
# A digit that runs straight into the words may be a label or a number: these follow a number.
_GLUED = re.compile(
    r"(?P<digit>\d{1,2})(?P<space>\s{0,2})(?=[\u4e00-\u9fff])(?![个名人年月日所间套册台件元万亿千百十位岁次周天时分"
    r"秒米公平厘亩级类项条种只张把支辆座栋幢片户村镇乡县市省区轮期届节门课班倍成吨克度号楼层室组届队场本部块处家批"
    r"对双份篇字遍头点至到余多几以比后前内])"
)


# All that a label can begin with, beside a digit.
_FIRST = frozenset(f"-–—－•●○◆◇■▪★☆※➢➤✓·#*第（({HAN}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ABCDEFGHabcdefgh")
_KINDS = {"half_bracket": "digit_bracket", "plain": "bullet"}


@dataclass(slots=True)
class Label:
    """A label at the head of a row: its kind, its place in the series (0 if none), where words begin."""

    kind: Kind
    ordinal: int
    text: str
    body: int
    glued: bool = False


@lru_cache(1024)
def number(text: str) -> int:
    """The value of an ordinal in digits or Chinese numerals up to 999; 0 where it cannot be told."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in "百十":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = max("零一二三四五六七八九".find(char), 0) if char not in "〇两" else 2 * (char == "两")
    return total + digit


def label(text: str) -> Label | None:
    """The label that a row begins with, if any."""
    first = text[:1]
    if first not in _FIRST and not first.isdecimal():
        return None
    match = _LABEL.match(text)
    if match is None:
        return None
    group = match.lastgroup or "plain"
    kind = _KINDS.get(group, group)
    shown = text[max(match.end("bullet"), 0) : match.end()].strip()
    ordinal = 0
    if kind == "circle":
        ordinal = ord(match["circle"]) - ord("①") + 1
    elif kind == "letter":
        ordinal = ord(match["letter"].lower()) - ord("a") + 1
    elif kind != "bullet":
        ordinal = number(match[group])
    return Label(kind, ordinal, shown, match.end())  # type: ignore[arg-type]


def glued(text: str) -> Label | None:
    """A digit before the words without any sign between: a label only where a series calls for one."""
    match = _GLUED.match(text)
    if match is None:
        return None
    return Label("digit", int(match["digit"]), match["digit"], match.end(), glued=True)
