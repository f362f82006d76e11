"""How sure a figure is: how often figures told in the same way were right on gold.

The shares and odds are measured (``tests/calibrate.py``) and kept in ``confidence.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from extractors.figure.piece import FigurePiece

_FIRM = 0.98
_FAIR = 0.7
# How often a number is right as recognised (``benchmarks/ocr.py``): on a recognised page, and where its engine or
# a second one doubts it.
READINGS = {"recognised": 0.99, "doubted": 0.8}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a figure's confidence rests on.

    ``tie`` is the rule that tied the number to its indicator, ``close`` the same with how close the tie is;
    ``marks`` is what else tells sure figures from doubtful ones.
    """

    tie: str
    close: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Shares right, above 0 and below 1, of all figures and of each tie.

    ``odds`` holds the factor of each mark, 1 where it tells nothing.
    """

    overall: float
    ties: Mapping[str, float]
    odds: Mapping[str, float]

    def share(self, evidence: Evidence) -> float:
        """The share right of the closest tie that was measured."""
        return self.ties.get(evidence.close, self.ties.get(evidence.tie, self.overall))

    def probability(self, evidence: Evidence) -> float:
        """0..1: the tie's share, its odds multiplied by those of the marks."""
        share = self.share(evidence)
        odds = share / (1 - share)
        for mark in evidence.marks:
            odds *= self.odds.get(mark, 1.0)
        return odds / (1 + odds)


def confidence(piece: FigurePiece, reading: str | None = None) -> float:
    """0..1, to two places; ``reading`` is a key of READINGS where the figure's words were recognised."""
    told = _confidence(*_traits(piece))
    return told if reading is None else round(told * READINGS[reading], 2)


def evidence_of(piece: FigurePiece) -> Evidence:
    """The tie and marks of a figure."""
    return _evidence(*_traits(piece))


def _traits(piece: FigurePiece) -> tuple[str, str, str, str | None, str, str | None]:
    """Rule and closeness of the tie, role, unit, numeral and damage: all that a figure's confidence rests on."""
    quantity, link = piece.quantity, piece.link
    close = "firm" if link.strength >= _FIRM else "fair" if link.strength >= _FAIR else "loose"
    return link.rule, close, piece.role, quantity.unit, quantity.numeral, quantity.damage


def _evidence(
    rule: str, close: str, role: str, unit: str | None, numeral: str, damage: str | None
) -> Evidence:
    marks = [f"role {role}", f"unit {unit or 'none'}"]
    if numeral != "arabic":
        marks.append(f"numeral {numeral}")
    if damage:
        marks.append(f"damage {damage}")
    return Evidence(rule, f"{rule} {close}", tuple(marks))


# Few of the traits that could meet do.
@lru_cache(maxsize=1 << 14)
def _confidence(
    rule: str, close: str, role: str, unit: str | None, numeral: str, damage: str | None
) -> float:
    return round(_measured().probability(_evidence(rule, close, role, unit, numeral, damage)), 2)


@cache
def _measured() -> Calibration:
    data = json.loads(files("pipeline").joinpath("confidence.json").read_text(encoding="utf-8"))
    return Calibration(data["overall"], data["ties"], data["odds"])
