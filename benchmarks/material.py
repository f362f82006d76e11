"""The documents that are measured: the sample texts as text, Word and PDF files, in any length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*.txt"))
HEADINGS = ["学校", "学生数（人）", "教师数（人）", "占地面积（平方米）", "图书（册）", "计算机（台）"]
NUMBER = re.compile(r"(\d+)")


def paragraphs() -> list[str]:
    """The lines of all samples, one after the other."""
    return [
        line for path in SAMPLES for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def cycle(lines: list[str]) -> Iterator[str]:
    """The lines again and again, numbers changed a little each time so that nothing can be cached."""
    turn = 0
    while True:
        for line in lines:
            yield line.replace("1", str(turn % 9 + 1))
        turn += 1


def text_file(path: Path) -> Path:
    """All samples as one text file."""
    path.write_text("\n".join(paragraphs()), encoding="utf-8", newline="\n")
    return path


def word_file(path: Path) -> Path:
    """All samples as one file as Word writes them: numbers in runs of their own, tables between."""
    import docx

    document = docx.Document()
    for number, line in enumerate(paragraphs(), 1):
        paragraph = document.add_paragraph()
        for run in filter(None, NUMBER.split(line)):
            paragraph.add_run(run).font.name = "宋体"
        if number % 40 == 0:
            _add_table(document, number)
    document.save(str(path))
    return path


def _add_table(document: Document, seed: int) -> None:
    rows = [HEADINGS]
    for school in range(1, 16):
        base = seed * school
        rows.append([f"第{school}小学", *(str(base * factor + 97) for factor in (3, 1, 61, 53, 2))])
    table = document.add_table(rows=len(rows), cols=len(HEADINGS))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words


def pdf_file(path: Path, pages: int) -> Path:
    """The samples as a PDF of dense text pages without tables, in an embedded-width CJK font."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    lines = (line[start : start + 38] for line in cycle(paragraphs()) for start in range(0, len(line), 38))
    for _ in range(pages):
        canvas.setFont("STSong-Light", 12)
        for row in range(38):
            canvas.drawString(70, 780 - 18.5 * row, next(lines))
        canvas.showPage()
    canvas.save()
    return path
