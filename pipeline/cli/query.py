"""``shengjun query``: questions in SQL over the tables of a bulk job."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from itertools import islice, repeat
from math import isfinite
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.export import TABLES, NoFindings, Out, tabulate
from pipeline.cli.output import printable, write
from pipeline.cli.source import stamp

if TYPE_CHECKING:
    from pipeline.sink.catalog import Answer

# Doubles are exact to so many digits.
_DIGITS = ".15g"
# A table on a screen holds so many rows.
_SHOWN = 200


def query(
    out: Out,
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="One SELECT; without it the tables are described.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON Lines.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Parted by commas instead of tabs.")] = False,
    no_findings: NoFindings = False,
) -> None:
    """Answer a question in SQL over the tables; in a terminal as a table, else tab-separated."""
    from pipeline.sink.catalog import LAYOUT, asked

    with asked(_tables(out, findings=not no_findings), sql or LAYOUT) as answer:
        if as_json:
            _json(answer)
        elif as_csv:
            _commas(answer)
        elif sys.stdout.isatty():
            _table(answer)
        else:
            _tabbed(answer)


def _tables(out: Path, *, findings: bool) -> Path:
    """The folder of the tables, made anew where the records or this program have changed since."""
    from filelock import FileLock

    from pipeline.sink.parquet import write_parquet

    folder = out / TABLES
    if not _fresh(folder, out, findings=findings):
        with FileLock(out / f".{TABLES}.lock"):
            if not _fresh(folder, out, findings=findings):
                if sys.stderr.isatty():
                    typer.echo(f"making the tables of {printable(str(out))} …", err=True)
                tabulate(out, folder, write_parquet, findings=findings)
    return folder


def _fresh(folder: Path, out: Path, *, findings: bool) -> bool:
    from pipeline.sink.place import about
    from pipeline.sink.source import maker

    told = about(folder)
    same = told.get("made_by") == maker() and told.get("stamp") == stamp(out)
    return same and (not findings or "findings" in told["rows"])


def _json(answer: Answer) -> None:
    for row in answer.rows():
        line = {name: _data(value) for name, value in zip(answer.columns, row, strict=True)}
        write(json.dumps(line, ensure_ascii=False) + "\n")


def _tabbed(answer: Answer) -> None:
    """A cell is one line without tabs, so that every line of the output is a row."""
    write("\t".join(answer.columns) + "\n")
    for row in answer.rows():
        write("\t".join(" ".join(_text(value).split()) for value in row) + "\n")


def _commas(answer: Answer) -> None:
    """Commas are for spreadsheets, which take a text for a formula where it looks like one."""
    from pipeline.audit.report.clean import guarded

    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows():
        writer.writerow(guarded(value) if isinstance(value, str) else _text(value) for value in row)
        write(line.getvalue())
        line.seek(0)
        line.truncate()
    write(line.getvalue())


def _table(answer: Answer) -> None:
    """As many rows as one looks at, numbers to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from pipeline.cli.view import console

    rows = list(islice(answer.rows(), _SHOWN + 1))
    table = Table(box=box.SIMPLE_HEAD)
    for name, values in zip(answer.columns, zip(*rows, strict=True) if rows else repeat(()), strict=False):
        numbers = all(isinstance(value, (int, float, Decimal, NoneType)) for value in values)
        table.add_column(Text(printable(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows[:_SHOWN]:
        table.add_row(*(Text(printable(_text(value))) for value in row))
    console().print(table)
    if len(rows) > _SHOWN:
        typer.echo(f"… the first {_SHOWN} rows; send them to a file to have all", err=True)


def _text(value: Any) -> str:
    """A value on one line: a number without exponent and float noise, ids parted by blanks, nothing for null."""
    from schemas.number import plain

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (float, Decimal)):
        if not isfinite(value):
            return str(value)
        return plain(value if isinstance(value, Decimal) else Decimal(format(value, _DIGITS)))
    if isinstance(value, (list, tuple)):
        return " ".join(map(_text, value))
    return str(value)


def _data(value: Any) -> Any:
    """A value as JSON has it; one that JSON has not becomes text."""
    if isinstance(value, (float, Decimal)):
        text = _text(value)
        return (float(text) if "." in text else int(text)) if isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [_data(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _data(each) for name, each in value.items()}
    return value if isinstance(value, (bool, int, str, NoneType)) else str(value)
