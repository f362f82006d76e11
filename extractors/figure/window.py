"""What stands around a quantity inside its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractors.figure.clause import Sentence
from extractors.figure.noun import counted_noun
from extractors.mention.reader import Mention
from extractors.period.rule import Period
from extractors.quantity.piece import Quantity
from schemas.span import Span

# 由180人扩大到260人: what a value turns into is no noun that it counts.
_TURNS = re.compile(r"的?[\u4e00-\u9fff]{0,4}(?:[到至]|[整大小变降升增减改]为)了?")
# 入学率：约99.8%: what may stand between a label and its value.
_BARE = re.compile(r"[约近共有为达计 \u3000]*")
# No clause is longer; without a bound a line of nothing but numbers would cost their square.
_CLAUSE = 2000
_START = attrgetter("start")


@dataclass(slots=True)
class Window:
    """What stands left and right of a quantity inside its clause, up to the neighbouring quantities.

    ``previous`` is the quantity before in the sentence. ``left_text`` are the words of the clause between the two,
    ``left_mentions`` the names among them, or the one that a colon parts from the value (入学率：99.8%);
    ``clause_text`` are all words of the clause before the quantity, of an endless clause the nearest.
    """

    sentence: Sentence
    quantity: Quantity
    left: tuple[int, int]
    right: tuple[int, int]
    next_outer: int
    previous: Quantity | None
    clause: tuple[int, int]
    left_text: str
    left_mentions: list[Mention]
    clause_text: str
    _noun: str | None = None

    @classmethod
    def of(cls, sentence: Sentence, index: int) -> Window:
        """The window of the sentence's quantity at ``index``."""
        row = sentence.quantities
        quantity = row[index]
        text, start = sentence.text, quantity.start
        begin, stop = clause = sentence.clause(start)
        previous = row[index - 1] if index else None
        before = previous.outer_end if previous else sentence.start
        following = row[index + 1].outer_start if index + 1 < len(row) else sentence.end
        left = (min(max(begin, before), start), start)
        right = (quantity.outer_end, max(quantity.outer_end, min(stop, following)))
        return cls(
            sentence,
            quantity,
            left,
            right,
            following,
            previous,
            clause,
            text[left[0] : start],
            sentence.between(*left) or _label(sentence, begin, quantity),
            text[max(begin, start - _CLAUSE) : start],
        )

    def noun(self) -> str:
        """The noun that the quantity counts, when it follows at once; empty where none does."""
        if self._noun is None:
            start, end = self.right
            if end == self.next_outer and _TURNS.fullmatch(self.sentence.text, start, end):
                self._noun = ""
                return self._noun
            self._noun = counted_noun(self.sentence.text[start : min(end, start + 24)])
        return self._noun


def _label(sentence: Sentence, begin: int, quantity: Quantity) -> list[Mention]:
    """The name before the colon behind which a clause begins that is nothing but its value."""
    text = sentence.text
    if begin <= sentence.start or text[begin - 1] not in "：:":
        return []
    if not _BARE.fullmatch(text, begin, quantity.outer_start):
        return []
    return [name for name in sentence.between(sentence.start, begin - 1)[-1:] if name.end == begin - 1]


def period_of(periods: Sequence[Period], window: Window) -> Span | None:
    """The time expression nearest before the quantity in its sentence."""
    index = bisect_left(periods, window.quantity.start, key=_START) - 1
    if index < 0 or periods[index].start < window.sentence.start:
        return None
    return Span(periods[index].start, periods[index].end)
