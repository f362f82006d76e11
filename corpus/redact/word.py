"""The words beside this file, read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from schemas.resource import resource


@cache
def listed(name: str, file: str = "words") -> tuple[str, ...]:
    """A list of words.yaml or common.yaml, each word once."""
    entries: list[str] = resource(Path(__file__).with_name(f"{file}.yaml"))[name]
    return tuple(dict.fromkeys(word for entry in entries for word in str(entry).split()))


@cache
def words(*names: str) -> frozenset[str]:
    """Lists of words.yaml as one set."""
    return frozenset(word for name in names for word in listed(name))


@cache
def common() -> frozenset[str]:
    """Ordinary words of two characters."""
    return frozenset(listed("common", "common")) | words("word")


def either(*names: str) -> str:
    """A pattern for any word of these lists, the longest first; words with the same first character share it."""
    branches: dict[str, list[str]] = {}
    for word in sorted(words(*names), key=lambda word: (-len(word), word)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in branches.items())
