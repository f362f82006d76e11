"""What stands around a quantity inside its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.figure.clause import Sentence
from extractors.figure.noun import counted_noun
from extractors.mention.reader import Mention
from extractors.quantity.piece import Quantity

# 由180人扩大到260人: what a value turns into is no noun that it counts.
_TURNS = re.compile(r"的?[\u4e00-\u9fff]{0,4}(?:[到至]|[整大小变降升增减改]为)了?")


@dataclass(slots=True)
class Window:
    """What stands left and right of a quantity inside its clause, up to the neighbouring quantities.

    ``previous`` is the quantity before in the sentence. ``left_text`` are the words of the clause between the two,
    ``left_mentions`` the names among them; ``clause_text`` are all words of the clause before the quantity.
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
            sentence.between(*left),
            text[begin:start],
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
