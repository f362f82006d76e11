"""From a record and its findings to the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from pathlib import PurePath
from typing import Any

from pipeline.sink import table
from pipeline.sink.column import Column, Row
from schemas.finding import Finding
from schemas.taxonomy.loader import taxonomy

Json = Mapping[str, Any]
Rows = tuple[str, list[Row]]


def _fields(columns: Sequence[Column]) -> itemgetter[Any]:
    return itemgetter(*(column.field for column in columns))


_TAIL = itemgetter("kind", "level", "issuer", "date", "period")
_SOURCE = _fields(table.SOURCE)
_PART = _fields(table.PART)
_FIGURE = _fields(table.FIGURE)
_QUOTE = _fields(table.QUOTE)
_OFFSETS = _fields(table.OFFSETS)
_PLACE = _fields(table.PLACE)
_NO_PLACE: Row = (None,) * len(table.PLACE)
_NO_EVIDENCE: tuple[Row, Row] = ((None,) * len(table.QUOTE), (None,) * len(table.OFFSETS))
_COUNTED = tuple(column.name for column in table.COUNTS if column.name != "blanks")
_GOAL = _fields(table.GOAL)
_STAGE = _fields(table.STAGE)
_CITATION = _fields(table.CITATION)
_PERSON = _fields(table.PERSON)
_WARNING = _fields(table.WARNING)
_FAILURE = _fields(table.FAILURE)
_RECKONED = attrgetter("claimed", "expected", "low", "high", "suggestion")
_NO_RECORD: Json = {
    "id": None,
    "source": {"path": ""},
    "part": {"title": None},
    "document": dict.fromkeys(("subject", "region", "kind", "level", "issuer", "date", "period")),
    "figures": (),
}


def record_rows(record: Json, findings: Iterable[Finding]) -> list[Rows]:
    """The rows of a record, given as its JSON, and of its findings, table by table.

    A record of a file met before under another name gives its row of ``documents`` alone. Raises KeyError,
    TypeError or AttributeError for what is no record.
    """
    lead, tail = _shared(record)
    if record["source"].get("duplicate_of") is not None:
        return [("documents", [_document(record, lead, (*tail[:-1], None), counted=False)])]
    return [
        ("documents", [_document(record, lead, tail, counted=True)]),
        ("figures", [_figure(figure, lead, tail) for figure in record["figures"]]),
        *_passages(record, lead, tail),
        ("findings", finding_rows(findings, record)),
    ]


def finding_rows(findings: Iterable[Finding], record: Json = _NO_RECORD) -> list[Row]:
    """The rows of findings with the evidence of the figures they judge, as far as the record has them."""
    lead, tail = _shared(record)
    figures = {figure["id"]: figure for figure in record["figures"]}
    return [_finding(one, figures, lead, (*tail[:-1], one.record)) for one in findings]


def failure_row(failure: Json) -> Row:
    """The row of a file that could not be done, told as {path, code, message}.

    Names of files may hold bytes that are no UTF-8; they are spelt out.
    """
    return tuple(text.encode("utf-8", "backslashreplace").decode() for text in _FAILURE(failure))


def _shared(record: Json) -> tuple[Row, Row]:
    """What every row of a record begins and ends with."""
    document, path = record["document"], record["source"]["path"]
    title = record["part"]["title"] or document["subject"] or PurePath(path).name or None
    lead = (title, document["subject"], document["region"])
    return lead, (*_TAIL(document), path or None, record["id"])


def _document(record: Json, lead: Row, tail: Row, *, counted: bool) -> Row:
    counts: Row = (None,) * len(table.COUNTS)
    if counted:
        figures, *others = (len(record[name]) for name in _COUNTED)
        counts = (figures, sum(figure["value"] is None for figure in record["figures"]), *others)
    source = record["source"]
    return (*lead, *counts, *tail, source.get("duplicate_of"), *_PART(record["part"]), *_SOURCE(source))


def _figure(figure: Json, lead: Row, tail: Row) -> Row:
    evidence, indicator = figure["evidence"], figure["indicator"]
    place = evidence["table"]
    return (
        *lead,
        _name(indicator),
        *_FIGURE(figure),
        *_QUOTE(evidence),
        *tail,
        indicator,
        figure["rule"],
        figure["id"],
        *_OFFSETS(evidence),
        *(_PLACE(place) if place else _NO_PLACE),
    )


def _passages(record: Json, lead: Row, tail: Row) -> Iterator[Rows]:
    """Goals, stages, problems, citations, people, warnings."""
    goals: list[Row] = []
    for goal in record["goals"]:
        quote, offsets = _evidence(goal)
        goals.append((*lead, *quote, *_GOAL(goal), goal["figures"], *tail, *offsets))
    yield "goals", goals
    yield "problems", [_passage((), problem, lead, tail) for problem in record["problems"]]
    for name, fields in (
        ("stages", _STAGE),
        ("citations", _CITATION),
        ("people", _PERSON),
        ("warnings", _WARNING),
    ):
        yield name, [_passage(fields(item), item, lead, tail) for item in record[name]]


def _passage(own: Row, item: Json, lead: Row, tail: Row) -> Row:
    quote, offsets = _evidence(item)
    return (*lead, *own, *quote, *tail, *offsets)


def _evidence(item: Json) -> tuple[Row, Row]:
    """Quote with page, and offsets; nulls where a warning stands nowhere."""
    evidence = item["evidence"]
    return (_QUOTE(evidence), _OFFSETS(evidence)) if evidence else _NO_EVIDENCE


def _finding(finding: Finding, figures: Mapping[str, Json], lead: Row, tail: Row) -> Row:
    judged = figures.get(finding.figures[0]) if finding.figures else None
    quote, offsets = _evidence(judged) if judged else _NO_EVIDENCE
    indicator = judged["indicator"] if judged else None
    return (
        *lead,
        finding.status,
        # How grave it would be had it failed says nothing, and would be counted.
        finding.severity if finding.status == "fail" else None,
        finding.check,
        _name(indicator),
        finding.message,
        *_RECKONED(finding),
        judged["unit"] if judged else None,
        finding.computation,
        *quote,
        *tail,
        finding.criterion,
        finding.rule,
        indicator,
        finding.id,
        finding.figures,
        *offsets,
        tuple(other.record for other in finding.elsewhere),
        tuple(other.figure for other in finding.elsewhere),
    )


@cache
def _name(indicator: str | None) -> str | None:
    """The official wording of an indicator."""
    known = taxonomy().indicators.get(indicator or "")
    return known.zh if known is not None else None
