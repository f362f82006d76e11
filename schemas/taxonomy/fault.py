"""Everything that is wrong with the rows of indicators.yaml, one line a fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from schemas.unit import Unit

UNITS: tuple[str, ...] = get_args(Unit)
STAGES = ("preschool", "primary", "junior", "senior", "vocational", "special")
_KEYS = {
    *("id", "zh", "unit", "formula", "factor", "qualifier", "aliases", "before", "after"),
    *("narrows", "share", "stage", "becomes", "needs", "example", "counter"),
}
_LISTS = ("aliases", "before", "after", "narrows", "needs")
_BALANCED = re.compile(r"(?:[^\[\]]|\[[^\[\]]*\])+")
_FORMULA = re.compile(r"\s*([\w.]+)\s*/\s*([\w.]+)\s*")


def faults(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    """Each fault with the number and id of its row."""
    ids = Counter(str(row.get("id")) for row in rows)
    for index, row in enumerate(rows):
        where = f"indicators[{index}] {row.get('id', '')}"
        for fault in (*_of_keys(row), *_of_shape(row), *_of_names(row, ids)):
            yield f"{where}: {fault}"


def _of_keys(row: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(row.keys() - _KEYS):
        yield f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}"
    for key in ("id", "zh", "unit"):
        if not row.get(key):
            yield f"{key} is missing"
    if row.get("unit") not in UNITS:
        yield f"unit {row.get('unit')!r} is none of {', '.join(UNITS)}"
    if row.get("stage") not in (None, *STAGES):
        yield f"stage {row.get('stage')!r} is none of {', '.join(STAGES)}"


def _of_shape(row: Mapping[str, Any]) -> Iterator[str]:
    for key in _LISTS:
        if not isinstance(row.get(key, []), list):
            yield f"{key} must be a list"
            continue
        for word in row.get(key, []):
            if not isinstance(word, str) or not _BALANCED.fullmatch(word):
                yield f"{key}: {word!r} is no wording; brackets must close and words not be empty"
    if not isinstance(row.get("factor", 1), int):
        yield f"factor {row.get('factor')!r} is no whole number"
    if "formula" in row and not _FORMULA.fullmatch(str(row["formula"])):
        yield f"formula {row['formula']!r} is not of the form numerator / denominator"
    if "example" in row and not re.search("【[^【】]+】", str(row["example"])):
        yield "the example marks no value with 【】"


def _of_names(row: Mapping[str, Any], ids: Counter[str]) -> Iterator[str]:
    if ids[str(row.get("id"))] > 1:
        yield "the id stands twice"
    narrows = row.get("narrows", [])
    named = [*(narrows if isinstance(narrows, list) else []), *row.get("becomes", ())]
    named += [row["share"]] if row.get("share") else []
    formula = _FORMULA.fullmatch(str(row.get("formula", "")))
    named += formula.groups() if formula else ()
    for name in named:
        if name not in ids:
            yield f"{name!r} is no indicator"
