"""A bulk job from its inputs to the views of its folder. It can be killed at any moment and gone on with."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from pipeline.bulk import plan
from pipeline.bulk.engine.base import Engine, Progress, Result
from pipeline.bulk.fault import outside
from pipeline.bulk.guard import Guarding
from pipeline.bulk.listing import Inputs
from pipeline.store import view
from pipeline.store.folder import LOCK, MANIFEST, SHARDS
from pipeline.store.manifest import Manifest
from pipeline.store.row import Finished
from pipeline.store.shard import path_of
from pipeline.store.state import State, state, state_of
from schemas.errors import ConfigurationError, EnvironmentFault

ENGINES = {"local": "LocalEngine", "dask": "DaskEngine"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a job is run: ``engine`` one of ENGINES, ``address`` that of a scheduler for those that have one.

    ``compress`` tells how new shards are packed; those that were begun go on as they are. ``texts`` asks for the
    text of each file beside its records, which a job settles when it is begun.
    """

    guarding: Guarding
    engine: str = "local"
    address: str | None = None
    compress: bool = True
    texts: bool = False


class Monitor(Protocol):
    """Who is told how the job goes."""

    def planned(self, now: State, again: plan.Again | None) -> None:
        """What there is to do."""
        ...

    def failed(self, path: str, message: str) -> None:
        """A file could not be done."""
        ...

    def done(self, results: list[Result]) -> None:
        """Files are done, or failed, for good."""
        ...


class Job:
    """A job that writes to a folder. Raises ConfigurationError, and EnvironmentFault where disk or share fail."""

    def __init__(self, folder: Path, settings: Settings, monitor: Monitor) -> None:
        self._folder = folder
        self._settings = settings
        self._monitor = monitor
        self._engine: Engine | None = None

    @property
    def listing(self) -> bool:
        """Whether no file is being read yet."""
        return self._engine is None

    def stop(self) -> None:
        """End soon, with what is done made sure. From any thread, also from a signal; nothing while only listing."""
        if self._engine:
            self._engine.stop()

    def run(self, inputs: Inputs) -> State:
        """List the inputs and do what is new or changed; returns how far the job is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._at_work(lambda manifest: plan.relist(manifest, inputs, self._folder))

    def retry(self, codes: Iterable[str] | None) -> State:
        """Do failed files once more, those of some classes or all."""
        return self._at_work(lambda manifest: manifest.reopen(codes))

    def _at_work(self, prepare: Callable[[Manifest], object]) -> State:
        with _environment(self._folder), _alone(self._folder), Manifest(self._folder) as manifest:
            manifest.note(begun=repr(time.time()))
            with manifest.transaction():
                plan.keep_text(manifest, self._folder, wanted=self._settings.texts)
                again = prepare(manifest)
                plan.plan(manifest, compressed=self._settings.compress)
            self._monitor.planned(state(manifest), again if isinstance(again, plan.Again) else None)
            for failure in view.failures(self._folder):
                self._monitor.failed(failure["path"], failure["message"])
            self._work(manifest)
            now = state(manifest)
            if not now.left:
                self._conclude(manifest)
            return now

    def _work(self, manifest: Manifest) -> None:
        self._engine = _engine(self._settings)
        for progress in self._engine.run(plan.orders(manifest, self._folder)):
            manifest.settle(progress.shard, _finished(progress), progress.length, whole=progress.whole)
            for result in progress.results:
                if result.outcome.code is not None:
                    for path in manifest.names(result.task.sha256):
                        self._monitor.failed(path, result.outcome.message or "")
            self._monitor.done(progress.results)

    def _conclude(self, manifest: Manifest) -> None:
        """Drop what earlier versions left behind and make the views anew."""
        with manifest.transaction():
            outdated = manifest.outdated()
        for shard in outdated:
            path_of(self._folder, shard.number, compressed=shard.compressed).unlink(missing_ok=True)
        for draft in (self._folder / SHARDS).glob("*.part"):
            draft.unlink()
        view.write(self._folder)
        manifest.note(ended=repr(time.time()))


def preview(folder: Path, inputs: Inputs) -> tuple[State, plan.Again]:
    """What a run would find and do; nothing is written."""
    with (
        _environment(folder),
        Manifest(folder, create=False) as manifest,
        manifest.transaction(keep=False),
    ):
        again = plan.relist(manifest, inputs, folder)
        return state(manifest), again


def progress(folder: Path) -> State:
    """How far the job of a folder is, also while it runs."""
    with _environment(folder):
        return state_of(folder)


def _engine(settings: Settings) -> Engine:
    module = import_module(f"pipeline.bulk.engine.{settings.engine}")
    engine: Engine = getattr(module, ENGINES[settings.engine])(settings.guarding, settings.address)
    return engine


def _finished(progress: Progress) -> Iterator[Finished]:
    now = time.time()
    for one in progress.results:
        task, outcome = one.task, one.outcome
        yield Finished(
            task.sha256,
            task.version,
            task.name,
            outcome.code,
            outcome.message,
            outcome.records,
            outcome.figures,
            outcome.pages,
            outcome.characters,
            outcome.seconds,
            outcome.memory,
            one.place,
            one.length,
            now,
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other job writes to the folder meanwhile; a killed one does not keep it."""
    try:
        with FileLock(folder / LOCK, blocking=False):
            yield
    except Timeout as error:
        raise ConfigurationError(f"{folder}: another job is writing to it; wait for it or stop it") from error


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Errors of the disk as what they are, whoever met them."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGE:
            raise ConfigurationError(
                f"{folder / MANIFEST}: is damaged ({error}); remove the folder and run the job anew"
            ) from error
        if code not in _DISK:
            raise
        raise EnvironmentFault(str(folder), f"{error}; free space or restore the disk, {_AGAIN}") from error
    except OSError as error:
        if outside(error) is None:
            raise
        raise EnvironmentFault(
            str(folder), f"{error.strerror}; free space or restore the disk, {_AGAIN}"
        ) from error


# Primary result codes of SQLite that tell of the disk or of another program.
_DISK = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_AGAIN = "then give the same command again: what is done is kept"
