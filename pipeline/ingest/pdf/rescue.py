"""A second try for pages that PDFium decodes to nonsense: pdfminer finds some mappings in the font files."""

from __future__ import annotations

import logging
from contextlib import closing, suppress
from io import BytesIO
from math import hypot
from types import TracebackType
from typing import Any

from pipeline.ingest.pdf.page import LOST, SLANTED, Glyphs, direction, empty
from pipeline.ingest.pdf.sheet import Sheet, arrange


class Rescue:
    """Opens the file with pdfplumber once it is needed."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file: Any = None

    def __enter__(self) -> Rescue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing parses the page tree once more, and raises what parsing a damaged one raises.
        with suppress(Exception):
            if self.file is not None:
                self.file.close()

    def survey(self, page: Any, number: int) -> Sheet | None:
        """The page (``number`` from 1) laid out from pdfplumber's characters, None where it fails too."""
        import pdfplumber

        with suppress(Exception):
            if self.file is None:
                # What pdfminer finds odd about a file is no news to the user, who is told of the page.
                logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
                self.file = pdfplumber.open(BytesIO(self.data))
            with closing(self.file.pages[number - 1]) as other:
                return arrange(_glyphs(other, page), number, page)
        return None


def _glyphs(other: Any, page: Any) -> Glyphs:
    """pdfplumber's characters, turned back from the page as displayed into user space."""
    result = empty(page)
    rotation = page.get_rotation() // 90
    display = result.frame.turned(rotation)
    x, y = other.bbox[:2]
    for char in other.chars:
        a, b, c, d, _, _ = char["matrix"]
        box = display.user((char["x0"] - x, char["top"] - y, char["x1"] - x, char["bottom"] - y))
        turn = direction(a, b)
        if turn != SLANTED:
            turn = (turn + rotation) % 4
        left, top, right, bottom = box
        for letter in LOST if char["text"].startswith("(cid:") else char["text"]:
            result.text.append(letter)
            result.left.append(left)
            result.top.append(top)
            result.right.append(right)
            result.bottom.append(bottom)
            result.turn.append(turn)
            result.size.append(float(char["size"]) or hypot(c, d))
            result.ends.append(len(result.text))
    return result
