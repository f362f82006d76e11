"""Sentences of a line with their clauses, and what stands in each: quantities and mentions.

A bracket that holds no quantity is part of the words around it; one that does is a clause of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.figure.trigger import said
from extractors.mention.reader import Mention
from extractors.quantity.piece import Quantity

_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’]?")
# □ stands for a punctuation mark that a converter lost.
_BREAK = re.compile(r"[，,；;：:（）()\[\]【】□]")
_OPENING, _CLOSING = "（([【", "）)]】"


@dataclass(slots=True)
class Sentence:
    """``breaks`` are the offsets just behind each clause mark, ``named`` where mentions begin; all in the view.

    ``said`` tells which kinds of words stand in the sentence (see ``trigger``), ``bounds`` are those of its
    quantities that only bound the people counted by others.
    """

    text: str
    start: int
    end: int
    quantities: list[Quantity]
    mentions: list[Mention]
    breaks: list[int] = field(default_factory=list)
    named: list[int] = field(init=False)
    said: int = field(init=False)
    bounds: list[Quantity] = field(init=False)

    def __post_init__(self) -> None:
        self.named = [mention.start for mention in self.mentions]
        self.said = said(self.text, self.start, self.end)
        self.bounds = [one for one in self.quantities if one.threshold and one.unit == "person"]

    def clause(self, offset: int) -> tuple[int, int]:
        """The clause that holds ``offset``: from behind the mark before it to the mark after it."""
        index = bisect_right(self.breaks, offset)
        start = self.breaks[index - 1] if index else self.start
        end = self.breaks[index] - 1 if index < len(self.breaks) else self.end
        return start, end

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie wholly in ``start``..``end``."""
        first = last = bisect_left(self.named, start)
        while last < len(self.mentions) and self.mentions[last].end <= end:
            last += 1
        return self.mentions[first:last]


def sentences(
    text: str, start: int, end: int, quantities: Sequence[Quantity], mentions: Sequence[Mention]
) -> Iterator[Sentence]:
    """The sentences of ``text[start:end]`` that hold a quantity, with their pieces."""
    begin, first, named = start, 0, 0
    for stop in [*(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]:
        last = first
        while last < len(quantities) and quantities[last].start < stop:
            last += 1
        if last > first:
            while named < len(mentions) and mentions[named].start < begin:
                named += 1
            until = named
            while until < len(mentions) and mentions[until].end <= stop:
                until += 1
            sentence = Sentence(text, begin, stop, list(quantities[first:last]), list(mentions[named:until]))
            sentence.breaks = _breaks(sentence)
            yield sentence
            first, named = last, until
        begin = stop


def _breaks(sentence: Sentence) -> list[int]:
    found: list[int] = []
    opened: list[tuple[int, int]] = []
    starts = [quantity.start for quantity in sentence.quantities]
    for match in _BREAK.finditer(sentence.text, sentence.start, sentence.end):
        at = match.start()
        before = bisect_right(starts, at)
        if _inside(sentence, at, before - 1):
            continue
        mark = sentence.text[at]
        if mark in _OPENING:
            opened.append((at, len(found)))
        elif mark in _CLOSING and opened:
            begun, kept = opened.pop()
            if bisect_right(starts, begun) == before:
                del found[kept:]
                continue
        found.append(at + 1)
    return found


def _inside(sentence: Sentence, offset: int, value: int) -> bool:
    """Whether a mark belongs to a number (1:13.5) or a name (体育、艺术（音乐、美术）教师).

    ``value`` is the index of the last quantity that begins before it.
    """
    if value >= 0 and sentence.quantities[value].end > offset:
        return True
    index = bisect_right(sentence.named, offset) - 1
    return index >= 0 and sentence.mentions[index].end > offset
