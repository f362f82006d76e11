"""Names in lists: behind a role and a colon, on lines of their own, in the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.redact.name import HAN, is_name
from corpus.redact.word import either, listed, words

Span = tuple[int, int]
_COLON = re.compile("[:□]")
_STOP = re.compile(r"[。;；\n]")
_BRACKETS = re.compile(r" *\([^()\n]*\) *$")
_WITH_NUMBER = re.compile(r"(?:及|和|、|/)?(?:联系)?(?:电话|方式|手机)$")
# How long a role may be, with a remark in brackets; and what such remarks end with.
_REACH = 24
_REMARKS = (")", "电话", "方式", "手机")
_TOKEN = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*|[()\d]")
_PERSONAL = tuple("人员长师任记席生单部者")
_LAST = frozenset("人员长师任记席问挥)学 ")
_LONGEST = 14
_SHORT = 40
_NAMES_ONLY = re.compile(rf"[ {HAN}·、,，()/]{{2,60}}")
_SIGNED = re.compile(r" *(?:\d{2,4}|[二〇○零一二三四五六七八九]{2,4}|[xX×]{2,4}) ?年[^\n]{0,12}[日号] *")


def listings(text: str) -> Iterator[Span]:
    """Names that follow a role: 组长:王某 副组长:李某(教导主任)、张某, and the lines below that hold names alone."""
    for colon in _COLON.finditer(text):
        at = colon.start()
        head = text[max(0, at - _REACH) : at].rpartition("\n")[2].replace(" ", "")
        head = _WITH_NUMBER.sub("", _BRACKETS.sub("", head)) if head.endswith(_REMARKS) else head
        if head.endswith(_PERSONAL) or head.endswith(listed("role")):
            yield from _list(text, colon.end(), first_only=not head.endswith(listed("role")))
    at, initials = 0, _initials()
    for line in text.split("\n"):
        if len(line) > 3:
            if (line[0] if line[0] != " " else line.lstrip()[:1]) in initials:
                yield from _opened(text, line, at)
            if len(line) <= _SHORT and line[-1] in _LAST:
                yield from _closed(line, at)
        at += len(line) + 1


def _opened(text: str, line: str, at: int) -> Iterator[Span]:
    """A line that begins with a role and a space: 组长 王海."""
    opening = _opening().match(line)
    if opening:
        yield from _list(text, at + opening.end(), first_only=False)


def _closed(line: str, at: int) -> Iterator[Span]:
    """A line that is a name with its role or office behind: 王海 组长, 王海 县财政局局长, 王海(校长)."""
    closed = _trailing().fullmatch(line)
    if closed and is_name(closed["name"].replace(" ", "")):
        yield at + closed.start("name"), at + closed.end("name")


@cache
def _initials() -> frozenset[str]:
    return frozenset(role[0] for role in words("opening"))


@cache
def _opening() -> re.Pattern[str]:
    roles = "|".join(" {0,3}".join(role) for role in sorted(words("opening"), key=len, reverse=True))
    return re.compile(rf" *(?:{roles})(?:\([^()\n]*\))?(?: +|\t)(?![: ])")


@cache
def _trailing() -> re.Pattern[str]:
    name = rf"(?P<name>[{HAN}]{{2,4}}|[{HAN}] {{1,2}}[{HAN}])"
    office = rf"[{HAN}、*]{{0,24}}?(?:{either('opening', 'title')})"
    return re.compile(rf" *{name}(?:(?: *\([^()\n]*\))?[ \t]+{office}| *\({office}\)) *")


def _list(text: str, start: int, first_only: bool) -> Iterator[Span]:
    """The names from ``start`` to the line's end; ``first_only`` where a list must begin with a name to be one."""
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    found = names_in(text, start, end)
    if first_only and not (found and not text[start : found[0][0]].strip(" (")):
        return
    yield from found
    if not stop or stop[0] != "\n" or (not found and text[start:end].strip()):
        return
    # A list goes on below as long as lines hold names and nothing else.
    while stop and stop[0] == "\n":
        start = stop.end()
        following = text.find("\n", start)
        end = len(text) if following < 0 else following
        line = text[start:end]
        if not line.strip() and found:
            return
        more = names_in(text, start, end) if _NAMES_ONLY.fullmatch(line) else []
        if not more or more[0][0] - start > len(line) - len(line.lstrip()) + 12:
            return
        found = more
        yield from more
        stop = _STOP.search(text, end)


def names_in(text: str, start: int, end: int) -> list[Span]:
    """The names of a stretch that is a list of people, with their offices or without."""
    tokens = [(found.start(), found[0]) for found in _TOKEN.finditer(text, start, end)]
    found: list[Span] = []
    rare: list[Span] = []
    depth = number = 0
    while number < len(tokens):
        at, word = tokens[number]
        number += 1
        if word in "()":
            depth += 1 if word == "(" else -1
            if depth < 0:
                break
            continue
        if word.isdigit() or text[at + len(word) : at + len(word) + 1] == "〔" or text[at - 1 : at] == "〕":
            continue  # what stands right beside a placeholder was part of a longer word
        spread = _spread(tokens, number - 1)
        if spread and not depth:
            found.append(spread)
            number += 1
            continue
        name = _person(word, inside=depth > 0)
        if name:
            found.append((at + name[0], at + name[1]))
        elif (
            not depth
            and 2 <= len(word) <= 3
            and text[at + len(word) : at + len(word) + 1] != ":"
            and not _is_wordy(word)
        ):
            rare.append((at, at + len(word)))
        elif not found and len(word) > _LONGEST:
            break
    return sorted(found + rare) if len(found) >= 2 and len(found) >= 3 * len(rare) else found


def _spread(tokens: list[tuple[int, str]], number: int) -> Span | None:
    """王 强: two characters with nothing but space between."""
    at, word = tokens[number]
    if len(word) != 1 or number + 1 >= len(tokens):
        return None
    following, other = tokens[number + 1]
    if len(other) == 1 and other not in "()" and 2 <= following - at <= 4 and is_name(word + other):
        return at, following + 1
    return None


def _is_wordy(word: str) -> bool:
    known = words("word", "role", "title", "person", "public", "opening")
    never = words("never", "office")
    return word in known or word[:2] in known or word[-2:] in known or any(sign in never for sign in word)


def _person(word: str, inside: bool) -> Span | None:
    """The name in a word of a list: alone, behind an office (教务处张三), before a title (张三校长)."""
    if is_name(word, sure=not inside):
        return 0, len(word)
    if inside or len(word) > _LONGEST + 6:
        return None
    titled = _titled().fullmatch(word)
    if titled and is_name(titled["name"]):
        return titled.span("name")
    for length in (4, 3, 2):
        before, name = word[:-length], word[-length:]
        if before and before[-1] in words("office") and is_name(name, sure=before.endswith(listed("title"))):
            return len(before), len(word)
    joined = _JOINED.fullmatch(word)
    if joined and is_name(joined[1], sure=False) and (joined[2][0] == "各" or is_name(joined[2])):
        return joined.span(1)
    return None


_JOINED = re.compile(rf"([{HAN}]{{2,3}})[和及与]([{HAN}]{{2,12}})")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>[{HAN}]{{2,4}}?)[副]?(?:{either('title', 'person', 'behind')})[{HAN}]{{0,6}}"
    )


def signatures(text: str) -> Iterator[Span]:
    """A name on a line of its own beside the date at the end, alone or behind who it signs for."""
    first = max(0, text.rfind("\n", 0, max(0, len(text.rstrip()) - 120)))
    lines = list(re.finditer(r"[^\n]+", text[first:]))
    for number, line in enumerate(lines):
        beside = [lines[near][0] for near in (number - 1, number + 1) if 0 <= near < len(lines)]
        if not any(_SIGNED.fullmatch(other) for other in beside):
            continue
        signed = _NAME_LAST.fullmatch(line[0])
        if signed and is_name(signed["name"].replace(" ", ""), sure=False):
            yield first + line.start() + signed.start("name"), first + line.start() + signed.end("name")


_NAME_LAST = re.compile(rf" *(?:[^\n]{{2,30}} +)?(?P<name>[{HAN}]{{2,3}}|[{HAN}] {{1,2}}[{HAN}]) *")
