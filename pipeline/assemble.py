"""From a Document to its records: split, extract, normalise, point every value at its source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from extractors.citation.rule import Citation as CitationPiece
from extractors.citation.rule import citations
from extractors.figure.piece import FigurePiece
from extractors.figure.reader import figures
from extractors.goal.rule import goals
from extractors.period.resolve import resolve
from extractors.person.rule import people
from extractors.problem.rule import problems
from extractors.stage.rule import stages
from pipeline.confidence import confidence
from pipeline.evidence import Witness
from pipeline.split.part import split
from pipeline.split.profile import Profile, profile
from schemas.document import Document
from schemas.errors import EmptySource
from schemas.part import Part
from schemas.record import Record
from schemas.span import Span

# The fields of a model, by name.
Fields = dict[str, Any]


_DAMAGE = {
    "placeholder": "数字被占位符代替，原文未给出数值",
    "lost": "数字缺失，原文只剩单位",
    "unit": "单位有残损，已按上下文还原",
    "garbled": "数字有残损，按原样读出，请核对",
}


def records(document: Document) -> Iterator[Record]:
    """One record for each document in the file, in text order.

    Raises:
        EmptySource: where the text holds no document at all.
    """
    parts = split(document)
    if not parts:
        raise EmptySource("holds no text of a document; check that the file is not blank or an image")
    for part in parts:
        yield _Assembly(document, part).record()


@dataclass(slots=True)
class _Assembly:
    document: Document
    part: Part
    witness: Witness = field(init=False)
    profile: Profile = field(init=False)
    reference: date | None = field(init=False)

    def __post_init__(self) -> None:
        self.witness = Witness(self.document, self.part)
        self.profile = profile(self.part, self.document.path)
        self.reference = _day(self.profile.date)

    def record(self) -> Record:
        """The record, built as plain fields and checked in one go: a model for each piece takes twice the time."""
        pieces = figures(self.part, self.profile.subject, self.profile.kind)
        found = [self._figure(number, piece) for number, piece in enumerate(pieces, start=1)]
        return Record.model_validate(
            {
                "id": f"{self.document.sha256}#{self.part.index}",
                "source": self._source(),
                "part": self._info(),
                "document": asdict(self.profile),
                "outline": tuple(self._outline()),
                "figures": tuple(found),
                "goals": tuple(self._goals(pieces)),
                "stages": tuple(self._stages()),
                "problems": tuple(
                    {"evidence": self.witness.of(one.start, one.end)} for one in problems(self.part)
                ),
                "citations": tuple(self._citation(one) for one in citations(self.part)),
                "people": tuple(
                    {
                        "evidence": self.witness.of(one.start, one.end),
                        "role": one.role or "",
                        "name": one.name,
                    }
                    for one in people(self.part)
                ),
                "warnings": tuple(self._warnings(found)),
            }
        )

    def _source(self) -> Fields:
        document = self.document
        return {
            "path": document.path,
            "sha256": document.sha256,
            "bytes": document.size,
            "media_type": document.media_type,
            "pages": document.pages,
            "reader": document.reader,
            "ocr": document.ocr,
        }

    def _citation(self, piece: CitationPiece) -> Fields:
        """A citation with its title as the source writes it, where nothing was mended inside."""
        view, title = self.part.view, piece.title
        at = view.text.find(title, piece.start, piece.end)
        if at >= 0:
            written = view.source(at, at + len(title)).of(self.document.text)
            title = written if len(written) == len(title) and "\n" not in written else title
        return {"evidence": self.witness.of(piece.start, piece.end), "title": title, "number": piece.number}

    def _info(self) -> Fields:
        part = self.part
        return {
            "index": part.index,
            "count": part.count,
            "title": part.title,
            "start": part.start,
            "end": part.end,
        }

    def _outline(self) -> Iterator[Fields]:
        for line in self.part.lines:
            if line.heading and line.level > 0:
                start, end = self.part.view.bounds(line.start, line.end)
                yield {
                    "level": line.level,
                    "label": line.label,
                    "title": self.part.text(line),
                    "start": start,
                    "end": end,
                }

    def _figure(self, number: int, piece: FigurePiece) -> Fields:
        quantity, link = piece.quantity, piece.link
        period = piece.period.of(self.part.view.text) if piece.period is not None else None
        first, last = resolve(period, self.reference) if period else (None, None)
        return {
            "id": f"f{number}",
            "indicator": link.indicator,
            "label": link.label,
            "named": self._stretch(link.named),
            "value": quantity.value,
            "value_max": quantity.value_max,
            "unit": quantity.unit or "other",
            "op": quantity.op,
            "approx": quantity.approx,
            "role": piece.role,
            "stage": piece.stage,
            "qualifier": link.qualifier,
            "entity": piece.entity,
            "period": period,
            "period_start": first and first.isoformat(),
            "period_end": last and last.isoformat(),
            "verdict": piece.verdict,
            "damage": quantity.damage,
            "confidence": confidence(piece),
            "rule": link.rule,
            "evidence": self.witness.of(quantity.start, quantity.end),
        }

    def _stretch(self, named: Span | None) -> Fields | None:
        if named is None:
            return None
        start, end = self.part.view.bounds(named.start, named.end)
        return {"start": start, "end": end}

    def _goals(self, pieces: list[FigurePiece]) -> Iterator[Fields]:
        spans = sorted(
            (piece.quantity.start, piece.quantity.end, number) for number, piece in enumerate(pieces, start=1)
        )
        for goal in goals(self.part):
            inside = spans[bisect_left(spans, (goal.start,)) : bisect_left(spans, (goal.end + 1,))]
            held = sorted(number for _, end, number in inside if end <= goal.end)
            yield {
                "evidence": self.witness.of(goal.start, goal.end),
                "deadline": goal.deadline,
                "quantified": bool(held),
                "figures": tuple(f"f{number}" for number in held),
                "owner": goal.owner,
            }

    def _stages(self) -> Iterator[Fields]:
        for one in stages(self.part):
            first, last = resolve(one.period, self.reference) if one.period else (None, None)
            yield {
                "evidence": self.witness.of(one.start, one.end),
                "name": one.name,
                "period": one.period,
                "start_date": first and first.isoformat(),
                "end_date": last and last.isoformat(),
            }

    def _warnings(self, found: list[Fields]) -> Iterator[Fields]:
        for warning in self.document.warnings:
            span = warning.span
            if span is None or self.part.start <= span.start < self.part.end:
                yield {"code": warning.code, "message": warning.message}
        for figure in found:
            if damage := figure["damage"]:
                yield {
                    "code": f"damage_{damage}",
                    "message": _DAMAGE[damage],
                    "evidence": figure["evidence"],
                }


def _day(text: str | None) -> date | None:
    """A date as far as it is told: the first day of the month where the day is not."""
    if not text:
        return None
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)
