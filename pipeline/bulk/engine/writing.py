"""A shard being written, result by result."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Self

from pipeline.bulk.engine.base import Order, Progress, Result
from pipeline.bulk.task import Outcome, Task
from pipeline.store.shard import ShardWriter, path_of


class Writing:
    """Puts results into the shard of an order; ``alone`` tells that nobody else may be writing the same one.

    Raises OSError where the disk does not take them.
    """

    def __init__(self, order: Order, *, alone: bool = True) -> None:
        shard = order.shard
        self._order = order
        self._writer = ShardWriter(
            path_of(order.folder, shard.number, compressed=shard.compressed), shard.length, alone=alone
        )
        self._results: list[Result] = []
        self._left = len(order.tasks)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    @property
    def full(self) -> bool:
        """Whether all results of the order are there."""
        return self._left == 0

    def add(self, task: Task, outcome: Outcome) -> None:
        """Add what came of the next file."""
        place = self._writer.add(outcome.data)
        self._results.append(
            Result(replace(task, data=None), replace(outcome, data=b""), place, len(outcome.data))
        )
        self._left -= 1

    def sure(self) -> Progress:
        """What was added since the last time, once it is on the disk; the shard gets its name when it is full."""
        if self.full:
            self._writer.finish()
        else:
            self._writer.sync()
        results, self._results = self._results, []
        return Progress(self._order.shard.number, results, self._writer.length, self.full)
