"""The YAML beside this file, read once, and draws from its tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def data(name: str) -> Any:
    """quantities, words, templates or archive."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), loader)


def draw(rng: Random, table: dict[Any, float]) -> Any:
    """A key of a table of shares."""
    at = rng.random() * sum(table.values())
    for key, share in table.items():
        at -= share
        if at < 0:
            return key
    return next(reversed(table))
