"""Reads the quantities of a text: numbers with units, ranks, shares, blanks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter

from extractors.quantity import arabic, blank, chinese, exclusion, ordinal
from extractors.quantity.piece import Quantity

_START = attrgetter("start")
_CELL = re.compile(r"([-－−]?)(?=\d)")


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order, without overlap; thresholds are among them, and marked."""
    found: list[Quantity] = []
    for group in (
        ordinal.ranks(text),
        ordinal.levels(text),
        arabic.quantities(text),
        chinese.quantities(text),
        blank.placeholders(text),
        blank.lost(text),
    ):
        found = _merge(found, list(group))
    titles = exclusion.titled(text)
    return [quantity for quantity in found if not _inside(titles, quantity)] if titles else found


def number(text: str) -> Quantity | None:
    """A table cell's whole text as one number, its unit optional; None for a dash or anything else."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    sign = _CELL.match(text, start)
    if sign is not None:
        plain = arabic.cell(text, sign.end(), end)
        if plain is not None:
            return replace(plain, start=start, value=-plain.value) if sign.group(1) and plain.value else plain
    found = quantities(text)
    whole = len(found) == 1 and min(found[0].start, found[0].outer_start) == start
    return found[0] if whole and max(found[0].end, found[0].outer_end) == end else None


def _merge(kept: list[Quantity], more: list[Quantity]) -> list[Quantity]:
    """Both in order; of two that overlap the earlier reader's stands."""
    if not more:
        return kept
    starts = [quantity.start for quantity in kept]
    merged, last = list(kept), -1
    for quantity in sorted(more, key=_START):
        index = bisect_right(starts, quantity.start)
        before = kept[index - 1].end if index else -1
        free = index == len(kept) or quantity.end <= kept[index].start
        if free and quantity.start >= max(before, last):
            merged.append(quantity)
            last = quantity.end
    merged.sort(key=_START)
    return merged


def _inside(stretches: list[tuple[int, int]], quantity: Quantity) -> bool:
    index = bisect_right(stretches, (quantity.start, quantity.start)) - 1
    return index >= 0 and quantity.end <= stretches[index][1]
