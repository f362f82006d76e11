"""What tables are made of, read once and handed on row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from pipeline.sink.column import Table
from pipeline.sink.row import Json, Rows, failure_row, finding_rows, record_rows
from pipeline.sink.table import tables
from schemas.finding import Finding
from schemas.number import loads

MAKER = "shengjun"
_ADVICE = "make it anew with shengjun run"
# How JSON writes a character by its number: only so can half a one come in.
_ESCAPE = "\\u"


def _silent(_number: int, _message: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Source:
    """Records as lines of JSON, failures as {path, code, message}, findings in the order of the records.

    ``findings`` is None where no table of them is wanted. ``name`` says where all this comes from and ``stamp`` in
    which state it was. ``fault`` is told the number of each line that is no record and why; such a line becomes a
    row of ``failures``. Every iterable is gone through once.
    """

    lines: Iterable[str]
    failures: Iterable[Mapping[str, Any]] = ()
    findings: Iterable[Finding] | None = ()
    name: str = ""
    stamp: str = ""
    fault: Callable[[int, str], None] = _silent

    def tables(self) -> tuple[Table, ...]:
        """The tables that come of it."""
        return tables(findings=self.findings is not None)

    def rows(self) -> Iterator[Rows]:
        """Pairs of a table's name and rows for it, record by record, then the failures."""
        findings = _Aligned(self.findings or ())
        for number, line in enumerate(self.lines, start=1):
            if line.strip():
                yield from self._record(line, number, findings)
        for finding in findings.rest():
            yield "findings", finding_rows([finding])
        for failure in self.failures:
            yield "failures", [failure_row(failure)]

    def _record(self, line: str, number: int, findings: _Aligned) -> Iterator[Rows]:
        try:
            record = _parsed(line)
            found = record_rows(record, findings.of(record["id"]))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            message = f"is no record: {_fault(error)}; {_ADVICE}"
            self.fault(number, message)
            found = [("failures", [(f"{self.name}:{number}", "record", message)])]
        for name, rows in found:
            if rows:
                yield name, rows

    def about(self, rows: Mapping[str, int]) -> dict[str, Any]:
        """What made the tables, when, from what, and how many rows each holds."""
        return {
            "made_by": maker(),
            "made_at": datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
            "source": self.name,
            "stamp": self.stamp,
            "rows": {table.name: rows.get(table.name, 0) for table in self.tables()},
        }


def maker() -> str:
    """This program with its version."""
    return f"{MAKER} {version(MAKER)}"


def _parsed(line: str) -> Json:
    """The JSON of a line. Raises ValueError where it is none, or holds what no file can be written with."""
    line.encode()
    record: Json = loads(line)
    if _ESCAPE in line:
        json.dumps(record, ensure_ascii=False, default=str).encode()
    return record


def _fault(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error}"
    if isinstance(error, UnicodeError):
        return "it holds half a character"
    return str(error) if isinstance(error, ValueError) else "it has another form"


class _Aligned:
    """Findings beside the records that they are about: both come in one order, so one at a time is held."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = iter(findings)
        self._held: Finding | None = None

    def of(self, record: str) -> Iterator[Finding]:
        """The findings of the record, up to the first of another."""
        while (finding := self._take()) is not None:
            if finding.record != record:
                self._held = finding
                return
            yield finding

    def rest(self) -> Iterator[Finding]:
        """All that are left."""
        while (finding := self._take()) is not None:
            yield finding

    def _take(self) -> Finding | None:
        held, self._held = self._held, None
        return held or next(self._findings, None)
