"""Which rows are one paragraph: a line cut in mid-sentence goes on in the next."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import lexicon
from pipeline.split.genre import is_title
from pipeline.split.label import glued, label

# After one of these no row goes on; a number cut at its colon does.
CLOSED = "。！？；：…!?;□"
_END = CLOSED + ":"
_CLOSE = '”’"」』）)】］]'
_OPEN = "，、,（(《“〔［["
_NEVER_FIRST = "，。、；：！？）》”’〉】〕)%％"
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"))
_STOP = re.compile(r"[。！？；]")
_BREAK = re.compile(r"[，、。；：！？]")
# The running head of something new: 组长：…, 第一阶段…, a date, a signature.
_FRESH = re.compile(
    r"[\u4e00-\u9fff（）]{1,8}：(?=.)|第[一二三四五六七八九十\d]{1,3}(?:阶段|步|部分|章|节|条|篇|方面|周|学期)|附件?\d*[：:]|附表"
    r"|尊敬的|各位(?:领导|老师|代表|同志)|同志们|(?:20|19|二)[\d〇○零一二三四五六七八九xX×*]{2,3}年[\d一二三四五六七八九十xX×*]{1,3}月"
    r"(?:[\d一二三四五六七八九十xX×*]{1,3}日)?\s*$|[-•●○◆■★※]"
)
_PAGE = re.compile(
    r"(?P<plain>[-—–·\s]*\d{1,4}[-—–·\s]*)"
    r"|第\s*\d{1,4}\s*页(?:\s*[，/共]*\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
)
_CLAUSE = 8
_LONG = 40
_SENTENCE = 20
_HEADING = 25


@cache
def _hanging() -> tuple[str, ...]:
    """Words that cannot end a sentence or heading, so that a line ending in one goes on."""
    return tuple(lexicon(str(Path(__file__).with_name("words.yaml")))["hanging"])


def is_page_number(text: str) -> bool:
    """Whether a row is nothing but a page number with its dashes or words."""
    return len(text) <= 16 and _PAGE.fullmatch(text) is not None


def is_plain_number(text: str) -> bool:
    """Whether a page number stands bare, so that only its surroundings tell it from a value."""
    match = _PAGE.fullmatch(text) if len(text) <= 16 else None
    return match is not None and match["plain"] is not None and text.isdecimal()


def continues(text: str, following: str, full: bool = False) -> bool:
    """Whether the row ``following`` goes on in the sentence that ``text`` breaks off.

    ``full``: the row ends at the right margin of a text whose lines are broken at a fixed width.
    """
    last = text[-1]
    if "\t" in text or "\t" in following:  # a table without ruling: each line is a row of its own
        return False
    if last in ".:" and text[-2:-1].isdecimal() and following[0].isdecimal() and len(text) >= _SENTENCE:
        return True  # 19:1 and 0.37 cut at their sign
    if last in _END or _FRESH.match(following) or label(following) is not None:
        return False
    if full and is_title(text):
        return False
    if last in _OPEN or full or following[0] in _NEVER_FIRST or (_unclosed(text) and len(text) >= _CLAUSE):
        return True
    if last in _CLOSE:
        return last in "”’" and text[-2:-1] not in _END and _running(text) and _goes_on(following)
    return _broken(text, following)


def _broken(text: str, following: str) -> bool:
    if glued(following) is not None and following[1:2] == " ":
        return False
    if not _running(text):
        return len(text) >= _HEADING // 2 and text.endswith(_hanging()) and len(following) > 1
    return _goes_on(following) or text.endswith(_hanging()) or text[-1].isdecimal()


def _running(text: str) -> bool:
    """Whether a row is running text; a list item's short head with a comma in it is none."""
    found = label(text)
    if found is not None:
        words = text[found.body :]
        return _STOP.search(words) is not None or len(words) >= _LONG
    return _STOP.search(text) is not None or len(text) >= _LONG or (len(text) >= _SENTENCE and "，" in text)


def _goes_on(following: str) -> bool:
    """Whether a row can be the rest of a sentence: not a short bare line, which would be a heading."""
    return len(following) >= _HEADING or _BREAK.search(following.rstrip("：")) is not None


def _unclosed(text: str) -> bool:
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in _PAIRS)
