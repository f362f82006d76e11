"""A work as a PDF of text pages: running head, page numbers, ruled tables that go on over pages."""

from __future__ import annotations

import io
import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.generator.piece import Block, Work, words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
_WIDTH, _HEIGHT, _MARGIN = 595.28, 841.89, 76.0
# Typesetters break Chinese anywhere, numbers and Latin words nowhere.
_UNITS = re.compile(r"[0-9A-Za-z.,%@-]+|.")
_NO_START = frozenset("，。；：、）》”】〕！？%")
_SIZES = {"title": 18.0, "heading": 15.0}


def write(work: Work, rng: Random) -> bytes:
    """The file's bytes; the same work and seed give the same."""
    from reportlab.pdfgen.canvas import Canvas

    _register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(work.title)
    head = work.parts[0].subject if rng.random() < 0.4 else ""
    sheet = _Sheet(canvas, head, rng.choice([11.0, 12.0, 14.0]), rng.choice(["— {} —", "{}", "第{}页"]))
    for block in work.blocks():
        sheet.block(block)
    sheet.close()
    canvas.save()
    return target.getvalue()


@cache
def _register() -> None:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(FONT))


class _Sheet:
    """The page being filled, from top to bottom."""

    def __init__(self, canvas: Canvas, head: str, size: float, number: str) -> None:
        self.canvas, self.head, self.size, self.number = canvas, head, size, number
        self.page = 0
        self.y = 0.0
        self._open()

    def block(self, block: Block) -> None:
        if block.kind == "table":
            self._table(block)
            return
        size = _SIZES.get(block.kind, self.size)
        indent = "" if block.kind in ("title", "site") else "　　"
        lines = wrap(indent + block.label + block.text, (_WIDTH - 2 * _MARGIN) / size)
        for line in lines:
            self._room(size * 1.6)
            if block.kind == "title":
                self._line(_WIDTH / 2 - measure(line) * size / 2, size, line)
            elif block.kind == "sign":
                self._line(_WIDTH - _MARGIN - measure(line) * size, size, line)
            else:
                self._line(_MARGIN, size, line)
        self.y -= 4

    def close(self) -> None:
        self.canvas.showPage()

    def _open(self) -> None:
        self.page += 1
        self.y = _HEIGHT - _MARGIN
        self.canvas.setFont(FONT, 9)
        if self.head:
            self.canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 48, self.head)
        self.canvas.drawCentredString(_WIDTH / 2, 42, self.number.format(self.page))

    def _room(self, height: float) -> None:
        if self.y - height < _MARGIN:
            self.canvas.showPage()
            self._open()
        self.y -= height

    def _line(self, x: float, size: float, text: str, above: float = 0) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.y + above + size * 0.3, text)

    def _table(self, block: Block) -> None:
        size, width = 10.5, _WIDTH - 2 * _MARGIN
        need = [
            max(min(max(measure(words(row[column])), 3), 12) for row in block.rows)
            for column in range(len(block.rows[0]))
        ]
        edges = [_MARGIN]
        for share in need:
            edges.append(edges[-1] + width * share / sum(need))
        for row in block.rows:
            cells = [
                wrap(words(cell), (right - left - 8) / size)
                for cell, left, right in zip(row, edges, edges[1:], strict=False)
            ]
            height = max(map(len, cells)) * size * 1.3 + 6
            self._room(height)
            for lines, left in zip(cells, edges, strict=False):
                for number, line in enumerate(lines, start=1):
                    self._line(left + 4, size, line, height - 3 - number * size * 1.3)
            self._rules(edges, height)
        self.y -= 8

    def _rules(self, edges: list[float], height: float) -> None:
        lines: list[Any] = [(edges[0], y, edges[-1], y) for y in (self.y, self.y + height)]
        lines += [(x, self.y, x, self.y + height) for x in edges]
        self.canvas.setLineWidth(0.6)
        self.canvas.lines(lines)


def measure(text: str) -> float:
    """The width in ems."""
    return sum(0.5 if sign < "\x80" else 1.0 for sign in text)


def wrap(text: str, ems: float) -> list[str]:
    """Lines of at most so many ems; punctuation may hang over."""
    if measure(text) <= ems:
        return [text]
    lines, line, used = [], "", 0.0
    for unit in _UNITS.findall(text):
        need = measure(unit)
        if line and used + need > ems and unit[0] not in _NO_START:
            lines.append(line)
            line, used = "", 0.0
        line += unit
        used += need
    return [*lines, line]
