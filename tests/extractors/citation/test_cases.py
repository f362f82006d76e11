"""Cited documents: the rule's own cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.citation.rule import citations

CASES = yaml.safe_load(Path("extractors/citation/cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case, part_of):
    part = part_of(case["text"])
    found = citations(part)
    assert [[one.title, one.number] for one in found] == case["found"]


def test_span_covers_the_brackets(part_of):
    part = part_of("依据《松岭县教育督导办法》（松教督〔2023〕7号）开展工作。")
    [citation] = citations(part)
    assert part.view.text[citation.start : citation.end] == "《松岭县教育督导办法》"
