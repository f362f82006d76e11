"""Marks that web viewers leave where they cut a text into slices: 1、 2、 3、 … every few hundred characters.

They are told from a list by what a list never does: they rise by one through the whole file at nearly equal
distances, and most stand where a sentence, a word or a number is still open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, pstdev

from pipeline.split.row import Row

_MARK = re.compile(r"(\d{1,4})[、.．]")
# Where a mark stands in the source, in which row, and its length.
_Mark = tuple[int, int, int]
_NEAREST, _FARTHEST = 150, 1000
_FEWEST = 4
_SPREAD = 0.35
_OPEN_SHARE = 0.5
_END = "。！？；：!?;:”…"


def slice_marks(rows: Sequence[Row]) -> dict[int, int]:
    """Row index → length of the viewer's mark at its head; empty where the file has no such series."""
    steps: dict[int, list[_Mark]] = {}
    for index, row in enumerate(rows):
        match = _MARK.match(row.text) if row.cell is None and row.text[0].isdecimal() else None
        if match is not None:
            steps.setdefault(int(match[1]), []).append((row.start, index, match.end()))
    chain: list[_Mark] = []
    for first in steps.get(1, []):
        chain = max(chain, _chain(first, steps), key=len)
    if len(chain) < _FEWEST or not _even(chain) or not _open(chain, rows):
        return {}
    return {index: length for _, index, length in chain}


def _chain(first: _Mark, steps: dict[int, list[_Mark]]) -> list[_Mark]:
    """The series from ``first`` on; of several marks in reach the one nearest to the distance so far."""
    chain = [first]
    while True:
        here = chain[-1][0]
        usual = (here - first[0]) / (len(chain) - 1) if len(chain) > 1 else None
        ahead = steps.get(len(chain) + 1, [])
        reach = ahead[bisect_left(ahead, (here + _NEAREST,)) : bisect_left(ahead, (here + _FARTHEST,))]
        if not reach:
            return chain
        chain.append(min(reach, key=lambda step: abs(step[0] - here - usual)) if usual else reach[0])


def _even(chain: list[_Mark]) -> bool:
    distances = [after[0] - before[0] for before, after in pairwise(chain)]
    return pstdev(distances) <= _SPREAD * fmean(distances)


def _open(chain: list[_Mark], rows: Sequence[Row]) -> bool:
    """Whether most marks stand where the text before breaks off."""
    later = [index for _, index, _ in chain[1:]]
    return sum(rows[index - 1].text[-1] not in _END for index in later) >= _OPEN_SHARE * len(later)
