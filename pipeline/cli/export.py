"""``shengjun export``: the records of a bulk job as tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.output import FAILED, complain
from pipeline.cli.source import records_of, stamp

if TYPE_CHECKING:
    from pipeline.audit.archive import Lines
    from pipeline.sink.source import Source
    from schemas.finding import Finding
    from schemas.record import Record

# The folder of the tables that ``query`` reads too.
TABLES = "tables"


class Form(StrEnum):
    """What the records can be exported to."""

    PARQUET = "parquet"
    DUCKDB = "duckdb"
    XLSX = "xlsx"
    CSV = "csv"


_NAMES = {Form.PARQUET: TABLES, Form.DUCKDB: "tables.duckdb", Form.XLSX: "tables.xlsx", Form.CSV: "csv"}
Out = Annotated[
    Path, typer.Argument(metavar="OUT", exists=True, file_okay=False, help="The folder of a bulk job.")
]
NoFindings = Annotated[
    bool, typer.Option("--no-findings", help="Leave out what the audit finds: much quicker.")
]


def export(
    out: Out,
    to: Annotated[Form, typer.Option(help="The form of the tables.")],
    path: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="A folder for parquet and csv, a file for duckdb and xlsx; else a name in OUT.",
        ),
    ] = None,
    no_findings: NoFindings = False,
) -> None:
    """Write the records as tables: figures, documents, goals, findings and the rest."""
    target = path or out / _NAMES[to]
    rows, faults = tabulate(out, target, writer(to), findings=not no_findings)
    told = ", ".join(f"{rows[name]} {name}" for name in ("documents", "figures", "findings") if name in rows)
    typer.echo(f"{told or 'no documents'}: {target}", err=True)
    if faults:
        raise typer.Exit(FAILED)


def tabulate(
    out: Path, target: Path, write: Callable[[Source, Path], Counter[str]], *, findings: bool
) -> tuple[Counter[str], int]:
    """Write the tables of a bulk job; the rows of each, and how many records could not be read.

    Each of these is named on standard error. Raises ConfigurationError and OSError.
    """
    from pipeline.sink.source import Source

    lines = records_of(out)
    faulty: set[int] = set()

    def fault(number: int, message: str) -> None:
        if number not in faulty:
            faulty.add(number)
            complain(f"{lines.name}:{number}", message)

    source = Source(
        (line.decode("utf-8", "surrogateescape") for line in lines.read()),
        _failures(out),
        _findings(lines, fault) if findings else None,
        name=lines.name,
        stamp=stamp(out),
        fault=fault,
    )
    return write(source, target), len(faulty)


def _failures(out: Path) -> Iterator[dict[str, Any]]:
    """The files that a bulk job could not do."""
    from pipeline.store import view
    from pipeline.store.folder import FAILURES

    if view.holds(out):
        yield from view.failures(out)
    elif (out / FAILURES).is_file():
        with (out / FAILURES).open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


def _findings(lines: Lines, fault: Callable[[int, str], None]) -> Iterator[Finding]:
    """What the audit finds, in the order of the records."""
    from pipeline.audit.audit import audited
    from pipeline.audit.choice import Choice
    from schemas.standards.loader import standards

    first, again = (_valid(lines.read(), fault) for _ in range(2))
    for _, findings in audited(first, again, Choice(standards())):
        yield from findings


def _valid(lines: Iterable[bytes], fault: Callable[[int, str], None]) -> Iterator[Record]:
    """The records that can be audited, without those of a file that was met before under another name."""
    from pipeline.audit.archive import Fault, parsed

    for number, line in enumerate(lines, start=1):
        if line.strip():
            one = parsed(line, "")
            if isinstance(one, Fault):
                fault(number, one.message)
            elif one.source.duplicate_of is None:
                yield one


def writer(to: Form) -> Callable[[Source, Path], Counter[str]]:
    """What writes tables in a form."""
    if to is Form.PARQUET:
        from pipeline.sink.parquet import write_parquet

        return write_parquet
    if to is Form.DUCKDB:
        from pipeline.sink.database import write_database

        return write_database
    if to is Form.XLSX:
        from pipeline.sink.workbook import write_workbook

        return write_workbook
    from pipeline.sink.text import write_text

    return write_text
