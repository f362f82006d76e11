"""The blocks of a sample text, as the writers of Word and PDF files need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LABELS: dict[str, tuple[re.Pattern[str], str, str]] = {
    "一、": (re.compile(r"([一二三四五六七八九十]+)、"), "chineseCountingThousand", "%1、"),
    "（一）": (re.compile(r"（([一二三四五六七八九十]+)）"), "chineseCountingThousand", "（%1）"),
    "1.": (re.compile(r"(\d+)\.(?!\d)"), "decimal", "%1."),
    "1、": (re.compile(r"(\d+)、(?!\d)"), "decimal", "%1、"),
}
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
HEADINGS = {"一、": 1, "（一）": 2}
Kind = Literal["title", "heading", "paragraph", "note", "box", "table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a sample: ``label`` is the key of LABELS whose automatic numbering gives the text's label.

    ``text`` is without that label; ``raw_text`` with it. ``restart`` begins a new count. ``level`` is that of a
    heading. A table has ``rows`` and the line above that names it as ``text`` ("" if there is none).
    """

    kind: Kind
    text: str
    raw_text: str = ""
    label: str | None = None
    restart: bool = False
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def pieces(text: str) -> Iterator[Piece]:
    """The blocks of a sample text, in order: the first line is its title, lines with tabs make a table."""
    lines = [line.strip("\n\u3000 ") for line in text.split("\n") if line.strip()]
    counts: dict[str, int] = {}
    caption, rows = "", list[tuple[str, ...]]()
    for index, line in enumerate([*lines, ""]):
        if "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        if rows:
            yield Piece("table", caption, rows=tuple(rows))
            caption, rows = "", []
        if re.match(r"表\d", line):
            caption = line
        elif line:
            yield _paragraph(line, index == 0, counts)


def _paragraph(line: str, first: bool, counts: dict[str, int]) -> Piece:
    if first:
        return Piece("title", line, line)
    if line.startswith("注："):
        return Piece("note", line, line)
    if "（签字）" in line:
        return Piece("box", line, line)
    for label, (pattern, _, _) in LABELS.items():
        match = pattern.match(line)
        if not match:
            continue
        word = match[1]
        number = NUMERALS.index(word) + 1 if word in NUMERALS else int(word) if word.isdigit() else 0
        if number not in (1, counts.get(label, 0) + 1):
            break
        counts[label] = number
        level = HEADINGS.get(label, 0) if len(line) < 30 and "。" not in line else 0
        kind: Kind = "heading" if level else "paragraph"
        return Piece(kind, line[match.end() :], line, label, number == 1, level)
    return Piece("paragraph", line, line)


def spans(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, int, int, int]]:
    """Cells to join, as (top, left, bottom, right): repeated words in the first column, blanks after a total."""
    top = 1
    for row in range(2, len(rows) + 1):
        if row == len(rows) or rows[row][0] != rows[top][0]:
            if row - top > 1:
                yield top, 0, row - 1, 0
            top = row
    for index, cells in enumerate(rows):
        if len(cells) > 1 and cells[0].endswith("计") and not cells[1]:
            yield index, 0, index, 1
