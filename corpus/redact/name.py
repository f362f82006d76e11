"""What reads as a person's name, and where a known name stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.redact.word import common, words

HAN = "一-龥"
FOREIGN = re.compile(rf"[{HAN}]{{2,8}}(?:·[{HAN}]{{1,8}})+")
# Anything that has already been made unreadable: 王某, 张××, 李XX, 〔姓名〕.
_MASKED = re.compile(r"[某×xX*＊○〔]")


@cache
def surnames() -> frozenset[str]:
    """All surnames of one character."""
    return words("surname", "doubtful")


def is_name(token: str, sure: bool = True) -> bool:
    """Whether the whole token reads as a name.

    ``sure`` where only names are to be expected (a list, a column); elsewhere a name may not begin with an ordinary
    word, and with a surname that begins many words it takes three characters.
    """
    if not 2 <= len(token) <= 4:
        return "·" in token and bool(FOREIGN.fullmatch(token)) and foreign_end(token, 0) == len(token)
    double = token[:2] in words("compound") and len(token) > 2
    given = token[2:] if double else token[1:]
    if (
        not _is_given(given, sure)
        or (not double and token[0] not in surnames())
        or token in words("compound", "public")
    ):
        return False
    if double or token[1:] in words("title", "person", "behind"):
        return double
    if sure:
        return token[:2] not in words("word")
    if (
        token in words("public")
        or token[:2] in common()
        or (token[1:] in common() and token[0] not in words("plain_surname"))
    ):
        return False
    return len(token) == 3 or token[0] not in words("doubtful")


def _is_given(given: str, sure: bool) -> bool:
    if len(given) > 2 or min(given) < "一" or max(given) > "龥" or "某" in given:
        return False
    return (_never_sure() if sure else words("never")).isdisjoint(given)


@cache
def _never_sure() -> frozenset[str]:
    return words("never") - words("soft")


def is_told(name: str) -> bool:
    """Whether a name that a record knows is somebody's: neither masked already, nor known to all, nor a number's label."""
    if len(name) < 2 or name in words("public") or _MASKED.search(name):
        return False
    return name not in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    """The labels of numbers and all that they begin with."""
    labels = words("phone", "id", "bank", "messenger", "mail", "address", "thing")
    return frozenset(label[:end] for label in labels for end in range(1, len(label) + 1))


def is_ordinary(name: str) -> bool:
    """Whether a name is a word as well (高峰, 成功): it is then masked only where it must be a name."""
    return name in common()


def foreign_end(text: str, start: int) -> int:
    """Where a name of several parts ends (阿依古丽·买买提), before what is said of its bearer; 0 for none."""
    found = FOREIGN.match(text, start)
    if not found or text.startswith(_follow(), start):
        return 0
    last = found[0].rindex("·") + start + 3
    return next((at for at in range(last, found.end()) if text.startswith(_follow(), at)), found.end())


def longest(text: str, start: int, sure: bool) -> int:
    """Where a name that begins at ``start`` ends, the longest that nothing goes on behind; 0 for none."""
    if "·" in text[start : start + 9]:
        foreign = foreign_end(text, start)
        if foreign:
            return foreign
    if text[start] not in surnames() and text[start : start + 2] not in words("compound"):
        return 0
    spread = _SPREAD.match(text, start)
    if spread and sure and is_name(spread[1] + spread[2]):
        return spread.end()
    for length in (4, 3, 2):
        token = text[start : start + length]
        if len(token) == length and is_name(token, sure) and _ends(text, start + length):
            return start + length
    return 0


# 教师尚缺46人: what is counted is no name.
_COUNTED = re.compile(r"\d{1,5}(?:\.\d+)?[一-龥%]")
_SPREAD = re.compile(rf"([{HAN}]) {{1,2}}([{HAN}])(?![{HAN}])")


def _ends(text: str, place: int) -> bool:
    """Whether what stands here cannot belong to a name before it."""
    if place >= len(text) or not "一" <= text[place] <= "龥":
        return not _COUNTED.match(text, place)
    return text.startswith(_follow(), place)


@cache
def _follow() -> tuple[str, ...]:
    return tuple(sorted(words("follow", "behind", "title")))


def before(text: str, end: int, sure: bool = False) -> int:
    """Where a name begins that ends here (before a title); -1 for none."""
    run = run_before(text, end, 24)
    if "·" in text[max(0, end - 8) : end]:
        offices = [
            run.rfind(title, 0, run.index("·")) + len(title)
            for title in words("title", "person")
            if title in run
        ]
        own = run[max(offices, default=0) :]
        return end - len(own) if FOREIGN.fullmatch(own) else -1
    for length in (4, 3, 2):
        token = run[-length:]
        if len(token) < length or not is_name(token, sure or len(token) == len(run)):
            continue
        if text[end - length - 1 : end - length + 1] in common():
            continue  # 感谢高老师
        shorter = token[1:]
        glued = len(run) > length or token[0] in words("never_alone")
        if length == 3 and glued and token[0] in words("doubtful") and shorter[0] in words("plain_surname"):
            continue  # 和张明老师, 时王芳老师
        return end - length
    return -1


def run_before(text: str, end: int, most: int) -> str:
    """The Chinese characters, ``most`` at the most, that end here."""
    start = end
    while start > 0 and end - start < most and ("一" <= text[start - 1] <= "龥" or text[start - 1] == "·"):
        start -= 1
    return text[start:end]


def occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a known name stands by itself: not 王强 in 王强调指出, yet in 王强调整了课表."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        joined = len(name) == 2 and text[end - 1 : end + 1] in common()
        if not joined or text[end : end + 2] in common():
            yield at, end
        at = text.find(name, end)
