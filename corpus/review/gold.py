"""Reviewed documents as gold for scoring: NAME.txt with NAME.gold.json, offsets into the text as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.format.file import text_file
from corpus.item import Item, Label
from schemas.number import dumps

_FIGURE = ("value", "value_max", "unit", "op", "approx")
_TOLD = ("role", "stage", "qualifier", "entity", "period", "verdict", "damage")
_PIECES: Mapping[str, tuple[str, ...]] = {
    "goals": ("deadline", "quantified"),
    "stages": ("name", "period"),
    "problems": (),
    "citations": ("title", "number"),
    "people": ("role", "name"),
}
_DEFAULTS = {"op": "=", "approx": False, "unit": "other", "role": "actual", "quantified": False}


def gold(item: Item, source: str) -> dict[str, Any]:
    """The gold of one document, whose text is the file ``source``."""
    kind, level = item.classes.get("kind"), item.classes.get("level")
    part = {
        "start": 0,
        "end": len(item.text),
        "title": item.meta.get("title"),
        "kind": kind,
        "level": level,
        "subject": item.meta.get("subject"),
    }
    return {
        "source": source,
        "parts": [part],
        "figures": [_figure(label) for label in item.layer("figures")],
        **{
            layer: [_piece(label, keys) for label in item.labels if label.layer == layer]
            for layer, keys in _PIECES.items()
        },
    }


def write_gold(item: Item, folder: Path) -> Path:
    """Write text and gold of one document; returns the path of the gold. Raises OSError."""
    name = item.id.replace("#", "-")
    path = folder / f"{name}.gold.json"
    with text_file(folder / f"{name}.txt") as text:
        text.write(item.text)
    with text_file(path) as file:
        file.writelines(_lines(gold(item, f"{name}.txt")))
    return path


def _figure(label: Label) -> dict[str, Any]:
    return {
        **_place(label),
        **_taken(label, _FIGURE),
        "indicator": label.label,
        **_taken(label, _TOLD),
    }


def _piece(label: Label, keys: tuple[str, ...]) -> dict[str, Any]:
    return {**_place(label), **_taken(label, keys)}


def _place(label: Label) -> dict[str, Any]:
    return {"start": label.start, "end": label.end, "text": label.text}


def _taken(label: Label, keys: tuple[str, ...]) -> dict[str, Any]:
    told = {key: label.attributes.get(key) for key in keys}
    return {key: _DEFAULTS.get(key) if value is None else value for key, value in told.items()}


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    """JSON with a line for each entry of a list, numbers exact: people read gold, and compare it by line."""
    yield "{"
    for number, (key, value) in enumerate(told.items()):
        yield f"{',' if number else ''}\n {json.dumps(key)}: "
        if isinstance(value, list) and value:
            yield "[" + ",".join(f"\n  {dumps(one)}" for one in value) + "]"
        else:
            yield dumps(value)
    yield "\n}\n"
