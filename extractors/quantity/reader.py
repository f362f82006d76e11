"""Reads the quantities of a text: numbers with units, ranks, shares, and the blanks where numbers should stand."""

from __future__ import annotations

import re
from bisect import bisect_right

from extractors.quantity import arabic, blank, chinese, exclusion, ordinal
from extractors.quantity.piece import Quantity

_EMPTY = re.compile(r"\s*[-－—–/／\\]*\s*")
_CELL = re.compile(r"\s*([-－−]?)\s*(?=[\d.])")


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order, without overlap; thresholds are among them, and marked."""
    found: list[Quantity] = []
    for group in (
        ordinal.quantities(text),
        arabic.quantities(text),
        chinese.quantities(text),
        blank.placeholders(text),
        blank.lost(text),
    ):
        found = _merge(found, list(group))
    titles = exclusion.titled(text)
    return [quantity for quantity in found if not _inside(titles, quantity)] if titles else found


def thresholds(text: str) -> list[Quantity]:
    """What only bounds another figure: the 60人以上 of 60人以上的班有9个."""
    return [quantity for quantity in quantities(text) if quantity.threshold]


def _merge(kept: list[Quantity], more: list[Quantity]) -> list[Quantity]:
    """Both in order; of two that overlap the earlier reader's stands."""
    if not more:
        return kept
    starts = [quantity.start for quantity in kept]
    merged, last = list(kept), -1
    for quantity in sorted(more, key=lambda item: item.start):
        index = bisect_right(starts, quantity.start)
        before = kept[index - 1].end if index else -1
        after = kept[index].start if index < len(kept) else len(quantity.measure) + quantity.end
        if quantity.start >= max(before, last) and quantity.end <= after:
            merged.append(quantity)
            last = quantity.end
    merged.sort(key=lambda item: item.start)
    return merged


def _inside(stretches: list[tuple[int, int]], quantity: Quantity) -> bool:
    index = bisect_right(stretches, (quantity.start, quantity.start)) - 1
    return index >= 0 and quantity.end <= stretches[index][1]
