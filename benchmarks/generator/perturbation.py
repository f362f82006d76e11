"""How this genre is copied, each way by name: what a copy is to the document that it is made from.

``renamed`` (another school, other numbers, the same words) is no change of the finished work but the same plan with
another world; see ``archive``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.generator.data import data
from benchmarks.generator.piece import Block, Inline, Part, Work, changed

_COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


def rewrapped(work: Work, _: Random) -> Work:
    """The same words; where its lines end is the file's business."""
    return work


def half(work: Work, _: Random) -> Work:
    """The first half of the blocks, as a preview gives them."""
    return _first(work, 2)


def quarter(work: Work, _: Random) -> Work:
    """The first quarter of the blocks."""
    return _first(work, 4)


def noisy(work: Work, rng: Random) -> Work:
    """Five characters in a hundred lost, doubled or replaced, figures and people left alone."""

    def change(piece: Inline) -> Inline:
        if not isinstance(piece, str):
            return piece
        return "".join(_noise(sign, rng) if "一" <= sign <= "鿿" else sign for sign in piece)

    return _each(work, change)


def spun(work: Work, rng: Random) -> Work:
    """Words replaced by others that mean nearly the same, as article spinners do."""
    table: dict[str, str] = data("words")["synonyms"]
    pattern = re.compile("|".join(table))

    def change(piece: Inline) -> Inline:
        if not isinstance(piece, str):
            return piece
        return pattern.sub(lambda found: table[found[0]] if rng.random() < 0.7 else found[0], piece)

    return _each(work, change)


def spliced(work: Work, other: Work) -> Work:
    """The first half of one document, then the second half of another."""
    one, two = work.parts[0], other.parts[0]
    blocks = one.blocks[: (len(one.blocks) + 1) // 2] + two.blocks[(len(two.blocks) + 1) // 2 :]
    return Work([replace(one, blocks=blocks)])


def compiled(work: Work, others: list[Work], at: int) -> list[Work]:
    """The document among others, as a web compilation of several plans gives them."""
    return [*others[:at], work, *others[at:]]


SIMPLE: dict[str, Callable[[Work, Random], Work]] = {
    "rewrapped": rewrapped,
    "half": half,
    "quarter": quarter,
    "noisy": noisy,
    "spun": spun,
}
NAMES = ("renamed", *SIMPLE, "spliced", "compiled")


def _first(work: Work, share: int) -> Work:
    part = work.parts[0]
    return Work([replace(part, blocks=part.blocks[: max(3, len(part.blocks) // share)])])


def _each(work: Work, change: Callable[[Inline], Inline]) -> Work:
    def part(one: Part) -> Part:
        first: list[Block] = one.blocks[:1]  # the title stays as it is
        return replace(one, blocks=first + [changed(block, change) for block in one.blocks[1:]])

    return Work([part(one) for one in work.parts], work.lead, work.tail)


def _noise(sign: str, rng: Random) -> str:
    chance = rng.random()
    if chance >= 0.05:
        return sign
    return ["", sign * 2, rng.choice(_COMMON)][int(chance * 60)]
