"""From a time expression to ISO dates, where the text and a reference date tell them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

Bounds = tuple[date | None, date | None]

UNKNOWN: Bounds = (None, None)
DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
NUMBER = r"[0-9〇○零一二两三四五六七八九十]"

_BLANK = re.compile(r"[xX×＊*□]")
_SCHOOL_YEAR = re.compile(r"(20\d\d)年?(?:\D{1,3}(\d\d(?:\d\d)?)年?)?\s?学年度?(.*)$")
_PLAN = re.compile(r"十([一二三四五])五.*?(末)?$")
_LENGTH = re.compile(rf"({NUMBER}{{1,3}})(年|个?学年|个?学期|个月|周|天|日)")
_YEARS = re.compile(r"(20\d\d)\s?(?:[至到]|[—–─~～-]{1,2})\s?(20\d\d)年")
_POINT = re.compile(
    rf"(?:(?P<year>\d{{4}}|二{NUMBER}{{3}})\s?年[度份]?|(?P<relative>[今本去明当上次翌]年度?)|(?P<numeric>20\d\d)[./-])?"
    rf"\s?(?:(?P<month>{NUMBER}{{1,3}})(?:\s?月份?|[./-]|(?<=\d)(?=$|[^\d年日号])))?"
    rf"\s?(?:(?P<day>{NUMBER}{{1,3}})(?:[日号]|$|(?=[^\d年月])))?"
    r"(?P<part>上旬|中旬|下旬|上半年|下半年|第?[一二三四1-4]季度|将?年?底|将?年?末|年?初|[春秋](?:季学期|季|期))?"
)
_BEFORE = re.compile(r"(?:之|以)?前$")
_SINCE = re.compile(r"^[自从]|(?:起|以来|(?:之|以)?后)$")
_UNTIL = re.compile(r"^(?:到|至|截[至止]到?)")
_QUARTER = re.compile(r"第?([一二三四1-4])季度")


# A document speaks of the same few times again and again.
@lru_cache(maxsize=4096)
def resolve(text: str, reference: date | None) -> Bounds:
    """First and last day of a time expression (as ``periods`` finds it); None where they cannot be told.

    ``reference`` is the day the document speaks from: 三年内 counts from it, 今年 is its year, and a month
    without a year is the reference's own year if it has not gone by.
    """
    text = text.strip('“”"')
    if _BLANK.search(text) or text.startswith("每"):
        return UNKNOWN
    for read in (_school_year, _plan_period):
        bounds = read(text)
        if bounds is not None:
            return bounds
    if re.search(r"^(?:近|过去|未来|今后|最近|往后)|时间$|内$|以?来$", text) and not re.search(
        r"\d{4}|月", text
    ):
        return _length(text, reference)
    return _points(text, reference)


def _school_year(text: str) -> Bounds | None:
    found = _SCHOOL_YEAR.search(text)
    if found is None:
        return UNKNOWN if ("学年" in text and not _LENGTH.search(text)) or "学期" in text else None
    first = int(found[1])
    last = int(f"{found[1][: 4 - len(found[2])]}{found[2]}") if found[2] else first + 1
    if last <= first or found[3]:
        return UNKNOWN
    return _day(first, 9, 1), _day(last, 8, 31)


def _plan_period(text: str) -> Bounds | None:
    found = _PLAN.search(text)
    if found is None:
        return None
    first = 2001 + 5 * DIGITS[found[1]]
    last = date(first + 4, 12, 31)
    return (None, last) if found[2] else (date(first, 1, 1), last)


def _length(text: str, reference: date | None) -> Bounds:
    found = _LENGTH.search(text)
    if found is None or reference is None:
        return UNKNOWN
    count, unit = number(found[1]), found[2]
    months = {"年": 12, "学年": 12, "个学年": 12, "个月": 1}.get(unit)
    if count is None or months is None:
        return UNKNOWN
    if re.match(r"近|过去|最近", text) or text.endswith("来"):
        return _shift(reference, -count * months), reference
    return reference, _shift(reference, count * months)


def _points(text: str, reference: date | None) -> Bounds:
    years = _YEARS.search(text)
    if years:
        return _day(int(years[1]), 1, 1), _day(int(years[2]), 12, 31)
    points = [found for found in _POINT.finditer(text) if any(found.groupdict().values())]
    if not points or len(points) > 2:
        return UNKNOWN
    first = _point(points[0], None, reference)
    if first is None:
        return UNKNOWN
    if len(points) == 2:
        last = _point(points[1], points[0], reference)
        if last is None or last[1] < first[0]:
            return UNKNOWN
        return None if _BEFORE.search(text) else first[0], last[1]
    if _BEFORE.search(text):
        # 2025年前 and 9月前 may or may not take in the year or month named; a day or an end does.
        exact = points[0]["day"] or points[0]["part"]
        return (None, first[1]) if exact else UNKNOWN
    if _SINCE.search(text):
        return first[0], None
    return (None, first[1]) if _UNTIL.search(text) else first


def _point(
    found: re.Match[str], before: re.Match[str] | None, reference: date | None
) -> tuple[date, date] | None:
    month = number(found["month"]) if found["month"] else None
    if before is None and (found["relative"] or "")[:1] in ("次", "翌"):
        return None
    day = number(found["day"]) if found["day"] else None
    if month is None and day is not None and before is not None and before["month"]:
        month = number(before["month"])
    if before is not None and (found["relative"] or "")[:1] in ("次", "翌"):
        year = _year(before, None, reference)
        year = None if year is None else year + 1
    else:
        year = _year(found if before is None or _dated(found) else before, month, reference)
    if year is None:
        return None
    part = found["part"] or ""
    if month is None:
        return None if day is not None else _year_part(year, part)
    start = _day(year, month, day or 1)
    if start is None:
        return None
    end = start if day else date(year, month, monthrange(year, month)[1])
    tenth = {
        "上旬": (1, 10),
        "中旬": (11, 20),
        "下旬": (21, end.day),
        "初": (1, 10),
        "底": (end.day, end.day),
    }
    if part in tenth and not day:
        return start.replace(day=tenth[part][0]), end.replace(day=tenth[part][1])
    return start, end


def _dated(found: re.Match[str]) -> bool:
    return bool(found["year"] or found["numeric"] or found["relative"])


def _year(found: re.Match[str], month: int | None, reference: date | None) -> int | None:
    if found["year"] or found["numeric"]:
        written: str = found["year"] or found["numeric"]
        return int("".join(str(DIGITS.get(digit, digit)) for digit in written))
    if reference is None:
        return None
    if found["relative"]:
        return reference.year + {"去": -1, "上": -1, "明": 1}.get(found["relative"][0], 0)
    return reference.year if month is None or month >= reference.month else None


def _year_part(year: int, part: str) -> tuple[date, date] | None:
    last = date(year, 12, 31)
    quarter = _QUARTER.match(part)
    if quarter:
        month = 3 * (number(quarter[1]) or 1)
        return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])
    if part.endswith(("底", "末")):
        return last, last
    halves = {"": (date(year, 1, 1), last), "上半年": (date(year, 1, 1), date(year, 6, 30))}
    return {**halves, "下半年": (date(year, 7, 1), last)}.get(part)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if 0 < year < 9999 else None


def number(text: str) -> int | None:
    """A small whole number in Arabic or Chinese digits, up to 99."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS.get(text)
    high, low = (DIGITS.get(tens) if tens else 1), (DIGITS.get(ones) if ones else 0)
    return None if high is None or low is None else 10 * high + low
