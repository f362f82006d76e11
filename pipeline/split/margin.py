"""Texts whose lines are broken at a fixed width, as in e-mails and scans: which rows end at that margin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.split.row import Row

_FEWEST = 12
_NARROWEST, _WIDEST = 15, 120
# Punctuation that may not begin a line, and words kept whole, leave up to this many places unused.
_SLACK = 3
_SHARE = 0.4
_TOP = 0.97


def full_rows(rows: Sequence[Row]) -> frozenset[int]:
    """The starts of the rows that end at the right margin; none where lines are whole paragraphs."""
    plain = [row for row in rows if row.cell is None]
    if len(plain) < _FEWEST:
        return frozenset()
    measures: tuple[Callable[[str], float], ...] = (len, _width)
    for measure in measures:
        sizes = [measure(row.text) for row in plain]
        margin = _margin(sizes)
        if margin is not None:
            return frozenset(
                row.start for row, size in zip(plain, sizes, strict=True) if size >= margin - _SLACK
            )
    return frozenset()


def _width(text: str) -> float:
    """Places on a line: one for an ideograph, half of one for a Latin letter or digit."""
    return (len(text.encode("utf-8", "surrogatepass")) + len(text)) / 4


def _margin(sizes: Sequence[float]) -> float | None:
    """The width that a large part of the lines reach and hardly one exceeds."""
    margin = sorted(sizes)[int(len(sizes) * _TOP)]
    if not _NARROWEST <= margin <= _WIDEST or max(sizes) > margin + _SLACK:
        return None
    near = sum(margin - _SLACK <= size for size in sizes)
    return margin if near >= _SHARE * len(sizes) else None
