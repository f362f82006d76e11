"""``shengjun run``, ``status`` and ``retry``: the bulk job."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import FAILED
from pipeline.ingest.limit import limits as limits_of

if TYPE_CHECKING:
    from pipeline.bulk.guard import Guarding
    from pipeline.bulk.job import Job, Settings
    from pipeline.ingest.base import Limits
    from pipeline.store.state import State

INTERRUPTED = 130
_MB = 2**20
# Megabytes that a process takes before it reads any file.
_LEAST = 256
_ENDING = (signal.SIGINT, signal.SIGTERM)


class EngineName(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    DASK = "dask"


Folder = Annotated[
    Path, typer.Argument(metavar="OUT", exists=True, file_okay=False, help="The folder of a run.")
]
Workers = Annotated[int, typer.Option(min=0, help="Processes that read files; 0 for one a core.")]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds that one file may take.")]
Memory = Annotated[
    int, typer.Option(min=0, help="Megabytes of address space that one process may take; 0 for any.")
]
EngineOption = Annotated[EngineName, typer.Option(help="Processes of this machine, or a cluster.")]
Address = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler; none: start one here."),
]
InputPaths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="DIR...", help="Folders, files, patterns, zip, tar or 7z archives."),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="The folder to write to.")]
List = Annotated[
    Path | None, typer.Option("--list", metavar="FILE", help="A text file with more inputs, a path a line.")
]
Include = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Only files whose name or path fits; repeatable.")
]
Zstd = Annotated[bool, typer.Option("--zstd/--plain", help="Compress OUT/shards, or leave them as text.")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit", metavar="NAME=VALUE", help="Another limit, as `shengjun limits` lists them; repeatable."
    ),
]
KeepText = Annotated[
    bool,
    typer.Option(
        "--keep-text",
        help="Keep each file's text beside its records, for `corpus build`; settled by the first run.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run(
    inputs: InputPaths = None,
    *,
    out: Output,
    from_list: List = None,
    include: Include = None,
    workers: Workers = 0,
    timeout: Timeout = 120,
    memory: Memory = 2048,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Address = None,
    limit: Limit = None,
    zstd: Zstd = True,
    keep_text: KeepText = False,
    dry_run: DryRun = False,
) -> None:
    """Write the records of every file to OUT/records.jsonl, what failed to OUT/failures.jsonl.

    A run that was stopped or killed goes on where it was when the same command is given again.
    """
    from pipeline.bulk.job import preview
    from pipeline.bulk.listing import Inputs
    from pipeline.bulk.walk import listed
    from pipeline.cli import progress

    paths = (*(inputs or []), *(listed(from_list) if from_list else []))
    if not paths:
        raise typer.BadParameter("give a folder, a file or a pattern, or --list FILE", param_hint="DIR...")
    limits = limits_of(limit or ())
    wanted = Inputs(paths, tuple(include or ()), limits)
    if dry_run:
        progress.preview(*preview(out, wanted))
        return
    settings = _settings(workers, timeout, memory, engine, scheduler, limits, compress=zstd, texts=keep_text)
    _work(out, settings, lambda job: job.run(wanted))


def retry(
    out: Folder,
    code: Annotated[
        list[str] | None,
        typer.Option(
            "--class", metavar="CLASS", help="Only failures of this class, as `status` names it; repeatable."
        ),
    ] = None,
    workers: Workers = 0,
    timeout: Timeout = 120,
    memory: Memory = 2048,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Address = None,
    limit: Limit = None,
) -> None:
    """Try files that failed once more, with other limits perhaps."""
    _known(out)
    settings = _settings(workers, timeout, memory, engine, scheduler, limits_of(limit or ()))
    _work(out, settings, lambda job: job.retry(code))


def status(out: Folder) -> None:
    """Say how far a run is, while it is on or afterwards."""
    from pipeline.bulk import job
    from pipeline.cli import progress

    _known(out)
    progress.status(job.progress(out))


def _known(out: Path) -> None:
    from pipeline.store.view import holds

    if not holds(out):
        raise typer.BadParameter(
            f"{out}: holds no run; `shengjun run DIR -o {out}` makes one", param_hint="OUT"
        )


def _settings(
    workers: int,
    timeout: float,
    memory: int,
    engine: EngineName,
    scheduler: str | None,
    limits: Limits,
    *,
    compress: bool = True,
    texts: bool = False,
) -> Settings:
    from pipeline.bulk.job import Settings

    return Settings(guarding(workers, timeout, memory, limits), engine.value, scheduler, compress, texts)


def guarding(workers: int, timeout: float, memory: int, limits: Limits) -> Guarding:
    """How files are read, with ``memory`` in megabytes. Raises BadParameter."""
    from pipeline.bulk.guard import Guarding

    if 0 < memory < _LEAST:
        raise typer.BadParameter(f"give {_LEAST} or more, or 0 for any", param_hint="--memory")
    return Guarding(workers or cores(), timeout, memory * _MB, limits)


def _work(out: Path, settings: Settings, start: Callable[[Job], State]) -> None:
    """Run a job; the first Ctrl-C or SIGTERM lets it end, the second ends it."""
    from pipeline.bulk.job import Job
    from pipeline.cli.progress import Progress

    with Progress(out) as progress:
        job = Job(out, settings, progress)
        signals: list[int] = []

        def stop(number: int, _: FrameType | None) -> None:
            if signals or job.listing:
                # From here on another one ends the program as any other.
                for each in _ENDING:
                    signal.signal(each, signal.SIG_DFL)
                raise KeyboardInterrupt
            signals.append(number)
            progress.say("ending: files being read are finished; once more ends at once")
            job.stop()

        for number in _ENDING:
            signal.signal(number, stop)
        now = start(job)
    progress.summary(now)
    if signals and now.left:
        raise typer.Exit(INTERRUPTED)
    if now.failed:
        raise typer.Exit(FAILED)
