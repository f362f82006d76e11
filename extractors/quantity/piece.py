"""A quantity as it stands in a part's view: a number with its unit or measure word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Op = Literal["=", ">=", "<=", ">", "<", "range"]
Damage = Literal["placeholder", "lost", "unit", "garbled"]


# Not frozen: setting fields of a frozen one costs six times as much, and every number of a text is one.
@dataclass(slots=True)
class Quantity:
    """``start``..``end`` is the number with its unit, in view offsets, without words around it.

    ``value`` is in the canonical unit (26万平方米 is 260000 m2), None where the text left a blank;
    ``value_max`` is the upper end of a range. ``unit`` is the canonical unit, None where the number stands
    alone (``辍学率为0``). ``measure`` is the unit or measure word as written (个, 名, 万元).
    ``outer_start``..``outer_end`` also covers the words that bound or blur it (不低于…, …以上, 约…, …左右).
    ``numeral`` tells how the number is written; ``rule`` names the pattern. ``threshold`` marks what only
    bounds another figure (60人以上的班): no figure of its own.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str | None
    measure: str
    value_max: Decimal | None = None
    op: Op = "="
    approx: bool = False
    damage: Damage | None = None
    outer_start: int = -1
    outer_end: int = -1
    numeral: Literal["arabic", "chinese", "mixed", "blank", "ordinal"] = "arabic"
    rule: str = "quantity.number_unit"
    threshold: bool = False
