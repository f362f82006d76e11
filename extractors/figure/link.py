"""Ties a quantity to the indicator it measures: one shape after the other, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from extractors.figure import carried
from extractors.figure.memory import Memory
from extractors.figure.near import near
from extractors.figure.piece import Link
from extractors.figure.vocabulary import cue
from extractors.figure.window import Window
from schemas.taxonomy.loader import taxonomy

_SHAPES: tuple[Callable[[Memory, Window], Link | None], ...] = (
    carried.rank,
    carried.norm,
    carried.over_size,
    carried.dealt,
    carried.per_pupil,
    carried.room_area,
    near,
    carried.member,
    carried.topic,
)
_PART = re.compile(r"[，（]?其中|[、和]")
_NEW = "area.new_building"


def link(memory: Memory, window: Window) -> Link:
    """The link of a quantity; its indicator is None where nothing tells what it measures."""
    found = next((made for shape in _SHAPES if (made := shape(memory, window))), None)
    settled = _settled(memory, window, found or carried.left_over(window))
    memory.links.append((window.quantity, settled))
    return settled


def _settled(memory: Memory, window: Window, found: Link) -> Link:
    """What the words of the sentence make of an indicator: 购置…图书 are new books."""
    if found.indicator is None:
        return found
    indicator = taxonomy()[found.indicator]
    said = memory.text[window.sentence.start : window.quantity.start]
    near = said if indicator.unit in ("m2", "percent") else window.clause_text()
    for name, words in indicator.becomes.items():
        if any(word in near for word in words) and not cue("actual").search(window.left_text()):
            return replace(found, indicator=name)
    if indicator.needs and not any(word in said for word in indicator.needs):
        return replace(
            found, indicator=None, rule="figure.unlisted_noun", qualifier=found.label, strength=0.4
        )
    if memory.links and indicator.unit == "m2" and indicator.id != "area.land":
        quantity, last = memory.links[-1]
        if last.indicator == _NEW and _PART.match(memory.text, quantity.outer_end, window.quantity.start):
            return replace(found, indicator=_NEW)
    return found
