"""The engine of one machine: one guarded pool for all shards, so that no worker waits for the end of a shard."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from pipeline.bulk.engine.base import Order, Progress
from pipeline.bulk.engine.writing import Writing
from pipeline.bulk.guard import Guard, Guarding
from pipeline.bulk.supply import supplied
from pipeline.bulk.task import Task

# What is done is made sure after so many seconds, so that a killed job loses no more.
_SURE = 2.0


class LocalEngine:
    """Reads files in ``guarding.workers`` processes of this machine and writes the shards itself."""

    def __init__(self, guarding: Guarding, address: str | None = None) -> None:  # noqa: ARG002 - none is needed
        self._guard = Guard(guarding)
        self._limits = guarding.limits
        self._begun: deque[Order] = deque()

    def run(self, orders: Iterator[Order]) -> Iterator[Progress]:
        """One shard after another; what is sure is told every few seconds and at the end of a shard."""
        with self._guard:
            results = self._guard.map(supplied(self._tasks(orders), self._limits))
            first = next(results, None)
            while self._begun:
                with Writing(self._begun.popleft()) as writing:
                    since = time.monotonic()
                    while first and not writing.full:
                        writing.add(*first)
                        first = next(results, None)
                        if time.monotonic() - since > _SURE and not writing.full:
                            yield writing.sure()
                            since = time.monotonic()
                    yield writing.sure()
                    if not writing.full:
                        return

    def stop(self) -> None:
        """Begin no other file."""
        self._guard.stop()

    def _tasks(self, orders: Iterator[Order]) -> Iterator[Task]:
        for order in orders:
            self._begun.append(order)
            yield from order.tasks
