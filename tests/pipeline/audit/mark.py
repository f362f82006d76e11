"""Records from texts with marked figures, so that quotes, offsets and the words around a value are real.

``在校学生⟦682人|students.enrolled⟧，图书⟦1.2万册|books.count|target|2023年⟧`` marks two figures: first what stands
in the text, then the indicator (``-`` for none), then any of

- a role, stage, verdict, damage or bound by its name: ``target``, ``primary``, ``met``, ``lost``, ``>=``;
- ``approx``;
- a year with 年, which is its period with both dates;
- ``field=value`` for any other field of a figure.

The value is the number that stands there with its 万, 亿 or 亩; none without a digit; the unit is the indicator's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, get_args

from schemas.record import (
    Damage,
    DocumentInfo,
    Evidence,
    Figure,
    Op,
    PartInfo,
    Record,
    Role,
    SchoolStage,
    Source,
    Verdict,
)
from schemas.taxonomy.loader import taxonomy

_MARK = re.compile(r"⟦([^|⟧]*)\|([^|⟧]+)((?:\|[^|⟧]+)*)⟧")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_DIGITS = re.compile(r"(?:1:)?(\d+(?:\.\d+)?)")
_YEAR = re.compile(r"(20\d\d)年")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(10) ** 8, "亩": Decimal(2000) / 3}
_NAMED = {
    name: field
    for field, names in (
        ("role", Role),
        ("stage", SchoolStage),
        ("verdict", Verdict),
        ("damage", Damage),
        ("op", Op),
    )
    for name in get_args(names)
}


def record(marked: str, *, number: int = 1, path: str = "a.txt", **document: Any) -> Record:
    """The record of a marked text; ``document`` holds what it says of itself, a plan if nothing is said."""
    text, figures, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        figures.append((len(text), found[1], found[2], found[3].split("|")[1:]))
        text += found[1]
        last = found.end()
    text += marked[last:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"a mark that is none: {text}")
    sentences = [one.span() for one in _SENTENCE.finditer(text)]
    built = [_figure(text, sentences, number, *one) for number, one in enumerate(figures, start=1)]
    title = document.pop("title", None)
    return bare(built, len(text), number=number, path=path, title=title, document=document)


def bare(
    figures: Iterable[Figure],
    length: int,
    *,
    number: int = 1,
    path: str = "a.txt",
    title: str | None = None,
    document: Mapping[str, Any] | None = None,
) -> Record:
    """A record with these figures and nothing else."""
    sha = hashlib.sha256(f"{path} {number}".encode()).hexdigest()
    return Record(
        id=f"{sha}#1",
        source=Source(
            path=path, sha256=sha, bytes=length, media_type="text/plain", pages=None, reader="text", ocr=False
        ),
        part=PartInfo(index=1, count=1, title=title, start=0, end=length),
        document=DocumentInfo.model_validate({"kind": "plan"} | dict(document or {})),
        figures=tuple(figures),
        **dict.fromkeys(("outline", "goals", "stages", "problems", "citations", "people", "warnings"), ()),
    )


def _figure(
    text: str,
    sentences: list[tuple[int, int]],
    number: int,
    start: int,
    words: str,
    name: str,
    marks: list[str],
) -> Figure:
    first, last = next((a, b) for a, b in sentences if a <= start < b or a == start == b)
    indicator = None if name == "-" else name
    fields: dict[str, Any] = {
        "id": f"f{number}",
        "indicator": indicator,
        "label": re.split(r"[，,、：:（(\d]", text[first:start])[-1].strip(),
        "value": _value(words),
        "unit": taxonomy()[indicator].unit if indicator else "other",
        "role": "actual",
        "confidence": 1,
        "rule": "marked",
        "evidence": Evidence(
            start=start,
            end=start + len(words),
            quote=text[first : max(last, start + len(words))],
            quote_start=first,
        ),
    }
    for mark in marks:
        fields |= _field(mark)
    return Figure.model_validate(fields)


def _field(mark: str) -> dict[str, Any]:
    if mark in _NAMED:
        return {_NAMED[mark]: mark}
    if mark == "approx":
        return {"approx": True}
    year = _YEAR.fullmatch(mark)
    if year:
        return {"period": mark, "period_start": f"{year[1]}-01-01", "period_end": f"{year[1]}-12-31"}
    field, sign, value = mark.partition("=")
    if not sign or field not in Figure.model_fields:
        raise ValueError(f"{mark}: no mark that says anything")
    return {field: value}


def _value(words: str) -> Decimal | None:
    found = _DIGITS.search(words)
    if not found:
        return None
    value = Decimal(found[1])
    for word, scale in _SCALES.items():
        value *= scale if word in words else 1
    return value
