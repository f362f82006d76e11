"""The cost as the archive grows: time a file, memory, output; linear or not.

    python -m benchmarks.growth                                      1,000, 10,000 and 50,000 files, 2 workers
    python -m benchmarks.growth --sizes 500,2000 --workers 1 --budget 600 --save growth.json

Each size is the archive before with more files; each run begins anew. A size that would take longer than the budget
(seconds, from the rate so far, with the writing of its files) is left out, and that is said. What ``--save`` writes is
what ``benchmarks.estimate`` reckons from.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from benchmarks import engine
from benchmarks.generator.archive import Settings, files
from benchmarks.peers import show
from benchmarks.run import Row

# How much dearer a file may be in the largest archive than in the smallest, and how much more memory it may take.
_LINEAR, _FLAT = 1.1, 50


@dataclass(frozen=True, slots=True)
class Step:
    """One size measured: seconds by the clock and of processors, MB of memory, bytes in and out."""

    files: int
    workers: int
    wall: float
    cpu: float
    parent: float
    worker: float
    source: int
    out: int
    packed: int


def add(folder: Path, first: int, count: int, settings: Settings) -> int:
    """Write the files from ``first`` on; returns their bytes."""
    size = 0
    for file in files(count, settings, first):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_bytes(file.content)
    return size


def packed(out: Path) -> int:
    """The bytes of the records once compressed with zstandard, level 3."""
    import zstandard

    size = 0
    for path in sorted(out.rglob("*.jsonl")):
        with path.open("rb") as lines:
            for block in zstandard.ZstdCompressor(level=3).read_to_iter(lines):
                size += len(block)
    return size


def steps(sizes: list[int], workers: int, budget: float, settings: Settings) -> list[Step]:
    """Measure the sizes, each printed as soon as it is there."""
    measured: list[Step] = []
    begun, pace = perf_counter(), 0.0
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "archive", Path(place) / "out"
        done = source = 0
        for size in sizes:
            started = perf_counter()
            if started - begun + pace * size > budget:
                print(
                    f"{size:,} files are left out: they would take longer than the budget of {budget:.0f} s"
                )
                continue
            source += add(folder, done, size, settings)
            done = size
            run = engine.run(folder, out, workers)
            step = Step(
                size, workers, run.wall, run.cpu, run.parent, run.worker, source, run.size, packed(out)
            )
            shutil.rmtree(out)
            measured.append(step)
            pace = (perf_counter() - started) / size
            print(_line(step), flush=True)
    return measured


def _line(step: Step) -> str:
    return (
        f"{step.files:9,}{step.wall:9.1f}{step.files / step.wall:10.1f}{step.cpu / step.files * 1000:12.2f}"
        f"{step.parent:12.0f}{step.worker:12.0f}{step.out / 1e6:10.1f}{step.out / step.files / 1e3:12.2f}"
    )


def rows(first: Step, last: Step) -> list[Row]:
    """Whether the cost is linear and memory flat."""
    times = (last.wall / last.files) / (first.wall / first.files)
    label = f"{first.files:,} → {last.files:,} files"
    made = [
        Row(f"seconds a file, {label}", f"{times:.2f}×", "", "", f"≤ {_LINEAR}×", times <= _LINEAR),
    ]
    for name in ("parent", "worker"):
        growth = getattr(last, name) - getattr(first, name)
        made.append(
            Row(
                f"memory of the {name}, {label}",
                f"{growth:+.0f} MB",
                "",
                "",
                f"≤ +{_FLAT} MB",
                growth <= _FLAT,
            )
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--workers", type=int, default=2, help="0: as many as the program takes by itself")
    parser.add_argument("--budget", type=float, default=7200, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    print(
        f"{'files':>9}{'wall s':>9}{'files/s':>10}{'CPU ms/file':>12}{'parent MB':>12}{'worker MB':>12}{'OUT MB':>10}"
        f"{'OUT kB/file':>12}"
    )
    sizes = sorted(int(size) for size in options.sizes.split(","))
    measured = steps(sizes, options.workers, options.budget, Settings(options.seed))
    if len(measured) > 1:
        for row in rows(measured[0], measured[-1]):
            show(row)
    if options.save:
        options.save.write_text(json.dumps([asdict(step) for step in measured], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
