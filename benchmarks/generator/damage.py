"""What happens to numbers between an office and an archive, each kind by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.generator.data import data
from benchmarks.generator.piece import Block, Fact, Inline, Work, changed

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def placeholder(fact: Fact, rng: Random) -> Fact | None:
    """``xx万元``: a web site has taken the digits away."""
    if not fact.measure:
        return None
    sign = rng.choice(["xx", "xx", "x", "xxx", "XX", "××", "*"])
    return replace(
        fact, text=sign + fact.measure, number=sign, value=None, value_max=None, damage="placeholder"
    )


def lost(fact: Fact, _: Random) -> Fact | None:
    """``生均平方米``: digits that were lost with their formatting."""
    if len(fact.measure) < 2:
        return None
    return replace(fact, text=fact.measure, number="", value=None, value_max=None, damage="lost")


def starred_unit(fact: Fact, _: Random) -> Fact | None:
    """``7216*方米``: a filter of words has hit the unit."""
    if "平方" not in fact.measure:
        return None
    measure = fact.measure.replace("平方", "*方")
    return replace(fact, text=fact.number + measure, measure=measure, damage="unit")


def starred(fact: Fact, _: Random) -> Fact | None:
    """``生均*方米``: the filter has hit the unit and the digits are lost too."""
    if "平方" not in fact.measure:
        return None
    measure = fact.measure.replace("平方", "*方")
    return replace(fact, text=measure, number="", measure=measure, value=None, damage="lost")


def comma(fact: Fact, _: Random) -> Fact | None:
    """``3、08``: a point read as a list mark."""
    if "." not in fact.number or not fact.measure:
        return None
    number = fact.number.replace(".", "、")
    return replace(fact, text=number + fact.measure, number=number, damage="garbled")


def spaced(fact: Fact, rng: Random) -> Fact | None:
    """``3 1人``: a line break was joined with a space."""
    if not fact.number.isdecimal() or not 2 <= len(fact.number) <= 4 or not fact.measure:
        return None
    at = rng.randrange(1, len(fact.number))
    number = f"{fact.number[:at]} {fact.number[at:]}"
    return replace(fact, text=number + fact.measure, number=number, damage="garbled")


def wide(fact: Fact, _: Random) -> Fact | None:
    """``１２３人``: full-width digits. Nothing is lost."""
    if not fact.measure or not fact.number[:1].isdecimal():
        return None
    number = fact.number.translate(_WIDE)
    return replace(fact, text=number + fact.measure, number=number)


FACTS: dict[str, Callable[[Fact, Random], Fact | None]] = {
    "placeholder": placeholder,
    "lost": lost,
    "starred_unit": starred_unit,
    "starred": starred,
    "comma": comma,
    "spaced": spaced,
    "wide": wide,
}


def damage(work: Work, rng: Random) -> None:
    """Damage a share of a work's figures; ``work.damage`` counts how."""
    share = data("archive")["damaged_figures"]

    def change(piece: Inline) -> Inline:
        if not isinstance(piece, Fact) or rng.random() >= share:
            return piece
        name = rng.choice(list(FACTS))
        new = FACTS[name](piece, rng)
        if new is None:
            return piece
        work.damage[name] = work.damage.get(name, 0) + 1
        return new

    def blocks(before: list[Block]) -> list[Block]:
        return [block if block.kind == "table" else changed(block, change) for block in before]

    for part in work.parts:
        part.blocks = blocks(part.blocks)
