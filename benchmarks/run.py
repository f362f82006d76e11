"""Speed and memory of the whole job, one process: ratios against what others take, measured in one run.

Times are processor time, the least of several turns, with libraries and dictionaries loaded beforehand on
both sides. A measure is a function that yields Rows; add it to MEASURES.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks import material
from pipeline.extract import lines
from pipeline.extract import text as text_of

TURNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; ``right`` tells whether what was wanted is reached."""

    name: str
    ours: str
    theirs: str
    result: str
    wanted: str
    right: bool


def seconds(job: Callable[[], Any], turns: int = TURNS) -> float:
    """The least processor time that the job takes."""
    taken = []
    for _ in range(turns):
        start = time.process_time()
        job()
        taken.append(time.process_time() - start)
    return min(taken)


def faster(
    name: str, ours: Callable[[], Any], theirs: Callable[[], Any], wanted: float, turns: int = TURNS
) -> Row:
    """How many times faster our job is than theirs."""
    ours()
    theirs()
    mine, other = seconds(ours, turns), seconds(theirs, turns)
    times = other / mine
    return Row(
        name,
        f"{mine * 1e3:.0f} ms",
        f"{other * 1e3:.0f} ms",
        f"{times:.2f}×",
        f"≥ {wanted:g}×",
        times >= wanted,
    )


def text(folder: Path) -> Iterator[Row]:
    """Text to records against cutting the same text into words."""
    import jieba

    path = material.text_file(folder / "samples.txt")
    words = path.read_text(encoding="utf-8")
    yield faster("text → records : jieba.lcut", lambda: lines(path), lambda: jieba.lcut(words), 1)


def word(folder: Path) -> Iterator[Row]:
    """A Word file to records against python-docx reading its paragraphs and tables; and the reading alone."""
    from docx import Document

    path = material.word_file(folder / "samples.docx")
    opened = Document(str(path))

    def walk() -> list[str]:
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        return [paragraph.text for paragraph in opened.paragraphs] + cells

    yield faster(".docx → records : python-docx, opened", lambda: lines(path), walk, 3)
    yield faster(".docx → text : python-docx, opened", lambda: text_of(path), walk, 3)


def pdf(folder: Path) -> Iterator[Row]:
    """A PDF of text pages to records against pdfplumber's extract_text."""
    import pdfplumber

    path = material.pdf_file(folder / "samples.pdf", 10)

    def read() -> list[str]:
        with pdfplumber.open(path) as document:
            return [page.extract_text() for page in document.pages]

    yield faster(".pdf → records : pdfplumber extract_text", lambda: lines(path), read, 5, turns=2)


def memory(folder: Path) -> Iterator[Row]:
    """The highest memory on a long PDF, and its growth over a thousand files."""
    long = material.pdf_file(folder / "long.pdf", 300)
    highest = _memory(1, [long])["peak"]
    yield Row("memory, PDF of 300 pages", f"{highest:.0f} MB", "", "", "< 400 MB", highest < 400)
    short = [
        material.pdf_file(folder / "short.pdf", 2),
        material.word_file(folder / "short.docx"),
        *material.SAMPLES,
    ]
    many = _memory(1000, short)
    growth = many["late"] - many["early"]
    yield Row(
        "memory, 100th to 1,000th file",
        f"{many['late']:.0f} MB",
        "",
        f"{growth:+.0f} MB",
        "< +20 MB",
        growth < 20,
    )


def audit(folder: Path) -> Iterator[Row]:
    """Processor time and memory of auditing ten thousand records, those of the samples as other documents."""
    from benchmarks.archive import records_file

    path = records_file(folder / "records.jsonl", 10_000)
    measured = _measured("benchmarks.archive", path)
    taken, growth = measured["seconds"], measured["late"] - measured["early"]
    yield Row("audit of 10,000 records", f"{taken:.0f} s", "", "", "< 60 s", taken < 60)
    yield Row(
        "memory, 1,000th to 10,000th record",
        f"{measured['peak']:.0f} MB",
        "",
        f"{growth:+.0f} MB",
        "< +20 MB",
        growth < 20,
    )


def start(_: Path) -> Iterator[Row]:
    """Processor time of ``shengjun --help``."""
    taken = min(_start_up() for _ in range(TURNS))
    yield Row("shengjun --help", f"{taken * 1e3:.0f} ms", "", "", "< 500 ms", taken < 0.5)


def _memory(turns: int, files: list[Path]) -> dict[str, float]:
    return _measured("benchmarks.memory", turns, *files)


def _measured(module: str, *arguments: object) -> dict[str, float]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=material.ROOT, check=True, stdout=subprocess.PIPE)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _start_up() -> float:
    before = psutil.Process().cpu_times()
    command = [sys.executable, "-m", "pipeline.cli", "--help"]
    if sys.platform == "win32":  # no times of ended children there
        started = time.perf_counter()
        subprocess.run(command, cwd=material.ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started
    subprocess.run(command, cwd=material.ROOT, check=True, stdout=subprocess.DEVNULL)
    after = psutil.Process().cpu_times()
    return after.children_user + after.children_system - before.children_user - before.children_system


MEASURES = (text, word, pdf, memory, audit, start)


def main() -> None:
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for measure in MEASURES:
            if wanted and measure.__name__ not in wanted:
                continue
            for row in measure(Path(folder)):
                mark = "yes" if row.right else "NO"
                print(
                    f"{row.name:44}{row.ours:>10}{row.theirs:>10}{row.result:>10}   {row.wanted:10} {mark}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
