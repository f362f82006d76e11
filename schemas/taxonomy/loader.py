"""Loads the taxonomy and reports all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from schemas.errors import ConfigurationError
from schemas.resource import resource
from schemas.taxonomy.fault import faults

Side = Literal["both", "before", "after"]

_ALTERNATIVES = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Formula:
    """``numerator / denominator * factor``, both ids of indicators."""

    numerator: str
    denominator: str
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of indicators.yaml; ``names`` are its aliases spelt out, each with the side it counts on."""

    id: str
    zh: str
    unit: str
    names: Mapping[str, Side]
    formula: Formula | None = None
    qualifier: str | None = None
    narrows: tuple[str, ...] = ()
    share: str | None = None
    stage: str | None = None
    becomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    example: str | None = None
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All indicators by id, in the order of the file."""

    version: int
    indicators: Mapping[str, Indicator]

    def __getitem__(self, name: str) -> Indicator:
        return self.indicators[name]

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())


def spelt_out(alias: str) -> list[str]:
    """Every wording of an alias: ``[a|b|]班`` is a班, b班 and 班; single characters only where written as such."""
    pieces = _ALTERNATIVES.split(alias)
    if len(pieces) == 1:
        return [alias]
    choices = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    wordings = dict.fromkeys("".join(choice) for choice in product(*choices))
    return [wording for wording in wordings if len(wording) > 1]


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that ships with the program.

    Raises:
        ConfigurationError: with every fault of the file, one a line.
    """
    return parse(resource(Path(__file__).with_name("indicators.yaml")))


def parse(data: Mapping[str, Any]) -> Taxonomy:
    """Build the taxonomy from the file's data; see ``taxonomy``."""
    rows = data.get("indicators") or []
    found = list(faults(rows))
    if found:
        raise ConfigurationError("\n".join(found))
    return Taxonomy(int(data.get("version", 1)), {row["id"]: _indicator(row) for row in rows})


def _indicator(row: Mapping[str, Any]) -> Indicator:
    names: dict[str, Side] = {}
    sides: tuple[tuple[str, Side], ...] = (("aliases", "both"), ("before", "before"), ("after", "after"))
    for key, side in sides:
        for alias in row.get(key, []):
            names.update(dict.fromkeys(spelt_out(alias), side))
    formula = None
    if "formula" in row:
        numerator, denominator = (name.strip() for name in row["formula"].split("/"))
        formula = Formula(numerator, denominator, int(row.get("factor", 1)))
    return Indicator(
        row["id"],
        row["zh"],
        row["unit"],
        names,
        formula,
        row.get("qualifier"),
        tuple(row.get("narrows", ())),
        row.get("share"),
        row.get("stage"),
        {name: tuple(words) for name, words in row.get("becomes", {}).items()},
        tuple(row.get("needs", ())),
        row.get("example"),
        row.get("counter"),
    )
