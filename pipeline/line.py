"""What a line is, the same for the reader of plain text and for the splitter."""

from __future__ import annotations

import re
from collections.abc import Iterator

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACE = " \t\u3000\xa0\u2002\u2003\u2009\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE = re.compile(f"[^{BREAKS}]+")


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, stripped of surrounding white space."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        if text[first] in _SPACE or text[last - 1] in _SPACE:
            whole = match.group()
            first += len(whole) - len(whole.lstrip(_SPACE))
            last = first + len(whole.strip(_SPACE))
        if first < last:
            yield first, last
