"""A quantity that claims, demands or plans something, with all that the text tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.quantity.piece import Quantity
from schemas.span import Span

Role = Literal["actual", "target", "standard", "gap", "change"]
Stage = Literal["preschool", "primary", "junior", "senior", "vocational", "special"]
Verdict = Literal["met", "unmet"]


# Not frozen, as every value makes one: setting fields of a frozen one costs six times as much.
@dataclass(slots=True)
class Link:
    """What a quantity measures and how that was told.

    ``strength`` 0..1 is how direct the tie is, ``named`` where the view names the indicator.
    """

    indicator: str | None
    label: str
    rule: str
    strength: float
    qualifier: str | None = None
    named: Span | None = None


@dataclass(slots=True)
class FigurePiece:
    """A figure in view offsets; ``period`` is a span of the view, ``cell`` its place in a table of the part."""

    quantity: Quantity
    link: Link
    role: Role = "actual"
    stage: Stage | None = None
    entity: str | None = None
    period: Span | None = None
    verdict: Verdict | None = None
    cell: tuple[int, int, int] | None = None
