"""People: a role with a person's name, or with the blank left for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from extractors.lexicon import either
from extractors.person.name import BLANK, is_blank, name_pattern, words
from extractors.person.piece import Person
from extractors.person.roster import listed
from extractors.person.table import in_rows
from schemas.part import Part

# How far before a title its owner's name and place may begin.
_REACH = 14


def people(part: Part) -> list[Person]:
    """Every person named with a role, in text order."""
    text = part.view.text
    found: list[Person] = []
    end = -1
    candidates = chain(listed(part), _appointed(text), _titled(text), _addressed(text), in_rows(part))
    # Where two shapes read the same words, the earlier start wins, then the shape named first.
    for person in sorted(candidates, key=lambda person: person.start):
        if person.start >= end:
            found.append(person)
            end = person.end
    return found


def _titled(text: str) -> Iterator[Person]:
    """校长杨某某."""
    for found in _patterns()["title"].finditer(text):
        name = None if is_blank(found["name"]) else found["name"]
        yield Person(found.start(), found.end("name"), found["role"], name)


def _addressed(text: str) -> Iterator[Person]:
    """市教研室席某某老师: the role is all that stands around the name."""
    for behind in _patterns()["behind"].finditer(text):
        found = _patterns()["addressed"].search(text, max(0, behind.start() - _REACH), behind.start())
        if found:
            place, role = found["place"], behind.group()
            yield Person(
                found.start("place"),
                behind.end(),
                place if place.endswith(role) else place + role,
                found["name"],
            )


def _appointed(text: str) -> Iterator[Person]:
    """由王某某任组长; 王某某兼任办公室主任."""
    for office in _patterns()["office"].finditer(text):
        found = _patterns()["appointed"].search(text, max(0, office.start() - _REACH), office.start())
        if found:
            name = None if is_blank(found["name"]) else found["name"]
            yield Person(found.start("name"), office.end("role"), office["role"], name)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    titles = either(words()["title"])
    offices = either(words()["title"] + words()["group"])
    name = name_pattern(doubtful=True)
    sure = name_pattern(doubtful=False)
    return {
        "title": re.compile(
            rf"(?P<role>{titles})\s?(?P<name>{BLANK}|{sure}|{name}(?=[（(]|同志|为组长|任组长))(?:同志)?"
            rf"(?=$|[^一-龥]|{either(words()['follow'])})",
            re.MULTILINE,
        ),
        "behind": re.compile(either(words()["behind"])),
        "addressed": re.compile(
            rf"(?:^|[^一-龥])(?:比如|例如|邀请|聘请|其中|由|请|如)?(?P<place>(?:[一-龥]{{1,10}}?(?:[院校局室所区县市镇乡组]|老师|教师|主任|学))?)"
            rf"(?P<name>{sure})$"
        ),
        "office": re.compile(rf"(?:兼任|担任|任|为)(?P<role>(?:[一-龥]{{1,6}}?)??{offices})"),
        "appointed": re.compile(rf"(?:^|[，,。；;、：:由\s（(])(?P<name>{BLANK}|{name})(?:同志|校长|书记)?$"),
    }
