"""Articles that a site glued together without numbered headings: each begins with a title of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.split.genre import is_title
from pipeline.split.label import label
from pipeline.split.name import signing_body
from pipeline.split.row import Row

_NUMERAL = r"[\d〇○零一二三四五六七八九十xX×*]"
_DATE = re.compile(rf"{_NUMERAL}{{2,4}}\s?年\s?{_NUMERAL}{{1,3}}\s?月(?:\s?{_NUMERAL}{{1,3}}\s?日)?$")
_SIGN_OFF = re.compile(
    r"(?:谢谢(?:大家|各位)?|特此(?:报告|汇报|通知|说明)|以上(?:报告|汇报|是).{0,30}|此致|敬礼)[！。!]?$"
)
_SALUTATION = re.compile(r"(?:尊敬的)?(?:各位|同志们|领导|专家)|尊敬的")
_CAPTION = re.compile(r"[图表]\s*[\dA-Z一二三四五六七八九十]")
_ANNEX = re.compile(r"附[件表录]?\s*\d*\s*[：:]?")
_BODY = 500
_SHORTEST, _PLAIN, _LONGEST = 8, 12, 40
_LINE = 60
_FOLLOWING = 3
_PARAGRAPH = 40


def titles(rows: Sequence[Row]) -> list[int]:
    """The rows at which a further article begins; the first begins where the file does."""
    found: list[int] = []
    start, numbered = 0, 0
    chapters: list[tuple[int, int]] | None = None
    for index in range(1, len(rows) - 1):
        row = rows[index]
        if row.cell is not None:
            continue
        if (item := label(row.words)) is not None:
            numbered = max(numbered, item.ordinal if item.kind == "han" else 0)
        elif _is_title(row) and _turns(rows, start, index, numbered):
            chapters = _chapters(rows) if chapters is None else chapters
            if _between(chapters, start, index):
                continue
            first = _first(rows, index)
            if rows[first].start - rows[start].start >= _BODY:
                found.append(first)
            start, numbered = index, 0
    return found


def _is_title(row: Row) -> bool:
    words = row.words
    return _SHORTEST <= len(words) <= _LONGEST and is_title(words) and not _CAPTION.match(words)


def _chapters(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Row and number of each chapter's heading: 第一章, 第二部分."""
    return [
        (index, found.ordinal)
        for index, row in enumerate(rows)
        if row.cell is None and row.words[:1] == "第" and (found := label(row.words)) is not None
        if found.kind in ("chapter", "part")
    ]


def _between(chapters: Sequence[tuple[int, int]], start: int, index: int) -> bool:
    """Whether the chapters of the document that begins at ``start`` go on below a row."""
    at = bisect_left(chapters, (index,))
    return (
        0 < at < len(chapters) and chapters[at - 1][0] >= start and chapters[at][1] == chapters[at - 1][1] + 1
    )


def _turns(rows: Sequence[Row], start: int, index: int, numbered: int) -> bool:
    """Whether one document ends above a row and another begins below it."""
    if _ANNEX.match(rows[index].words) or _ANNEX.fullmatch(rows[index - 1].words):
        return False
    if _ends(rows, start, index):
        return _begins(rows, index)
    # Without a farewell above only an outline that begins anew, after one that had gone on, shows it.
    return numbered >= 2 and len(rows[index].words) >= _PLAIN and _restarts(rows, index)


def _ends(rows: Sequence[Row], start: int, index: int) -> bool:
    """Whether a document is signed, dated or takes its leave right above a row."""
    above = rows[max(start, index - 2) : index]
    return any(
        len(row.words) <= _LINE and (_SIGN_OFF.search(row.words) or _DATE.search(row.words)) for row in above
    )


def _begins(rows: Sequence[Row], index: int) -> bool:
    """Whether a salutation, an item 一、, or a paragraph of text stands below a row."""
    below = rows[index + 1 : index + 1 + _FOLLOWING]
    return _restarts(rows, index) or any(
        _SALUTATION.match(row.words) or (label(row.words) is None and len(row.words) >= _PARAGRAPH)
        for row in below
    )


def _restarts(rows: Sequence[Row], index: int) -> bool:
    found = (label(row.words) for row in rows[index + 1 : index + 1 + _FOLLOWING])
    return any(one is not None and one.ordinal == 1 and one.kind in ("han", "chapter") for one in found)


def _first(rows: Sequence[Row], index: int) -> int:
    """The title's row, or the author's name over it where the document before is already signed and dated."""
    if index >= 2 and signing_body(rows[index - 1].words) and _DATE.search(rows[index - 2].words):
        return index - 1
    return index
