"""Repairs of single characters, each one to one, so that rules further on need know one form only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.glyph import fold

# Full-width digits, letters and signs of numbers; （），。：；！？ stay, they are Chinese punctuation.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_WIDE |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord(wide): plain for wide, plain in zip("％＋－／＊＝＜＞", "%+-/*=<>", strict=True)}
# Colons of vertical and of small print.
_WIDE |= {ord(form): "：" for form in "︰﹕"}
_ANY_WIDE = re.compile("[" + "".join(map(chr, _WIDE)) + "]")
# Each pattern begins with the character to be replaced and looks back from there.
_IN_NUMBER = re.compile(r"[．：](?=\d)(?<=\d.)")
_IN_NUMBER_TO = {"．": ".", "：": ":"}

CJK = "\u4e00-\u9fff\u3400-\u4dbf\u3007"
_MARK = "，。；：！？、“”‘’（）《》〈〉【】〔〕…—□"
_BEFORE = re.compile(rf"[,;:](?:(?=[{CJK}{_MARK}])|(?<=[{CJK}{_MARK}%‰)\"].))")
_BRACKET = re.compile(rf"[()](?:(?=[{CJK}{_MARK}])|(?<=[{CJK}{_MARK}].))")
_PAIR = re.compile(r"[（(](?:(?<=（)[^()（）\n]{0,60}\)|(?<=\()[^()（）\n]{0,60}）)")
_TO_COMMA = {",": "，", ";": "；", ":": "："}
_TO_BRACKET = {"(": "（", ")": "）"}


def repair(text: str) -> str:
    """The text with look-alikes, full-width digits and ASCII punctuation made uniform; of the same length."""
    text = fold(text)
    if _ANY_WIDE.search(text):
        text = text.translate(_WIDE)
    text = _replaced(text, _IN_NUMBER, _IN_NUMBER_TO)
    text = _replaced(text, _BEFORE, _TO_COMMA)
    text = _replaced(text, _BRACKET, _TO_BRACKET)
    if "(" not in text and ")" not in text:
        return text
    return _PAIR.sub(lambda match: f"（{match.group()[1:-1]}）", text)


def _replaced(text: str, shape: re.Pattern[str], forms: dict[str, str]) -> str:
    """The text with each key of ``forms`` replaced where a shape takes it; the keys are rare, so sought singly."""
    places = sorted(at for char in forms for at in _places(text, char) if shape.match(text, at))
    pieces: list[str] = []
    end = 0
    for at in places:
        pieces += text[end:at], forms[text[at]]
        end = at + 1
    return "".join([*pieces, text[end:]]) if pieces else text


def _places(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


_SPACES = " \u3000\xa0\u2002\u2003\u2009"
_ZERO_WIDTH = "\u200b-\u200f\u2060\ufeff\xad"
# A raised digit behind a number and before its unit points to a note.
_NOTE = "⁰¹²³⁴-⁹"
GAP = re.compile(f"[{_SPACES}{_ZERO_WIDTH}{_NOTE}](?:(?<=[{_SPACES}])[{_SPACES}]*|[{_ZERO_WIDTH}]*)")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad")
_WORD = re.compile(rf"[{CJK}{_MARK}]")
_NUMBER = re.compile(r"[0-9xX×*%]")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTED = re.compile(rf"(?<![0-9.])(?!10[{_NOTE}])[0-9][0-9,.]*[{_NOTE}]{{1,2}}(?=[{CJK}{_MARK}])")
# Longer runs of spaces stand for a blank to be filled in or for columns, and mean something.
_SHORT_GAP = 2


def gaps(text: str) -> list[tuple[int, int]]:
    """The stretches of one row that carry nothing: zero-width characters, short spaces beside ideographs, notes' marks."""
    found = []
    noted = None
    for match in GAP.finditer(text):
        start, end = match.span()
        if text[start] in _RAISED:
            if noted is None:
                noted = {at for mark in _NOTED.finditer(text) for at in range(*mark.span())}
            if start in noted:
                found.append((start, end))
        elif text[start] in _INVISIBLE or (end - start <= _SHORT_GAP and _idle(text, start, end)):
            found.append((start, end))
    return found


def _idle(text: str, start: int, end: int) -> bool:
    if start == 0 or end >= len(text):
        return True
    before, after = text[start - 1], text[end]
    if _WORD.match(before):
        return bool(_WORD.match(after) or _NUMBER.match(after))
    return bool(_NUMBER.match(before) and (_WORD.match(after) or after == "%"))
