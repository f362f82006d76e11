"""A function done for many things at once, by processes of this machine or by a cluster, in the order of the things.

For work that needs no guard, because what it works on was made here; files of others go through the guard.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.bulk.engine.cluster import connected, dead, expect
from pipeline.bulk.guard import deaf
from pipeline.bulk.version import Versions
from pipeline.bulk.worker import bound
from schemas.errors import EnvironmentFault

if TYPE_CHECKING:
    from corpus.build import Spread

One = TypeVar("One")
Other = TypeVar("Other")
# The first things are done here, unless processes run already: for a few it is not worth while to begin them.
_HERE = 8
# Things given out for each worker, so that none waits for the next.
_AHEAD = 4


class _Submit(Protocol):
    def __call__(self, function: Callable[..., Any], one: Any, /) -> Future[Any]: ...


@contextmanager
def processes(workers: int) -> Iterator[Spread]:
    """Work in so many processes of this machine. Raises EnvironmentFault where one dies."""
    if workers == 1:
        yield map
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPool(workers, initializer=bound, initargs=[0, os.getpid()], context=context) as pool:
        begun = threading.Event()

        def submit(function: Callable[..., Any], one: Any) -> Future[Any]:
            begun.set()
            with deaf():
                return pool.schedule(function, args=[one])

        def spread(function: Callable[[One], Other], given: Iterable[One]) -> Iterator[Other]:
            things = iter(given)
            if not begun.is_set():
                yield from map(function, islice(things, _HERE))
            try:
                yield from _in_order(submit, function, things, workers * _AHEAD)
            except ProcessExpired as error:
                raise EnvironmentFault("shengjun", _DIED) from error

        try:
            yield spread
        finally:
            pool.stop()


_DIED = "a process was ended from outside; look how much memory there is, or use fewer with --workers"


@contextmanager
def cluster(workers: int, address: str | None) -> Iterator[Spread]:
    """Work for the scheduler at ``address``, or a cluster begun here. Raises EnvironmentFault where workers die."""
    from distributed import KilledWorker

    with connected(address, workers) as client:
        threads = max(1, sum(client.nthreads().values()))
        submit = client.get_executor(pure=False, retries=2).submit

        def spread(function: Callable[[One], Other], given: Iterable[One]) -> Iterator[Other]:
            try:
                yield from _in_order(
                    submit, partial(_checked, Versions()[""], function), iter(given), threads * _AHEAD
                )
            except KilledWorker as error:
                raise dead(address, error) from error

        yield spread


def _checked(program: str, function: Callable[[One], Other], one: One) -> Other:
    expect(program)
    return function(one)


def _in_order(
    submit: _Submit, function: Callable[[One], Other], things: Iterator[One], ahead: int
) -> Iterator[Other]:
    """Results in the order of the things, of which only so many are given out ahead."""
    flights = deque(submit(function, one) for one in islice(things, ahead))
    while flights:
        result = flights.popleft().result()
        flights.extend(submit(function, one) for one in islice(things, 1))
        yield result
