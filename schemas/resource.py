"""YAML files that ship with the program, as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

try:
    # The loader in C, where PyYAML has it, reads the same six times faster.
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


def resource(path: str | Path) -> Any:
    """What a YAML file holds."""
    return yaml.load(Path(path).read_text(encoding="utf-8"), Loader=SafeLoader)
