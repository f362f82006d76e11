"""Writes all that a corpus says of itself into its folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.card.about import About, Held
from corpus.card.croissant import NAME, croissant
from corpus.card.datasheet import datasheets
from corpus.card.plot import plots
from corpus.card.statistics import Statistics

STATISTICS = "statistics.json"


def write_card(folder: Path, about: About, statistics: Statistics) -> None:
    """Write statistics, plots, both datasheets and, over every file that is there then, ``croissant.json``.

    Raises OSError.
    """
    told = statistics.told()
    pictures = plots(told)
    _write(folder / STATISTICS, _indented(told))
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture)
    for name, sheet in datasheets(about, told, list(pictures)).items():
        _write(folder / name, sheet)
    _write(folder / NAME, _indented(croissant(about, held(folder))))


def held(folder: Path) -> Iterator[Held]:
    """Every file below the folder, by path. Raises OSError."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Held(path.relative_to(folder).as_posix(), path.stat().st_size, digest)


def _indented(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=float) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
