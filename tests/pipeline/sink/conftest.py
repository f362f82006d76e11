"""Records to make tables of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import lines
from schemas.finding import Finding
from tests.pipeline.sink.build import findings

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="session")
def sample() -> list[str]:
    """A plan, a report with blanks, a file of several documents, as lines of JSON."""
    names = ("01-school-plan.txt", "files/05-self-evaluation-form.docx", "10-compilation.txt")
    return [line for name in names for line in lines(SAMPLES / name)]


@pytest.fixture(scope="session")
def found(sample: list[str]) -> list[Finding]:
    """What the audit finds in them."""
    return findings(sample)
