"""What stands around a quantity, as a bag of hashed features: enough to tell what it measures, too little to copy it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from ahocorasick_rs import AhoCorasick, MatchKind

from schemas.taxonomy.loader import taxonomy

if TYPE_CHECKING:
    from numpy import uint32
    from numpy.typing import NDArray

_LEFT, _RIGHT, _NAMES = 60, 24, 120
# A line above that is longer is no heading.
_HEADING = 40
# How many names before a value are told apart by their order.
_RANKS = 3
# Ends of the stretches of distance, in characters, that are told apart: beside, in the phrase, clause, sentence …
_STRETCHES = (1, 4, 10, 20, 40)
# Beyond the third, what stands at a distance says little together with the unit; to the right ever less.
_NEAR = 3
_NUMBER = re.compile(r"[0-9０-９xX×＊*]+(?:[.．,][0-9０-９]+)*")
_WRITTEN = re.compile(r"[约近余0-9０-９.．,:：一二三四五六七八九十百千万亿零两几半~～\-—至到多xX*×]+")
_CLAUSE = re.compile(r"[，。；：、,;:（）()]")


def context(text: str, start: int, end: int) -> NDArray[uint32]:
    """The hashes of what tells about the quantity ``text[start:end]``: sorted, each once.

    Characters to both sides by how far they are, with and without the unit; the clause; names of indicators before it
    by their order; a heading above. Figures themselves are all alike.
    """
    import numpy as np

    return np.array(sorted({crc32(one.encode()) for one in _features(text, start, end)}), dtype=np.uint32)


def beside(text: str, start: int, end: int) -> str:
    """The words right beside a quantity, figures all alike: where they are the same there is nothing new to learn."""
    return _plain(text[max(0, start - 16) : end + 4])


def _features(text: str, start: int, end: int) -> Iterator[str]:
    line = text.rfind("\n", 0, start) + 1
    left = _plain(text[max(line, start - 2 * _NAMES) : start])
    right = _plain(text[end : end + 2 * _RIGHT].partition("\n")[0])[:_RIGHT]
    unit = _unit(text[start:end])
    clause = left[max((match.end() for match in _CLAUSE.finditer(left)), default=0) :]
    yield from (f"u:{unit}", f"c:{clause}", f"c:{clause}|{unit}")
    yield from _before(left[-_LEFT:], unit)
    yield from _after(right, unit)
    yield from _named(left[-_NAMES:], right, unit)
    above = text[max(0, line - _HEADING - 2) : max(0, line - 1)]
    if "\n" in above or line <= _HEADING + 1:
        yield from (f"h:{gram}" for _, gram in _grams(_plain(above.rpartition("\n")[2]), 2, 4))


def _before(left: str, unit: str) -> Iterator[str]:
    for at, gram in _grams(left, 1, 3):
        stretch = _stretch(len(left) - at - len(gram))
        yield f"l{stretch}:{gram}"
        if len(gram) > 1:
            yield f"l:{gram}"
            if stretch <= _NEAR:
                yield f"l{stretch}:{gram}|{unit}"


def _after(right: str, unit: str) -> Iterator[str]:
    for at, gram in _grams(right, 1, 3):
        stretch = _stretch(at)
        yield f"r{stretch}:{gram}"
        if len(gram) > 1 and stretch <= 1:
            yield f"r{stretch}:{gram}|{unit}"


def _named(left: str, right: str, unit: str) -> Iterator[str]:
    automaton, ids = _automaton()
    matches = automaton.find_matches_as_indexes(left)
    for rank, (name, _, _) in enumerate(reversed(matches)):
        for one in ids[name]:
            yield f"a{min(rank, _RANKS)}:{one}|{unit}"
            yield f"a:{one}"
    for name, _, _ in automaton.find_matches_as_indexes(right)[:1]:
        yield from (f"b:{one}" for one in ids[name])


@cache
def _automaton() -> tuple[AhoCorasick, list[tuple[str, ...]]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for indicator in taxonomy():
        for name in indicator.names:
            ids[name].append(indicator.id)
    automaton = AhoCorasick(list(ids), matchkind=MatchKind.LeftmostLongest)
    return automaton, [tuple(found) for found in ids.values()]


def _grams(text: str, least: int, most: int) -> Iterator[tuple[int, str]]:
    for size in range(least, most + 1):
        for at in range(len(text) - size + 1):
            yield at, text[at : at + size]


def _stretch(distance: int) -> int:
    return sum(distance > end for end in _STRETCHES)


def _plain(text: str) -> str:
    return _NUMBER.sub("0", text)


def _unit(quantity: str) -> str:
    """What is left of a quantity without its number; of one without unit how its number is written."""
    match = _WRITTEN.match(quantity)
    return quantity[match.end() :] if match and match.end() < len(quantity) else _plain(quantity)
