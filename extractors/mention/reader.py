"""Finds the names of indicators: one automaton over all names, then the reading that covers the most characters.

Chinese has no word marks, so names overlap by accident (其中|专任教师 holds 中专, 村小|学生人数 holds 村小学): of all readings
of a stretch the one that leaves the fewest characters of names over is the right one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from schemas.taxonomy.loader import Side, taxonomy

# 其中|一年级 holds no 中一, 其中|学生 no 中学生.
_AMONG = re.compile("(?<=其)中")

Candidates = tuple[tuple[str, Side], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the view; ``candidates`` are the indicators it may mean, by the side of the value it takes."""

    start: int
    end: int
    candidates: Candidates

    def ids(self, side: Side) -> list[str]:
        """The candidates that may stand on this side of their value."""
        return [name for name, wanted in self.candidates if wanted in ("both", side)]


@cache
def _automaton() -> tuple[AhoCorasick, list[Candidates]]:
    candidates: dict[str, list[tuple[str, Side]]] = defaultdict(list)
    for indicator in taxonomy():
        for name, side in indicator.names.items():
            candidates[name].append((indicator.id, side))
    automaton = AhoCorasick(list(candidates), matchkind=MatchKind.Standard)
    return automaton, [tuple(found) for found in candidates.values()]


def mentions(text: str, start: int, end: int, taken: Iterable[tuple[int, int]] = ()) -> list[Mention]:
    """The names in ``text[start:end]`` in order, none overlapping another or a stretch that is ``taken``."""
    automaton, candidates = _automaton()
    matches = automaton.find_matches_as_indexes(text[start:end], overlapping=True)
    if not matches:
        return []
    free = bytearray(end - start)
    for begin, stop in taken:
        free[max(0, begin - start) : max(0, stop - start)] = b"\1" * (
            max(0, stop - start) - max(0, begin - start)
        )
    by_end: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, begin, stop in matches:
        if not (any(free[begin:stop]) or _AMONG.match(text, start + begin)):
            by_end[stop].append((begin, index))
    return [
        Mention(start + begin, start + stop, candidates[index]) for begin, stop, index in _covering(by_end)
    ]


def _covering(by_end: dict[int, list[tuple[int, int]]]) -> list[tuple[int, int, int]]:
    """Of all sets of matches without overlap the one with most characters, then with fewest pieces."""
    best: list[tuple[int, int]] = [(0, 0)]
    stops: list[int] = [0]
    chosen: list[tuple[int, int, int, int] | None] = [None]
    for stop in sorted(by_end):
        score, came = best[-1], None
        for begin, index in by_end[stop]:
            at = _last_before(stops, begin)
            covered, pieces = best[at]
            offer = (covered + stop - begin, pieces - 1)
            if offer > score:
                score, came = offer, (begin, stop, index, at)
        best.append(score)
        stops.append(stop)
        chosen.append(came)
    path, at = [], len(stops) - 1
    while at:
        step = chosen[at]
        if step is None:
            at -= 1
            continue
        begin, stop, index, at = step
        path.append((begin, stop, index))
    return path[::-1]


def _last_before(stops: list[int], begin: int) -> int:
    at = len(stops) - 1
    while stops[at] > begin:
        at -= 1
    return at
