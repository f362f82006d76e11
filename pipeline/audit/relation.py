"""The relations between indicators, read from relations.yaml and from the taxonomy's formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError
from schemas.resource import resource
from schemas.taxonomy.loader import Formula, taxonomy


@dataclass(frozen=True, slots=True)
class Share:
    """``rate`` = ``part`` / one of ``whole`` * 100; with ``qualifier`` the part must name the rate's thing."""

    rate: str
    part: str
    whole: tuple[str, ...]
    qualifier: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """``gap`` = one of ``more`` - one of ``less``."""

    gap: str
    more: tuple[str, ...]
    less: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """Figures of ``part`` with different qualifiers add up to no more than one of ``whole``."""

    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """``formulas`` by the reckoned indicator; ``wholes`` by the indicator of the part."""

    formulas: Mapping[str, Formula]
    stand_ins: Mapping[str, tuple[str, ...]]
    shares: tuple[Share, ...]
    wholes: Mapping[str, tuple[str, ...]]
    differences: tuple[Difference, ...]
    partitions: tuple[Partition, ...]
    less_is_better: frozenset[str]
    bounded_by: Mapping[str, str]


@cache
def relations() -> Relations:
    """The relations that ship with the program.

    Raises:
        ConfigurationError: naming every id that the taxonomy does not know, one a line.
    """
    return parse(resource(Path(__file__).with_name("relations.yaml")))


def parse(data: Mapping[str, Any]) -> Relations:
    """Build the relations from the file's data; see ``relations``."""
    known = taxonomy().indicators
    unknown = sorted(name for name in set(_ids(data)) if name not in known)
    if unknown:
        raise ConfigurationError("\n".join(f"relations.yaml: no such indicator: {name}" for name in unknown))
    wholes: dict[str, tuple[str, ...]] = {}
    for row in data["parts"]:
        for part in row["of"]:
            wholes[part] = (*wholes.get(part, ()), row["whole"])
    return Relations(
        {row.id: row.formula for row in taxonomy() if row.formula},
        {name: tuple(others) for name, others in data["stand_ins"].items()},
        tuple(
            Share(r["rate"], r["part"], tuple(r["whole"]), r.get("qualifier", False)) for r in data["shares"]
        ),
        wholes,
        tuple(Difference(r["gap"], tuple(r["more"]), tuple(r["less"])) for r in data["differences"]),
        tuple(Partition(r["part"], tuple(r["whole"])) for r in data["partitions"]),
        frozenset(data["less_is_better"]),
        data["bounded_by"],
    )


def _ids(data: Any) -> list[str]:
    """Every indicator named anywhere in the file."""
    if isinstance(data, str):
        return [data] if "." in data else []
    if isinstance(data, Mapping):
        return [name for key, value in data.items() for name in (*_ids(key), *_ids(value))]
    if isinstance(data, list):
        return [name for value in data for name in _ids(value)]
    return []
