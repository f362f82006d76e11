"""What building a corpus takes after extraction: ``python -m benchmarks.corpus COUNT [--format NAME …] [--no-redact]``.

Makes an archive of text files (or uses ``--job OUT``), runs the bulk job on it with its texts kept, and builds a
corpus with copies found, people taken out and items as JSON Lines. Prints as JSON the documents a second of processor
time, the highest memory in MB, and how the copies and splits stand against the archive's truth.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.memory import MB, peak
from corpus.item import SPLITS
from pipeline.store import view

_MIXED = ("compiled", "spliced")


class Steps:
    """Notes the processor time and the memory at the beginning of each step."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, float, float]] = []

    def step(self, name: str, total: int | None) -> None:  # noqa: ARG002
        import psutil

        self.noted.append((name, time.process_time(), psutil.Process().memory_info().rss / MB))

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


def job(count: int, folder: Path) -> Path:
    """A bulk job on a made-up archive of text files, in a process of its own."""
    out = folder / "out"
    commands = (
        ("benchmarks.generator", str(count), str(folder / "in"), "--mix", "txt=1"),
        ("pipeline.cli", "run", str(folder / "in"), "-o", str(out), "--keep-text", "--workers", "1"),
    )
    for command in commands:
        subprocess.run([sys.executable, "-m", *command], check=True, stdout=subprocess.DEVNULL)
    return out


def build(out: Path, target: Path, formats: list[str], *, redact: bool, card: bool) -> dict[str, Any]:
    """Build a corpus of the job in this process; returns what it took."""
    from corpus.build import build as make
    from corpus.card.about import About
    from corpus.format.registry import named
    from corpus.quality import quality
    from corpus.redact.option import Options
    from corpus.selection import Selection
    from corpus.setting import Settings
    from pipeline.bulk import text

    settings = Settings(
        Selection(),
        quality(),
        redaction=Options() if redact else None,
        formats=[named(name) for name in formats],
        card=card,
    )
    about = About("benchmark", "2026-01-01", "shengjun", "", settings.seed)
    target.mkdir()
    before, steps, start = peak(), Steps(), time.process_time()
    summary = make(text.kept(out), target, settings, about, steps)
    steps.step("", None)
    seconds = time.process_time() - start
    return {
        "documents": summary.documents,
        "seconds": round(seconds, 1),
        "documents_a_second": round(summary.documents / seconds, 1),
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
    parser.add_argument("--job", type=Path, help="the folder of a job that keeps texts")
    parser.add_argument("--format", action="append", default=[])
    parser.add_argument("--card", action="store_true")
    parser.add_argument("--no-redact", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = options.job or job(options.count, folder)
        measured = build(
            out, folder / "corpus", options.format, redact=not options.no_redact, card=options.card
        )
        truth = out.parent / "in.truth.jsonl"
        if truth.exists():
            measured["truth"] = leaks(out, folder / "corpus", truth)
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
