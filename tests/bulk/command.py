"""``shengjun`` as a program of its own, poisons known to it, and what it leaves on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
SHENGJUN = (sys.executable, "-m", "pipeline.cli")
VIEWS = ("records.jsonl", "failures.jsonl")


def environment(counts: Path | None = None) -> dict[str, str]:
    """The environment in which poisons work."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "bulk" / "poison")))
    return {**os.environ, "PYTHONPATH": path, **({"POISON_COUNTS": str(counts)} if counts else {})}


def shengjun(*args: object, counts: Path | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run it to its end, which must never be a traceback."""
    options = {"capture_output": True, "text": True, "cwd": ROOT, "timeout": 600, **options}
    done = subprocess.run([*SHENGJUN, *map(str, args)], env=environment(counts), **options)
    assert "Traceback" not in (done.stderr or ""), done.stderr
    return done


def begin(*args: object, counts: Path | None = None, **options: Any) -> subprocess.Popen[str]:
    """Begin it in a process group of its own."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT, **options}
    return subprocess.Popen(
        [*SHENGJUN, *map(str, args)], env=environment(counts), start_new_session=True, **options
    )


def until(condition: Callable[[], object], seconds: float = 60, what: str = "it") -> None:
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes below it that read files."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
        return [one for one in below if "spawn_main" in " ".join(one.cmdline())]
    except psutil.Error:
        return []


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended."""
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def left_behind(out: Path) -> dict[str, bytes]:
    """The bytes of the views and of all shards."""
    files = [out / name for name in VIEWS] + sorted((out / "shards").glob("*"))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
