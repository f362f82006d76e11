"""How right recognition is, engine by engine: pages of files made to look scanned, read, and compared.

    python -m benchmarks.ocr tests/samples/03-county-report.txt …    text, Word or PDF files, or folders of texts
    python -m benchmarks.ocr FILE… --pages 3 --conditions scan-200 poor-150 --engines rapidocr

Characters: 1 − edits / length, blanks aside, against the text of the same pages before they were scanned. Figures:
values with units as a multiset, against the records of the file or of those pages (``F1``) and, where the file has a NAME.gold.json
beside it and all of its pages are read, against its gold (``gold``). ``marked``: the share of wrong figures that a
warning marks, and of right ones. Seconds of CPU a page. One thread.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
from rapidfuzz.distance import Levenshtein

from benchmarks.scan import CONDITIONS, Condition, as_pdf, pieces, scanned
from pipeline.assemble import records
from pipeline.ingest.ocr import desk, reader
from pipeline.ingest.ocr.base import Engine
from pipeline.ingest.ocr.find import engines
from pipeline.ingest.reader import load, read
from schemas.document import Document
from schemas.errors import SourceError

Key = tuple[Any, ...]


@dataclass(slots=True)
class Tally:
    """Sums over files."""

    pages: int = 0
    cpu: float = 0.0
    letters: int = 0
    edits: int = 0
    right: int = 0
    found: int = 0
    wanted: int = 0
    gold: list[int] = field(default_factory=lambda: [0, 0, 0])
    marked: Counter[tuple[bool, bool]] = field(default_factory=Counter)

    def line(self) -> str:
        wrong = self.marked[False, True] + self.marked[False, False]
        right = self.marked[True, True] + self.marked[True, False]
        gold = f1(*self.gold) if self.gold[2] else float("nan")
        return (
            f"{self.pages:5} {1 - self.edits / (self.letters or 1):8.4f} {f1(self.right, self.found, self.wanted):7.3f}"
            f" {gold:7.3f} {self.marked[False, True]:4}/{wrong:<4} {self.marked[True, True]:4}/{right:<5}"
            f" {self.cpu / (self.pages or 1):6.1f}"
        )


def f1(right: int, found: int, wanted: int) -> float:
    """The F1 of counts."""
    return 2 * right / (found + wanted) if found + wanted else 1.0


def keys(document: Document) -> Iterator[tuple[Key, bool]]:
    """The values of a document's figures, and whether a warning doubts them."""
    spans = document.doubts()
    for record in records(document):
        for figure in record.figures:
            start, end = figure.evidence.start, figure.evidence.end
            doubted = any(span.start < end and start < span.end for span in spans)
            yield (figure.value, figure.value_max, figure.unit), doubted


def wanted(path: Path) -> Counter[Key] | None:
    """The gold values of a file."""
    gold = path.with_suffix(".gold.json")
    if not gold.exists():
        return None
    figures = json.loads(gold.read_text(encoding="utf-8"))["figures"]
    return Counter((_number(one["value"]), _number(one["value_max"]), one["unit"]) for one in figures)


def _number(value: Any) -> Any:
    return None if value is None else Decimal(str(value))


def cpu() -> float:
    """Seconds of this process and its children so far."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in both)


def cut(pdf: Path, pages: int, out: Path) -> Path:
    """The first pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, list(range(min(pages, len(whole)))))
        part.save(out)
    return out


@dataclass(frozen=True, slots=True)
class Material:
    """A file as PDF, its first pages' text, what tells its figures, and its gold values where all pages are read."""

    pdf: Path
    truth: Document
    told: Document
    gold: Counter[Key] | None


def material(path: Path, pages: int, folder: Path) -> Material:
    """Make ready what is measured."""
    pdf = as_pdf(path, folder)
    with pypdfium2.PdfDocument(pdf) as whole:
        complete = len(whole) <= pages
    truth = read(load(cut(pdf, pages, folder / f"{path.stem}.truth.pdf")))
    # A text or Word file that is read whole tells its figures better than its PDF.
    told = read(load(path)) if complete else truth
    return Material(pdf, truth, told, wanted(path) if complete else None)


def measure(one: Material, condition: Condition, pages: int, tally: Tally, misses: bool) -> None:
    """Scan and read the first pages of a file."""
    scan = one.pdf.parent / "scan.pdf"
    count = scanned(one.pdf, condition, pages, scan)
    before = cpu()
    try:
        got = read(load(scan))
    except SourceError as error:
        print(f"  {one.pdf.name}: {error}")
        return
    tally.cpu += cpu() - before
    tally.pages += count
    compare(one, got, tally, misses)


def compare(one: Material, got: Document, tally: Tally, misses: bool) -> None:
    """Add what is right of a reading."""
    truth = one.truth
    first, second = "".join(truth.text.split()), "".join(got.text.split())
    tally.letters += len(first)
    tally.edits += Levenshtein.distance(first, second)
    told = Counter(key for key, _ in keys(one.told))
    found = list(keys(got))
    values = Counter(key for key, _ in found)
    tally.right += (told & values).total()
    tally.found += values.total()
    tally.wanted += told.total()
    if one.gold is not None:
        for place, number in enumerate(((one.gold & values).total(), values.total(), one.gold.total())):
            tally.gold[place] += number
    rest = Counter(told)
    for key, doubted in sorted(found, key=lambda one: one[1]):
        tally.marked[rest[key] > 0, doubted] += 1
        rest[key] -= 1
    if misses:
        print(f"  {one.pdf.stem} lost {_shown(told - values)} made up {_shown(values - told)}")


def _shown(values: Counter[Key]) -> str:
    return " ".join(f"{value}{'' if top is None else f'~{top}'} {unit}" for value, top, unit in values) or "-"


def choose(order: Sequence[str]) -> None:
    """Let pages be read with these engines alone, the second as a witness."""
    there: dict[str, Engine] = {engine.name: engine for engine in engines()}
    chosen = tuple(there[name] for name in order)
    desk.engines = reader.engines = lambda: chosen


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=4, help="of each file at most")
    parser.add_argument("--conditions", nargs="+", default=[one.name for one in CONDITIONS])
    parser.add_argument("--engines", nargs="+", default=["rapidocr", "tesseract", "rapidocr+tesseract"])
    parser.add_argument("--misses", action="store_true", help="also what was lost and made up")
    args = parser.parse_args()
    print("engines              condition  pages   letters      F1    gold  marked wrong/right   CPU s/page")
    with tempfile.TemporaryDirectory() as name:
        materials = [material(path, args.pages, Path(name)) for path in pieces(args.paths)]
        for order in args.engines:
            choose(order.split("+"))
            for condition in (one for one in CONDITIONS if one.name in args.conditions):
                tally = Tally()
                for one in materials:
                    measure(one, condition, args.pages, tally, args.misses)
                print(f"{order:20} {condition.name:10} {tally.line()}", flush=True)


if __name__ == "__main__":
    main()
