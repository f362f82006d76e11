"""What looks like a quantity and is none: bases, periods, names, slogans, thresholds."""

from __future__ import annotations

import re
from functools import cache

from extractors.quantity.unit import Measure
from extractors.quantity.vocabulary import words

_QUOTE_SPAN = 40
_TIME_UNITS = frozenset({"day", "month", "year"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROW = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,4}[、和及]|[一二三四五六七八九十\d][至到—~～-])\Z")
_ORDINAL = ("第", "星期", "周", "初", "高", "礼拜", "农历", "届")
# What _ROW ends with.
_LINKS = tuple("、和及至到—~～-")
_VISITS = frozenset({"次", "人", "人次", "条", "个", "点"})
_VISIT_ENDS = frozenset(":： 击览赞数量")
_VISITED = re.compile(
    r"(?:(?:点击|浏览|阅读|访问|点赞|下载|转发|收藏|评论)(?:次数|人数|量|数)?[:：][ ]{0,2}"
    r"|(?:点击|浏览|点赞|(?:点击|浏览|阅读|访问|下载|转发|收藏|评论)(?:次数|人数|量|数))[ ]{0,2})\Z"
)
_TITLE = re.compile(r"《[^《》\n]{0,80}》")


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of one list of exclusion.yaml."""
    return tuple(words("exclusion")[name])


@cache
def _openings(name: str) -> dict[str, tuple[str, ...]]:
    """The words of one list by their first character: few are tried where many could stand."""
    heads: dict[str, list[str]] = {}
    for word in listed(name):
        heads.setdefault(word[0], []).append(word)
    return {head: tuple(found) for head, found in heads.items()}


def _opens(name: str, text: str, start: int) -> bool:
    """Whether a word of the list begins at ``start``."""
    return text.startswith(_openings(name).get(text[start : start + 1], ()), start)


def titled(text: str) -> list[tuple[int, int]]:
    """The stretches of 《titles》, whose numbers are part of a name."""
    return [match.span() for match in _TITLE.finditer(text)] if "《" in text else []


def quoted(text: str, start: int, end: int) -> bool:
    """Whether a short quotation holds the stretch: “五个一”, a slogan."""
    for opening, closing in ("“”", "「」"):
        head = text.rfind(opening, max(0, start - _QUOTE_SPAN), start)
        if head < 0 or text.find(closing, head, start) >= 0:
            continue
        tail = text.find(closing, end, end + _QUOTE_SPAN)
        if tail >= 0 and "\n" not in text[head:tail]:
            return True
    return False


def base(text: str, start: int) -> bool:
    """每百名, 每12个班: the base of a rate."""
    return text.endswith(listed("base"), 0, start)


def period(text: str, start: int, end: int, measure: Measure) -> bool:
    """Whether a span of time only dates something, or is part of a name (三年规划)."""
    if measure.unit not in _TIME_UNITS:
        return False
    # 15个工作日内 is how long something may take, 15天内 when it was.
    if measure.word.endswith("工作日") and text.startswith(("内", "以内", "之内"), end):
        return text.endswith(("近", "过去"), 0, start)
    if text.endswith(listed("period_before"), 0, start) or _opens("period_after", text, end):
        return True
    if measure.unit == "year" and _opens("year_name", text, end):
        return True
    return text.startswith(("以内", "左右时间"), end) or text[end : end + 1].isdigit()


def visits(text: str, start: int, measure: Measure | None) -> bool:
    """点击：3581次: what a web site counts about its own page."""
    if text[start - 1 : start] not in _VISIT_ENDS or (measure is not None and measure.word not in _VISITS):
        return False
    return _VISITED.search(text, max(0, start - 9), start) is not None


def heads(text: str, start: int, end: int) -> bool:
    """前三名, 后5位: the head or tail of a ranking, and no persons."""
    if not text.endswith(("前", "后"), 0, start) or text.endswith(listed("not_ranking"), 0, start):
        return False
    return text.endswith(("名", "位"), start, end) and not _opens("people", text, end)


def date(text: str, start: int, end: int, measure: Measure) -> bool:
    """Whether 年, 届 or 级 behind the number makes a date of it."""
    if measure.word not in ("年", "届", "级"):
        return False
    digits = text[start : end - 1].replace(" ", "")
    return _YEAR.fullmatch(digits) is not None or digits.startswith("0")


def abstract(text: str, end: int) -> bool:
    """三个方面: the noun behind the measure word divides a text and counts nothing."""
    if text.startswith("大", end):
        end += 1
    return _opens("abstract", text, end)


def code(digits: str, left: str) -> bool:
    """Whether a lone number is a year, or a number that only names (a telephone, a code)."""
    named = any(word in left for word in listed("not_bare"))
    return named or _YEAR.fullmatch(digits) is not None or (len(digits) > 6 and digits.isdigit())


def lookalike(text: str, start: int) -> bool:
    """Whether a word begins at ``start`` that only looks like a measure word (人民, 名师)."""
    return _opens("lookalike", text, start) and not _opens("not_lookalike", text, start)


@cache
def pointing() -> frozenset[str]:
    """Characters that make another word of a 一 behind them."""
    return frozenset(words("exclusion")["not_before_one"])


def ordinal(text: str, start: int) -> bool:
    """第三, 星期三, 第三至五: a place in a row, or the end of a range that was none."""
    if text.endswith(_ORDINAL, 0, start):
        return True
    return text.endswith(_LINKS, 0, start) and _ROW.search(text, max(0, start - 8), start) is not None


def named(text: str, start: int) -> bool:
    """Whether the numeral belongs to a fixed name or an idiom."""
    if _opens("name", text, start):
        return True
    idioms = _idioms()
    return text[start : start + 4] in idioms or (start > 1 and text[start - 2 : start + 2] in idioms)


@cache
def _idioms() -> frozenset[str]:
    return frozenset(listed("idiom"))


def timed(text: str, start: int, measure: Measure) -> bool:
    """8时30分: minutes of the clock, no score. ``start`` is where the number or its blank ends or begins."""
    if measure.word != "分":
        return False
    head = start
    while head and text[head - 1] in "xX×":
        head -= 1
    # 自评得分：5分 is a score: a colon tells the time only behind an hour.
    hour = text[head - 1] in "时点" or text[max(0, head - 2)].isdigit() if head else False
    return hour and text[head - 1] in "时点:："


def dozens(text: str, start: int) -> bool:
    """数十, 上百: no number that could be told."""
    return text[start] in "十百千万亿" and text.endswith(("数", "几", "上", "成", "好"), 0, start)
