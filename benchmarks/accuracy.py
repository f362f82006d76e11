"""How right a bulk run is: its records against the truth of a generated archive.

    python -m benchmarks.accuracy ARCHIVE.truth.jsonl OUT/records.jsonl
    python -m benchmarks.accuracy ARCHIVE.truth.jsonl OUT/records.jsonl --errors 20    what differs most often

A truth and a figure pair where value, range and unit agree and they stand in the same sentence or table row; one
that could not be read (null) is a value like others. Indicator and role count only with the value. ``blanks`` are the
values that damage took away. Copies with noise in their words, and those spliced from two documents, are left out:
what they say is nobody's. Both files are streamed: an index of the records by path is kept on disk meanwhile.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Item = dict[str, Any]
FACETS = ("value", "indicator", "role", "blanks")
LEFT_OUT = ("noisy", "spliced")
# Two sentences are the same where they share this much of the shorter one's groups of four characters.
_SAME = 0.6


@dataclass
class Score:
    """What was right, found and wanted, by facet; files and documents; what differs, with an example of each."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    files: int = 0
    missing: int = 0
    parts_right: int = 0

    def rates(self, facet: str) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        precision = self.right[facet] / self.found[facet] if self.found[facet] else 1.0
        recall = self.right[facet] / self.wanted[facet] if self.wanted[facet] else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


@dataclass
class Errors:
    """How often each shape of error came, and its first example."""

    count: Counter[str] = field(default_factory=Counter)
    example: dict[str, str] = field(default_factory=dict)

    def add(self, shape: str, example: str) -> None:
        self.count[shape] += 1
        self.example.setdefault(shape, example)


class Records:
    """The records of a file by the path of their source, read when asked for."""

    def __init__(self, path: Path, index: Path) -> None:
        self.file = path.open("rb")
        self.index = sqlite3.connect(index)
        self.index.execute("CREATE TABLE record (name TEXT, place INTEGER)")
        self.index.executemany("INSERT INTO record VALUES (?, ?)", self._places())
        self.index.execute("CREATE INDEX by_name ON record (name)")

    def of(self, path: str) -> list[Item]:
        """The records of one source, in the order of their parts."""
        rows = self.index.execute("SELECT place FROM record WHERE name = ? ORDER BY place", (_name(path),))
        return [self._at(place) for (place,) in rows.fetchall()]

    def _places(self) -> Iterator[tuple[str, int]]:
        place = 0
        for line in self.file:
            yield _name(json.loads(line)["source"]["path"]), place
            place += len(line)

    def _at(self, place: int) -> Item:
        self.file.seek(place)
        record: Item = json.loads(self.file.readline())
        return record

    def close(self) -> None:
        self.file.close()
        self.index.close()


def _name(path: str) -> str:
    """Folder and file: what tells a generated file from all others, wherever the archive lies."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def score(truths: Path, records: Path, errors: Errors | None = None) -> tuple[dict[str, Score], Score]:
    """Scores by type of file, and of exact duplicates as pairs told by the records' digests."""
    scores: dict[str, Score] = defaultdict(Score)
    pairs = Score()
    with tempfile.TemporaryDirectory() as folder, truths.open(encoding="utf-8") as rows:
        table = Records(records, Path(folder) / "index.sqlite")
        try:
            for row in rows:
                truth = json.loads(row)
                found = table.of(truth["path"])
                if not truth["copy"] or truth["copy"]["how"] not in LEFT_OUT:
                    _file(scores[truth["type"]], truth, found, errors)
                if truth["copy"]:
                    _pair(pairs, truth, found, table.of(truth["copy"]["of"]))
        finally:
            table.close()
    return dict(scores), pairs


def _pair(pairs: Score, truth: Item, found: list[Item], original: list[Item]) -> None:
    """Whether a copy's records name the same digest as its original's: right for exact copies alone."""
    exact = truth["copy"]["how"] == "exact"
    same = bool(found and original and found[0]["source"]["sha256"] == original[0]["source"]["sha256"])
    pairs.wanted["value"] += exact
    pairs.found["value"] += same
    pairs.right["value"] += exact and same


def _file(total: Score, truth: Item, records: list[Item], errors: Errors | None) -> None:
    total.files += 1
    total.missing += not records
    total.parts_right += len(records) == len(truth["parts"])
    wanted = truth["figures"]
    found = [figure for record in records for figure in record["figures"]]
    pairs = dict(paired(wanted, found))
    right = dict.fromkeys(FACETS, 0)
    for i, j in pairs.items():
        one, other = wanted[i], found[j]
        right["value"] += 1
        right["blanks"] += one["value"] is None
        for name in ("indicator", "role"):
            same = (other[name] or "other") == one[name]
            right[name] += same
            if errors and not same:
                errors.add(f"{name} {one[name]} read as {other[name] or 'other'}", _example(one))
    for name in FACETS:
        blanks = name == "blanks"
        total.right[name] += right[name]
        total.wanted[name] += sum(one["value"] is None for one in wanted) if blanks else len(wanted)
        total.found[name] += sum(one["value"] is None for one in found) if blanks else len(found)
    if errors:
        _unpaired(wanted, found, pairs, errors)


def _unpaired(wanted: list[Item], found: list[Item], pairs: dict[int, int], errors: Errors) -> None:
    taken = set(pairs.values())
    for i, one in enumerate(wanted):
        if i not in pairs:
            errors.add(f"missed {one['indicator']} {one['damage'] or ''}".strip(), _example(one))
    for j, other in enumerate(found):
        if j not in taken:
            shape = f"too much {other['indicator'] or 'other'} {other['damage'] or ''}".strip()
            errors.add(shape, f"{other['value']} {other['unit']} in {other['evidence']['quote']!r}")


def _example(one: Item) -> str:
    return f"{one['text']!r} = {one['value']} {one['unit']} in {one['sentence']!r}"


def paired(wanted: list[Item], found: list[Item]) -> Iterator[tuple[int, int]]:
    """Indices of the truths and figures that agree, each used once: same sentence first, then nearly the same."""
    open_figures: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for j, figure in enumerate(found):
        open_figures[_key(figure)].append(j)
    quotes = [_bare(figure["evidence"]["quote"]) for figure in found]
    left = []
    for i, one in enumerate(wanted):
        sentence = _bare(one["sentence"])
        candidates = open_figures.get(_key(one), [])
        j = next((j for j in candidates if quotes[j] in sentence or sentence in quotes[j]), None)
        if j is None:
            left.append((i, sentence))
            continue
        candidates.remove(j)
        yield i, j
    for i, sentence in left:
        candidates = open_figures.get(_key(wanted[i]), [])
        j = next((j for j in candidates if _alike(quotes[j], sentence)), None)
        if j is not None:
            candidates.remove(j)
            yield i, j


def _key(figure: Item) -> tuple[Any, ...]:
    return _rounded(figure["value"]), _rounded(figure["value_max"]), figure["unit"]


def _rounded(value: float | None) -> str | None:
    return None if value is None else f"{float(value):.7g}"


def _bare(text: str) -> str:
    return "".join(text.split())


def _alike(one: str, other: str) -> bool:
    first, second = ({text[at : at + 4] for at in range(max(len(text) - 3, 1))} for text in (one, other))
    return len(first & second) >= _SAME * min(len(first), len(second))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("truth", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="the N most frequent shapes of error"
    )
    options = parser.parse_args()
    errors = Errors() if options.errors else None
    scores, pairs = score(options.truth, options.records, errors)
    print(f"{'type':8}{'facet':12}{'precision':>10}{'recall':>10}{'F1':>10}{'wanted':>10}{'found':>10}")
    for kind, total in sorted(scores.items()):
        for facet in FACETS:
            rates = "".join(f"{rate:10.4f}" for rate in total.rates(facet))
            print(f"{kind:8}{facet:12}{rates}{total.wanted[facet]:10}{total.found[facet]:10}")
        print(
            f"{kind:8}{total.files} files, {total.missing} without record, "
            f"{total.parts_right} with as many documents as there are"
        )
    precision, recall, _ = pairs.rates("value")
    print(f"exact duplicates: precision {precision:.4f}, recall {recall:.4f}, {pairs.wanted['value']} pairs")
    if errors:
        for shape, count in errors.count.most_common(options.errors):
            print(f"{count:6} {shape}\n       {errors.example[shape][:200]}")


if __name__ == "__main__":
    main()
