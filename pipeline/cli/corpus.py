"""``shengjun corpus``: training data from records."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from pipeline.cli.bulk import MB, Memory, Timeout, Workers, cores
from pipeline.cli.output import FAILED, printable
from pipeline.cli.source import records_of

if TYPE_CHECKING:
    from corpus.entry import Given
    from corpus.format.base import Format
    from corpus.redact.option import Options
    from corpus.split import Shares
    from pipeline.audit.archive import Lines
    from pipeline.bulk.guard import Guarding

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


class Damage(StrEnum):
    """What becomes of labels of damaged numbers."""

    KEEP = "keep"
    DROP_LABELS = "drop-labels"
    DROP_DOCUMENTS = "drop-documents"


@app.callback()
def corpus() -> None:
    """Training corpora from records."""


Records = Annotated[
    Path,
    typer.Argument(metavar="RECORDS.jsonl|OUT", exists=True, help="Records, or the folder of a bulk job."),
]
Target = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of the corpus.")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only documents of this kind; repeatable.", metavar="KIND")
]
Levels = Annotated[
    list[str] | None,
    typer.Option("--level", help="Only documents of this level; repeatable.", metavar="LEVEL"),
]
Confidence = Annotated[float, typer.Option(min=0, max=1, help="Leave out labels that are less sure.")]
Strict = Annotated[bool, typer.Option("--strict", help="Leave out documents with labels that are less sure.")]
DamageOption = Annotated[
    Damage, typer.Option(help="Keep labels of damaged numbers, or drop them, or the documents they are in.")
]
Figures = Annotated[int, typer.Option(min=0, help="How many figures a document must have.")]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A YAML file with other bounds of quality filters.")
]
NoRedact = Annotated[
    bool,
    typer.Option("--no-redact", help="Leave names, numbers and addresses of people in; never to publish."),
]
Pseudonyms = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Invent names and numbers, the same for the same, by the secret in a file."
    ),
]
Schools = Annotated[bool, typer.Option("--redact-schools", help="Take names of schools out too.")]
FormatNames = Annotated[
    list[str] | None,
    typer.Option(
        "--format", metavar="NAME", help="Only this format beside jsonl; repeatable. Else all of them."
    ),
]
SharesOption = Annotated[
    str, typer.Option("--split", metavar="TRAIN/DEV/TEST", help="What goes where, as parts of the whole.")
]
Seed = Annotated[int, typer.Option(help="Another one divides otherwise.")]


@app.command("build")
def build(
    records: Records,
    *,
    out: Target,
    kind: Kinds = None,
    level: Levels = None,
    min_confidence: Confidence = 0.0,
    strict: Strict = False,
    damage: DamageOption = Damage.KEEP,
    min_figures: Figures = 0,
    config: Config = None,
    no_redact: NoRedact = False,
    pseudonyms: Pseudonyms = None,
    redact_schools: Schools = False,
    formats: FormatNames = None,
    split: SharesOption = "80/10/10",
    seed: Seed = 1,
    workers: Workers = 0,
    timeout: Timeout = 120,
    memory: Memory = 2048,
) -> None:
    """Make a corpus of records and the texts of their files: train, dev and test without leaks between them.

    Texts are those that `run --keep-text` kept; without them every file is read once more.
    """
    from corpus.build import Settings, made
    from corpus.build import build as make
    from corpus.quality import quality
    from corpus.selection import Selection
    from pipeline.bulk.guard import Guarding
    from pipeline.cli.progress import Steps
    from pipeline.sink.place import draft
    from pipeline.sink.source import maker

    kinds, levels = _known(kind, "Kind", "--kind"), _known(level, "Level", "--level")
    selection = Selection(kinds, levels, min_confidence, strict, damage.value, min_figures)
    redaction = None if no_redact else _redaction(pseudonyms, redact_schools)
    written = _formats(formats)
    settings = Settings(selection, quality(config), _shares(split), seed, written, redaction)
    lines = records_of(records)
    options = {
        "--kind": kinds, "--level": levels, "--min-confidence": min_confidence or None, "--strict": strict,
        "--damage": None if damage is Damage.KEEP else damage.value, "--min-figures": min_figures or None,
        "--config": config, "--no-redact": no_redact, "--pseudonyms": pseudonyms,
        "--redact-schools": redact_schools, "--format": tuple(each.name for each in written),
        "--split": split, "--seed": seed,
    }  # fmt: skip
    about = {"made_by": maker(), "command": _command(records, options)}
    guarding = Guarding(workers or cores(), timeout, memory * MB)
    target = out if out.name not in ("", "..") else out.resolve()
    with draft(target, made) as folder, Steps() as steps:
        folder.mkdir()
        summary = make(_given(records, lines, guarding), folder, settings, about, steps)
    for line in _told(summary.told(), out):
        typer.echo(line, err=True)
    if summary.faults:
        raise typer.Exit(FAILED)


def _given(source: Path, lines: Lines, guarding: Guarding) -> Iterator[Given]:
    """The records with their texts, as the job kept them or from their files."""
    from pipeline.bulk import text
    from pipeline.store import view

    if not source.is_dir() or not view.holds(source):
        return text.read(lines.read(), lines.name, text.named(lines.read()), guarding)
    if text.keeps(source):
        return text.kept(source)
    return text.read(lines.read(), lines.name, text.listed(source), guarding)


def _known(wanted: list[str] | None, of: str, option: str) -> tuple[str, ...]:
    """What is wanted, once and in order. Raises BadParameter for what no record can be."""
    from schemas import record

    known = get_args(getattr(record, of))
    for name in wanted or ():
        if name not in known:
            raise typer.BadParameter(f"{name} is none; there are {', '.join(known)}", param_hint=option)
    return tuple(sorted(set(wanted or ())))


def _shares(split: str) -> Shares:
    from corpus.split import Shares

    try:
        train, dev, test = map(float, split.split("/"))
    except ValueError:
        train = dev = test = -1
    if min(train, dev, test) < 0 or not 0 < train + dev + test < float("inf"):
        raise typer.BadParameter(f"{split}: give three parts, as 80/10/10", param_hint="--split")
    return Shares(train, dev, test)


def _formats(names: list[str] | None) -> list[Format]:
    from corpus.format.registry import FORMATS, named

    wanted = {"jsonl", *(names or FORMATS)}
    for name in sorted(wanted - FORMATS.keys()):
        raise typer.BadParameter(f"{name} is none; there are {', '.join(FORMATS)}", param_hint="--format")
    return [named(name) for name in FORMATS if name in wanted]


def _redaction(secret: Path | None, schools: bool) -> Options:
    from corpus.redact.option import Options

    if secret is None:
        return Options(schools=schools)
    try:
        return Options(secret.read_text(encoding="utf-8").strip(), schools)
    except ValueError as error:
        raise typer.BadParameter(f"{secret}: {error}", param_hint="--pseudonyms") from error


def _command(records: Path, options: Mapping[str, Any]) -> str:
    """What makes the same corpus again; where to is for whoever gives it to choose."""
    words = ["shengjun", "corpus", "build", str(records), "-o", "DIR"]
    for name, value in options.items():
        if isinstance(value, bool):
            words += [name] if value else []
        elif isinstance(value, tuple):
            words += [word for one in value for word in (name, one)]
        elif value is not None:
            words += [name, str(value)]
    return shlex.join(words)


def _told(counts: Mapping[str, Any], out: Path) -> Iterator[str]:
    splits = ", ".join(f"{count:,} {name}" for name, count in counts["splits"].items())
    yield f"{counts['documents']:,} documents in {counts['clusters']:,} clusters ({splits}): {printable(str(out))}"
    labels = ", ".join(f"{count:,} {layer}" for layer, count in counts["labels"].items())
    yield f"labels: {labels or 'none'}"
    if counts["redacted"]:
        yield f"redacted: {', '.join(f'{count:,} {kind}' for kind, count in counts['redacted'].items() if count)}"
    for name, lost in counts["lost"].items():
        yield f"no place in {name}: {', '.join(f'{count:,} {layer}' for layer, count in lost.items())}"
    if counts["dropped"]:
        yield f"{sum(counts['dropped'].values()):,} of {counts['records']:,} records dropped:"
    for name, count in counts["dropped"].items():
        yield f"  {name:18}{count:>8,}"
