"""What an indicator's values can be, and what they usually are: a value outside is likely a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from schemas.record import SchoolStage
from schemas.standards.fault import number
from schemas.standards.loader import plain_data

Ends = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Range:
    """In the indicator's canonical unit, both ends in; ``observed`` are the means of counties by stage."""

    hard_min: Decimal
    hard_max: Decimal
    usual_min: Decimal
    usual_max: Decimal
    note: str | None
    observed: Mapping[SchoolStage, Ends]


@cache
def ranges() -> Mapping[str, Range]:
    """By indicator id, or ``numerator/denominator`` of two ids where the taxonomy has no such indicator."""
    text = resources.files(__package__).joinpath("range.yaml").read_text(encoding="utf-8")
    rows = plain_data(text)["ranges"]
    return MappingProxyType({name: _range(row) for name, row in rows.items()})


def _range(row: Mapping[str, Any]) -> Range:
    observed = {stage: _ends(pair) for stage, pair in row.get("observed", {}).items()}
    return Range(*_ends(row["hard"]), *_ends(row["usual"]), row.get("note"), observed)


def _ends(pair: Sequence[float]) -> Ends:
    return number(pair[0]), number(pair[1])
