"""Stages: the rule's own cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.stage.rule import stages

CASES = yaml.safe_load(Path("extractors/stage/cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case, part_of):
    part = part_of(case["text"])
    found = stages(part)
    assert [[one.name, one.period] for one in found] == [expected[1:] for expected in case["found"]]
    for one, (opening, _, _) in zip(found, case["found"], strict=True):
        assert part.view.text[one.start : one.end].startswith(opening)
    if found:
        assert part.view.text[: found[0].end].endswith(case["ends"])
