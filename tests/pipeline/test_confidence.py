"""What a figure's confidence rests on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.figure.piece import FigurePiece, Link
from extractors.quantity.piece import Quantity
from pipeline.confidence import confidence, evidence_of

LINK = Link("classes.count", "教学班", "figure.value_after_mention", 0.98)
PIECE = FigurePiece(Quantity(0, 3, Decimal(24), "count", "个"), LINK)


@pytest.mark.parametrize(
    ("strength", "close"), [(1.0, "firm"), (0.98, "firm"), (0.97, "fair"), (0.7, "fair"), (0.69, "loose")]
)
def test_a_tie_is_told_by_rule_and_closeness(strength: float, close: str) -> None:
    evidence = evidence_of(replace(PIECE, link=replace(LINK, strength=strength)))
    assert evidence.tie == "figure.value_after_mention"
    assert evidence.close == f"figure.value_after_mention {close}"


def test_marks_tell_role_unit_and_how_the_number_is_written() -> None:
    assert evidence_of(PIECE).marks == ("role actual", "unit count")
    harmed = Quantity(0, 3, Decimal(24), None, "", damage="garbled", numeral="chinese")
    assert evidence_of(FigurePiece(harmed, LINK, "target")).marks == (
        "role target",
        "unit none",
        "numeral chinese",
        "damage garbled",
    )


def test_a_figure_named_beside_its_value_is_surer_than_one_that_a_heading_names() -> None:
    carried = replace(PIECE, link=Link("classes.count", "教学班", "figure.head_of_list", 0.4))
    assert 0 < confidence(carried) < confidence(PIECE) < 1


def test_a_rule_that_was_never_measured_has_a_confidence() -> None:
    assert 0.5 < confidence(replace(PIECE, link=Link(None, "", "figure.new_rule", 0.4))) < 1


def test_confidence_has_two_places() -> None:
    assert round(confidence(PIECE), 2) == confidence(PIECE)
