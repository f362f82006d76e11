"""Blank slots: xx平方米, （ ）人, *方米, 服务半径公里, 需资金元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.quantity import damage, exclusion
from extractors.quantity.bound import bounded
from extractors.quantity.piece import Damage, Quantity
from extractors.quantity.unit import Measure, table
from extractors.quantity.vocabulary import words

# This and _losing begin with one class of characters, so that the search passes over all others faster.
_RUN = re.compile(
    r"[xXＸｘ×*＊_＿○□■△（(](?:(?<=[（(])[ \u3000]{0,12}[）)]"
    r"|(?<![（(])[xXＸｘ×*＊_＿○□■△]*+(?:[.．][xXＸｘ×\d]{1,4})?)"
)
_PAIR = re.compile(r"[xXＸｘ×]{1,8}[-－–—~～至到]\Z")
_MARKS = "□■○*＊×"
_SCALE = re.compile(r"[ ]?[余多]?([万亿千百]?)[余多]?")
_CLOSED = r"(?=[ ]?(?:[（(](?:[不未已]|没有)?达标|[，。；、,;：:！!）)\n/]|$|左右|以上|以下|以内|及以上|或以上|上下))"
# The list of words behind which a unit has lost its number; any other unit follows an amount.
_BEHIND = {"台": "items", "套": "items", "间": "items", "人": "vague", "户": "vague", "名": "vague"}
_BEHIND |= {
    "所": "schools",
    "个": "classes",
    "次": "acts",
    "项": "acts",
    "人次": "times",
    "小时": "time",
    "分钟": "time",
}
_BEHIND |= {"%": "percent", "％": "percent", "个百分点": "points", "百分点": "points"}
# The lists behind whose words a * is a count that was cut out.
_COUNTED = ("persons", "items", "pupils", "classes", "schools", "acts")
_LISTED = re.compile(r"\d([\u4e00-\u9fff]{1,2})[，、][\u4e00-\u9fff]{1,10}$")
_END = re.compile(_CLOSED)


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(words("blank")[name])


@cache
def _counted() -> tuple[str, ...]:
    return tuple(word for name in _COUNTED for word in _listed(name))


@cache
def _followers() -> frozenset[str]:
    """What can stand behind a blank: a unit, whole or harmed, or a power before it."""
    units = (unit.word[0] for unit in table().measures.values() if unit.blank)
    return frozenset(units) | frozenset(" 余多万亿千百*＊×平方")


def placeholders(text: str) -> Iterator[Quantity]:
    """Runs of x, ×, *, _ or empty brackets that stand for the digits before a unit."""
    followers = _followers()
    for match in _RUN.finditer(text):
        if text[match.end() : match.end() + 1] not in followers:
            continue
        run = match.group()
        start = match.start() + len(run) - len(run.lstrip("□■")) if run.strip("□■") else match.start()
        start, whole = _digits_before(text, start)
        found = _censored(text, start, match.end()) if run[-1] in "*＊" else None
        found = found or _placeholder(text, start, match.end(), whole)
        if found is not None:
            yield found


def _digits_before(text: str, start: int) -> tuple[int, bool]:
    """Where half-masked digits (2xx元) or a range (x至x人) begin, and whether nothing else is glued to them."""
    left = start
    while left and start - left < 12 and text[left - 1].isdigit():
        left -= 1
    pair = _PAIR.search(text, max(0, left - 9), left)
    left = pair.start() if pair else left
    before = text[left - 1] if left else ""
    return left, not (before.isascii() and before.isalnum()) and before != "第"


def _censored(text: str, start: int, end: int) -> Quantity | None:
    """*方米 alone has lost its number; xx*方米 has a blank for it."""
    head = end - 1
    unit = damage.UNIT.match(text, head)
    if unit is None or text[start:head].isdigit():
        return None
    kind: Damage = "placeholder" if head > start else "lost"
    return _blank(text, start, unit.end(), "m2", unit.group(), kind)


def _placeholder(text: str, start: int, end: int, whole: bool) -> Quantity | None:
    run = text[start:end]
    if not whole or (len(run) == 1 and run in _MARKS and not _told(text, start, end)):
        return None
    # A censor's * tells that the number was cut out, an x that it was never filled in.
    kind: Damage = "placeholder" if run.strip("*＊") else "lost"
    scale = _SCALE.match(text, end)
    for head in (scale.end() if scale else end, end):
        censored = damage.UNIT.match(text, head)
        if censored is not None:
            return _blank(text, start, censored.end(), "m2", censored.group(), kind)
        measure = _measure(text, head)
        if measure is not None:
            large = scale.group(1) if scale and head == scale.end() else ""
            return _blank(
                text,
                start,
                head + len(measure.word),
                measure.unit,
                large + measure.word,
                kind,
                vague=bool(scale and head > end and set("余多") & set(scale.group())),
            )
    return None


def _told(text: str, start: int, end: int) -> bool:
    """Whether the words before a single sign say that it stands for a number, and parts no list."""
    group = "percent" if text.startswith(("%", "％"), end) else "amount"
    return text.endswith(_listed(group), 0, start) or _cut_out(text, start, end)


def _cut_out(text: str, start: int, end: int) -> bool:
    """教师*名，资助*名学生, 小学9台、初中*台: a * behind a verb, a noun or a value with the same measure word."""
    measure = table().at(text, end)
    if measure is None or text[start : start + 1] not in "*＊":
        return False
    if text.endswith(_listed("verb"), 0, start):
        return True
    if not _END.match(text, end + len(measure.word)):
        return False
    if text.endswith(_counted(), 0, start):
        return True
    before = _LISTED.search(text, max(0, start - 24), start)
    return before is not None and before[1].startswith(measure.word)


def _measure(text: str, start: int) -> Measure | None:
    measure = table().at(text, start)
    if measure is None or not measure.blank or exclusion.lookalike(text, start):
        return None
    return None if exclusion.timed(text, start, measure) else measure


@cache
def _losing() -> re.Pattern[str]:
    """Bare units, each behind the last character of a word that tells of its number, and closed if it must be."""
    amount, vague, points = _edge("amount"), _edge("vague"), _edge("points")
    return re.compile(
        r"[万亿千余多平*＊公元台套间人册名个百%％亩小分所次项](?<![\d零一二两三四五六七八九十百千万亿几半数每*＊xX×余多].)(?:(?:"
        rf"(?<={amount}[元册亩])|(?<={_edge('persons')}人)|(?<={_edge('items')}[台套间])|(?<={_edge('percent')}[%％])"
        rf"|(?<={amount}公)(?:顷|里(?<!平方公里)(?<![*＊]方公里))|(?<={amount}[万余])[万余]{{0,2}}册"
        rf"|(?<={points}个)百分点|(?<={points}百)分点(?<!个百分点)|(?<={_edge('time')}小)时|(?<={_edge('time')}分)钟"
        rf"|(?<={_edge('times')}人)次|(?<={_edge('schools')}所)|(?<={_edge('classes')}个)|(?<={_edge('acts')}[次项])){_CLOSED}"
        rf"|(?<={_edge('people', 'pupils')}名)"
        rf"|(?:(?<={amount}平)|(?<={amount}[万亿])平)方(?:公里|千米|米)"
        rf"|(?:(?<=[*＊])|(?<=[万千])[*＊])方(?:公里|米)|(?<=[亿万千])元|(?<={vague}[万余多])[万余多]{{0,2}}[人名户])"
    )


def _edge(*names: str) -> str:
    """The class of the last characters of the lists' words, and of a form's spaces behind them."""
    return (
        "[ \u3000" + re.escape("".join(sorted({word[-1] for name in names for word in _listed(name)}))) + "]"
    )


def lost(text: str) -> Iterator[Quantity]:
    """Units that stand where a number with its unit must have stood."""
    for match in _losing().finditer(text):
        start, end = match.span()
        if start and text[start - 1].isdigit():
            continue
        found = _lost(text, start, end)
        if found is not None:
            yield found
    yield from _bounded(text)


def _lost(text: str, start: int, end: int) -> Quantity | None:
    word = text[start:end]
    # A form leaves its blanks as spaces.
    left = text[max(0, start - 12) : start].rstrip(" \u3000")[-6:]
    unit = word.strip("万亿千余多")
    measure = table().at(unit, 0)
    if word.endswith(("*方米", "＊方米", "*方公里")):
        return _blank(text, start, end, "m2", word, "lost")
    if measure is None or not _missing(text, start, end, left, unit):
        return None
    vague = bool(set("余多") & set(word))
    return _blank(text, start, end, measure.unit, word, "lost", vague=vague)


def _missing(text: str, start: int, end: int, left: str, unit: str) -> bool:
    """Whether the words on both sides of a bare unit say that its number is missing."""
    closed = _END.match(text, end) is not None
    word = text[start:end]
    if word == "名" and closed and left.endswith(_listed("pupils")):
        return True
    if word == "名":
        return left.endswith(_listed("people")) and text.startswith(_listed("person"), end)
    if word in ("万元", "亿元") and "一" <= left[-1:] <= "龥":
        if text.startswith(_listed("sized"), end):
            return False
        return left.endswith(_listed("fund")) or (closed and not left.endswith(_listed("not_sum")))
    if unit.startswith("平方"):
        return left.endswith(_listed("amount")) and not text.startswith(("为单位", "数", "造价", "计"), end)
    group = "persons" if word == "人" else _BEHIND.get(unit, "amount")
    return left.endswith(_listed(group)) and (closed or unit == "名")


@cache
def _bounds() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(_listed("bound"), key=len, reverse=True)) + ")")


def _bounded(text: str) -> Iterator[Quantity]:
    """不少于小时: a bound on nothing."""
    for match in _bounds().finditer(text):
        measure = table().at(text, match.end())
        if measure is None or not measure.blank or exclusion.lookalike(text, match.end()):
            continue
        end = match.end() + len(measure.word)
        if _END.match(text, end):
            yield _blank(text, match.end(), end, measure.unit, measure.word, "lost")


def _blank(
    text: str, start: int, end: int, unit: str, measure: str, kind: Damage, *, vague: bool = False
) -> Quantity:
    plain = Quantity(
        start, end, None, unit, measure, approx=vague, damage=kind, numeral="blank", rule=f"quantity.{kind}"
    )
    return bounded(text, plain)
