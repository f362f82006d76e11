"""How sure a figure is: the share of figures with its marks that were right on gold."""

from __future__ import annotations

from extractors.figure.piece import FigurePiece

_UNLINKED = 0.5
_CHINESE = 0.9
_DAMAGED = 0.85


def confidence(piece: FigurePiece) -> float:
    """0..1, from how directly the figure was linked and how its number is written."""
    sure = piece.link.strength if piece.link.indicator else _UNLINKED
    if piece.quantity.numeral in ("chinese", "mixed"):
        sure *= _CHINESE
    if piece.quantity.damage:
        sure *= _DAMAGED
    return round(sure, 2)
