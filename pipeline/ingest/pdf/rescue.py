"""A second try for pages that PDFium decodes to nonsense: pdfplumber sometimes finds the font's own mapping."""

from __future__ import annotations

from io import BytesIO
from math import hypot
from types import TracebackType
from typing import Any

from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.gate import verdict
from pipeline.ingest.pdf.page import LOST, Glyphs, direction
from pipeline.ingest.pdf.sheet import Sheet, arrange

_TRIES = 2


class Rescue:
    """Opens the file with pdfplumber once it is needed; gives up after two pages that it cannot read either."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file: Any = None
        self.failed = 0

    def __enter__(self) -> Rescue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.file is not None:
            self.file.close()

    def survey(self, page: Any, number: int) -> Sheet | None:
        """The page (``number`` from 1) laid out from pdfplumber's characters, None where they are no better."""
        if self.failed >= _TRIES:
            return None
        import pdfplumber

        if self.file is None:
            self.file = pdfplumber.open(BytesIO(self.data))
        other = self.file.pages[number - 1]
        try:
            sheet = arrange(_glyphs(other), number, 0, page)
        finally:
            other.close()
        if verdict(sheet.text(), sheet.watermarked, sheet.drawn) == "usable":
            return sheet
        self.failed += 1
        return None


def _glyphs(page: Any) -> Glyphs:
    """pdfplumber's characters; its coordinates are those of the displayed page, here turned upwards again."""
    height = float(page.height)
    result = Glyphs(Frame(0, 0.0, 0.0, float(page.width), height))
    for char in page.chars:
        a, b, c, d, _, _ = char["matrix"]
        box = (
            float(char["x0"]),
            height - float(char["top"]),
            float(char["x1"]),
            height - float(char["bottom"]),
        )
        text = LOST if char["text"].startswith("(cid:") else char["text"]
        for letter in text:
            result.add(letter, box, direction(a, b), abs(float(char["size"])) or hypot(c, d))
    return result
