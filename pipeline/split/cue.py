"""Cue words counted in a text: all words of all cues in one pass, the few that are shapes one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from ahocorasick_rs import AhoCorasick, Implementation


class Cue(TypedDict):
    """Words, parted by spaces, and shapes that tell the same; each place counts for ``weight``."""

    weight: float
    words: NotRequired[str]
    shapes: NotRequired[list[str]]


class Cues:
    """Several groups of cues, by name; what a text scores for each is told in one pass."""

    def __init__(self, groups: Mapping[str, Sequence[Cue]]) -> None:
        self._names = list(groups)
        self._weights = [(name, cue["weight"]) for name, cues in groups.items() for cue in cues]
        owners: dict[str, list[int]] = {}
        self._shapes: list[tuple[int, re.Pattern[str]]] = []
        for index, cue in enumerate(cue for cues in groups.values() for cue in cues):
            for word in cue.get("words", "").split():
                owners.setdefault(word, []).append(index)
            self._shapes.extend((index, re.compile(shape)) for shape in cue.get("shapes", []))
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.DFA)

    def most(self, most: int) -> dict[str, float]:
        """The highest score that each group can reach where each cue counts up to ``most`` times."""
        totals = dict.fromkeys(self._names, 0.0)
        for name, weight in self._weights:
            totals[name] += weight * most
        return totals

    def scores(self, text: str, most: int, share: float = 1.0) -> dict[str, float]:
        """The score of each group: a cue's weight by its count, brought down to ``share``, at most ``most``."""
        totals = dict.fromkeys(self._names, 0.0)
        for (name, weight), count in zip(self._weights, self._counts(text), strict=True):
            totals[name] += weight * min(count * share, most)
        return totals

    def _counts(self, text: str) -> list[int]:
        """How often each cue stands in a text; places of one cue never overlap."""
        places = [
            (start, end, cue)
            for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            for cue in self._owners[word]
        ]
        for cue, shape in self._shapes:
            places.extend((*match.span(), cue) for match in shape.finditer(text))
        places.sort()
        counts, reached = [0] * len(self._weights), [0] * len(self._weights)
        for start, end, cue in places:
            if start >= reached[cue]:
                counts[cue] += 1
                reached[cue] = end
        return counts
