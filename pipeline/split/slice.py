"""Marks that web viewers leave where they cut a text into slices: 1、 2、 3、 … every few hundred characters.

They are told from a list by what a list never does: they rise by one through the whole file at nearly equal
distances, and most stand where a sentence, a word or a number is still open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import fsum, sqrt

from pipeline.split.label import label
from pipeline.split.row import Row

_MARK = re.compile(r"(\d{1,4})[、.．]")
# Where a mark stands in the source, in which row, and its length.
_Mark = tuple[int, int, int]
_NEAREST, _FARTHEST = 150, 1000
_FEWEST = 4
_SPREAD = 0.35
_OPEN_SHARE = 0.5
_SPACES = re.compile(r"[ \u3000\xa0]+")
_SENTENCE = re.compile(r"[。，；！？]")
_WINDOW, _HEADING = 16, 20
_END = "。！？；：!?;:”…"


def read_across(rows: list[Row]) -> list[Row]:
    """The rows with viewers' marks marked as cut; where there are such, paragraphs that run on are parted.

    A viewer that slices a text also turns its line breaks into spaces: a list label after a space begins a
    paragraph, and a short heading behind a label ends at its first space.
    """
    marks = _marks(rows)
    if not marks:
        return rows
    for index, length in marks.items():
        rows[index].cut = length
    return [piece for row in _with_lone_marks(rows) for piece in _parted(row)]


def _with_lone_marks(rows: list[Row]) -> list[Row]:
    """The rows, a mark that stands on a line of its own taken together with the line it stands over."""
    kept: list[Row] = []
    for row in rows:
        above = kept[-1] if kept else None
        if above is not None and above.cut == len(above.text) and not row.cut:
            text = above.text + " " * (row.start - above.end) + row.text
            kept[-1] = replace(row, start=above.start, text=text, cut=row.start - above.start)
        else:
            kept.append(row)
    return [row for row in kept if row.words]


def _parted(row: Row) -> list[Row]:
    edges = [0]
    for match in _SPACES.finditer(row.text, row.cut + 1):
        heading = row.text[max(edges[-1], row.cut) : match.start()]
        if label(row.text[match.end() : match.end() + _WINDOW]) is not None or (
            len(heading) <= _HEADING and label(heading) is not None and not _SENTENCE.search(heading)
        ):
            edges.append(match.end())
    pieces = []
    for first, last in pairwise([*edges, len(row.text)]):
        words = row.text[first:last].rstrip()
        start = row.start + first
        pieces.append(replace(row, start=start, end=start + len(words), text=words, cut=0))
    pieces[0].cut = row.cut
    return [piece for piece in pieces if piece.words]  # a label may stand right behind a mark


def _marks(rows: Sequence[Row]) -> dict[int, int]:
    """Row index → length of the viewer's mark at its head; empty where the file has no such series."""
    steps: dict[int, list[_Mark]] = {}
    for index, row in enumerate(rows):
        match = _MARK.match(row.text) if row.cell is None and row.text[0].isdecimal() else None
        if match is not None:
            steps.setdefault(int(match[1]), []).append((row.start, index, match.end()))
    chain: list[_Mark] = []
    for first in steps.get(1, []):
        for second in _reach(first, 2, steps):
            chain = max(chain, _chain(first, second, steps), key=len)
    if len(chain) < _FEWEST or not _even(chain) or not _open(chain, rows):
        return {}
    return {index: length for _, index, length in chain}


def _reach(mark: _Mark, number: int, steps: dict[int, list[_Mark]]) -> list[_Mark]:
    """The marks of a number at a slice's distance from another."""
    ahead = steps.get(number, [])
    return ahead[bisect_left(ahead, (mark[0] + _NEAREST,)) : bisect_left(ahead, (mark[0] + _FARTHEST,))]


def _chain(first: _Mark, second: _Mark, steps: dict[int, list[_Mark]]) -> list[_Mark]:
    """The series that two marks begin; of several in reach the one nearest to the distance so far."""
    chain = [first, second]
    while reach := _reach(chain[-1], len(chain) + 1, steps):
        target = chain[-1][0] + (chain[-1][0] - first[0]) / (len(chain) - 1)
        chain.append(_nearest(reach, target))
    return chain


def _nearest(marks: list[_Mark], target: float) -> _Mark:
    return min(marks, key=lambda mark: abs(mark[0] - target))


def _even(chain: list[_Mark]) -> bool:
    distances = [after[0] - before[0] for before, after in pairwise(chain)]
    mean = fsum(distances) / len(distances)
    return sqrt(fsum((one - mean) ** 2 for one in distances) / len(distances)) <= _SPREAD * mean


def _open(chain: list[_Mark], rows: Sequence[Row]) -> bool:
    """Whether most marks stand where the text before breaks off."""
    later = [index for _, index, _ in chain[1:]]
    return sum(rows[index - 1].text[-1] not in _END for index in later) >= _OPEN_SHARE * len(later)
