"""``shengjun audit``: what does not add up in records, as JSON Lines or as a report."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import FAILED, complain, write
from pipeline.cli.source import records_of
from schemas.errors import SourceError

if TYPE_CHECKING:
    from pipeline.audit.archive import Fault, Lines
    from pipeline.audit.case import Case
    from pipeline.audit.choice import Choice
    from schemas.finding import Finding
    from schemas.record import Record
    from schemas.standards.standard import Standard

_RANK = {"error": 2, "warning": 1, "notice": 0}


class Severity(StrEnum):
    """How grave a finding must be for ``--fail-on``."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Status(StrEnum):
    """Which findings to print."""

    FAIL = "fail"
    CANNOT_CHECK = "cannot_check"
    PASSED = "pass"


class Confidence(StrEnum):
    """How sure a standard's row must be to be used."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


Sources = Annotated[
    list[Path],
    typer.Argument(metavar="RECORDS.jsonl|OUT...", exists=True, help="Records, or folders of a run."),
]
Standards = Annotated[
    list[str] | None,
    typer.Option(
        "--standard", metavar="ID|FILE", help="Hold figures against this standard only; repeatable."
    ),
]
Sureness = Annotated[
    Confidence, typer.Option(help="Use rows of standards that are at least as sure as this.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write a page (.html), a workbook (.xlsx) or the findings (.jsonl).",
    ),
]
Statuses = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Print only findings that ended so; repeatable. A report holds them all."),
]
FailOn = Annotated[
    Severity | None,
    typer.Option("--fail-on", help="Exit with status 1 where a figure fails this gravely or worse."),
]


def audit(
    sources: Sources,
    standard: Standards = None,
    confidence: Sureness = Confidence.HIGH,
    out: Output = None,
    status: Statuses = None,
    fail_on: FailOn = None,
) -> None:
    """Say what does not hold in records and between them, as JSON Lines or as a report (-o)."""
    if out is not None and out.suffix not in (".html", ".xlsx", ".jsonl"):
        raise typer.BadParameter(f"{out}: give a name that ends in .html, .xlsx or .jsonl", param_hint="-o")
    if out is not None and not out.parent.is_dir():
        raise typer.BadParameter(f"{out}: there is no folder {out.parent}; make it first", param_hint="-o")
    known, chosen, wrong = _standards(standard or [])
    job = _Job(
        [records_of(source) for source in sources],
        chosen,
        confidence.value,
        known,
        texts=out is not None and out.suffix == ".html",
    )
    job.write(out, {one.value for one in status or Status})
    if job.faults or wrong or (fail_on is not None and job.gravest >= _RANK[fail_on.value]):
        raise typer.Exit(FAILED)


class _Job:
    """One run over the records of some files."""

    def __init__(
        self,
        sources: list[Lines],
        only: tuple[str, ...],
        confidence: str,
        known: dict[str, Standard],
        *,
        texts: bool,
    ) -> None:
        from pipeline.audit.choice import Choice

        self.sources = sources
        self.known = known
        self.texts = texts
        self.choice: Choice = Choice(known, only, confidence)  # type: ignore[arg-type]
        self.faults = 0
        self.gravest = -1

    def cases(self) -> Iterator[Case]:
        """Each record with its findings, in the order of the input."""
        from pipeline.audit.audit import audited
        from pipeline.audit.case import Case

        for record, findings in audited(self._records(), self._records(complaining=True), self.choice):
            self._weigh(findings)
            yield Case(record, findings, _text(record) if self.texts else None)

    def write(self, out: Path | None, wanted: Collection[str]) -> None:
        """The findings of the statuses wanted to standard output, or a report of all to the file."""
        if out is None:
            for case in self.cases():
                write("".join(f"{line}\n" for line in _lines(case, wanted)))
        elif out.suffix == ".html":
            from pipeline.audit.report.citation import citations
            from pipeline.audit.report.html import write_html

            write_html(self.cases(), out, citations=citations(self.known.values()))
        elif out.suffix == ".xlsx":
            from pipeline.audit.report.workbook import write_workbook

            write_workbook(self.cases(), out, standards=self.known.values())
        else:
            self._write_lines(out, wanted)

    def _write_lines(self, out: Path, wanted: Collection[str]) -> None:
        draft = out.with_name(f"{out.name}.part")
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                for case in self.cases():
                    file.writelines(f"{line}\n" for line in _lines(case, wanted))
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)

    def _records(self, *, complaining: bool = False) -> Iterator[Record]:
        """The records, without those of a file that was met before under another name."""
        from pipeline.audit.archive import Fault, records

        for record in records(self.sources):
            if isinstance(record, Fault):
                if complaining:
                    self._complain(record)
            elif record.source.duplicate_of is None:
                yield record

    def _complain(self, fault: Fault) -> None:
        self.faults += 1
        complain(fault.place, fault.message)

    def _weigh(self, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            if finding.status == "fail":
                self.gravest = max(self.gravest, _RANK[finding.severity])


def _lines(case: Case, wanted: Collection[str]) -> list[str]:
    from schemas.number import dumps

    return [dumps(finding) for finding in case.findings if finding.status in wanted]


def _standards(asked: list[str]) -> tuple[dict[str, Standard], tuple[str, ...], int]:
    """The standards known, the ids of those asked for, and how many files are none; a path adds a user's own.

    A file that does not validate is named with its faults and left out; where nothing asked for is left, figures
    are held against no standard. Raises ConfigurationError for a name that no standard has.
    """
    from schemas.standards.loader import check, standards

    files = [Path(name) for name in asked if _is_file(name)]
    wrong = {path for path in files if list(_faults(path, check(path)))}
    shipped = standards()
    known = dict(standards([path for path in files if path not in wrong]) if files else shipped)
    names = [name for name in asked if not _is_file(name)]
    chosen = (*names, *(name for name in known if name not in shipped))
    return (known if chosen or not asked else {}), chosen, len(wrong)


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


def _faults(path: Path, faults: list[str]) -> Iterator[str]:
    for fault in faults:
        complain(str(path), fault.removeprefix(f"{path}: "))
        yield fault


def _text(record: Record) -> str | None:
    """The text of the record's file, where it still is what it was."""
    return _read(Path(record.source.path), record.source.sha256)


@lru_cache(maxsize=1)
def _read(path: Path, digest: str) -> str | None:
    """A file's text; the records of one file stand together, so the last one read is kept."""
    from hashlib import sha256

    from pipeline.extract import text

    try:
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest:
            return None
        return text(path)
    except (SourceError, OSError):
        return None
