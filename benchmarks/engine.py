"""The bulk run as its users start it, measured from outside."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.material import ROOT

_EVERY = 0.2


@dataclass(slots=True)
class Run:
    """Seconds of wall and processor time; highest memory (MB) of the parent and of its largest worker."""

    wall: float = 0.0
    cpu: float = 0.0
    parent: float = 0.0
    worker: float = 0.0
    size: int = 0
    _seen: dict[int, float] = field(default_factory=dict, repr=False)


def run(folder: Path, out: Path, workers: int) -> Run:
    """``shengjun run FOLDER -o OUT --workers N``; 0 leaves the number to the program. Raises CalledProcessError where it could not run at all."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(out)]
    command += ["--workers", str(workers)] if workers else []
    measured = Run()
    started = perf_counter()
    with psutil.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, measured, done))
        watch.start()
        said, errors = process.communicate()
        measured.wall = perf_counter() - started
        done.set()
        watch.join()
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command, said, errors)
    measured.cpu = sum(measured._seen.values())
    measured.size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return measured


def _watch(parent: int, measured: Run, done: threading.Event) -> None:
    """Look at the process and its children again and again; their processor time is the last that was seen."""
    while not done.wait(_EVERY):
        try:
            process = psutil.Process(parent)
            family = [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for one in family:
            try:
                times, memory = one.cpu_times(), one.memory_info().rss / (1 << 20)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            measured._seen[one.pid] = times.user + times.system
            if one.pid == parent:
                measured.parent = max(measured.parent, memory)
            else:
                measured.worker = max(measured.worker, memory)
