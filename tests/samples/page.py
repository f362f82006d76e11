"""Pieces of a sample as a PDF: several pages with a running head and page numbers, ruled tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Preformatted, SimpleDocTemplate, Spacer, Table

from tests.samples.piece import Piece, spans

MARGIN = 72.0
WIDTH = A4[0] - 2 * MARGIN
# Typesetters break Chinese anywhere, numbers and Latin words nowhere.
UNITS = re.compile(r"[0-9A-Za-z.,%]+|.")
NO_START = "，。；：、）》”】〕！？%"
SIZES = {"title": 18, "heading": 15}


def write(pieces: list[Piece], path: Path, *, font: Path | None = None, header: str = "") -> None:
    """Write the pieces; the same pieces and font give the same bytes. ``font`` is a TrueType file to embed."""
    name = "Sample" if font else "STSong-Light"
    registerFont(TTFont(name, str(font)) if font else UnicodeCIDFont(name))
    story: list[Flowable] = []
    for piece in pieces:
        if piece.kind == "table":
            story += [
                *([_text(piece.text, name, 12)] if piece.text else []),
                _table(piece, name),
                Spacer(0, 10),
            ]
        else:
            indent = "" if piece.kind == "title" else "\u3000\u3000"
            story.append(_text(indent + piece.raw_text.strip("\u3000 "), name, SIZES.get(piece.kind, 13)))

    def frame(canvas: Any, template: Any) -> None:
        canvas.setFont(name, 9)
        if header:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 45, header)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {template.page} —")

    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=MARGIN - 6,
        rightMargin=MARGIN - 6,
        title=header,
        author="shengjun",
        invariant=1,
    )
    document.build(story, onFirstPage=frame, onLaterPages=frame)


def _wrap(text: str, width: float, font: str, size: float) -> str:
    lines, line = [], ""
    for unit in UNITS.findall(text):
        if line and unit[0] not in NO_START and stringWidth(line + unit, font, size) > width:
            lines.append(line)
            line = ""
        line += unit
    return "\n".join([*lines, line])


def _text(text: str, font: str, size: float, width: float = WIDTH, gap: float = 6) -> Preformatted:
    style = ParagraphStyle("sample", fontName=font, fontSize=size, leading=size * 1.6, spaceAfter=gap)
    return Preformatted(_wrap(text, width, font, size), style)


def _table(piece: Piece, font: str) -> Table:
    """A ruled table whose columns are as wide as their longest cell needs, within the page."""
    columns = max(len(row) for row in piece.rows)
    need = [max(len(row[c]) if c < len(row) else 0 for row in piece.rows) for c in range(columns)]
    shares = [min(max(length, 4), 12) for length in need]
    widths = [WIDTH * share / sum(shares) for share in shares]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.7, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    hidden = set()
    for top, left, bottom, right in spans(piece.rows):
        commands.append(("SPAN", (left, top), (right, bottom)))
        hidden |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    cells = [
        [
            "" if (r, c) in hidden or c >= len(row) else _text(row[c], font, 10.5, widths[c] - 12, 0)
            for c in range(columns)
        ]
        for r, row in enumerate(piece.rows)
    ]
    return Table(cells, colWidths=widths, repeatRows=1, style=commands)
