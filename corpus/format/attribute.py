"""What is known of a label beside its class: which attributes there are, of which type, with which words.

Formats with columns or forms need to know beforehand. An attribute that is not listed, or has a value of another
type, is none the less carried: as JSON, where the format says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

from corpus.item import Layer
from schemas.number import plain

# ``number`` is exact: formats without exact numbers carry it as text. ``choice`` is a text out of few.
Type = Literal["text", "number", "boolean", "choice"]

_WIDE = 1 << 63
_NUMBER: Mapping[str, Type] = {
    "value": "number",
    "value_max": "number",
    "unit": "choice",
    "op": "choice",
    "approx": "boolean",
    "damage": "choice",
}
ATTRIBUTES: Mapping[Layer, Mapping[str, Type]] = {
    "quantities": _NUMBER,
    "figures": {
        "label": "text",
        **_NUMBER,
        "role": "choice",
        "stage": "choice",
        "qualifier": "text",
        "entity": "text",
        "period": "text",
        "period_start": "text",
        "period_end": "text",
        "verdict": "choice",
    },
    "names": {},
    "goals": {"deadline": "text", "quantified": "boolean", "owner": "text"},
    "stages": {"name": "text", "period": "text", "start_date": "text", "end_date": "text"},
    "problems": {},
    "citations": {"title": "text", "number": "text"},
    "people": {"role": "text", "name": "text"},
}


def fits(kind: Type, value: object) -> bool:
    """Whether a value is of the type; nothing fits every type."""
    if value is None:
        return True
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return isinstance(value, str)


def exact(value: int | Decimal) -> str:
    """A number in plain notation, every digit kept."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def spelt(layer: Layer, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes for formats that know floats alone: numbers, and what else floats cannot hold, as text."""
    kinds = ATTRIBUTES[layer]
    return {
        key: exact(value)
        if kinds.get(key) == "number" and value is not None and fits("number", value)
        else inexact(value)
        for key, value in attributes.items()
    }


def inexact(value: Any) -> Any:
    """Plain data with decimals, and integers beyond 64 bits, as text at any depth."""
    if isinstance(value, Decimal) or (isinstance(value, int) and not -_WIDE <= value < _WIDE):
        return exact(value)
    if isinstance(value, Mapping):
        return {key: inexact(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [inexact(one) for one in value]
    return value


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The words of each attribute of type ``choice``, and of the classes of a document."""
    from schemas import record
    from schemas.unit import Unit

    return {
        "unit": get_args(Unit),
        "op": get_args(record.Op),
        "damage": get_args(record.Damage),
        "role": get_args(record.Role),
        "stage": get_args(record.SchoolStage),
        "verdict": get_args(record.Verdict),
        "kind": get_args(record.Kind),
        "level": get_args(record.Level),
    }
