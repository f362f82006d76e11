"""The words of a rule: a YAML file of lists beside it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import cast

import yaml


@cache
def lexicon(path: str) -> dict[str, list[str]]:
    """The named lists of the YAML file ``path``; words of a list may stand on one line, parted by spaces."""
    raw = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return {
        name: [word for entry in cast(list[str], entries) for word in str(entry).split()]
        for name, entries in cast(dict[str, object], raw).items()
    }


def alternatives(words: list[str]) -> str:
    """Any of the words, the longest first, without a group around them.

    A pattern that begins with them alone is searched for by its first characters, several times faster.
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def either(words: list[str]) -> str:
    """A pattern that takes any of the words, the longest first."""
    return f"(?:{alternatives(words)})"
