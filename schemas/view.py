"""A repaired reading of a stretch of source text, with a way back to the source.

Repairs (joins across lines, dropped slice marks, full-width digits) happen on a View; the source text never
changes, and every value found in a View is reported at its source offsets.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.span import Span


@dataclass(frozen=True, slots=True)
class View:
    """``text`` to read; ``offsets[i]`` is the source offset of ``text[i]``, one entry more than characters."""

    text: str
    offsets: array[int]

    def source(self, start: int, end: int) -> Span:
        """The source stretch from the first to the last character of ``text[start:end]``."""
        return Span(*self.bounds(start, end))

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The same as two offsets."""
        first = self.offsets[start]
        return first, self.offsets[end - 1] + 1 if end > start else first

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, int]]) -> View:
        """Build from (text, source offset of its first character) pieces; each maps one to one."""
        texts: list[str] = []
        offsets = array("q")
        end = 0
        for text, start in pieces:
            texts.append(text)
            offsets.extend(range(start, start + len(text)))
            end = start + len(text)
        offsets.append(end)
        return cls("".join(texts), offsets)
