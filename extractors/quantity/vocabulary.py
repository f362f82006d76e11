"""The recogniser's word lists, read once from the YAML beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def words(name: str) -> dict[str, Any]:
    """The mapping that ``name``.yaml holds."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
