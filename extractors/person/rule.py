"""People: a role with a person's name, or with the blank left for one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import chain

from extractors.lexicon import alternatives, either
from extractors.person.name import (
    BLANK,
    given_pattern,
    is_blank,
    is_name,
    name_pattern,
    no_word,
    surname_pattern,
    words,
)
from extractors.person.piece import Person
from extractors.person.roster import listed, trailing
from extractors.person.table import in_rows
from schemas.part import Part

# How far before a title its owner's name and place may begin.
_REACH = 24


def people(part: Part) -> list[Person]:
    """Every person named with a role, in text order."""
    text = part.view.text
    found = _first([*_appointed(text), *listed(part), *trailing(part)])
    others = chain(_titled(text), _addressed(text), _bracketed(text), in_rows(part))
    # 副组长：副校长李某 is 副组长: where lists and appointments speak, titles beside the names do not.
    starts, ends = [person.start for person in found], [person.end for person in found]
    free = [one for one in others if bisect_right(ends, one.start) == bisect_left(starts, one.end)]
    return sorted([*found, *_first(free)], key=lambda person: person.start)


def _first(candidates: list[Person]) -> list[Person]:
    """In text order; where two shapes read the same words, the earlier start wins, then the shape named first."""
    found: list[Person] = []
    for person in sorted(candidates, key=lambda person: person.start):
        if not found or person.start >= found[-1].end:
            found.append(person)
    return found


def _titled(text: str) -> Iterator[Person]:
    """校长杨某某; 副校长李某、张某; 组长由韩某同志担任."""
    position = 0
    while title := _patterns()["title"].search(text, position):
        found = _patterns()["named"].match(text, title.end())
        position = found.end() if found else title.start() + 1
        start = title.start()
        while found:
            yield _person(start, found, title.group())
            further = _patterns()["further"].match(text, found.end())
            found = _patterns()["named"].match(text, further.end()) if further else None
            start = found.start("name") if found else 0
    for found in _patterns()["plain"].finditer(text):
        yield _person(found.start(), found, found["role"])
    for shape, before in (("held", "post"), ("being", "post"), ("quoted", "praised")):
        for found in _patterns()[shape].finditer(text):
            role = _patterns()[before].search(text, max(0, found.start() - _REACH), found.start())
            if role and (is_blank(found["name"]) or is_name(found["name"])):
                posts = "、".join(filter(None, (role["role"], found.groupdict().get("held"))))
                yield from _several(text, role.start(), found, posts)


def _several(text: str, start: int, found: re.Match[str], role: str) -> Iterator[Person]:
    """The name of a match and those of its ``more``, who share the first of its roles."""
    yield _person(start, found, role)
    for one in _patterns()["one"].finditer(text, *found.span("more")):
        yield _person(one.start("name"), one, role.partition("、")[0])


def _bracketed(text: str) -> Iterator[Person]:
    """钱某某（组长）."""
    for bracket in _patterns()["bracket"].finditer(text):
        found = _patterns()["before"].search(text, max(0, bracket.start() - 5), bracket.start())
        if found:
            yield Person(found.start("name"), bracket.end(), bracket["role"], found["name"])


def _person(start: int, found: re.Match[str], role: str) -> Person:
    return Person(start, found.end("name"), role, None if is_blank(found["name"]) else found["name"])


def _addressed(text: str) -> Iterator[Person]:
    """市教研室席某某老师: the role is all that stands around the name."""
    for behind in _patterns()["behind"].finditer(text):
        found = _patterns()["addressed"].search(text, max(0, behind.start() - _REACH), behind.start())
        if found:
            place, role = found["place"] or found["school"] or "", behind.group()
            name = found["name"] or found["doubtful"]
            start = behind.start() - len(place) - len(name)
            yield Person(start, behind.end(), place if place.endswith(role) else place + role, name)


def _appointed(text: str) -> Iterator[Person]:
    """由王某某任组长; 李某、赵某任副组长; 王某某兼任办公室主任."""
    for office in _patterns()["office"].finditer(text):
        found = _patterns()["appointed"].search(text, max(0, office.start() - _REACH), office.start())
        if found is None:
            continue
        names = list(_patterns()["one"].finditer(text, found.start("names"), found.end("names")))
        for position, one in enumerate(names):
            end = office.end("role") if position + 1 == len(names) else one.end("name")
            # 副县长王某某任组长: both the post held and the one taken are his.
            start = one.start() if position else _held(text, found.start("names"))
            posts = [text[start : one.start("name")].strip("、和"), office["role"]]
            name = None if is_blank(one["name"]) else one["name"]
            yield Person(start, end, "、".join(filter(None, posts)), name)


def _held(text: str, name: int) -> int:
    """Where the post begins that stands right before a name (县委副书记、县长), or the name's start."""
    held = _patterns()["holding"].search(text, max(0, name - _REACH), name)
    held = held or _patterns()["post"].search(text, max(0, name - _REACH), name)
    return held.start("role") if held else name


def _strong() -> str:
    """Verbs behind a name that are long enough to tell where it ends."""
    return either([word for word in words()["follow"] if len(word) > 1])


def _named() -> re.Pattern[str]:
    """A name right behind a title."""
    strong = _strong()
    after = rf"(?=$|[^一-龥]|{either(words()['follow'])})"
    # 韩某担任: two characters before a verb of two are the name, however well three would read.
    named = (
        rf"{BLANK}|{no_word(True)}(?:{surname_pattern(False)}(?:{given_pattern('{1}')}(?={strong})|{given_pattern('{1,2}')}{after})"
        rf"|{surname_pattern(True)}(?:{given_pattern('{2}')}(?={strong})"
        rf"|{given_pattern('{1,2}')}(?=[（(]|同志|为组长|任组长)))"
    )
    return re.compile(rf"[ \u3000]?(?P<name>{named})(?:同志)?{after}", re.MULTILINE)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = words()
    titles = either(lists["title"])
    offices = either(lists["title"] + lists["group"])
    name = name_pattern(doubtful=True)
    sure = name_pattern(doubtful=False)
    loose = f"{surname_pattern(True)}{given_pattern('{1,2}')}"
    # What a post is made of, no 由 and no 任 of somebody else's (王某某任组长、县教育局局长…).
    inside = "(?:(?![由以为]|(?<![主责])任)[一-龥])"
    # 县委常委、常务副县长
    chain = rf"(?:{inside}{{0,10}}?(?:{titles}|常委|委员|主任科员|调研员)、){{0,3}}{inside}{{0,12}}?{titles}"
    # 书记王某某、副校长李某任组长: each may have a post of his own before his name.
    post = f"(?:[一-龥]{{0,4}}?{titles})?"
    return {
        "title": re.compile(alternatives(lists["title"] + lists["rank"])),
        "named": _named(),
        "further": re.compile("(?:同志)?[、和]"),
        "plain": re.compile(
            rf"(?P<role>{either(lists['plain'])})(?P<name>{sure})(?={either(lists['deed'])}|[（(]|同志|、[一-龥]{{0,4}}(?:教师|老师|学生|同学|班主任))"
        ),
        **_behind_roles(post, f"(?P<held>{chain})?"),
        "post": re.compile(rf"(?P<role>{offices})$"),
        "holding": re.compile(rf"(?:^|[，,、。；;：:由以\s（(])(?P<role>{chain})$"),
        "praised": re.compile(rf"(?P<role>{either(lists['title'] + lists['plain'])})$"),
        "bracket": re.compile(rf"[（(](?P<role>{offices})(?:[，,、][^（()）\n]{{1,12}})?[)）]"),
        "before": re.compile(rf"(?:^|[\s、，,：:；;。])(?P<name>{sure})$"),
        "behind": re.compile(rf"{alternatives(lists['behind'])}|委员(?=[：:，,、。])|代表(?=[：:，,、。])"),
        "addressed": re.compile(
            rf"(?:^|[^一-龥]|[以由的])(?:比如|例如|邀请|聘请|其中|请|如)?"
            rf"(?:(?P<place>(?!其中)[一-龥]{{1,10}}?(?:[院校局室所区县市镇乡组学中园]|老师|教师|主任))?(?P<name>{sure})"
            rf"|(?P<school>[一-龥]{{1,10}}?(?:学|初中|高中|幼儿园))(?P<doubtful>{name_pattern(True, '{2}')}))$"
        ),
        "office": re.compile(rf"(?:兼任|担任|任(?<![主责]任)|为)(?P<role>(?:[一-龥]{{1,6}}?)??{offices})"),
        "appointed": re.compile(
            rf"(?:^|[，,。；;、：:由以\s（(]|(?P<office>{titles}|(?:{either(lists['lead'])})领导|同志|干部|教师|老师))"
            rf"(?P<names>(?:{BLANK}|{name})(?:(?:同志)?[、和]{post}(?:{BLANK}|{loose}))*)"
            rf"(?:(?:等|[两二三四五六七八九十][位名])?同志|校长|书记|主任|老师)?$"
        ),
        "one": re.compile(f"{post}(?P<name>{BLANK}|{name})(?:同志)?(?:[、和]|$)"),
    }


def _behind_roles(post: str, held: str) -> dict[str, re.Pattern[str]]:
    """Names that words or marks part from the role before them, with those that follow as ``more``."""
    # A word is told from a name when each is read.
    loose = f"{surname_pattern(False)}{given_pattern('{1,2}')}"
    more = rf"(?P<more>(?:(?:同志)?[、和]{post}(?:{BLANK}|{loose}))*)"
    single = f"{given_pattern('{1}')}(?={_strong()}|女士|先生)"
    return {
        # 组长由韩某同志担任
        "held": re.compile(
            rf"由{held}(?P<name>{BLANK}|{surname_pattern(False)}(?:{single}|{given_pattern('{1,2}')})){more}(?=(?:同志|女士|先生)?(?:担任|兼任|任))"
        ),
        # 组长为王某某，成员有李某、张某
        "being": re.compile(
            rf"(?:为|是|有|包括){held}(?P<name>{loose}(?<!人)){more}(?=[，,。；;（(\s]|等|组成|同志|$)"
        ),
        # “最美乡村教师”王某某
        "quoted": re.compile(rf"[”\"](?P<name>{loose}){more}(?=[、，,。；;（(]|等|同志|老师)"),
    }
