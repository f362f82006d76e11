"""What a line is, the same for the reader of plain text and for the splitter."""

from __future__ import annotations

from collections.abc import Iterator

# What str.splitlines parts lines at.
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_EDGE = " \t\u3000\xa0\u2002\u2003\u2009\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + BREAKS


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, stripped of surrounding white space."""
    position = start
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip(_EDGE)
        if bare:
            first = position if line[0] not in _EDGE else position + len(line) - len(line.lstrip(_EDGE))
            yield first, first + len(bare)
        position += len(line)
