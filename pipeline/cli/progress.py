"""How a bulk job goes, on standard error: a bar on a terminal, a line now and then otherwise."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from pipeline.cli.output import complain, printable, write

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from pipeline.bulk.engine.base import Result
    from pipeline.bulk.plan import Again
    from pipeline.store.state import State

# Seconds between two lines where there is no terminal.
_PAUSE = 30.0


class Progress:
    """Tells how a job goes, as long as somebody listens: a closed terminal ends none. Used as a context."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._bar: Bar | None = None
        self._begun = self._told = time.monotonic()
        self._total = self._done = self._failed = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console

            Console(stderr=True).print("looking at the files …", style="dim", end="\r")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            with suppress(OSError):
                self._bar.stop()
            self._bar = None

    def planned(self, now: State, again: Again | None) -> None:
        """Say what there is to do, and begin the bar."""
        for line in _again(again):
            self.say(line)
        if now.done and now.left:
            self.say(f"{_count(now.left)} of {_count(now.files)} files to do; the others are done already")
        self._total = now.unread
        self._begun = self._told = time.monotonic()
        if sys.stderr.isatty() and now.unread:
            self._bar = _bar(now.unread)

    def failed(self, path: str, message: str) -> None:
        """Name a file that failed."""
        with suppress(OSError):
            complain(path, message)

    def done(self, results: list[Result]) -> None:
        """Count files that are done."""
        self._done += len(results)
        self._failed += sum(result.outcome.code is not None for result in results)
        if self._bar:
            rate = self._done / (time.monotonic() - self._begun)
            self._bar.update(
                self._bar.task_ids[0], completed=self._done, failed=self._failed, rate=f"{rate:.1f}/s"
            )
        elif time.monotonic() - self._told > _PAUSE:
            self._told = time.monotonic()
            rate = self._done / (self._told - self._begun)
            left = (self._total - self._done) / rate if rate else 0
            self.say(
                f"{_count(self._done)} of {_count(self._total)} files, {self._failed} failed,"
                f" {rate:.1f} a second, {_span(left)} left"
            )

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        with suppress(OSError):
            typer.echo(line, err=True)

    def summary(self, now: State) -> None:
        """What came of it all, with the failures by class."""
        copies = f" ({_count(now.copies)} copies of others)" if now.copies else ""
        self.say(
            f"{_count(now.files)} files{copies}, {_count(now.records)} records,"
            f" {_count(now.failed)} failed: {printable(str(self._out))}"
        )
        for line in _failures(now):
            self.say(line)
        if now.left:
            self.say(f"{_count(now.left)} files are left; the same command goes on with them")


class Steps:
    """Tells how a work of several steps goes: a bar on a terminal, a line now and then otherwise. Used as a context."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._told = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            with suppress(OSError):
                self._bar.stop()

    def step(self, name: str, total: int | None) -> None:
        """Another step begins."""
        self._name, self._total, self._done = name, total, 0
        if self._bar:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(name, total=total)

    def done(self) -> None:
        """A document more is done."""
        self._done += 1
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])
        elif time.monotonic() - self._told > _PAUSE:
            self._told = time.monotonic()
            whole = f" of {_count(self._total)}" if self._total else ""
            with suppress(OSError):
                typer.echo(f"{self._name}: {_count(self._done)}{whole} documents", err=True)

    def fault(self, place: str, message: str) -> None:
        """Name what is wrong with what."""
        with suppress(OSError):
            complain(place, message)


def preview(now: State, again: Again) -> None:
    """Print what a run would do."""
    for line in _again(again):
        typer.echo(line, err=True)
    write(_table(now))


def status(now: State) -> None:
    """Print how far a job is."""
    write(_table(now))


def _table(now: State) -> str:
    rows = [
        ("files", _count(now.files)),
        ("copies of others", _count(now.copies)),
        ("done", _count(now.done)),
    ]
    rows.append(("failed", _count(now.failed)))
    rows += [(f"  {code}", _count(count)) for code, count in now.failures.items()]
    rows += [("left", _count(now.left)), ("records", _count(now.records)), ("figures", _count(now.figures))]
    if now.rate:
        rows.append(("files a second", f"{now.rate:.1f}"))
        if now.left:
            rows.append(("time left", _span(now.left / now.rate)))
    return "".join(f"{name:20}{value:>14}\n" for name, value in rows)


def _failures(now: State) -> list[str]:
    return [f"  {code:14}{_count(count):>10}" for code, count in now.failures.items()]


def _again(again: Again | None) -> list[str]:
    lines = []
    if again and again.changed:
        lines.append(f"shengjun has changed since: {_count(again.changed)} files are done again")
    if again and again.lost:
        lines.append(f"shards are gone or cut off: {_count(again.lost)} files are done again")
    return lines


def _bar(total: int) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
    )
    bar.add_task("", total=total, failed=0, rate="")
    bar.start()
    return bar


def _count(number: int) -> str:
    return f"{number:,}"


def _span(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    )
