"""The words of a rule: a YAML file of lists beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from schemas.resource import resource


@cache
def lexicon(path: str) -> dict[str, list[str]]:
    """The named lists of the YAML file ``path``; words of a list may stand on one line, parted by spaces."""
    raw = resource(path)
    return {
        name: [word for entry in cast(list[str], entries) for word in str(entry).split()]
        for name, entries in cast(dict[str, object], raw).items()
    }


def alternatives(words: list[str], gap: str = "") -> str:
    """Any of the words, the longest first, without a group around them; ``gap`` is what may part their characters.

    A pattern that begins with them alone is searched for by its first characters, several times faster; words
    with the same beginning share it, so that each place is tried for few branches.
    """
    return "|".join(re.escape(first) + _rest(tails, gap) for first, tails in _by_first(words).items())


def _rest(tails: list[str], gap: str) -> str:
    """What may follow a shared beginning: the longest first, so that nothing comes last."""
    branches = _by_first([tail for tail in tails if tail])
    if not branches:
        return ""
    single = [first for first, rest in branches.items() if rest == [""]]
    parts = [re.escape(first) + _rest(rest, gap) for first, rest in branches.items() if rest != [""]]
    if len(single) == 1:
        parts += map(re.escape, single)
    elif single:
        parts.append(f"[{''.join(map(re.escape, single))}]")
    several = "|".join(parts) if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{gap}{several})?" if "" in tails else gap + several


def _by_first(words: list[str]) -> dict[str, list[str]]:
    """The words without their first character, under it."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        found.setdefault(word[:1], []).append(word[1:])
    return found


def either(words: list[str]) -> str:
    """A pattern that takes any of the words, the longest first."""
    return f"(?:{alternatives(words)})"
