"""Goals stated in running text: a promise or a deadline together with a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from extractors.lexicon import alternatives, either, lexicon
from extractors.period.rule import Period, periods
from extractors.sentence import Hints, Stretch, between, clauses

MARKS = "。；;！？!?\n"
_TIME = re.compile(r"[年月日期天周]|20")
# What is_due asks for, seen from the characters beside a time, each branch beginning with a character that is rare.
_BESIDE = (
    r"[\s\dxX×＊*〇○零一二两三四五六七八九十几数“\"明今本当次下上前去每年这该新暑寒春秋近未最过往学自从截]"
)
_AHEAD = (
    "前(?<=[年月日号期天周末底初季度份旬假半右学个以之]前)|内(?<=[年月日号期天周末底初季度份旬假半右学个前以之]内)"
    + "".join(f"|{word}{_BESIDE}" for word in "在拟将于保争取划到至")
    + "|季起|学期起|明年|来年|下学期|下学年|下一学年|每年[^，,]{0,4}交流|今年[^，,]{0,4}交流|将底|学期末|未来|今后|时间"
)
# Each branch begins with a character, no group: so the search goes by first characters.
_REACH = r"(?:如期|全面|基本)?(?:达到(?=[^，,]{0,16}\d)|实现(?!了)[^，,]{0,24}(?:目标|全覆盖|清零|达标|[\d]))"
_STRIVE = r"力争(?!上游)|力求[^，,]{0,20}(?<![每第])[\d一二三四五六七八九十]" + "".join(
    f"|{effort}{_REACH}" for effort in ("努力", "奋力", "全力", "确保", "保证")
)
_PROMISE = f"{_STRIVE}|确保|争取|拟|计划" + "".join(
    f"|{way}[^，,]{{0,4}}(?:年|学期)" for way in ("通过", "经过", "用")
)
_REALISE = "(?:如期|全面|基本|逐步|努力)?实现"
# 2023年末 alone is when a figure was counted; 到…, …前 and …内 are when something will be so.
_DUE = re.compile(
    r"^(?:到|至)|[前内]$|将底$|学期末$|^(?:未来|今后|明年|来年|下学[期年]|下[个一]学[期年])|时间$"
)
# 2026年秋季学期开学前
_BEFORE = re.compile("(?:开学|结束|放假|期末)之?前")
# 2025年6月底前竣工, with nothing of what will be.
_BARE_DUE = re.compile(r"[^，,]{0,14}前(?:全部)?(?:完成|完工|竣工|建成|投入使用|交付使用|到位)$")
_FUNDED = re.compile("资金|投资|造价|概算|预算")
_EVERY = ("每年", "每学年", "每学期", "每季度", "每月")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# What ends so announces a list or is a slogan.
_NO_GOAL = ("：", ":", "！", "!")
_LIMIT = re.compile(r"^(?:到|至)|[前内]$|^(?:未来|今后)")
_DIGIT = re.compile(r"[\dxX×]")
_SHORT = 10
_TITLE = re.compile(r"[^，,：:。；;\d]{2,10}[：:](?=.{6})")
_FOUNDED = re.compile(r"[办建立始校成]于$")
# 每年交流教师不低于10%: a share to be held every year needs no date.
_YEARLY = re.compile(
    r"(?:每年|今年)[^，,]{0,6}交流[^，,]{0,8}(?:不低于|不少于|达到)[^，,]{0,16}\d(?!.{0,10}的?(?:规定|要求|标准))"
)
_PAST = re.compile(r"实际|比上年|同比|较上年|比年初|累计|以来|已经?")


Scope = Literal["plain", "ahead", "stage"]


def stated(hints: Hints, start: int, end: int, scope: Scope) -> Iterator[Stretch]:
    """The goals of a stretch.

    ``ahead``: it stands under a heading such as 下一步打算, so a figure is promise enough. ``stage``: it stands in
    a timetable, where every date is ahead.
    """
    text = hints.text
    reached: int | None = None
    while stretch := _next(hints, start, end, scope, reached):
        first, start = stretch
        # 整改措施：年内…: the goal begins behind the title.
        title = _TITLE.match(text, first, start)
        first = title.end() if title else first
        # A goal right behind another needs no words of promise of its own.
        going_on = reached is not None and not text[reached:first].strip(MARKS + " ")
        goal = _goal(text, first, start, scope, going_on or scope == "stage")
        if goal is not None:
            yield goal
            reached = start


def _next(hints: Hints, start: int, end: int, scope: Scope, reached: int | None) -> Stretch | None:
    """The next stretch worth a look: in running text one with a hint, or right behind a goal."""
    if scope != "plain" or start == reached:
        return next(between(MARKS, hints.text, start, end), None)
    return next(hints.stretches(start, end), None)


def _goal(text: str, first: int, last: int, scope: Scope, dated: bool) -> Stretch | None:
    """From the clause that promises to the end, or to a clause that says what is already so."""
    if text[last : last + 1] in _NO_GOAL:
        return None
    yearly = _yearly(text, first, last)
    if yearly:
        return yearly
    promised = scope == "ahead" or _may_promise(text, first, last)
    due = [period for period in _periods(text, first, last, dated) if dated or is_due(text, period)]
    if not (due or promised):
        return None
    parts = list(clauses(text, first, last))
    for index, (start, end) in enumerate(parts):
        within = [period for period in due if start <= period.start < end] if due else due
        if not (promised or within):
            continue
        if (
            (promised and _promises(text, parts, index, scope == "ahead"))
            or (within and _results(text, parts, index))
            or (any(_limits(text, period) for period in within) and _acts(text, start, _end(parts, index)))
        ):
            if patterns()["settled"].search(text, start, end) or patterns()["ground"].match(text, start, end):
                continue
            # 每天锻炼一小时 is a duty that recurs, no result.
            if patterns()["norm"].search(text, start, end):
                continue
            # 需资金90万元，6月底前竣工 tells by when, not what.
            if index and _BARE_DUE.match(text, start, end) and _FUNDED.search(text, *parts[index - 1]):
                return None
            stop = _until(parts, text, index)
            if patterns()["slogan"].search(text, start, stop) and not _DIGIT.search(text, start, stop):
                return None
            past = _PAST.search(text, start, stop) and not patterns()["strive"].search(text, start, end)
            return None if past else (parts[_opening(text, parts, index)][0], stop)
    return None


def _yearly(text: str, first: int, last: int) -> Stretch | None:
    """每年交流教师不低于10%，…; at the head of an item the same words quote the norm it is measured by."""
    if text[first - 1 : first] not in ("。", "；", ";") or not _YEARLY.match(text, first, last):
        return None
    parts = list(clauses(text, first, last))
    settled = any(patterns()["settled"].search(text, *part) for part in parts[:2])
    return None if settled else (first, _until(parts, text, 0))


def _may_promise(text: str, first: int, last: int) -> bool:
    """Whether the sentence holds what a promise begins with, in whatever clause."""
    shapes = patterns()
    return bool(shapes["promise"].search(text, first, last) or shapes["realising"].match(text, first, last))


def _opening(text: str, parts: list[Stretch], index: int) -> int:
    """补齐仪器，达到标准 is one goal: results in the clauses before belong to it."""
    if index and patterns()["plan"].match(text, *parts[index]) and patterns()["act"].match(text, *parts[0]):
        return 0
    if (
        index
        and _BARE_DUE.match(text, *parts[index])
        and patterns()["effort"].search(text, *parts[index - 1])
    ):
        return index - 1
    while index and _is_result(text, parts[index - 1]):
        index -= 1
    return index


def _acts(text: str, start: int, end: int) -> bool:
    """Whether the clause says what will be built, bought or raised, and how much."""
    return "申请" not in text[start:end] and bool(patterns()["effort"].search(text, start, end))


def _is_result(text: str, clause: Stretch) -> bool:
    return bool(patterns()["result"].search(text, *clause)) and not patterns()["settled"].search(
        text, *clause
    )


def _promises(text: str, parts: list[Stretch], index: int, ahead: bool) -> bool:
    shapes, (start, end) = patterns(), parts[index]
    if index and not ahead and not shapes["promise"].search(text, start, end):
        return False
    if shapes["strive"].search(text, start, end):
        return True
    if shapes["realise"].match(text, start, end):
        return index == 0 and not shapes["demand"].search(text, start, parts[-1][1])
    if shapes["ensure"].match(text, start, end):
        return bool(shapes["rate"].search(text, start, end))
    if shapes["plan"].match(text, start, end):
        done = _results(text, parts, index) or _acts(text, start, parts[min(index + 1, len(parts) - 1)][1])
        fought = shapes["fought"].match(text, start, end)
        return (ahead and bool(done)) or (not fought and (ahead or bool(done)))
    told = any(shapes[name].search(text, start, end) for name in ("figure", "effort", "outcome"))
    return ahead and told and "申请" not in text[start:end]


def _end(parts: list[Stretch], index: int) -> int:
    """Where the clause ends, or the one behind a clause that only dates."""
    start, end = parts[index]
    return parts[index + 1][1] if index + 1 < len(parts) and end - start < _SHORT else end


def _results(text: str, parts: list[Stretch], index: int) -> bool:
    """Whether the clause, or the one behind a clause that only dates, states a result."""
    return any(patterns()["result"].search(text, *clause) for clause in parts[index : index + 2])


def _limits(text: str, period: Period) -> bool:
    """Whether the time itself says by when (三年内, 2026年底前): 在2022年 alone may date what was done."""
    return bool(_LIMIT.search(text[period.start : period.end]))


def _until(parts: list[Stretch], text: str, index: int) -> int:
    due = _YEAR.search(text, *parts[index])
    for position in range(index + 1, len(parts)):
        now = patterns()["now"].match(text, *parts[position])
        year = _YEAR.match(text, *parts[position])
        past = due and year and year.group() < due.group()
        if now or past or _is_measure(text, parts[position]):
            return parts[position - 1][1]
    return parts[-1][1]


def _is_measure(text: str, clause: Stretch) -> bool:
    return patterns()["measure"].match(text, *clause) is not None and not _is_result(text, clause)


def _periods(text: str, start: int, end: int, dated: bool) -> list[Period]:
    if not (_TIME if dated else patterns()["ahead"]).search(text, start, end):
        return []
    return [
        Period(start + period.start, start + period.end, period.kind)
        for period in periods(text[start:end])
        if period.kind != "recurring"
    ]


def is_due(text: str, period: Period) -> bool:
    """Whether the time is one by which something will be so: 到…, …前, …内, 在…, 将在…, …将…."""
    said = text[period.start : period.end]
    # 2026年秋季起，…不超过45人 begins with a school term and is ahead; 2020年起 may date what began then.
    if _BEFORE.match(text, period.end):
        return True
    begins = said.endswith(("季起", "学期起"))
    if said.startswith(("近", "过去", "最近", "自", "从")) or (
        said.endswith(("来", "起", "后")) and not begins
    ):
        return False
    before = text[max(0, period.start - 3) : period.start]
    # 每年7月底前完成核定 is a duty that recurs.
    if _FOUNDED.search(before) or before.endswith(_EVERY):
        return False
    return (
        begins or bool(_DUE.search(said)) or before.endswith(("在", "拟", "将", "于", "保", "争", "取", "划"))
    )


@cache
def vocabulary() -> dict[str, list[str]]:
    """The lists of words.yaml."""
    return lexicon(str(Path(__file__).with_name("words.yaml")))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns of running text, by name."""
    words = vocabulary()
    result = either(words["result"])
    own = r"(?:(?:20)?[\dxX×]{2}年|我校|学校|全校|我县|我区|我镇|全县|全区|全镇|还|将|下一步|今后|同时|并|积极)*"
    return {
        "result": re.compile(result),
        # 实现 as realise has it, without what may stand before.
        "telling": re.compile(f"{_AHEAD}|{_PROMISE}|实现"),
        "ahead": re.compile(_AHEAD),
        "promise": re.compile(_PROMISE),
        "realising": re.compile(_REALISE),
        "outcome": re.compile(
            "全部(?:降[到至]|达标|配齐|开齐|覆盖)|建成|消除|争创|创建成|完成[^，,]{2,16}(?:建设|改造|创建|达标|工程|维修)|通过[^，,]{2,16}(?:验收|评估|认定|复评|督导)"
        ),
        "measure": re.compile(either(words["measure"])),
        **_passed_over(words),
        "strive": re.compile(_STRIVE),
        "ensure": re.compile(r"(?:\S{0,4})确保"),
        "rate": re.compile(
            r"掌握[^，,]{0,6}[\dxX×一二两三四五六七八九十]|(?:率|比例|合格|班额|面积|比)[^，,]{0,14}[\dxX×]|为零|零(?:事故|发生|辍学|投诉|违纪|容忍|增长)|清零|归零|只增不减|不降低"
            r"|不(?:低于|少于|超过|高于)|全覆盖|全部|(?:达到|提高到|稳定在|保持在|控制在|进入|突破)|通过[^，,]{2,24}(?:验收|评估|认定|复评|督导)|前(?:完成|建成|竣工|投入|交付)|[^，,]{6}(?:如期|按时|按期)(?:建成|竣工|投[入用]|交付|启用)"
        ),
        "plan": re.compile(
            rf"{own}(?:拟(?![定订制])|规划(?=[新改建增迁])|计划(?![生内外])|争取|(?:经过|通过|用)[^，,]{{0,4}}(?:年|学期)[^，,]{{0,4}}(?:努力|建设|奋斗))"
        ),
        # 争取 alone is as often what was won: only with a time it looks ahead.
        "fought": re.compile(rf"{own}争取(?![^，,]{{0,4}}(?:年|学期|月|在|到|于))"),
        "realise": re.compile(_REALISE + r"(?!了)[^是]{4,}$"),
        "demand": re.compile(r"必须|应当|应该|(?<![主重需必])要(?![求素点领])"),
        "figure": re.compile(
            rf"{result}[^，,]{{0,14}}[\dxX×一二两三四五六七八九十]|[\d%]+[^，,]{{0,6}}达标|达到"
        ),
        "act": re.compile(either(words["effort"])),
        "effort": re.compile(
            rf"{either(words['effort'])}[^，,（《》]{{0,14}}(?<![等第每另\d])[\dxX×一二两三四五六七八九十]+(?!年|是|要|个方面)"
        ),
        "now": re.compile(r"现已|目前|已|此外|现有"),
    }


def _passed_over(words: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """What makes a sentence no goal whatever it promises."""
    return {
        "slogan": re.compile(alternatives(words["slogan"])),
        "settled": re.compile(
            # 在2021年监测中, 2010年前购置的, 2020年的21人减少到2022年的6人 date what was.
            rf"{either(words['settled'])}|规定(?!的|要求|标准)|请(?:[^，,。；;]{{0,10}}(?:于|在)|各|务必|将)|在(?:19|20)\d\d年[^，,]{{2,24}}中$|前(?:购置|建成|修建|建设|配备|出版|毕业)[^，,]{{0,4}}的"
            r"|年的[^，,]{0,12}到(?:19|20)\d\d年"
        ),
        "norm": re.compile(r"(?:每[天日周]|每人|每名|人均)[^，,]{0,20}(?:小时|分钟|学时|课时|[节次])"),
        "ground": re.compile(either(words["ground"])),
    }
