"""The ``shengjun`` command. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import bulk
from pipeline.cli.audit import audit
from pipeline.cli.corpus import app as corpus
from pipeline.cli.export import export
from pipeline.cli.output import FAILED, STOPPED, complain, write
from pipeline.cli.query import query
from pipeline.cli.standards import standards
from pipeline.extract import Failure, attempt, lines, text
from pipeline.ingest.limit import limits as limits_of
from schemas.errors import ConfigurationError, EnvironmentFault

app = typer.Typer(
    name="shengjun",
    help="Structured, checkable records from Chinese education work plans and reports.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Output(StrEnum):
    """What ``schema`` can describe."""

    RECORD = "record"
    FINDING = "finding"


def main() -> None:
    """Run the command line and exit: 0 all done, 1 some inputs failed, 2 wrong usage."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except EnvironmentFault as error:
        complain(error.place, error.reason)
        sys.exit(STOPPED)
    except ConfigurationError as error:
        for line in str(error).splitlines():
            complain("shengjun", line)
        sys.exit(STOPPED)
    except OSError as error:
        complain(str(error.filename or "shengjun"), error.strerror or str(error))
        sys.exit(STOPPED)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"shengjun {version('shengjun')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Structured, checkable records from Chinese education work plans and reports."""


@app.command("extract")
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Word, PDF or text files.")],
    limit: bulk.Limit = None,
) -> None:
    """Print the records of the files as JSON Lines, one document a line."""
    job = partial(lines, limits=limits_of(limit or ()))
    failed = False
    for path in files:
        result = attempt(job, path)
        if isinstance(result, Failure):
            failed = True
            _report(result)
        else:
            write("".join(f"{line}\n" for line in result))
    if failed:
        raise typer.Exit(FAILED)


@app.command("text")
def plain_text(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Word, PDF or text file.")],
    limit: bulk.Limit = None,
) -> None:
    """Print the text of a file exactly as the offsets in its records count it."""
    result = attempt(partial(text, limits=limits_of(limit or ())), file)
    if isinstance(result, Failure):
        _report(result)
        raise typer.Exit(FAILED)
    write(result)


@app.command("show")
def show(
    source: Annotated[
        Path,
        typer.Argument(metavar="FILE|OUT", help="A document, a records.jsonl, or the folder that holds it."),
    ],
    limit: Annotated[
        int, typer.Option("--figures", min=0, help="How many figures a document; 0 for all.")
    ] = 10,
) -> None:
    """Show what was found, as tables for people."""
    from pipeline.cli import view

    kept = source.is_dir() or source.suffix == ".jsonl"
    result = attempt(view.stored if kept else view.extracted, source)
    if isinstance(result, Failure):
        _report(result)
        raise typer.Exit(FAILED)
    view.show(result, limit, view.console())


@app.command("schema")
def schema(
    of: Annotated[Output, typer.Argument(metavar="[record|finding]", help="Which output.")] = Output.RECORD,
) -> None:
    """Print the JSON Schema of the output."""
    from schemas.finding import Finding
    from schemas.record import Record

    model = Record if of is Output.RECORD else Finding
    write(json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n")


@app.command("indicators")
def indicators(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON array instead of a table.")] = False,
) -> None:
    """List the indicators that figures are tied to."""
    from schemas.taxonomy.loader import taxonomy

    if not as_json:
        from pipeline.cli import view

        view.indicators(taxonomy())
        return
    rows = [asdict(row) for row in taxonomy()]
    for row in rows:
        del row["names"]  # the aliases spelt out: thousands of lines that nobody reads
    write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


@app.command("limits")
def limits() -> None:
    """List what a file may cost; `--limit NAME=VALUE` of extract, text, run and retry changes it."""
    from pipeline.ingest.limit import rows

    write("".join(f"{name:16}{value:>10}  {meaning}\n" for name, value, meaning in rows()))


app.command("run")(bulk.run)
app.command("status")(bulk.status)
app.command("retry")(bulk.retry)
app.command("audit")(audit)
app.command("standards")(standards)
app.command("export")(export)
app.add_typer(corpus, name="corpus")
app.command("query")(query)


def _report(failure: Failure) -> None:
    complain(failure.path, failure.message)
