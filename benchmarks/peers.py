"""Side by side in one run, on the same generated files: shengjun, markitdown, a plain text-only script.

    python -m benchmarks.peers                    200 files of each type, and the bulk engine over all of them
    python -m benchmarks.peers --files 1000 --turns 3 --peers .venv-peers/bin/python

shengjun does the whole job (records as JSON), the others only get the text. All take turns, each in a process of its
own; the least processor time of the turns counts, loading left out. MB and pages are those of the files' text as
shengjun reads it, the same for all: a page is one of the PDF, elsewhere 640 characters. How to make the environment
of the peers stands in ``benchmarks/peers.txt``; without it markitdown is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engine import run
from benchmarks.generator.__main__ import write
from benchmarks.generator.archive import WRITERS, Settings
from benchmarks.generator.data import data
from benchmarks.material import ROOT
from benchmarks.run import Row

PROGRAMS = ("shengjun", "text", "plain", "markitdown")
# shengjun against whom, by type: how many times faster it is to be.
WANTED = {
    ("docx", "plain"): 5.0,
    ("pdf", "plain"): 5.0,
    ("docx", "markitdown"): 20.0,
}


@dataclass(frozen=True, slots=True)
class Volume:
    """What the files of one type hold."""

    files: list[Path]
    characters: int
    size: int
    pages: float


def volume(files: list[Path]) -> Volume:
    """Count text and pages as shengjun reads them."""
    from pipeline.ingest.reader import load, read

    characters = size = 0
    pages = 0.0
    for path in files:
        document = read(load(path))
        characters += len(document.text)
        size += len(document.text.encode())
        pages += document.pages or len(document.text) / data("archive")["page_characters"]
    return Volume(files, characters, size, pages)


def loop(program: str, files: list[Path], python: Path) -> dict[str, Any]:
    """One program over the files in a process of its own."""
    done = subprocess.run(
        [str(python), "-m", "benchmarks.loop", program],
        cwd=ROOT,
        check=True,
        input="\n".join(str(path.resolve()) for path in files),
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def compare(what: Volume, pythons: dict[str, Path], turns: int) -> dict[str, dict[str, Any]]:
    """The best turn of each program, the programs taking turns."""
    best: dict[str, dict[str, Any]] = {}
    for _ in range(turns):
        for program, python in pythons.items():
            measured = loop(program, what.files, python)
            if program not in best or measured["cpu"] < best[program]["cpu"]:
                best[program] = measured
    return best


def lines(kind: str, what: Volume, best: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The table's lines for one type."""
    count = len(what.files)
    for program, measured in best.items():
        cpu = measured["cpu"]
        peak = f"{measured['peak']:.0f} MB" if measured["peak"] else "-"
        failed = f"  {measured['failed']} failed" if measured["failed"] else ""
        yield (
            f"{kind:6}{program:12}{count / cpu:10.1f}{what.pages / cpu:10.1f}{what.size / 1e6 / cpu:10.3f}"
            f"{cpu / count * 1000:12.2f}{peak:>10}{cpu / best['shengjun']['cpu']:10.2f}×{failed}"
        )


def ratios(kind: str, best: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """What was wanted of this type and whether it is reached."""
    for (wanted_kind, program), wanted in WANTED.items():
        if wanted_kind == kind and program in best:
            ours, theirs = best["shengjun"]["cpu"], best[program]["cpu"]
            yield Row(
                f".{kind} → records : {program}, text alone",
                f"{ours:.1f} s",
                f"{theirs:.1f} s",
                f"{theirs / ours:.2f}×",
                f"≥ {wanted:g}×",
                theirs / ours >= wanted,
            )


def bulk(folder: Path, files: list[Path], scratch: Path) -> Iterator[Row]:
    """The engine with one and two workers against the loop in one process, by the clock."""
    single = loop("shengjun", files, Path(sys.executable))
    one = run(folder, scratch / "one", 1)
    two = run(folder, scratch / "two", 2)
    count = len(files)
    for name, ours, theirs in (("", one.wall, single["wall"]), ("CPU, ", one.cpu, single["cpu"])):
        over = ours / theirs - 1
        yield Row(
            f"{name}1 worker : loop, {count} files",
            f"{ours:.1f} s",
            f"{theirs:.1f} s",
            f"{over:+.1%}",
            "≤ +3 %",
            over <= 0.03,
        )
    gain = one.wall / two.wall
    yield Row(
        f"2 workers : 1 worker, {count} files",
        f"{two.wall:.1f} s",
        f"{one.wall:.1f} s",
        f"{gain:.2f}×",
        "≥ 1.8×",
        gain >= 1.8,
    )
    yield Row("memory of a worker", f"{two.worker:.0f} MB", "", "", "≤ 500 MB", two.worker <= 500)
    yield Row("memory of the parent", f"{two.parent:.0f} MB", "", "", "≤ 500 MB", two.parent <= 500)


def show(row: Row) -> None:
    """Print a row as ``make bench`` does."""
    mark = "yes" if row.right else "NO"
    print(f"{row.name:44}{row.ours:>10}{row.theirs:>10}{row.result:>10}   {row.wanted:10} {mark}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--files", type=int, default=200, help="of each type")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--types", default=",".join(WRITERS))
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers" / "bin" / "python")
    parser.add_argument(
        "--bulk", type=int, default=0, metavar="N", help="also the bulk engine over N mixed files"
    )
    options = parser.parse_args()
    pythons = dict.fromkeys(PROGRAMS, Path(sys.executable)) | {"markitdown": options.peers}
    if not options.peers.exists():
        print(
            f"{options.peers}: is not there, so markitdown is left out; see benchmarks/peers.txt",
            file=sys.stderr,
        )
        del pythons["markitdown"]
    with tempfile.TemporaryDirectory() as place:
        print(
            f"{'type':6}{'program':12}{'files/s':>10}{'pages/s':>10}{'MB/s':>10}{'CPU ms/doc':>12}{'peak':>10}"
            f"{'of ours':>11}"
        )
        rows: list[Row] = []
        for kind in options.types.split(","):
            folder = Path(place) / kind
            write(options.files, folder, Settings(options.seed, {kind: 1.0}))
            what = volume(sorted(path for path in folder.rglob("*") if path.is_file()))
            best = compare(what, pythons, options.turns)
            print("\n".join(lines(kind, what, best)), flush=True)
            rows += ratios(kind, best)
        for row in rows:
            show(row)
        if options.bulk:
            folder = Path(place) / "mixed"
            write(options.bulk, folder, Settings(options.seed, duplicates=0))  # the engine does copies once
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            for row in bulk(folder, files, Path(place)):
                show(row)


if __name__ == "__main__":
    main()
