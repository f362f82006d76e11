"""The engine of a cluster: a task a shard, on workers of dask that see the same disk; each guards its own files.

Workers must be able to start processes of their own (``distributed.worker.daemon: false``). One that dies loses no
more than the time of its shards: the scheduler gives them to another, and only what a task returns goes into the
manifest.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.bulk.engine.base import Order, Progress
from pipeline.bulk.engine.cluster import connected, dead, expect
from pipeline.bulk.engine.writing import Writing
from pipeline.bulk.guard import Guard, Guarding
from pipeline.bulk.supply import supplied
from pipeline.bulk.version import Versions

if TYPE_CHECKING:
    from distributed import Client

# Shards given out for each thread of the cluster, so that none waits for the next one.
_AHEAD = 2
_RETRIES = 2
_own = threading.local()


class DaskEngine:
    """Reads files on the workers of the scheduler at ``address``, or on a cluster of this machine's processes."""

    def __init__(self, guarding: Guarding, address: str | None = None) -> None:
        self._guarding = guarding
        self._address = address
        self._stopped = threading.Event()

    def run(self, orders: Iterator[Order]) -> Iterator[Progress]:
        """A shard at a time, in the order in which they end."""
        from distributed import KilledWorker, as_completed

        with connected(self._address, self._guarding.workers) as client:
            first = list(islice(orders, _AHEAD * max(1, sum(client.nthreads().values()))))
            under_way = as_completed(self._submitted(client, order) for order in first)
            for future in under_way:
                try:
                    progress: Progress = future.result()
                except KilledWorker as error:
                    raise dead(self._address, error) from error
                following = None if self._stopped.is_set() else next(orders, None)
                if following:
                    under_way.add(self._submitted(client, following))
                yield progress

    def stop(self) -> None:
        """Give out no other shard; those given out come to their end."""
        self._stopped.set()

    def _submitted(self, client: Client, order: Order) -> object:
        return client.submit(_written, order, self._guarding, Versions()[""], pure=False, retries=_RETRIES)


def _written(order: Order, guarding: Guarding, program: str) -> Progress:
    """What came of a shard; runs in a worker of the cluster, whose threads have a guarded process each."""
    expect(program)
    if not hasattr(_own, "guard"):
        _own.guard = Guard(replace(guarding, workers=1))
    with Writing(order, alone=False) as writing:
        for task, outcome in _own.guard.map(supplied(order.tasks, guarding.limits)):
            writing.add(task, outcome)
        return writing.sure()
