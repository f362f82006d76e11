"""``shengjun corpus``: training data from records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import recipe
from pipeline.cli.bulk import Address, EngineName, EngineOption, Limit, Memory, Timeout, Workers, guarding
from pipeline.cli.learn import fill, train
from pipeline.cli.review import agreement, gold, review, take
from pipeline.ingest.limit import limits as limits_of

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


NoCard = Annotated[
    bool, typer.Option("--no-card", help="Leave out tables, statistics, datasheets and Croissant metadata.")
]
Name = Annotated[str, typer.Option(help="What the corpus is called.")]
Day = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="The date that the corpus bears.", show_default="today"),
]
License = Annotated[str, typer.Option("--license", help="What others may do with it, or where that stands.")]
Creator = Annotated[str, typer.Option(help="Who made it.")]


@app.command("build")
def build(
    context: typer.Context,
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
    form: FormatNames = None,
    no_card: NoCard = False,
    split: SharesOption = "80/10/10",
    seed: Seed = 1,
    name: Name = "shengjun-corpus",
    date: Day = None,
    rights: License = "Rights remain with the authors of the source documents",
    creator: Creator = "unknown",
    workers: Workers = 0,
    timeout: Timeout = 120,
    memory: Memory = 2048,
    limit: Limit = None,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Address = None,
) -> None:
    """Make a corpus of records and the texts of their files: train, dev and test without leaks between them.

    Texts are those that `run --keep-text` kept; without them every file is read once more.
    """
    selection = recipe.selection(kind, level, min_confidence, strict, damage.value, min_figures)
    redaction = None if no_redact else recipe.redaction(pseudonyms, redact_schools)
    settings = recipe.settings(selection, config, split, seed, redaction, form, card=not no_card)
    about = recipe.about(context, name, recipe.day(date), rights, creator, seed)
    guarded = guarding(workers, timeout, memory, limits_of(limit or ()))
    recipe.make(records, out, settings, about, guarded, scheduler, cluster=engine is EngineName.DASK)


app.command("review")(review)
app.command("import")(take)
app.command("agreement")(agreement)
app.command("gold")(gold)
app.command("train")(train)
app.command("fill")(fill)
