"""What runs in a worker process: files read one after another, each with its failure as an outcome of its own."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.bulk.fault import fault_at
from pipeline.bulk.task import Outcome, Task
from pipeline.extract import Failure, attempt
from pipeline.ingest.base import Limits, Source
from schemas.errors import EnvironmentFault, SourceError

# Of the machine, the disk or the share, and no fault of the file: to be tried again, not written down.
ENVIRONMENT = "environment"
CHANGED = "changed"
MEMORY = "memory"
_TOO_MUCH = "needs more memory than it may take; split it, or allow more (--memory)"
_STATUS = Path("/proc/self/status")
_PEAK = Path("/proc/self/clear_refs")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def bound(memory: int, parent: int) -> None:
    """Called in a new worker: bounds it to ``memory`` bytes of address space (0: any) and to its parent's life.

    Systems other than Linux know no such bounds for one process.
    """
    if sys.platform == "linux":
        import ctypes
        import resource
        import signal

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before that
            os._exit(1)


def prepare(memory: int, parent: int) -> None:
    """Called once in a new worker that is to read files: bounds it, and loads what all files need."""
    bound(memory, parent)
    with suppress(Exception):
        _warm_up()


def _warm_up() -> None:
    """Load all that before the time of the first file runs; what fails here fails there again."""
    data = "全校现有在校学生860人。".encode()
    task = Task("", b"", -1, None, "", "", "", len(data), compress=False)
    _done(task, Source("", data, ""), Limits(), Path())


def work(tasks: list[Task], limits: Limits) -> list[Outcome]:
    """What comes of files, in their order. Raises ConfigurationError, which concerns them all."""
    start = time.perf_counter()
    loaded = _ahead([_loaded(task, limits) for task in tasks])
    share = (time.perf_counter() - start) / len(tasks)
    return [_outcome(task, one, share, limits) for task, one in zip(tasks, loaded, strict=True)]


def _outcome(task: Task, loaded: Source | Outcome, spent: float, limits: Limits) -> Outcome:
    """What comes of a file on which ``spent`` seconds were spent before."""
    _forget_peak()
    start = time.perf_counter() - spent
    outcome = loaded if isinstance(loaded, Outcome) else _of(task, loaded, limits)
    return replace(outcome, seconds=round(time.perf_counter() - start, 4), memory=_peak())


def _of(task: Task, source: Source, limits: Limits) -> Outcome:
    try:
        result = attempt(partial(_done, task, source, limits), task.place)
    except EnvironmentFault as fault:
        return Outcome(ENVIRONMENT, str(fault))
    return Outcome(result.code, result.message) if isinstance(result, Failure) else result


def _loaded(task: Task, limits: Limits) -> Source | Outcome:
    try:
        source = _source(task, limits)
    except (SourceError, OSError) as error:
        return _unread(task, error)
    except MemoryError:
        return Outcome(MEMORY, _TOO_MUCH)
    if source.sha256 != task.sha256:
        return Outcome(CHANGED, "was changed while the job ran; give the same command again")
    return source


def _ahead(loaded: list[Source | Outcome]) -> list[Source | Outcome]:
    """What several files go through together; where that fails, each goes through it by itself."""
    from pipeline.ingest.reader import ahead

    sources = [one for one in loaded if not isinstance(one, Outcome)]
    try:
        ready = iter(ahead(sources))
    except (EnvironmentFault, MemoryError):
        return loaded
    return [one if isinstance(one, Outcome) else next(ready) for one in loaded]


def _source(task: Task, limits: Limits) -> Source:
    from pipeline.ingest.reader import load

    if task.member < 0:
        return replace(load(task.place, limits), path=task.path)
    data = task.data
    if data is None:
        from pipeline.archive.archive import content

        data = content(task.place, task.entry or 0, limits)
    return Source(task.path, data, hashlib.sha256(data).hexdigest())


def _done(task: Task, source: Source, limits: Limits, _: Path) -> Outcome:
    from pipeline.assemble import records
    from pipeline.ingest.reader import read
    from pipeline.store.shard import pack
    from schemas.number import dumps

    document = read(source, limits)
    lines = []
    figures = 0
    # A record of many figures takes ten times the room of its line: none is held while the next is made.
    for record in records(document) if task.records else ():
        lines.append(dumps(record))
        figures += len(record.figures)
    return Outcome(
        data=pack(lines, text=document.text if task.text else None, compress=task.compress),
        records=len(lines),
        figures=figures,
        pages=document.pages,
        characters=len(document.text),
    )


def _unread(task: Task, error: SourceError | OSError) -> Outcome:
    """A file that could not be had: its own fault, or that of the disk or share it is on."""
    fault = fault_at(task.place, error)
    if fault is not None:
        return Outcome(ENVIRONMENT, fault)
    if not task.place.exists():
        return Outcome(CHANGED, "is gone since the job began; give the same command again")
    code, message = (
        (error.code, str(error)) if isinstance(error, SourceError) else (SourceError.code, _said(error))
    )
    return Outcome(code, message)


def _said(error: OSError) -> str:
    return f"cannot be opened: {error.strerror or error}; check the path and the disk"


def _forget_peak() -> None:
    """Let the system measure the highest memory anew. Linux alone can."""
    with suppress(OSError):
        _PEAK.write_text("5", encoding="ascii")


def _peak() -> int | None:
    try:
        status = _STATUS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else None
