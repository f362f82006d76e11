"""Limits as people give them, ``pages=200`` or ``file_bytes=1GB``, and as they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from pipeline.ingest.base import Limits
from schemas.errors import ConfigurationError

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_GIVEN = re.compile(r"(?P<number>\d{1,15})\s*(?P<unit>[KMGT]?)(?P<bytes>i?B)?", re.IGNORECASE | re.ASCII)
_NAMES = tuple(one.name for one in fields(Limits))


def limits(given: Iterable[str]) -> Limits:
    """The limits with those changed that are given as NAME=VALUE. Raises ConfigurationError with every fault."""
    found: dict[str, int] = {}
    faults = []
    for one in given:
        name, sign, value = (part.strip() for part in one.partition("="))
        number = _number(value, size=name.endswith("bytes"))
        if not sign or name not in _NAMES:
            faults.append(f"--limit {one}: no such limit; give NAME=VALUE with one of {', '.join(_NAMES)}")
        elif number is None:
            example = "200MB or 1GB" if name.endswith("bytes") else "2000"
            faults.append(f"--limit {one}: no such value; give a number above 0 such as {example}")
        else:
            found[name] = number
    if faults:
        raise ConfigurationError("\n".join(faults))
    return Limits(**found)


def changed(now: Limits) -> dict[str, int]:
    """The limits that are not as they are by default."""
    usual = Limits()
    return {name: getattr(now, name) for name in _NAMES if getattr(now, name) != getattr(usual, name)}


def rows() -> list[tuple[str, str, str]]:
    """Name, default and meaning of each limit."""
    usual = {name: getattr(Limits(), name) for name in _NAMES}
    return [
        (
            one.name,
            size(usual[one.name]) if one.name.endswith("bytes") else f"{usual[one.name]}",
            one.metadata["meaning"],
        )
        for one in fields(Limits)
    ]


def size(value: int) -> str:
    """Bytes as people give them: 200 MB, 1500 B."""
    unit = next((unit for unit in "TGMK" if value % _UNITS[unit] == 0), "")
    return f"{value // _UNITS[unit]} {unit}B"


def _number(value: str, *, size: bool) -> int | None:
    found = _GIVEN.fullmatch(value)
    if found is None or (not size and (found["unit"] or found["bytes"])):
        return None
    return int(found["number"]) * _UNITS[found["unit"].upper()] or None
