"""A record with its text as a spaCy Doc: what was found, as span groups over characters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from schemas.number import dumps
from schemas.record import Citation, Figure, Goal, Person, Problem, Record, Stage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

Piece = Figure | Goal | Stage | Problem | Citation | Person


def doc(record: Record, text: str) -> Doc:
    """The Doc of one record; ``text`` is the whole file's, as ``shengjun text`` prints it.

    A token is a character: token ``i`` is character ``record.part.start + i`` of the file, so every span is
    exact. ``doc.spans`` holds the groups figures, goals, stages, problems, citations and people in the order
    of the record; the label of a figure is its indicator (``other`` where none fits), of any other span its
    group. ``span._.piece`` is the piece of the record and ``doc._.record`` what the record says of the whole,
    both as plain data that a DocBin can store.
    """
    from spacy.tokens import Doc

    _register()
    start, end = record.part.start, record.part.end
    made = Doc(_vocabulary(), words=list(text[start:end]), spaces=[False] * (end - start))
    made._.record = {
        name: json.loads(dumps(getattr(record, name))) for name in ("source", "part", "document")
    }
    made._.record["id"] = record.id
    made._.pieces = {}
    groups: dict[str, tuple[Piece, ...]] = {
        "figures": record.figures,
        "goals": record.goals,
        "stages": record.stages,
        "problems": record.problems,
        "citations": record.citations,
        "people": record.people,
    }
    for name, pieces in groups.items():
        made.spans[name] = [_span(made, piece, name, index, start) for index, piece in enumerate(pieces)]
    return made


def docs(records: Iterable[Record], text: str) -> list[Doc]:
    """The Docs of all records of one file."""
    return [doc(record, text) for record in records]


def _span(made: Doc, piece: Piece, group: str, index: int, offset: int) -> Span:
    from spacy.tokens import Span

    start, end = piece.evidence.start - offset, piece.evidence.end - offset
    label = (piece.indicator or "other") if isinstance(piece, Figure) else group
    span = Span(made, start, end, label=label, span_id=f"{group}-{index}")
    made._.pieces[span.id_] = json.loads(dumps(piece))
    return span


def _piece(span: Span) -> dict[str, Any]:
    pieces: dict[str, dict[str, Any]] = span.doc._.pieces
    return pieces[span.id_]


@cache
def _vocabulary() -> Vocab:
    import spacy

    return spacy.blank("zh").vocab


def _register() -> None:
    from spacy.tokens import Doc, Span

    if not Doc.has_extension("record"):
        Doc.set_extension("record", default=None)
        # spaCy keeps a span's own attributes by its place, where a goal and a figure may be the same.
        Doc.set_extension("pieces", default=None)
        Span.set_extension("piece", getter=_piece)
