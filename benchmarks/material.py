"""The documents that are measured: the sample texts as text, Word and PDF files, in any length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*.txt"))
TABLE = [["学校", "学生数（人）", "占地面积（平方米）", "图书（册）"]]
TABLE += [
    [f"第{number}小学", str(300 + 7 * number), str(9000 + 311 * number), str(8000 + 97 * number)]
    for number in range(1, 13)
]


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
    """All samples as one Word file, with a table after every fortieth paragraph."""
    from docx import Document

    document = Document()
    for number, line in enumerate(paragraphs(), 1):
        document.add_paragraph(line)
        if number % 40 == 0:
            table = document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
            for row, cells in zip(table.rows, TABLE, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
    document.save(str(path))
    return path


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
