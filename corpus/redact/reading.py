"""A text as the rules read it: digits and signs narrow, lines that only a page's width broke joined again."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ＠．＋＿]")
_NARROW = {ord(sign): ord(sign) - 0xFEE0 for sign in map(chr, range(0xFF01, 0xFF5F)) if _WIDE.match(sign)}
_SIGNS = (
    ("：", ":"), ("（", "("), ("）", ")"), ("\u3000", " "), ("\xa0", " "), ("－", "-"), ("—", "-"), ("–", "-"),
    ("‐", "-"), ("‑", "-"), ("﹣", "-"), ("\u2003", " "), ("•", "·"), ("\r", " "),
)  # fmt: skip
# Behind these a line was not broken by the page's width, and before a number in a list neither.
_ENDS = frozenset("。！？；;:!? ")
_BEGINS = re.compile(r"\s|[(]?[一二三四五六七八九十\d]{1,2}[、.)]|第[一二三四五六七八九十]|[^\n]{1,8}:")
# Bytes of a line on a page, two for a character and one for a digit; fewer or more is no page's width.
_WIDTHS = range(44, 150)
_SHORTEST = _WIDTHS.start // 2
# A page was broken into this many lines at least, or it does not show.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` to read; ``cuts`` are the places in it before which so many signs were left out (``gaps``)."""

    text: str
    cuts: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of ``text`` stands in the source."""
        if not self.cuts:
            return start, end
        return start + self._left_out(start), end - 1 + self._left_out(end - 1) + 1

    def _left_out(self, place: int) -> int:
        at = bisect_right(self.cuts, place)
        return self.gaps[at - 1] if at else 0


def narrow(text: str) -> str:
    """The text with as many characters, but narrow digits, letters and signs."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    return text


def reading(text: str) -> Reading:
    """How the rules read a text."""
    text = narrow(text)
    lines = text.split("\n")
    lengths = [len(line) if len(line) >= _SHORTEST else 0 for line in lines]
    full = _full([2 * length for length in lengths])
    if sum(_SHORTEST <= length < _WIDTHS.stop for length in lengths) >= _ENOUGH:
        full |= _full(
            [len(line.encode("gb18030", "replace")) if len(line) >= _SHORTEST else 0 for line in lines]
        )
    if not full:
        return Reading(text)
    pieces, cuts, gaps, place, gone = [lines[0]], [], [], len(lines[0]), 0
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if number - 1 in full and _goes_on(before, line):
            if pieces[-1].endswith(" "):  # what is left of \r\n
                pieces[-1] = pieces[-1][:-1]
                place -= 1
                gone += 1
            gone += 1
            cuts.append(place)
            gaps.append(gone)
        else:
            pieces.append("\n")
            place += 1
        pieces.append(line)
        place += len(line)
    return Reading("".join(pieces), tuple(cuts), tuple(gaps))


def _full(widths: list[int]) -> set[int]:
    """The numbers of the lines that are as wide as the page on which the text was broken into lines, if it was.

    Pages count a digit as half a character, viewers as one: either may be the width.
    """
    filled = sorted(width for width in widths if width)
    if len(filled) < _ENOUGH:
        return set()
    # Where no line is longer than a page, the full ones are as long as the longest; else most lines are full.
    longest = filled[-1]
    usual = longest if filled[-_ENOUGH] >= longest * 0.95 else filled[len(filled) * 4 // 5]
    if usual not in _WIDTHS:
        return set()
    return {number for number, width in enumerate(widths) if abs(width - usual) <= usual * 0.07}


def _goes_on(before: str, line: str) -> bool:
    if before[:-1].strip() and before[-1] == " ":
        before = before[:-1]
    if not before or not line or before[-1] in _ENDS or "\t" in before or "\t" in line:
        return False
    return not _BEGINS.match(line)
