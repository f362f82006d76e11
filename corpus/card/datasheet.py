"""The datasheet of a corpus, in Chinese and in English: where it comes from, what is in it, what to beware of.

Its questions follow Gebru et al., Datasheets for Datasets (2021).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.card.about import About
from schemas.taxonomy.loader import taxonomy

Told = Mapping[str, Any]

SHEETS = ("DATASHEET.zh.md", "DATASHEET.md")
_MOST = 40


def datasheets(about: About, told: Told, pictures: list[str]) -> dict[str, str]:
    """Both sheets by file name; ``told`` is what ``Statistics.told`` says, ``pictures`` the names of the plots."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown; what comes from documents is escaped by the filter below
    )
    environment.filters |= {"cell": _cell, "percent": _percent}
    fields = {
        "about": about,
        "told": told,
        "pictures": pictures,
        "most": _MOST,
        "splits": list(told["splits"]),
        "layers": _layers(told),
        "indicators": _indicators(told),
    }
    return {name: environment.get_template(f"{name}.j2").render(fields) for name in SHEETS}


def _layers(told: Told) -> list[dict[str, Any]]:
    """The number of labels of each layer in each split."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in told["labels"]:
        counts[row["layer"]].update({split: row[split] for split in told["splits"]})
    return [{"layer": layer, **count} for layer, count in counts.items()]


def _indicators(told: Told) -> list[dict[str, Any]]:
    """The labels of the figures with what they are called in Chinese."""
    names = {indicator.id: indicator.zh for indicator in taxonomy()}
    return [{**row, "zh": names.get(row["label"], "")} for row in told["labels"] if row["layer"] == "figures"]


def _cell(text: object) -> str:
    """Text that cannot break a table of Markdown, or become markup in it."""
    words = " ".join(str(text).split())
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f}%"
