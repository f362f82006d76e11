"""What LibreOffice makes of files, in batches, with a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_BATCH = 16
_ONE = 60.0
_MANY = 240.0
# Its text export keeps what was deleted and drops text boxes.
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx"}


@dataclass(frozen=True, slots=True)
class Job:
    """A file and what it is to become: ``target`` docx or xlsx, ``suffix`` tells LibreOffice what it is."""

    name: str
    path: Path
    suffix: str
    target: str


def convert(jobs: Iterable[Job]) -> Iterator[tuple[Job, bytes]]:
    """Each job with what became of it, empty where nothing did."""
    given = list(jobs)
    with tempfile.TemporaryDirectory() as home:
        for target in _FILTERS:
            waiting = iter([job for job in given if job.target == target])
            while batch := list(islice(waiting, _BATCH)):
                yield from _tried(batch, Path(home))


def _tried(jobs: list[Job], home: Path) -> Iterator[tuple[Job, bytes]]:
    """Files together; those that nothing became of once more, each alone."""
    made = _made(jobs, home, _MANY)
    for job in jobs:
        yield (
            job,
            made.get(job.name) or (_made([job], home, _ONE).get(job.name, b"") if len(jobs) > 1 else b""),
        )


def _made(jobs: list[Job], home: Path, seconds: float) -> dict[str, bytes]:
    target = jobs[0].target
    with tempfile.TemporaryDirectory() as place:
        into = Path(place, "out")
        paths = [Path(place, f"{job.name}.{job.suffix}") for job in jobs]
        for job, path in zip(jobs, paths, strict=True):
            shutil.copyfile(job.path, path)
        command = ["soffice", f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore",
                   "--convert-to", _FILTERS[target], "--outdir", str(into), *map(str, paths)]  # fmt: skip
        _run(command, seconds)
        results = {job.name: into / f"{job.name}.{target}" for job in jobs}
        return {name: path.read_bytes() for name, path in results.items() if path.is_file()}


def _run(command: list[str], seconds: float) -> None:
    # A group of its own: what starts LibreOffice is not what hangs.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
