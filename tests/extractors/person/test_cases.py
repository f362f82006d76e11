"""People: the rule's own cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.person.rule import people

CASES = yaml.safe_load(Path("extractors/person/cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case, part_of):
    part = part_of(case["text"])
    found = people(part)
    assert [[one.role, one.name] for one in found] == case["found"]


def test_first_span_covers_the_role_and_further_ones_the_name(part_of):
    part = part_of("副组长：何清、罗一鸣\n成员：吴天")
    assert [part.view.text[one.start : one.end] for one in people(part)] == [
        "副组长：何清",
        "罗一鸣",
        "成员：吴天",
    ]
