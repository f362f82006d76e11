"""The recogniser's word lists, read once from the YAML beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from schemas.resource import resource


@cache
def words(name: str) -> dict[str, Any]:
    """The mapping that ``name``.yaml holds."""
    loaded: dict[str, Any] = resource(Path(__file__).with_name(f"{name}.yaml"))
    return loaded
