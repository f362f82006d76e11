"""Everything that is wrong with the file of a standard, one line a fault: where, what, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from schemas.record import Level, SchoolStage
from schemas.standards.standard import Area, Confidence, Kind, SchoolType, Sign
from schemas.unit import Unit

VERSION = 1
_LENGTH = 40
_ID = re.compile(r"[^\s#/\\]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Check = Callable[[Any], str | None]


def faults(data: object, units: Mapping[str, str]) -> Iterator[str]:
    """The faults of one file's data; ``units`` are the taxonomy's indicators with their canonical units."""
    if not isinstance(data, dict):
        yield "the file: holds no keys; begin with what `shengjun standards --template` prints"
        return
    yield from _of_keys(data, _STANDARD, ("version", "id", "title", "rows"))
    rows = data.get("rows")
    if not isinstance(rows, list):
        return
    sources = data.get("sources")
    known = sources if isinstance(sources, dict) else {}
    ids = Counter(str(row.get("id")) for row in rows if isinstance(row, dict))
    for index, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            yield f"row {index}: {_shown(row)} is no row; write its keys below '- id: …'"
            continue
        name = row.get("id")
        where = f"row {name}" if isinstance(name, str) and name else f"row number {index}"
        for fault in (*_of_row(row, units, known), *_twice(row, ids)):
            yield f"{where}: {fault}"


def _of_keys(data: Mapping[Any, Any], known: Mapping[str, Check], needed: tuple[str, ...]) -> Iterator[str]:
    for key in data:
        if key not in known:
            yield f"{_shown(key)[1:-1]}: unknown key; remove it or use one of {', '.join(known)}"
    for key, check in known.items():
        if key in data and data[key] is not None:
            fault = check(data[key])
            if fault:
                yield f"{key}: {fault}"
        elif key in needed:
            yield f"{key}: is missing; add it"


def _of_row(row: Mapping[str, Any], units: Mapping[str, str], sources: Mapping[Any, Any]) -> Iterator[str]:
    yield from _of_keys(row, _ROW, ("id", "zh", "confidence"))
    if isinstance(row.get("scope"), dict):
        yield from (f"scope.{fault}" for fault in _of_scope(row["scope"]))
    yield from _of_threshold(row)
    yield from _of_indicator(row, units)
    names = row.get("source")
    for name in names if isinstance(names, list) else []:
        if isinstance(name, str) and name not in sources:
            yield f"source: {_shown(name)} is not among the file's sources; add it there with its address"
    yield from _of_order(row, "valid_from", "valid_to")


def _of_scope(scope: Mapping[str, Any]) -> Iterator[str]:
    yield from _of_keys(scope, _SCOPE, ())
    yield from _of_order(scope, "min_classes", "max_classes")
    yield from _of_order(scope, "min_students", "max_students")


def _of_threshold(row: Mapping[str, Any]) -> Iterator[str]:
    threshold = row.get("kind", "threshold") == "threshold"
    for key in ("op", "value", "unit"):
        if threshold and row.get(key) is None:
            yield f"{key}: is missing; a threshold needs it (or say kind: rule or kind: note)"
    if not threshold and row.get("op") is not None:
        yield f"op: a {_shown(row.get('kind'))} has no threshold; take op and value out"


def _of_indicator(row: Mapping[str, Any], units: Mapping[str, str]) -> Iterator[str]:
    name, unit = row.get("indicator"), row.get("unit")
    if isinstance(name, str) and name not in units:
        yield f"indicator: {_shown(name)} is no indicator; `shengjun indicators` lists them, or omit the key"
    elif isinstance(name, str) and isinstance(unit, str) and unit != units[name]:
        yield f"unit: {_shown(unit)} is not the unit of {name}; give the value in {units[name]}"
    elif name is None and row.get("default") is True and row.get("kind", "threshold") == "threshold":
        yield "default: nothing can be checked without an indicator; name one or take default out"
    if row.get("default") is True and row.get("confidence") != "high":
        yield "default: only rows of high confidence are checked unasked; take default out"


def _of_order(data: Mapping[str, Any], low: str, high: str) -> Iterator[str]:
    first, last = data.get(low), data.get(high)
    sound = first is not None and last is not None
    sound = sound and not (_ROW_OR_SCOPE[low](first) or _ROW_OR_SCOPE[high](last))
    if sound and _later(first, last):
        yield f"{low}: {_shown(first)} lies after {high} {_shown(last)}; change one"


def _later(first: Any, last: Any) -> bool:
    """Dates may be years alone, as numbers: what both tell is compared as text, sizes as numbers."""
    if isinstance(first, int) and isinstance(last, int):
        return first > last
    return str(first)[: len(str(last))] > str(last)[: len(str(first))]


def _twice(row: Mapping[str, Any], ids: Counter[str]) -> Iterator[str]:
    if ids[str(row.get("id"))] > 1 and isinstance(row.get("id"), str):
        yield "id: stands on more than one row; give each its own"


def _text(value: Any) -> str | None:
    if isinstance(value, str) and value.strip():
        return None
    return f"{_shown(value)} is no text; write words, in quotes where YAML reads them otherwise"


def _name(value: Any) -> str | None:
    if isinstance(value, str) and _ID.fullmatch(value):
        return None
    return f"{_shown(value)} is no id; use letters, digits, . _ - and no blanks"


def _version(value: Any) -> str | None:
    return (
        None if value == VERSION and value is not True else f"{_shown(value)} is not known; write {VERSION}"
    )


def _number(value: Any) -> str | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and number(value).is_finite():
        return None
    return f"{_shown(value)} is no number; write plain digits without quotes or unit"


def _tolerance(value: Any) -> str | None:
    fault = _number(value)
    return fault or (f"{_shown(value)} is negative; write 0 or more" if value < 0 else None)


def _size(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return None
    return f"{_shown(value)} is no size; write a whole number"


def _flag(value: Any) -> str | None:
    return (
        None if isinstance(value, bool) else f"{_shown(value)} is neither true nor false; write one of them"
    )


def _date(value: Any) -> str | None:
    text = str(value)
    try:
        if not isinstance(value, bool) and _DATE.fullmatch(text):
            date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)
            return None
    except ValueError:
        pass
    return f"{_shown(value)} is no date; write 2017, 2017-09 or 2017-09-01"


def _table(value: Any) -> str | None:
    return None if isinstance(value, dict) else f"{_shown(value)} holds no keys; write them below, one a line"


def _data(value: Any) -> str | None:
    """Two levels at most: what is nested deeper no check would read."""
    fault = _table(value)
    if fault:
        return fault
    for key, one in value.items():
        inner = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        if any(isinstance(leaf, (dict, list)) for leaf in inner):
            return f"{_shown(key)} is nested too deep; write a word, a number, a list or one level of keys"
    return None


def _sources(value: Any) -> str | None:
    if isinstance(value, dict) and all(isinstance(text, str) for pair in value.items() for text in pair):
        return None
    return f"{_shown(value)} names no sources; write lines of a short name, a colon and an address"


def _rows(value: Any) -> str | None:
    return None if isinstance(value, list) and value else "holds no rows; add one with '- id: …'"


def _texts(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return None
    return f"{_shown(value)} is no list of names; write [a, b]"


def _one_of(choice: object) -> Check:
    words = get_args(choice)

    def check(value: Any) -> str | None:
        if isinstance(value, str) and value in words:
            return None
        return f"{_shown(value)} is not known; use one of {', '.join(words)}"

    return check


def _some_of(choice: object) -> Check:
    one = _one_of(choice)

    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return f"{_shown(value)} is no list; write [{_shown(value)[1:-1]}]"
        return next(filter(None, map(one, value)), None)

    return check


def number(value: float) -> Decimal:
    """The number as it is written in the file: 4.2 is 4.2, not its nearest binary fraction."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal("NaN")


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, str) else type(value).__name__
    if isinstance(value, (int, float)) or value is None:
        text = str(value)
    return repr(text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…")


_STANDARD: Mapping[str, Check] = {
    "version": _version,
    "id": _name,
    "title": _text,
    "number": _text,
    "issuer": _text,
    "region": _text,
    "valid_from": _date,
    "valid_to": _date,
    "status": _text,
    "note": _text,
    "sources": _sources,
    "rows": _rows,
}
_ROW: Mapping[str, Check] = {
    "id": _name,
    "zh": _text,
    "indicator": _text,
    "qualifier": _text,
    "scope": _table,
    "kind": _one_of(Kind),
    "op": _one_of(Sign),
    "value": _number,
    "unit": _one_of(Unit),
    "tolerance": _tolerance,
    "formula": _text,
    "clause": _text,
    "source": _texts,
    "confidence": _one_of(Confidence),
    "default": _flag,
    "note": _text,
    "valid_from": _date,
    "valid_to": _date,
    "data": _data,
}
_SCOPE: Mapping[str, Check] = {
    "stages": _some_of(SchoolStage),
    "levels": _some_of(Level),
    "school_types": _some_of(SchoolType),
    "area": _one_of(Area),
    "min_classes": _size,
    "max_classes": _size,
    "min_students": _size,
    "max_students": _size,
    "boarding": _flag,
}
_ROW_OR_SCOPE: Mapping[str, Check] = {**_ROW, **_SCOPE}
