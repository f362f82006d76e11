"""Problems: the rule's own cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.problem.rule import problems

CASES = yaml.safe_load(Path("extractors/problem/cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case, part_of):
    part = part_of(case["text"])
    found = problems(part)
    assert [part.view.text[one.start : one.end] for one in found] == case["found"]
