"""Lists of names behind a role: 组长：王某某　副组长：李某（教导主任）、张某."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.lexicon import alternatives, either
from extractors.person.name import (
    BLANK,
    FOREIGN,
    SPREAD,
    given_pattern,
    is_blank,
    is_name,
    name_pattern,
    surname_pattern,
    unknown_pattern,
    worded_pattern,
    words,
)
from extractors.person.piece import Person
from schemas.part import Part
from schemas.view import View

Entry = tuple[int, int, str | None]

SPACE = re.compile(r"\s")
_SEPARATOR = re.compile(r"[ \u3000\t、，,和及/\\|]+")
_STOP = re.compile(r"[。；;\n]|—{1,2}|负责|下设|下辖")
_SKIPPED = re.compile(r"[^ \u3000\t、，,/\\|（(]*(?:[（(][^（()）\n]*[)）]?)?")
# 组员：教导处：王某某　李某: names by their office.
_UNIT = r"[一-龥]{1,8}[处室组科股办部校段班][：:][ \u3000]?"
_BY_UNIT = re.compile(_UNIT)
_BRACKET = re.compile(r"[（()）]")
# With nothing at all behind them these were left blank; 审核人： is a form's line to fill in.
_GROUP_ROLE = re.compile("(?:组长|总指挥|成员|组员|主任|秘书长?|顾问|联络员|负责人|责任人|联系人|校长|书记)$")
_SIGNED = re.compile("[签章]")
_COLON = re.compile(r"[：:□]")
# 副组长 李强 below 组长 王海 is a role of its own, not the title of one more head.
_RANK = r"(?:常务|执行|第一)?副?组[ \u3000]?长|副?总指挥|成[ \u3000]?员|组[ \u3000]?员"
_ROLE_LINE = re.compile(_RANK)
# The longest role, spread by spaces, with a remark in brackets.
_REACH = 30


def listed(part: Part) -> Iterator[Person]:
    """Names after a role and a colon; they may go on below, and a role with nothing behind it is a blank."""
    text = part.view.text
    lines = {line.start: index for index, line in enumerate(part.lines)}
    heads = _heads(part)
    for index, (start, end, value) in enumerate(heads):
        line_end = text.find("\n", value)
        line_end = len(text) if line_end < 0 else line_end
        following = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        limit = _within_bracket(text, value, min(line_end, following))
        role = SPACE.sub("", text[start:end])
        names = names_in(part.view, value, limit)
        if _SIGNED.search(text, end, value):
            # A blank behind 校长（签字） is a form's line to sign on, no name left out.
            yield from (Person(start, one[1], role, one[2]) for one in names[:1] if one[2])
            continue
        if names:
            yield Person(start, names[0][1], role, names[0][2])
            yield from (Person(*entry[:2], role, entry[2]) for entry in names[1:])
        elif (
            _GROUP_ROLE.search(role)
            and limit == line_end
            and following <= line_end + 2
            and not text[value:limit].strip()
        ):
            yield Person(start, end, role, None)
        if limit == line_end and line_end + 1 in lines:
            yield from _continued(part, lines[line_end + 1], role)


def _within_bracket(text: str, start: int, end: int) -> int:
    """Where a list ends that stands in a bracket itself: （组长：王某某），下发通知…."""
    depth = 0
    for mark in _BRACKET.finditer(text, start, end):
        depth += 1 if mark.group() in "（(" else -1
        if depth < 0:
            return mark.start()
    return end


def _heads(part: Part) -> list[tuple[int, int, int]]:
    """Roles that head a list, in text order: (start, end, where the list begins)."""
    text = part.view.text
    found: dict[int, tuple[int, int, int]] = {}
    for colon in _COLON.finditer(text):
        role = _patterns()["role"].search(text, max(0, colon.start() - _REACH), colon.start())
        if role and (colon.group() != "□" or _patterns()["first"].match(text, colon.end())):
            found[role.start("role")] = (*role.span("role"), colon.end())
    for role in _patterns()["inside"].finditer(text):
        # 资料组：组长　王某某；成员　李某、张某
        if _is_apart(part.view, role.end()) and _patterns()["first"].match(text, role.end()):
            found.setdefault(role.start("role"), (*role.span("role"), role.end()))
    for line in part.lines:
        if line.end <= line.body:
            continue
        role = _patterns()["opening"].match(text, line.body, line.end)
        # 成员　王某某: only the space, which the view may have dropped, parts the role from the names.
        if role and role.end() < line.end and _is_apart(part.view, role.end()):
            found.setdefault(role.start(), (*role.span(), role.end()))
    return [found[start] for start in sorted(found)]


def _is_apart(view: View, position: int) -> bool:
    """Whether space stands before the character, in the view or dropped from it."""
    return view.text[position].isspace() or view.offsets[position] > view.offsets[position - 1] + 1


def _continued(part: Part, first: int, role: str) -> Iterator[Person]:
    """Lines below that hold nothing but names share the role; 王某——负责… is somebody without one."""
    text = part.view.text
    for line in part.lines[first:]:
        duty = _patterns()["duty"].match(text, line.body, line.end)
        if _ROLE_LINE.match(text, line.body, line.end):
            return
        if duty and (is_blank(duty["name"]) or is_name(duty["name"])):
            yield Person(line.body, duty.end("name"), None, None if is_blank(duty["name"]) else duty["name"])
        elif _patterns()["names"].fullmatch(
            shown := _spaced(part.view, line.body, line.end)[0]
        ) or _patterns()["posted"].fullmatch(shown):
            names = names_in(part.view, line.body, line.end)
            yield from (Person(start, end, role, name) for start, end, name in names)
        else:
            return


def trailing(part: Part) -> Iterator[Person]:
    """王海 组长 / 李强 副组长: lines of a name and its role, two or more in a row."""
    run: list[Person] = []
    ends = frozenset(word[-1] for word in words()["group"]) | {")", "）"}
    for line in part.lines:
        found = None
        if 0 < line.end - line.body <= _REACH and part.view.text[line.end - 1] in ends:
            shown, offsets = _spaced(part.view, line.body, line.end)
            found = _patterns()["trailing"].fullmatch(shown)
        if found and is_name(SPACE.sub("", found["name"])):
            start, end = offsets[found.start("name")], offsets[found.end("role") - 1] + 1
            run.append(Person(start, end, SPACE.sub("", found["role"]), SPACE.sub("", found["name"])))
        elif run:
            yield from run if len(run) > 1 else ()
            run = []
    yield from run if len(run) > 1 else ()


def _spaced(view: View, start: int, end: int) -> tuple[str, list[int]]:
    """A stretch with a space where the view dropped something (王强 李明 is 王强李明 there), and its offsets."""
    shown: list[str] = []
    offsets: list[int] = []
    for index in range(start, end):
        if index > start and view.offsets[index] > view.offsets[index - 1] + 1:
            shown.append(" ")
            offsets.append(index)
        shown.append(view.text[index])
        offsets.append(index)
    return "".join(shown), [*offsets, end]


def names_in(view: View, start: int, end: int) -> list[Entry]:
    """The names and blanks of a list as (start, end, name or None), up to the first word that ends a list."""
    stop = _STOP.search(view.text, start, end)
    text, offsets = _spaced(view, start, stop.start() if stop else end)
    posts = _posts(text, offsets)
    if posts:
        return posts
    entries: list[Entry] = []
    rare: list[Entry] = []
    position = 0
    while position < len(text):
        gap = _SEPARATOR.match(text, position)
        position = gap.end() if gap else position
        unit = _BY_UNIT.match(text, position)
        position = unit.end() if unit else position
        entry = _patterns()["entry"].match(text, position)
        if entry:
            name = SPACE.sub("", entry["name"])
            where = (offsets[entry.start("name")], offsets[entry.end("name") - 1] + 1)
            if is_blank(name) or is_name(name):
                entries.append((*where, None if is_blank(name) else name))
            else:
                rare.append((*where, name))
            position = entry.end()
        else:
            skipped = _SKIPPED.match(text, position)
            if skipped and _patterns()["label"].search(skipped.group()):
                break
            position = max(skipped.end() if skipped else position, position + 1)
    named = any(name for _, _, name in entries)
    return sorted(entries + rare, key=lambda entry: entry[0]) if named else entries


def _posts(text: str, offsets: list[int]) -> list[Entry]:
    """（教导主任）（总务主任）: posts with nobody named for them."""
    found: list[Entry] = []
    post = _patterns()["office"].match(text)
    while post:
        found.append((offsets[post.start("office")], offsets[post.end("office") - 1] + 1, None))
        post = _patterns()["office"].match(text, post.end())
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = words()
    titles = either(lists["title"])
    spread = alternatives(lists["group"] + lists["title"], gap=r"[ \u3000]{0,4}")
    remark = r"[（(][^（()）\n]*[)）]"
    # Whatever is read with it is looked at again.
    loose = f"{surname_pattern(True)}{given_pattern('{1,2}')}"
    sure = name_pattern(doubtful=False)
    after = r"(?=$|[^一-龥]|和|及|等)"
    belonging = rf"\s?[（(][^（()）\n]{{0,10}}(?:组|{titles})[)）]"
    title = f"(?:{titles}|同志|老师)"
    return {
        "role": re.compile(
            rf"(?P<role>{spread})(?:姓名|[\d一二两三四五六七八九十]{{1,2}}[人名])?(?:及(?:联系)?(?:电话|方式))?\s?(?:{remark})?\s?$"
        ),
        "label": re.compile(rf"{either(lists['label'])}[：:]"),
        "opening": re.compile(spread),
        "inside": re.compile(rf"[：:；;]\s?(?P<role>{_RANK})(?=.)"),
        "first": re.compile(rf"\s?(?:{BLANK}|{sure}{after})"),
        "entry": re.compile(
            # The name may follow its owner's office: 教务处张某, 校长 王某某.
            rf"(?:[一-龥]{{0,8}}?{titles}[ \u3000]{{0,4}}|[一-龥]{{1,6}}[处室科组办会校园部局](?={sure}{after}))?"
            rf"(?P<name>{BLANK}|{FOREIGN}|{SPREAD}|(?!{either(lists['word'])})"
            rf"(?:{loose}(?=\s?{title}|\s?{remark}|$|[^一-龥]|和|及|等)"
            rf"|{worded_pattern()}(?=$|[^一-龥])|{unknown_pattern()}(?={belonging})))(?:\s?{title})?(?:\s?{remark})*{after}"
        ),
        "office": re.compile(
            rf"[\s、，]*(?P<office>[（(](?:{either(lists['title'] + ['办公室主任'])}|\s*)[)）])(?!\s?[一-龥]{{2,3}}(?:$|[、\s]))"
        ),
        **_lines(titles, remark, loose),
    }


def _lines(titles: str, remark: str, loose: str) -> dict[str, re.Pattern[str]]:
    """Whole lines of names."""
    return {
        "names": re.compile(
            rf"(?:{_UNIT})?(?:(?:[一-龥]{{0,8}}?{titles}[ \u3000]{{0,4}})?(?:{BLANK}|{FOREIGN}|{SPREAD}|{loose})(?:{remark})?[ \u3000\t、，,]*)+"
        ),
        # 王某某　县财政局局长
        "posted": re.compile(
            rf"(?:{FOREIGN}|{SPREAD}|{loose})[ \u3000]{{1,8}}[一-龥]{{0,20}}{titles}(?:{remark})?\s*"
        ),
        "trailing": re.compile(
            rf"(?P<name>{SPREAD}|{loose})(?:{remark})?[ \u3000]{{1,8}}(?P<role>{alternatives(words()['group'])})(?:{remark})?"
        ),
        "duty": re.compile(rf"(?P<name>{BLANK}|{loose})\s?—{{1,2}}"),
    }
