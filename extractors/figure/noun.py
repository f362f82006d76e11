"""The noun beside a quantity, in the text's own words, where the taxonomy knows no name for it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from extractors.figure.vocabulary import words

_STOP = re.compile(r"[，,。；;、：:！？!?（）()\[\]【】《》“”\"\s□\d]")
_LONGEST = 12


@cache
def _cutter() -> Any:
    import jieba

    jieba.setLogLevel(60)
    return jieba


# Beside numbers the same few words stand again and again.
@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(_cutter().lcut(text))


def counted_noun(text: str, last: bool = False) -> str:
    """The noun phrase at the start of ``text`` (at its end with ``last``), empty where a verb or mark stands there."""
    if last:
        return _last_noun(text)
    if text[:1] == "的":
        text = text[1:]
    stop = _STOP.search(text)
    text = text[: stop.start()] if stop else text
    if not text:
        return ""
    phrase = ""
    for word in _cut(text[: _LONGEST * 2]):
        if word in words("function") or len(phrase) + len(word) > _LONGEST:
            break
        phrase += word
    return phrase.rstrip("的地得")


def first_word(text: str) -> str:
    """The word that ``text`` begins with."""
    found = _cut(text)
    return found[0] if found else ""


def _last_noun(text: str) -> str:
    pieces = [piece for piece in _STOP.split(text[-24:]) if piece]
    if not pieces:
        return ""
    phrase = ""
    for word in reversed(_cut(pieces[-1])):
        if word in words("function"):
            if phrase:
                break
            continue
        if len(phrase) + len(word) > _LONGEST:
            break
        phrase = word + phrase
    return phrase.strip("的地得")
