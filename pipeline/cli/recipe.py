"""What ``shengjun corpus build`` makes of its options, and the making."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer

from pipeline.cli.output import FAILED, printable
from pipeline.cli.source import records_of

if TYPE_CHECKING:
    from corpus.card.about import About
    from corpus.format.base import Format
    from corpus.given import Stock
    from corpus.redact.option import Options
    from corpus.selection import Damage, Selection
    from corpus.setting import Settings
    from corpus.split import Shares
    from pipeline.bulk.guard import Guarding

# Options that change nothing in a corpus, and the one that is told in another way.
_UNTOLD = ("workers", "timeout", "memory", "limit", "engine", "scheduler", "out", "records", "date")


def selection(
    kind: list[str] | None,
    level: list[str] | None,
    confidence: float,
    strict: bool,
    damage: Damage,
    figures: int,
) -> Selection:
    """What is to be chosen. Raises BadParameter."""
    from corpus.selection import Selection

    kinds, levels = _known(kind, "Kind", "--kind"), _known(level, "Level", "--level")
    return Selection(kinds, levels, confidence, strict, damage, figures)


def redaction(secret: Path | None, schools: bool) -> Options:
    """What is to be taken out. Raises BadParameter, OSError."""
    from corpus.redact.option import Options

    if secret is None:
        return Options(schools=schools)
    try:
        return Options(secret.read_text(encoding="utf-8").strip(), schools)
    except ValueError as error:
        raise typer.BadParameter(f"{secret}: {error}", param_hint="--pseudonyms") from error


def settings(
    selection: Selection,
    config: Path | None,
    split: str,
    seed: int,
    redaction: Options | None,
    formats: list[str] | None,
    *,
    card: bool,
) -> Settings:
    """What decides about the corpus. Raises BadParameter, ConfigurationError."""
    from corpus.quality import quality
    from corpus.setting import Settings

    shares, written = _shares(split), _formats(formats)
    return Settings(selection, quality(config), shares, seed, redaction, written, card)


def about(context: typer.Context, name: str, day: str, rights: str, creator: str, seed: int) -> About:
    """What the corpus is called and what makes it again."""
    from corpus.card.about import About
    from pipeline.sink.source import maker

    return About(
        name, day, maker(), _command(context, day), seed, rights or "unknown", creator=creator or "unknown"
    )


def day(told: str | None) -> str:
    """The date given, or today's. Raises BadParameter."""
    import datetime

    try:
        found = datetime.date.fromisoformat(told) if told else datetime.datetime.now().astimezone().date()
    except ValueError as error:
        raise typer.BadParameter(f"{told} is no date; write it as 2026-11-22", param_hint="--date") from error
    return found.isoformat()


def make(
    records: Path,
    out: Path,
    settings: Settings,
    about: About,
    guarding: Guarding,
    scheduler: str | None,
    *,
    cluster: bool,
) -> None:
    """Make the corpus, and say what came of it; ``guarding`` tells how files are read once more."""
    from corpus.build import build, made
    from pipeline.bulk import spread
    from pipeline.cli.progress import Steps
    from pipeline.sink.place import draft

    given, kept = stocks(records, guarding)
    # Beside the reading of files the rest takes next to nothing.
    workers = guarding.workers if kept else 1
    spreading = spread.cluster(workers, scheduler) if cluster else spread.processes(workers)
    target = out if out.name not in ("", "..") else out.resolve()
    with draft(target, made) as folder, Steps() as steps, spreading as each:
        folder.mkdir()
        summary = build(given, folder, settings, about, steps, each, map if cluster else each)
    for line in _told(summary.told(), out):
        typer.echo(line, err=True)
    if summary.faults:
        raise typer.Exit(FAILED)


def stocks(records: Path, guarding: Guarding) -> tuple[Iterator[Stock], bool]:
    """The records with their texts, and whether the job kept these; else each file is read once more."""
    from pipeline.bulk import text
    from pipeline.store import view

    lines = records_of(records)
    job = records.is_dir() and view.holds(records)
    if job and text.keeps(records):
        return text.kept(records), True
    files = text.listed(records) if job else text.named(lines.read())
    return text.read(lines.read(), lines.name, files, guarding), False


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
    """The formats beside the plain one, which is always written."""
    from corpus.format.registry import FORMATS, named

    wanted = set(names or FORMATS)
    for name in sorted(wanted - FORMATS.keys()):
        raise typer.BadParameter(f"{name} is none; there are {', '.join(FORMATS)}", param_hint="--format")
    return [named(name) for name in FORMATS if name in wanted and name != "jsonl"]


def _command(context: typer.Context, day: str) -> str:
    """What makes the same corpus again; where to is for whoever gives it to choose."""
    words = ["shengjun", "corpus", "build", str(context.params["records"]), "-o", "DIR", "--date", day]
    for option in context.command.params:
        value = context.params[option.name or ""]
        if option.name in _UNTOLD or value == option.default or value in (None, (), []):
            continue
        name = option.opts[0]
        if value is True:
            words.append(name)
        else:
            several = value if isinstance(value, list | tuple) else [value]
            words += [word for one in several for word in (name, str(one))]
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
