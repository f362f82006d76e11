"""The sample documents of the audit, from file to findings: what it must say, and that it says nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from pipeline.cli.main import app
from tests.samples.audit.build import TEXTS, WORD, build

FILES = TEXTS / "files"
EXPECTED = yaml.safe_load((TEXTS / "findings.yaml").read_text(encoding="utf-8"))


def _key(finding: dict[str, Any]) -> tuple[Any, ...]:
    return (
        finding["rule"],
        finding.get("status", "fail"),
        finding["claimed"],
        finding.get("suggestion"),
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings of each document by its name."""
    out = tmp_path_factory.mktemp("audit")
    assert CliRunner().invoke(app, ["run", str(FILES), "-o", str(out)]).exit_code == 0
    records = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    names = {record["id"]: Path(record["source"]["path"]).stem for record in records}
    done = CliRunner().invoke(app, ["audit", str(out)])
    assert done.exit_code == 0
    findings: dict[str, list[dict[str, Any]]] = {name: [] for name in names.values()}
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        findings[names[finding["record"]]].append(finding)
    return findings


def test_every_document_has_its_findings(found: dict[str, Any]) -> None:
    assert set(EXPECTED) == set(found)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_audit_says_what_it_should(name: str, found: dict[str, Any]) -> None:
    said = Counter(_key(one) for one in found[name] if one["status"] != "pass")
    right = Counter(_key(one) for one in EXPECTED[name] if "wrong" not in one)
    wrong = Counter(_key(one) for one in EXPECTED[name] if "wrong" in one)
    assert right - said == Counter(), "not found"
    assert said - right - wrong == Counter(), "false alarms"
    assert wrong - (said - right) == Counter(), "mended: take these out of findings.yaml"


def test_figures_that_hold_are_passed(found: dict[str, Any]) -> None:
    passed = Counter(one["rule"] for one in found["02-luwan-junior"] if one["status"] == "pass")
    assert passed["ratio.quotient"] >= 8
    assert passed["verdict.said"] >= 7


def test_committed_files_are_those_of_today(tmp_path: Path) -> None:
    built = {path.name: path.read_bytes() for path in build(tmp_path)}
    assert {path.name for path in FILES.iterdir()} == set(built)
    assert all((FILES / name).read_bytes() == text for name, text in built.items() if WORD not in name)
