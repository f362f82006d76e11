"""How much of one text stands in another, wherever and in whatever order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_GRAM = 3
_WORD = re.compile(r"[^\W_]+")


def characters(text: str) -> int:
    """Letters and figures of a text."""
    return sum(map(len, _words(text)))


def share(wanted: str, found: str) -> float:
    """The share of ``wanted`` that ``found`` has, 0 to 1; 1 where nothing is wanted.

    What is counted are runs of three letters or figures within the words of ``wanted``, as often as they stand
    there: neither the order of columns and cells, nor spaces, punctuation, width and case matter.
    """
    grams = Counter(gram for word in _words(wanted) for gram in _grams(word, min(_GRAM, len(word))))
    total = grams.total()
    if not total:
        return 1.0
    joined = "".join(_words(found))
    ours = Counter(gram for size in range(1, _GRAM + 1) for gram in _grams(joined, size))
    return sum(min(count, ours[gram]) for gram, count in grams.items()) / total


def missing(wanted: str, found: str, most: int = 8) -> list[str]:
    """Some words of ``wanted`` that ``found`` has not, for people to look at."""
    joined = "".join(_words(found))
    absent = dict.fromkeys(word for word in _words(wanted) if word not in joined)
    return [word[:40] for word, _ in zip(absent, range(most), strict=False)]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]
