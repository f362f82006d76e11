"""What can be a person's name, or a blank left for one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import alternatives, either, lexicon

# Taken whole or not at all: XX县 holds no blank X.
BLANK = r"(?:[xX×＊*○〇]{1,6}+|_{2,}+|某{2,4}+)"
FOREIGN = r"[一-龥]{2,8}[·•][一-龥]{2,8}"
# 王 强: a name of two characters spread to the width of three.
SPREAD = (
    r"(?:[一-龥][ \u3000][一-龥][ \u3000][一-龥](?![ \u3000]*[一-龥])"
    r"|[一-龥][ \u3000]{1,2}(?:某某?|[一-龥])(?![一-龥]))"
)


@cache
def words() -> dict[str, list[str]]:
    """The lists of words.yaml."""
    return lexicon(str(Path(__file__).with_name("words.yaml")))


@cache
def name_pattern(doubtful: bool, given: str = "{1,2}") -> str:
    """A pattern for a Chinese name, ``given`` characters behind the surname.

    Without ``doubtful`` only for surnames that begin no common word.
    """
    return f"{no_word(doubtful)}{surname_pattern(doubtful)}{given_pattern(given)}"


@cache
def no_word(doubtful: bool) -> str:
    """What must hold where a surname begins: no common word does.

    It is the costly part of a pattern: names that may stand at the same place share one.
    """
    firsts = {surname[0] for surname in _surnames(doubtful)}
    # Few places get past the class: only there the words are tried.
    begun = "".join(sorted(firsts))
    return f"(?=[{begun}])(?!{either([word for word in words()['word'] if word[0] in firsts])})"


@cache
def surname_pattern(doubtful: bool) -> str:
    """A surname, whatever it begins."""
    surnames = _surnames(doubtful)
    single = "".join(surname for surname in surnames if len(surname) == 1)
    return f"(?:{alternatives([surname for surname in surnames if len(surname) > 1])}|[{single}])"


def _surnames(doubtful: bool) -> list[str]:
    unsafe = set() if doubtful else set(words()["doubtful"])
    return [surname for surname in words()["surname"] if surname not in unsafe]


@cache
def given_pattern(count: str) -> str:
    """A given name, or what stands in its place (王某, 王××)."""
    return rf"(?:某{{1,2}}|[×＊*]{{1,2}}|[xX]{{1,2}}(?![xX])|(?:(?!{_never()})[一-龥]){count})"


@cache
def worded_pattern() -> str:
    """A full name with a character that is a word of its own elsewhere (石有田): enough only among other names."""
    return f"{surname_pattern(False)}(?:[有为元和达来][一-龥]|[一-龥][有为元和达来])"


@cache
def unknown_pattern() -> str:
    """What could be a name of any origin (扎西): enough only among other names, with a post in brackets behind."""
    return rf"(?:(?!{_never()})[一-龥]){{2,4}}"


@cache
def _never() -> str:
    return "[" + "".join(sorted(set("".join(words()["never"])))) + "]"


@cache
def _name() -> re.Pattern[str]:
    return re.compile(f"{name_pattern(doubtful=True)}|{FOREIGN}")


def is_name(token: str) -> bool:
    """Whether the whole token reads as a name with a known surname."""
    return bool(_name().fullmatch(token))


_BLANK = re.compile(BLANK)


def is_blank(token: str) -> bool:
    """Whether the token is a blank left for a name (XXX, ×××, ____, 某某)."""
    return bool(_BLANK.fullmatch(token))
