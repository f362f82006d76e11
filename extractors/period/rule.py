"""Time expressions: dates, ranges, lengths of time, recurring times and times relative to the document.

One compiled alternation finds them; its branches are the kinds. Years with blanks (20xx年, xx年) are found too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal["date", "range", "duration", "recurring", "relative"]


@dataclass(frozen=True, slots=True)
class Period:
    """``start``..``end`` in the text that was read, with the words that bound it (到2027年底, 9月25日前)."""

    start: int
    end: int
    kind: Kind


BLANK = r"[xX×＊*]"
CHINESE = r"[一二两三四五六七八九十]"
YEAR = (
    rf"(?:(?:19|20)(?:\d\d|\d{BLANK}|{BLANK}{{1,3}})|(?<![A-Za-z\d]){BLANK}{{2,4}}|二[〇○零]{CHINESE}[〇○零一二三四五六七八九]"
    r"|二[〇○零]{2}[一二三四五六七八九]|\d\d(?=年\d{1,2}月))"
)
MONTH_NUMBER = rf"(?:1[0-2]|0?[1-9]|{BLANK}{{1,2}}|十[一二]?|[一二三四五六七八九])"
MONTH = rf"{MONTH_NUMBER}\s?月(?!牙)"
PART_OF_MONTH = r"(?:上旬|中旬|下旬|[底末初])"
DAY_NUMBER = (
    rf"(?:[12]\d|3[01]|0?[1-9]|{BLANK}{{1,2}}|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
)
DAY = rf"{DAY_NUMBER}[日号]"
PART_OF_YEAR = r"(?:将?[底末]|初|[上下]半年|第?[一二三四1-4]季度|[春秋](?:季学期|季开学|季|期))"
TO = r"\s?(?:[至到]|[—–─~～-]{1,2})\s?"
# 后勤, 前三名, 内部 and the like begin with the same character as a bound.
BOUND = (
    r"(?:(?:之|以)?前(?![一二三四五六七八九十两\d期列半沿])|(?:之|以)后|后(?![勤续期备进])|起(?![草来步到点始])"
    r"|以来|期间|间(?![接隔])|(?:以|之)?内(?![部容涵设地]))"
)
NUMBER = rf"(?:\d{{1,2}}|{CHINESE}{{1,3}}|[几数]|{BLANK}{{1,2}})"
COUNT = rf"{NUMBER}(?:[至到~～-]{NUMBER})?"
LENGTH = r"(?:年(?![级度龄])|个?学年|个?学期|个月|周(?!岁)|天(?!地))"
WITHIN = r"(?:左右)?(?:的?时间|(?:以|之)?内(?![部容涵设地])|以?来(?!自))"

MONTH_DAY = rf"{MONTH}(?:\s?{DAY}|份?{PART_OF_MONTH}|份)?"
YEAR_DATE = rf"{YEAR}\s?年(?:度|份)?(?:\s?{MONTH_DAY}|{PART_OF_YEAR})?"
NUMERIC_MONTH = r"20\d\d[./-](?:1[0-2]|0?[1-9])"
NUMERIC_DAY = rf"{NUMERIC_MONTH}[./-](?:[12]\d|3[01]|0?[1-9])(?![\d.])日?"
SCHOOL_YEAR = (
    rf"{YEAR}年?(?:(?:{TO}|/)(?:{YEAR}|\d\d)年?)?\s?学年度?(?:\s?(?:第[一二12]学期|[上下]学期|[上下]期))?"
)
FIVE_YEARS = r"[“\"]?十[一二三四五]五[”\"]?(?:规划)?(?:期间|时期|期?末)"
ENDED = rf"(?:(?:次|翌)年{MONTH_DAY}|{YEAR_DATE}|{MONTH_DAY}|{DAY})"
DIGIT = r"[\dxX×＊*一二两三四五六七八九十几数]"
# Where a branch can begin: only there are the branches tried. A class of first characters and one of second ones
# let the search pass over all others fast. A number of time stands before its unit or before another number; of
# words, the second character comes first here and behind it what may precede it.
_BEGIN = re.compile(
    r"[\dxX×＊*一二两三四五六七八九十几数“\"到至截自从近过未今最往每上下前本去明当次这该新年学春秋暑寒]"
    r"(?=[\d\sxX×＊*〇○零一二两三四五六七八九十几数年月学期至到—–─~～日号周天/□”\"规时末个止的去来后近隔半季星底初内假"
    rf"春秋上下前本今明当次-])(?:(?<={DIGIT})[\dxX×＊*〇○零一二两三四五六七八九十几数]{{0,4}}"
    rf"(?:\s?[年月学至到—–─~～-]|[日号周天/□”\"规期时末]|个[学月])|(?<=2)0(?:\d\d[./]|{BLANK}{{2}})"
    rf"|{DIGIT}(?<=[到自从近每].)|十(?<=[“\"].)[一二三四五]五|[至止](?<=截.)|的(?<=近.){DIGIT}|去(?<=过.)的?{DIGIT}"
    rf"|来(?<=未.)的?{DIGIT}|后(?<=[今往].)的?{DIGIT}|近(?<=最.)的?{DIGIT}|[一个隔学年半季月周星天日](?<=每.)"
    r"|年(?:(?<=[上下前本今去明当次].)|(?<=[到至].)[底末初])|学(?<=[上下本这该新].)[年期]|个(?<=[上下本当].)月"
    r"|[月周](?<=[上下本当].)|半(?<=[上下].)年|[上下前本今去明当次](?<=到.)年|[底末初内](?<=年.)|期(?<=学.)末"
    r"|[春秋](?<=[今本明].)季|季(?<=[春秋].)学期|假(?<=[暑寒].))"
)
_PERIOD = re.compile(
    rf"(?:(?P<range>(?<![\d.A-Za-z])(?:{SCHOOL_YEAR}"
    rf"|(?:[自从])?(?:{YEAR}(?:{TO}|□){YEAR}年(?:度)?(?:{COUNT}年内)?|(?:{YEAR_DATE}|{MONTH_DAY}){TO}{ENDED}"
    rf"|(?:{NUMERIC_DAY}|{NUMERIC_MONTH}){TO}(?:{NUMERIC_DAY}|{NUMERIC_MONTH}(?![\d.]))"
    rf"|(?:(?:{YEAR}\s?年\s?)?{MONTH}\s?)?{DAY_NUMBER}[日号]?{TO}{DAY}"
    rf"|(?:{YEAR}\s?年\s?)?{MONTH_NUMBER}{TO}{MONTH_DAY}){BOUND}?)|{FIVE_YEARS})"
    rf"|(?P<date>(?:(?<![达])到|截[至止]到?|自|从)?(?<![\d.A-Za-z])(?:{YEAR_DATE}|{NUMERIC_DAY}|{MONTH_DAY}|"
    rf"(?<=在)20(?:{BLANK}{{2}})(?![\dxX年])){BOUND}?)"
    rf"|(?P<duration>(?:近|过去|未来|今后|最近|往后)(?:的)?{COUNT}{LENGTH}(?:{WITHIN})?"
    rf"|(?<![\d.第{CHINESE[1:-1]}几数xX])(?:{COUNT}{LENGTH}|{COUNT}(?=[日])日(?=内)){WITHIN})"
    r"|(?P<recurring>每(?:一|个|隔)?(?:学年|学期|年(?![级龄])|半年|季度|月|周(?!岁)|星期|[天日])(?:上午、下午|上、下午)?"
    rf"|每(?:隔)?{COUNT}(?:{LENGTH}))"
    r"|(?P<relative>(?:到|截[至止]到?)?(?:(?<![以目])(?:[上下前])年(?![级龄均])度?|(?:本|今|去|明|当|次)年(?![级龄])度?)"
    r"(?:[初底末]|[上下]半年|[春秋](?:季学期|季))?(?:以?前|(?:之|以)?内)?"
    r"|(?:本|上|下|这|该|新)(?:学年度?|学期)(?:[末内]|结束前)?|(?:[本上下]|当)(?:个?月|周(?!边|围))(?:[底末初]前?)?|[上下]半年"
    r"|(?:到|至)?年[底末初](?:以?前)?|(?<![\d一二三四五六七八九十几xX×])年内|学期末|(?:今|本|明)?[春秋]季学期|(?:暑|寒)假期?(?:期间|前)))"
)


def periods(text: str) -> list[Period]:
    """All time expressions of ``text`` in order; they never overlap."""
    read: list[Period] = []
    position = 0
    while begin := _BEGIN.search(text, position):
        start = begin.start()
        found = _PERIOD.match(text, start)
        position = found.end() if found else start + 1
        if found:
            read.append(Period(start, position, cast(Kind, found.lastgroup)))
    return read
