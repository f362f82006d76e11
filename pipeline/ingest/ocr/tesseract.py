"""Tesseract, started as a program of its own for each page."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
from typing import TYPE_CHECKING

from pipeline.ingest.ocr.base import DPI, Sign, Stretch
from pipeline.ingest.pdf.segment import wide
from schemas.document import BBox

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture

LANGUAGE = "chi_sim"
_WORD = "5"
_SPACE = re.compile(r"\s+")


class TesseractEngine:
    """Keeps pipeline.ingest.ocr.base.Engine; ``command`` is the path of the program."""

    name = "tesseract"

    def __init__(self, command: str) -> None:
        self._command = command

    def read(self, picture: Picture, seconds: float) -> list[Stretch]:
        """All lines, each of Tesseract's words a sign."""
        from PIL import Image

        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "ppm")
        order = [self._command, "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(DPI)]
        order += ["-c", "preserve_interword_spaces=1", "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - a program that was looked up, and no words of the file
                order,
                input=stream.getvalue(),
                capture_output=True,
                timeout=max(1.0, seconds),
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError("tesseract took too long") from error
        return _stretches(done.stdout.decode("utf-8", "replace"))


def _stretches(table: str) -> list[Stretch]:
    """Lines from Tesseract's table of words."""
    lines: dict[tuple[str, ...], list[Sign]] = {}
    boxes: dict[tuple[str, ...], BBox] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        key = (row["block_num"], row["par_num"], row["line_num"])
        left, top = float(row["left"]), float(row["top"])
        box = left, top, left + float(row["width"]), top + float(row["height"])
        if row["level"] == "4":
            boxes[key] = box
        text = _SPACE.sub("", row["text"] or "")
        if row["level"] == _WORD and text:
            line = lines.setdefault(key, [])
            if line and not wide(line[-1].text[-1]) and not wide(text[0]):
                line.append(Sign(" ", (line[-1].box[2], box[1], max(line[-1].box[2], box[0]), box[3]), 1.0))
            line.append(Sign(text, box, max(0.0, float(row["conf"])) / 100))
    return [Stretch(tuple(signs), boxes[key]) for key, signs in lines.items()]
