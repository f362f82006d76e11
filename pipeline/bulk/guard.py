"""Guarded work: files read in other processes, so that one that crashes, hangs or eats memory ends only itself.

The pool is pebble's, which survives the death of a worker. Around it stand what this job needs: small files go
several to a task, results come in the order of the files, only so many are under way, and a pool that does not move
any more is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from multiprocessing import resource_tracker
from typing import Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool
from pebble.pool.process import WORKERS_NAME

from pipeline.bulk.task import Outcome, Task
from pipeline.bulk.worker import ENVIRONMENT, MEMORY, prepare, work
from pipeline.ingest.base import Limits
from pipeline.ingest.office.profile import sweep
from schemas.errors import EnvironmentFault

# So many small files, or so many bytes of them, are one task.
_FILES = 16
_BYTES = 2**19
# So many files may be under way or wait for one before them; so many bytes of them may be held here.
_WINDOW = 8192
_HELD = 2**27
# A worker starts anew after so many tasks, against memory that libraries do not give back.
_TURNS = 500
# Beyond the time limit, a pool may stand still for so long before it is taken for broken.
_GRACE = 30.0
_DELAYS = (0.5, 2.0, 5.0)
# So many pools one after another may break before any file is done.
_BROKEN = 3
_UNABLE = "the processes that read files end as soon as they start; see how many processes and how much memory this machine gives"
_LOOK = 0.5
# How long the end of a pool is waited for.
_LAST = 10.0
# What recognition may take of the time of a file.
_RECOGNITION = 0.75


@dataclass(frozen=True, slots=True)
class Guarding:
    """How the work is guarded: processes, seconds and bytes of address space a file (0: any), what a file may hold."""

    workers: int
    timeout: float
    memory: int
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    def within(self) -> Limits:
        """The limits, recognition held to a part of a file's time: some pages with a warning are more than none."""
        if not self.timeout:
            return self.limits
        seconds = min(self.limits.ocr_seconds, max(1, int(self.timeout * _RECOGNITION)))
        return replace(self.limits, ocr_seconds=seconds)


@dataclass(slots=True)
class _Flight:
    """Files under way together; ``tries`` counts how often they were begun before, ``fresh`` is in a new worker."""

    tasks: list[Task]
    future: ProcessFuture[list[Outcome]]
    tries: int = 0
    fresh: bool = False

    @property
    def held(self) -> int:
        return sum(len(task.data or b"") for task in self.tasks)

    @property
    def begun(self) -> bool:
        return self.future.done() or self.future.running()


class Guard:
    """A pool of guarded workers. Used as a context; leaving it ends the workers at once."""

    def __init__(self, guarding: Guarding) -> None:
        self._guarding = guarding
        self._pool = self._new_pool(guarding.workers)
        self._spare: ProcessPool | None = None
        self._moved = time.monotonic()
        self._broken = 0
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kill()

    def stop(self) -> None:
        """Begin nothing more; ``map`` ends after the files that are being read."""
        self._stopped.set()

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """What came of each file, in their order. Raises ConfigurationError, EnvironmentFault."""
        flights: deque[_Flight] = deque()
        batches = _batches(tasks)
        more = going = True
        while True:
            while more and _room(flights) and not self._stopped.is_set():
                batch = next(batches, None)
                more = batch is not None
                if batch:
                    flights.append(self._flight(batch))
                if flights and flights[0].future.done():
                    break  # what is done need not wait until all that there is room for is begun
            if going and self._stopped.is_set():
                more = going = False
                flights = deque(takewhile(lambda flight: flight.begun, flights))
            if not flights:
                return
            if self._landed(flights[0], waiting=going):
                flight = flights.popleft()
                yield from zip(flight.tasks, self._outcomes(flight, flights), strict=False)

    def _flight(self, tasks: list[Task], tries: int = 0, *, fresh: bool = False) -> _Flight:
        pool = self._pool
        if fresh:
            pool = self._spare = self._new_pool(1)
        try:
            with deaf():
                future = pool.schedule(
                    work, args=[tasks, self._guarding.within()], timeout=self._guarding.timeout
                )
        except RuntimeError as error:  # told like a pool that breaks later
            future = ProcessFuture()
            future.set_exception(BrokenProcessPool(str(error)))
        future.add_done_callback(self._note)
        return _Flight(tasks, future, tries, fresh)

    def _note(self, future: Future[list[Outcome]]) -> None:
        self._moved = time.monotonic()
        if not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool):
            self._broken = 0

    def _landed(self, flight: _Flight, *, waiting: bool) -> bool:
        """Wait a little; a pool that stands still for longer than any file may take counts as landed too."""
        since = time.monotonic()
        patience = self._guarding.timeout + _GRACE
        while not wait([flight.future], timeout=_LOOK).done:
            if waiting and self._stopped.is_set():
                return False
            if time.monotonic() - max(since, self._moved) > patience or not self._running():
                return True
        return True

    def _outcomes(self, flight: _Flight, others: deque[_Flight]) -> list[Outcome]:
        """What came of files; where they are to be tried again, none, and they go before the others."""
        several = len(flight.tasks) > 1
        if flight.fresh:
            self._end_spare()
        if not flight.future.done():
            return self._replaced(flight, others)
        try:
            outcomes = flight.future.result()
        except TimeoutError:
            return self._again(flight, others) if several else [self._late()]
        except ProcessExpired as error:
            # A worker may also have been killed from outside: the file has a second chance, by itself.
            return self._again(flight, others) if several or not flight.tries else [_crash(error)]
        except (BrokenProcessPool, RuntimeError):
            return self._replaced(flight, others)
        faulty = next((i for i, outcome in enumerate(outcomes) if outcome.code == ENVIRONMENT), None)
        if faulty is None:
            return outcomes if flight.fresh else self._nourished(flight, outcomes, others)
        if flight.tries == len(_DELAYS):
            raise EnvironmentFault(flight.tasks[faulty].path, str(outcomes[faulty].message))
        time.sleep(_DELAYS[flight.tries])
        return self._again(flight, others)

    def _nourished(self, flight: _Flight, outcomes: list[Outcome], others: deque[_Flight]) -> list[Outcome]:
        """What came of files up to one that lacked memory; it goes before the others, and the rest after it.

        It may have lacked what files before it left behind: it has a second chance in a worker that has read none.
        """
        poor = next((i for i, outcome in enumerate(outcomes) if outcome.code == MEMORY), len(outcomes))
        if rest := flight.tasks[poor + 1 :]:
            landed: ProcessFuture[list[Outcome]] = ProcessFuture()
            landed.set_result(outcomes[poor + 1 :])
            others.appendleft(_Flight(rest, landed, flight.tries))
        if poor < len(outcomes):
            others.appendleft(self._flight([flight.tasks[poor]], flight.tries, fresh=True))
        return outcomes[:poor]

    def _again(self, flight: _Flight, others: deque[_Flight]) -> list[Outcome]:
        for task in reversed(flight.tasks):
            others.appendleft(self._flight([task], flight.tries + 1))
        return []

    def _replaced(self, flight: _Flight, others: deque[_Flight]) -> list[Outcome]:
        """A new pool for one that does not move; what was under way is begun again."""
        if not self._running():
            self._broken += 1
            if self._broken > _BROKEN:
                raise EnvironmentFault("shengjun", _UNABLE)
        self._kill()
        self._pool = self._new_pool(self._guarding.workers)
        for index, other in enumerate(others):
            if not other.future.done() or other.future.exception() is not None:
                others[index] = self._flight(other.tasks, other.tries)
        if len(flight.tasks) == 1 and flight.tries == len(_DELAYS):
            return [self._late()]
        return self._again(flight, others)

    def _late(self) -> Outcome:
        limit = self._guarding.timeout
        return Outcome(
            "timeout",
            f"took longer than {limit:g} s; split it, or allow more (shengjun retry --timeout)",
            seconds=limit,
        )

    def _new_pool(self, workers: int) -> ProcessPool:
        return ProcessPool(
            max_workers=workers,
            max_tasks=_TURNS,
            initializer=prepare,
            initargs=[self._guarding.memory, os.getpid()],
            context=multiprocessing.get_context("spawn"),
        )

    def _running(self) -> bool:
        try:
            return bool(self._pool.active)
        except RuntimeError:  # it cannot even start
            return False

    def _kill(self) -> None:
        self._pool.stop()
        self._end_spare()
        for process in multiprocessing.active_children():
            if process.name == WORKERS_NAME:
                process.kill()
        _joined(self._pool)
        # What a worker would have taken away itself, had it not been killed.
        sweep()

    def _end_spare(self) -> None:
        if self._spare:
            self._spare.stop()
            _joined(self._spare)
            self._spare = None


def _joined(pool: ProcessPool) -> None:
    """Wait for the end of a pool that was stopped; one that is broken may not come to it."""
    ending = threading.Thread(target=pool.join, daemon=True)
    ending.start()
    ending.join(_LAST)


@contextmanager
def deaf() -> Iterator[None]:
    """Threads and processes begun inside never hear Ctrl-C, which a terminal sends to all of them.

    Workers turn a deaf ear to it themselves, but only once they have started, and would end noisily before.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # which would give the thread its ears back when a process is begun
    former = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _batches(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """Consecutive small files together, large ones by themselves."""
    batch: list[Task] = []
    size = 0
    for task in tasks:
        if batch and (len(batch) == _FILES or size + task.size > _BYTES):
            yield batch
            batch, size = [], 0
        batch.append(task)
        size += task.size
    if batch:
        yield batch


def _room(flights: deque[_Flight]) -> bool:
    return sum(len(flight.tasks) for flight in flights) < _WINDOW and sum(f.held for f in flights) < _HELD


def _crash(error: ProcessExpired) -> Outcome:
    code = error.exitcode or 0
    reason = signal.strsignal(-code) if code < 0 else f"exit status {code}"
    return Outcome("crash", f"ended the process that read it ({reason}); please report it with the file")
