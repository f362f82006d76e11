"""Finds the names of indicators: one automaton over all names, then the reading that covers the most characters.

Chinese has no word marks, so names overlap by accident (其中|专任教师 holds 中专, 村小|学生人数 holds 村小学): of all readings
of a stretch the one that leaves the fewest characters of names over is the right one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from schemas.taxonomy.loader import Side, taxonomy

# A character more counts for more than any number of pieces.
_CHARACTER = 1 << 32

Candidates = tuple[tuple[str, Side], ...]


# Not frozen: setting fields of a frozen one costs six times as much.
@dataclass(slots=True)
class Mention:
    """A name in the view; ``candidates`` are the indicators it may mean, by the side of the value it takes."""

    start: int
    end: int
    candidates: Candidates

    def ids(self, side: Side) -> tuple[str, ...]:
        """The candidates that may stand on this side of their value."""
        return _on_side(self.candidates, side)


@cache
def _on_side(candidates: Candidates, side: Side) -> tuple[str, ...]:
    return tuple(name for name, wanted in candidates if wanted in ("both", side))


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
    words = text[start:end]
    matches = automaton.find_matches_as_indexes(words, overlapping=True)
    if not matches:
        return []
    held = bytearray(end - start)
    for first, last in taken:
        begin, stop = max(0, first - start), max(0, last - start)
        held[begin:stop] = b"\1" * (stop - begin)
    free = [
        match
        for match in matches
        if held.find(1, match[1], match[2]) < 0
        and not (words[match[1]] == "中" and _after_among(text, start + match[1]))
        and not (words[match[2] - 1] == "分" and words.startswith("别", match[2]))
    ]
    return [Mention(start + begin, start + stop, candidates[index]) for index, begin, stop in _covering(free)]


def _after_among(text: str, at: int) -> bool:
    """其中|一年级 holds no 中一, 其中|学生 no 中学生."""
    return at > 0 and text[at - 1] == "其"


def _covering(matches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Of all sets of matches without overlap the one with most characters, then with fewest pieces.

    Matches are (index, begin, stop), ordered by where they stop.
    """
    # For each stop the best score so far, and the last match of the set that reaches it with the place before it.
    best, stops = [0], [0]
    chosen: list[tuple[tuple[int, int, int], int] | None] = [None]
    for match in matches:
        _, begin, stop = match
        if stop > stops[-1]:
            best.append(best[-1])
            stops.append(stop)
            chosen.append(None)
        at = bisect_right(stops, begin) - 1
        score = best[at] + (stop - begin) * _CHARACTER - 1
        if score > best[-1]:
            best[-1], chosen[-1] = score, (match, at)
    path, at = [], len(stops) - 1
    while at:
        step = chosen[at]
        if step is None:
            at -= 1
        else:
            path.append(step[0])
            at = step[1]
    return path[::-1]
