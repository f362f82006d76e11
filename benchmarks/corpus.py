"""What building a corpus takes after extraction: ``python -m benchmarks.corpus COUNT [--format NAME …] [--no-redact]``.

Makes an archive of text files (or uses ``--job OUT``), runs the bulk job on it with its texts kept, and builds a
corpus with copies found, people taken out and items as JSON Lines. Prints as JSON the documents a second of processor
time and by the clock, the highest memory in MB, and how the copies and splits stand against the archive's truth.
``--repeat TIMES`` takes the job's records so many times, each time with other characters for the same ones, so that
nothing resembles what was there before: a large archive without its extraction; ``--figures`` leaves out records with
more of them, for what is written takes some 60 KB a document.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.memory import MB, peak
from corpus.given import Stock
from corpus.item import SPLITS
from corpus.quality import is_common, quality
from pipeline.bulk import text
from pipeline.store import view

_SHA256 = re.compile(rb"[0-9a-f]{64}")
_MIXED = ("compiled", "spliced")


class Steps:
    """Notes the processor time, that of ended processes with it, and the memory at the beginning of each step."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, float, float]] = []
        self._start = _spent()

    def step(self, name: str, total: int | None) -> None:  # noqa: ARG002
        import psutil

        self.noted.append((name, _spent(), psutil.Process().memory_info().rss / MB))

    @property
    def seconds(self) -> float:
        """From the beginning to the last step."""
        return self.noted[-1][1] - self._start

    def done(self) -> None:
        pass

    def fault(self, place: str, message: str) -> None:
        sys.exit(f"{place}: {message}")

    def told(self) -> dict[str, dict[str, float]]:
        """Seconds each step took and the megabytes at its end."""
        ends = self.noted[1:]
        return {
            name: {"seconds": round(end - start, 2), "MB": round(held)}
            for (name, start, _), (_, end, held) in zip(self.noted, ends, strict=False)
        }


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def job(count: int, variety: float, folder: Path) -> Path:
    """A bulk job on a made-up archive of text files, in a process of its own."""
    out = folder / "out"
    made = ("--mix", "txt=1", "--variety", str(variety))
    commands = (
        ("benchmarks.generator", str(count), str(folder / "in"), *made),
        ("pipeline.cli", "run", str(folder / "in"), "-o", str(out), "--keep-text", "--workers", "1"),
    )
    for command in commands:
        subprocess.run([sys.executable, "-m", *command], check=True, stdout=subprocess.DEVNULL)
    return out


def repeated(out: Path, times: int, figures: int) -> Iterator[Stock]:
    """The records of a job, as often as asked for and never alike; only those with so many figures at the most."""
    chosen = []
    for stock in text.kept(out):
        lines = [line for line in stock.lines if line.count(b'"indicator":') <= figures]
        if lines and stock.told:
            chosen.append((lines, stock.told))
    for turn in range(times):
        cipher = _Cipher(turn)
        for lines, told in chosen:
            yield Stock("", [cipher.line(line) for line in lines], cipher.line(told))


class _Cipher:
    """Writes other common characters for the common ones, and other checksums."""

    def __init__(self, seed: int) -> None:
        common = np.array(
            [ord(sign) for sign in map(chr, range(0x4E00, 0x9FA6)) if is_common(sign)], np.uint16
        )
        self._table = np.arange(2**16, dtype=np.uint16)
        if seed:
            self._table[common] = np.random.default_rng(seed).permutation(common)
        self._mark = f"{seed:08x}".encode()

    def line(self, line: bytes) -> bytes:
        """A line of JSON, all its words in the cipher."""
        codes = np.frombuffer(line.decode().encode("utf-16-le"), np.uint16)
        told = self._table[codes].tobytes().decode("utf-16-le").encode()
        return _SHA256.sub(lambda found: self._mark + found[0][8:], told)


def build(
    given: Iterable[Stock], target: Path, formats: list[str], workers: int, *, redact: bool, card: bool
) -> dict[str, Any]:
    """Build a corpus in this process, and others where there are several workers; returns what it took."""
    from corpus.build import build as make
    from corpus.card.about import About
    from corpus.format.registry import named
    from corpus.redact.option import Options
    from corpus.selection import Selection
    from corpus.setting import Settings
    from pipeline.bulk import spread

    settings = Settings(
        Selection(),
        quality(),
        redaction=Options() if redact else None,
        formats=[named(name) for name in formats],
        card=card,
    )
    about = About("benchmark", "2026-01-01", "shengjun", "", settings.seed)
    target.mkdir()
    before, steps, start = peak(), Steps(), time.perf_counter()
    with spread.processes(workers) as each:
        summary = make(given, target, settings, about, steps, each, each)
    steps.step("", None)
    seconds, clock = steps.seconds, time.perf_counter() - start
    return {
        "documents": summary.documents,
        "workers": workers,
        "seconds": round(seconds, 1),
        "documents_a_second": round(summary.documents / seconds, 1),
        "seconds_by_the_clock": round(clock, 1),
        "memory_before": round(before),
        "memory_peak": round(peak()),
        "steps": steps.told(),
        **{
            name: count
            for name, count in summary.told().items()
            if name in ("dropped", "pairs", "clusters", "splits")
        },
    }


def leaks(out: Path, target: Path, truth: Path) -> dict[str, int]:
    """True clusters of which two documents are in two splits; only files that are one document each.

    A compilation or a splice belongs to several originals, and its own documents may part.
    """
    names, several = {}, Counter[str]()
    for line in view.records(out):
        record = json.loads(line)
        place = Path(record["source"]["path"])
        names[record["id"]] = f"{place.parent.name}/{place.name}"
        several[names[record["id"]]] += 1
    clusters: dict[str, int] = {}
    with truth.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if several[row["path"]] == 1 and (row["copy"] or {}).get("how") not in _MIXED:
                clusters[row["path"]] = row["cluster"]
    found: dict[int, set[str]] = defaultdict(set)
    held = Counter[int]()
    for split in SPLITS:
        with (target / f"{split}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                cluster = clusters.get(names[json.loads(line)["id"]])
                if cluster is not None:
                    found[cluster].add(split)
                    held[cluster] += 1
    shared = sum(count > 1 for count in held.values())
    return {"clusters_of_several": shared, "torn": sum(len(splits) > 1 for splits in found.values())}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument(
        "--variety", type=float, default=1.0, help="share of the sentences that no other file has"
    )
    parser.add_argument("--job", type=Path, help="the folder of a job that keeps texts")
    parser.add_argument("--format", action="append", default=[])
    parser.add_argument("--card", action="store_true")
    parser.add_argument("--no-redact", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=0, metavar="TIMES")
    parser.add_argument("--figures", type=int, default=20, help="that a record of --repeat may have")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = options.job or job(options.count, options.variety, folder)
        given = repeated(out, options.repeat, options.figures) if options.repeat else text.kept(out)
        measured = build(
            given,
            folder / "corpus",
            options.format,
            options.workers,
            redact=not options.no_redact,
            card=options.card,
        )
        truth = out.parent / "in.truth.jsonl"
        if truth.exists() and not options.repeat:
            measured["truth"] = leaks(out, folder / "corpus", truth)
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
