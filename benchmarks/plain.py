"""The text of a Word, PDF or text file, as a short script with python-docx and pdfplumber gets it.

Nothing more: no offsets, no pages, no numbering, no records. It is what the whole job is measured against.
"""

from __future__ import annotations

from pathlib import Path


def text(path: Path) -> str:
    """All text of the file in reading order."""
    if path.suffix == ".docx":
        return _word(path)
    if path.suffix == ".pdf":
        return _pdf(path)
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _word(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    lines = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _pdf(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)
