"""Clauses as they are cited."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.audit.report.citation import citation, citations
from schemas.standards.loader import standards
from tests.pipeline.audit.report.build import CITED, STANDARD

[ROW] = STANDARD.criteria


def test_a_clause_is_cited_with_its_document_and_demand() -> None:
    assert citations([STANDARD]) == {"b1": CITED}


@pytest.mark.parametrize(
    ("more", "cited"),
    [
        ({"confidence": "high"}, "试〔2020〕1号 第三条：生均校舍面积（小学） ≥ 6平方米"),
        ({"confidence": "high", "op": None}, "试〔2020〕1号 第三条：生均校舍面积（小学）"),
        ({"confidence": "low", "op": "=", "unit": "ratio", "value": Decimal("13.5")}, "试〔2020〕1号 第三条：生均校舍面积（小学） ＝ 1:13.5（出处可信度：低）"),
        ({"confidence": "high", "clause": None}, "试〔2020〕1号：生均校舍面积（小学） ≥ 6平方米"),
    ],
)  # fmt: skip
def test_only_what_is_known_is_said(more: dict[str, object], cited: str) -> None:
    assert citation(STANDARD, replace(ROW, **more)) == cited


def test_without_a_number_the_title_is_cited() -> None:
    assert citation(replace(STANDARD, number=None), ROW).startswith("《试行标准》 第三条：")


def test_every_clause_that_ships_can_be_cited() -> None:
    known = standards().values()
    assert len(citations(known)) == sum(len(standard.criteria) for standard in known)
