"""The case: one document with what the audit found in it, as the reports take it."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.finding import Finding
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Case:
    """``text`` is the whole text of the file, which the record's offsets count in; None where the file is gone."""

    record: Record
    findings: tuple[Finding, ...]
    text: str | None = None
