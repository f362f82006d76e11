"""How well near-duplicates are told on a made-up archive whose truth is known, and what it costs.

    python -m benchmarks.duplicates 10000 --seed 1
    python -m benchmarks.duplicates 1000 --variety 0     sentences from a small stock, which strangers share

A way of copying is recalled where the copy and its original are a pair. A pair that was found is right where the truth
puts both in one cluster; a wrong one counts against every way of copying of the two. Documents are whole files: what
tells a compilation apart has not been there yet. Times are of the processor, without making and reading the files.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generator.archive import Settings, files
from benchmarks.memory import peak
from corpus.duplicate.cluster import clusters, giants
from corpus.duplicate.finder import Finder, Pair
from corpus.duplicate.signature import signature
from pipeline.ingest.base import Source
from pipeline.ingest.reader import read


@dataclass(slots=True)
class Truth:
    """Of each document: the number of its cluster, how it was copied ("" if it was not) and from which number."""

    cluster: list[int] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    original: list[int] = field(default_factory=list)

    def texts(self, count: int, settings: Settings) -> Iterator[str]:
        """The texts of the archive, noting their truth."""
        for number, file in enumerate(files(count, settings)):
            row = json.loads(file.truth)
            copy = row["copy"]
            self.cluster.append(row["cluster"])
            self.how.append(copy["how"] if copy else "")
            self.original.append(int(Path(copy["of"]).name[:7]) if copy else number)
            yield read(Source(file.path, file.content, "")).text

    def right(self, pair: Pair) -> bool:
        return self.cluster[pair.left] == self.cluster[pair.right]


def report(truth: Truth, pairs: list[Pair]) -> Iterator[str]:
    """Recall and precision by way of copying and in all, and what the clusters are like."""
    found = {(pair.left, pair.right) for pair in pairs}
    copies = [number for number, how in enumerate(truth.how) if how]
    ways = Counter(truth.how[number] for number in copies)
    told = Counter(truth.how[number] for number in copies if (truth.original[number], number) in found)
    hits, misses = Counter[str](), Counter[str]()
    for pair in pairs:
        (hits if truth.right(pair) else misses).update({truth.how[pair.left], truth.how[pair.right]})
    yield "| copied | copies | recall | precision |\n| --- | --- | --- | --- |"
    for how in sorted(ways):
        yield f"| {how} | {ways[how]} | {_share(told[how], ways[how])} | {_share(hits[how], hits[how] + misses[how])} |"
    right = sum(map(truth.right, pairs))
    yield f"| all | {len(copies)} | {_share(told.total(), len(copies))} | {_share(right, len(pairs))} |"
    yield from _clusters(truth, pairs, copies)


def _clusters(truth: Truth, pairs: Iterable[Pair], copies: list[int]) -> Iterator[str]:
    first = clusters(len(truth.cluster), pairs)
    together = sum(first[truth.original[number]] == first[number] for number in copies)
    held: dict[int, set[int]] = {}
    for number, cluster in zip(first, truth.cluster, strict=True):
        held.setdefault(number, set()).add(cluster)
    mixed = sum(len(inside) > 1 for inside in held.values())
    yield f"in the cluster of the original: {_share(together, len(copies))}; clusters {len(held)}, of strangers {mixed}"
    yield f"largest clusters (first document, size): {giants(first, 0.0005)[:5]}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.duplicates",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--duplicates", type=float, default=0.4, help="share of the files that are copies")
    parser.add_argument("--variety", type=float, default=1.0)
    parser.add_argument("--show", type=int, default=0, help="show so many wrong and so many missed pairs")
    options = parser.parse_args()
    settings = Settings(options.seed, {"txt": 1.0}, options.duplicates, variety=options.variety)
    truth, feeding = Truth(), 0.0
    with Finder() as finder:
        before = peak()
        for number, text in enumerate(truth.texts(options.count, settings)):
            start = time.process_time()
            finder.add(number, signature(text))
            feeding += time.process_time() - start
        start = time.process_time()
        pairs = list(finder.pairs())
        pairing = time.process_time() - start
    print("\n".join(report(truth, pairs)))
    each = 1000 / options.count
    print(f"milliseconds a document: {feeding * each:.2f} to feed, {pairing * each:.2f} to pair")
    print(f"megabytes at the highest: {peak():.0f}, of which before the first document {before:.0f}")
    wrong = [pair for pair in pairs if not truth.right(pair)]
    found = {(pair.left, pair.right) for pair in pairs}
    missed = [
        (truth.original[number], number, how)
        for number, how in enumerate(truth.how)
        if how and (truth.original[number], number) not in found
    ]
    print(*wrong[: options.show], *missed[: options.show], sep="\n")


if __name__ == "__main__":
    main()
