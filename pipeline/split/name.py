"""Names of schools, places and offices: which a document is about, and which level they speak for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractors.lexicon import either, lexicon

# A name found this weighty stands in a title, a signature, or at the head of one of the first paragraphs.
PROMINENT = 5
_LEADING, _SIGNED, _OWN = 12, 9, 4
_FIRST_ROWS = 4
_LONGEST = 20

_WORD = r"(?:[\u4e00-\u9fff]{1,8}?|[xX×*某]{2,4})"
# 高中学校 is no 中学; 中学校长 is the head of one.
_KIND = (
    r"(?:初级中学|高级中学|中心小学|中心学校|中心校|实验学校|(?:小学|中学)(?!校(?![长园内门区舍]))|学校|幼儿园|学区|联校"
    r"|学院|(?<=[\u4e00-\u9fff])大学(?![生城]))"
)
_END = (
    r"(?:省|市(?![场级县直]|政(?!府))|州(?!市)|县(?![域级])|(?<![校学社园片小地辖市县示郊])区(?![域县])|旗"
    r"|镇(?![域村])|乡(?![镇村土]))"
)
_SCHOOL = re.compile(rf"(?:{_WORD}{_END})?{_WORD}?{_KIND}")
_PLACE = re.compile(rf"{_WORD}{_END}")
# In mid sentence nothing tells where a name begins; two characters before 镇 are the usual length.
_TAIL = rf"(?:第[一二三四五六七八九十\d])?{_KIND}"
_INNER = re.compile(
    rf"[镇乡县区市xX×](?:(?<=[\u4e00-\u9fff]{{2}}[镇乡县区市]){_TAIL}"
    rf"|(?<=[xX×])(?<![A-Za-z].)[xX×]{{1,3}}[镇乡县区市]?{_TAIL})"
)
_MARKS = "xX×*"
_BLANK = re.compile(
    rf"[{_MARKS}](?<![A-Za-z*×].)[{_MARKS}]{{1,3}}[镇乡县区市](?![级域\u4e00-\u9fff]{{0,4}}(?:小学|中学|学校))"
)
_OURS = re.compile(rf"我们({_WORD}(?:小学|中学|幼儿园))")
_OFFICE = (
    r"(?:人民政府|政府|教育(?:和体育|体育)?局|教体局|(?:教育督导)?委员会|办公室|教育厅|教育部|领导小组|局|厅)"
)
_BODY = re.compile(rf"[\u4e00-\u9fffxX×*]{{2,30}}?(?:{_OFFICE}|{_KIND}|教育组)")
_FROM = re.compile(rf"([\u4e00-\u9fffxX×*]{{2,24}}?{_OFFICE})关于")
# All schools of a stage in a place are no school: 青山县高中学校.
_CLASS = re.compile(r"(?:^|[省市州县区旗镇乡])(?:普通|公办|民办)?(?:初中|高中|中小|中等|高等)学校$")
_SCHOOL_END = re.compile(rf"{_KIND}$")
_CLAUSE = re.compile(r"[。，；\n]")
_OFFICES = re.compile(rf"{_OFFICE}+$")
_LEAD = re.compile(
    r"(?:关于|在|[（(].{1,12}[）)]"
    r"|(?:(?:20|19)[\dxX×*]{2}|[xX]{2,4})\s*(?:[—–-]{1,2}\s*20[\dxX×*]{2})?\s*(?:学年度?|年度?))*"
)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    words = lexicon(str(Path(__file__).with_suffix(".yaml")))
    return {name: tuple(group) for name, group in words.items()}


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(either(list(_words()["sentence"])))


def heading_body(title: str) -> str | None:
    """The office that a title names as its author: 青山县教育局关于…."""
    match = _FROM.match(title)
    return match[1] if match is not None else None


def signing_body(row: str) -> str | None:
    """The office or school that a row consists of, as a signature does."""
    bare = "".join(row.split())
    return bare if _BODY.fullmatch(bare) and _particular(bare) else None


def leading_name(title: str | None) -> str | None:
    """The office, school or place that a title begins with."""
    if title is None:
        return None
    bare = title[_end_of_lead(title) :]
    found = heading_body(bare)
    for shape in (_SCHOOL, _PLACE):
        match = shape.match(bare)
        found = found or (match[0] if match is not None and _particular(match[0]) else None)
    return found


def _end_of_lead(title: str) -> int:
    match = _LEAD.match(title)
    return match.end() if match is not None else 0


def _particular(name: str) -> bool:
    """Whether a name names one school or place: 青山小学, xx县, not 农村学校 or 提高学校."""
    if len(name) > _LONGEST or name.startswith(_words()["generic"]) or _CLASS.search(name):
        return False
    return _sentence().search(_SCHOOL_END.sub("", _OFFICES.sub("", name))) is None


def name_level(name: str) -> str | None:
    """The level of a document that a school, place or office heads or signs."""
    bare = _OFFICES.sub("", name)
    levels = ("township", "school", "county", "city", "province", "nation")
    return next((level for level in levels if bare.endswith(_words()[level])), None)


def mentioned_names(title: str | None, issuer: str | None, text: str) -> Counter[str]:
    """Schools and places that a document may be about, weighted by where they stand."""
    found: Counter[str] = Counter()
    leading = leading_name(title)
    if leading is not None:
        found[_OFFICES.sub("", leading)] += _LEADING
    elif issuer is not None:
        found[_OFFICES.sub("", issuer)] += _SIGNED
    mentions: Counter[str] = Counter()
    for index, row in enumerate(text.split("\n")):
        match = (_SCHOOL.match(row) or _PLACE.match(row)) if index else None
        if match is not None and _particular(match[0]):
            if index <= _FIRST_ROWS:
                found[match[0]] += PROMINENT
            mentions[match[0]] += 1
    for name, weight in _inner_names(text):
        if _particular(name):
            mentions[name] += weight
    for name, count in mentions.items():
        found[name] += min(count, PROMINENT - 1)  # a name repeated often is still no author
    return found


def _inner_names(text: str) -> Iterator[tuple[str, int]]:
    """Names in mid sentence with their weights."""
    for match in _OURS.finditer(text):
        yield match[1], _OWN
    reached = 0
    for match in _INNER.finditer(text):
        start = match.start() - (0 if match[0][0] in "xX×" else 2)
        if start >= reached:
            yield text[start : match.end()], 1
            reached = match.end()
    if any(mark in text for mark in _MARKS):
        for match in _BLANK.finditer(text):
            yield match[0], 1


def subject_name(names: Counter[str], level: str | None) -> str | None:
    """The weightiest name that fits the level a document speaks from, or that it names first of all."""
    for name, weight in names.most_common():
        own = name_level(name)
        if (
            own == level
            or weight >= _SIGNED
            or (own == "school" and level == "township" and weight >= PROMINENT)
        ):
            return name
    return None


def place_name(subject: str | None, issuer: str | None, title: str | None, opening: str) -> str | None:
    """The place a document belongs to: of its subject, its issuer, its title, or its first sentences."""
    heads = [text for text in (subject, issuer) if text]
    if title is not None:
        heads.append(title[_end_of_lead(title) :])
    for text in (*heads, *_CLAUSE.split(opening, maxsplit=3)[:3]):
        match = _PLACE.match(text)
        if match is not None and _particular(match[0]):
            return match[0]
    return None
