"""The protocol that engines keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.bulk.guard import Guarding
from pipeline.bulk.task import Outcome, Task
from pipeline.store.row import Shard


@dataclass(frozen=True, slots=True)
class Order:
    """A shard to be written in the folder of a job, and what is to be read for it."""

    folder: Path
    shard: Shard
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file: ``place`` is where its records begin in the shard. ``outcome`` holds no data any more."""

    task: Task
    outcome: Outcome
    place: int
    length: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Results that are sure: the shard's first ``length`` bytes are on the disk, all of it where ``whole``."""

    shard: int
    results: list[Result]
    length: int
    whole: bool


class Engine(Protocol):
    """Works through shards. Order by order or not, but within a shard always in the order of its tasks."""

    def __init__(self, guarding: Guarding, address: str | None) -> None: ...

    def run(self, orders: Iterator[Order]) -> Iterator[Progress]:
        """Do what is ordered, pulled as there is room for it. Raises EnvironmentFault, ConfigurationError."""
        ...

    def stop(self) -> None:
        """Begin nothing more; ``run`` ends soon, with what was begun where that takes little. From any thread."""
        ...
