"""Exact decimals in and out of JSON: written as they stand, without exponent and without float noise.

pydantic writes a Decimal as a string or as a float. Its writer is four times faster than one in Python, so
it is kept: each number leaves it as a string between marks, and the marks are taken off with the quotes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainSerializer, TypeAdapter, WithJsonSchema

# Drawn anew in each process, so that no text can hold it.
_MARK = secrets.token_hex(16)
_BEFORE, _BEHIND = f'"{_MARK}:', f':{_MARK}"'
_SIMPLE = frozenset((str, int, float, bool, type(None)))


def plain(value: Decimal) -> str:
    """The shortest plain notation: 2.50 is ``2.5``, 1.64E+8 is ``164000000``, -0 is ``0``."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _marked(value: Decimal) -> str:
    return f"{_MARK}:{plain(value)}:{_MARK}"


Number = Annotated[
    Decimal,
    Field(allow_inf_nan=False),
    PlainSerializer(_marked, return_type=str, when_used="json-unless-none"),
    WithJsonSchema({"type": "number"}),
]


def _all_marked(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Plain data for pydantic's writer, which knows no type of what is in it; as it is where no number needs a mark."""
    if _SIMPLE.issuperset(map(type, told.values())):
        return told
    return {key: value if type(value) in _SIMPLE else _any_marked(value) for key, value in told.items()}


def _any_marked(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _marked(value)
    if isinstance(value, Mapping):
        return _all_marked(value)
    return [_any_marked(one) for one in value] if isinstance(value, list | tuple) else value


Told = Annotated[
    Mapping[str, Any], PlainSerializer(_all_marked, return_type=dict[str, Any], when_used="json")
]


def dumps(value: Any, form: TypeAdapter[Any] | None = None) -> str:
    """A model, what ``form`` writes, or plain data with Decimals, as one line of JSON: fields in their order, numbers exact.

    In what ``form`` writes numbers are exact where their type is Number or Told.
    """
    if form is not None:
        line = form.dump_json(value).decode()
    elif isinstance(value, BaseModel):
        line = value.model_dump_json()
    else:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_decimal)
    return line.replace(_BEFORE, "").replace(_BEHIND, "")


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return _marked(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON can say")


def loads(line: str | bytes) -> Any:
    """JSON with every fraction as Decimal, so that what was written is what is read."""
    return json.loads(line, parse_float=Decimal)
