"""Lists that run on in one paragraph: （一）…。（二）…, or …如下：1、…；2、…."""

from __future__ import annotations

import re

from pipeline.split.label import Label, label

# The white space is spelt out because a class with \s in it is searched for at half the speed.
_RUN_IN = re.compile(
    r"[。！？；：\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
    r"(?=[一二三四五六七八九十（(\d①-⑳])(?=[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}[、.．](?!\d)|[①-⑳])"
)
_LEAST = 20
_WINDOW = 16


def items(text: str) -> list[int]:
    """Where further items of a list begin inside a paragraph; only in a series that rises by one.

    A list inside running text counts from its first item on where a second follows.
    """
    if len(text) < _LEAST:
        return []
    found: list[tuple[int, Label]] = []
    for match in _RUN_IN.finditer(text):
        one = label(text[match.end() : match.end() + _WINDOW])
        if one is not None:
            found.append((match.end(), one))
    if not found:
        return []
    following = _following(found)
    reached: dict[str, int] = {}
    if (own := label(text)) is not None:
        reached[own.kind] = own.ordinal
    starts = []
    for (start, one), after in zip(found, following, strict=True):
        if one.ordinal == reached.get(one.kind, -1) + 1 or (one.ordinal == 1 and after == 2):
            reached[one.kind] = one.ordinal
            starts.append(start)
    return starts


def _following(found: list[tuple[int, Label]]) -> list[int]:
    """For each item the number of the next one of its kind, 0 where there is none."""
    seen: dict[str, int] = {}
    result = [0] * len(found)
    for index in range(len(found) - 1, -1, -1):
        one = found[index][1]
        result[index] = seen.get(one.kind, 0)
        seen[one.kind] = one.ordinal
    return result
