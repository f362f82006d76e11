"""What the audit says of small texts: the cases of cases.yaml, whole audits on marked figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.audit.across import Archive
from pipeline.audit.audit import audit
from pipeline.audit.bench import Choice
from schemas.finding import Finding
from schemas.number import plain
from schemas.standards.loader import standards
from tests.pipeline.audit.mark import record

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)
FIELDS = {"name", "text", "document", "fails", "passes", "silent", "says"}


@cache
def choice() -> Choice:
    return Choice(standards())


def told(finding: Finding) -> str:
    """A finding as the cases write it: rule, what was claimed, and what is suggested if anything."""
    claimed = "blank" if finding.claimed is None else plain(finding.claimed)
    words = [finding.rule, claimed, *([plain(finding.suggestion)] if finding.suggestion is not None else [])]
    return " ".join(words) + (" unknown" if finding.status == "cannot_check" else "")


def findings(case: dict[str, Any]) -> tuple[Finding, ...]:
    # Figures in a study are others': no standard is held against them unless the case says whose they are.
    one = record(case["text"], **{"kind": "research"} | case.get("document", {}))
    with Archive() as archive:
        archive.add(one)
        return audit(one, choice(), archive)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{area}: {case['name']}") for area, cases in CASES.items() for case in cases],
)
def test_the_audit_says(case: dict[str, Any]) -> None:
    assert set(case) <= FIELDS
    found = findings(case)
    everything = "\n".join(f"{one.status} {told(one)} {one.message}" for one in found)
    assert sorted(told(one) for one in found if one.status != "pass") == sorted(case.get("fails", [])), (
        everything
    )
    passed = [one.rule for one in found if one.status == "pass"]
    assert set(case.get("passes", [])) <= set(passed), everything
    for area in case.get("silent", []):
        assert not [one for one in found if one.rule.startswith(area)], everything
    for words in case.get("says", []):
        assert any(words in one.message for one in found if one.status != "pass"), everything


def test_every_case_can_fail() -> None:
    for cases in CASES.values():
        for case in cases:
            assert any(case.get(key) for key in ("fails", "passes", "silent")), case["name"]
    assert len({case["name"] for cases in CASES.values() for case in cases}) == sum(map(len, CASES.values()))
