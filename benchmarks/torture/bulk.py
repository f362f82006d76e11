"""The bulk job over the files, as its users start it, and what its manifest tells of each of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.material import ROOT

_KNOWN = """
    SELECT known.path, known.member, known.size, coalesce(listing.kind, ''), coalesce(known.sha256, ''), known.code, known.message, content.characters,
           content.seconds, content.memory
    FROM known JOIN listing USING (position)
         LEFT JOIN content ON content.sha256 = known.sha256 AND content.version = known.version AND content.name = known.name
    ORDER BY known.position
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file as the job met it; ``member`` is -1 where it is no archive's. ``code`` None is read.

    ``seconds`` and ``memory`` (bytes) are what it took, None where it was not begun.
    """

    name: str
    path: Path
    member: int
    size: int
    kind: str
    sha256: str
    code: str | None
    message: str
    characters: int
    seconds: float | None
    memory: int | None


def run(folder: Path, out: Path, limit: float, memory: int) -> int:
    """``shengjun run`` with one worker, ``limit`` seconds and ``memory`` megabytes a file; its exit status."""
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(out), "--workers", "1",
               "--timeout", f"{limit:g}", "--memory", str(memory)]  # fmt: skip
    with (out.parent / "run.log").open("wb") as log:
        return subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False).returncode


def files(out: Path) -> Iterator[File]:
    """What came of each file of the job."""
    from pipeline.store.manifest import Manifest

    with Manifest(out, create=False) as manifest:
        for name, member, size, kind, sha256, code, message, characters, seconds, memory in manifest.select(
            _KNOWN
        ):
            yield File(
                name,
                Path(name),
                member,
                size,
                kind,
                sha256,
                code,
                message or "",
                characters or 0,
                seconds,
                memory,
            )
