"""Pictures of pages, drawn by the tests themselves."""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

LINES = (
    "2024年全县义务教育发展情况",
    "全县共有小学46所，在校学生38572人。",
    "专任教师2614人，师生比为1:14.8。",
    "校舍建筑面积31.6万平方米，比上年增长2.7%。",
)
ROWS = (("学校", "学生数", "教师数"), ("城关小学", "1286", "74"), ("南街小学", "953", "58"))
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """A Chinese font in pixels; without one the test is skipped by name."""
    found = next(filter(os.path.exists, _FONTS), None)
    if found:
        return ImageFont.truetype(found, size)
    missing = "needs a Chinese font; on Debian: scripts/debian.sh"
    if os.environ.get("SHENGJUN_CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def page(lines: tuple[str, ...] = LINES, size: tuple[int, int] = (1240, 900), em: int = 36) -> Image.Image:
    """Lines of text on white paper, the first one in larger type and centred."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.text((size[0] // 2, 130), lines[0], "black", font(em * 4 // 3), "mm")
    for number, line in enumerate(lines[1:]):
        pen.text((150, 220 + number * em * 2), line, "black", font(em))
    return image


def table(rows: tuple[tuple[str, ...], ...] = ROWS) -> Image.Image:
    """A ruled table under a line of text."""
    image = Image.new("RGB", (1240, 900), "white")
    pen = ImageDraw.Draw(image)
    pen.text((620, 120), "各校基本情况表", "black", font(40), "mm")
    wide, high = 300, 90
    left, top = 170, 220
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, y = left + column * wide, top + row * high
            pen.rectangle((x, y, x + wide, y + high), outline="black", width=3)
            pen.text((x + wide // 2, y + high // 2), text, "black", font(34), "mm")
    return image


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    """The image as a file of the kind that the name tells."""
    image.save(path, **options)
    return path


def packed(image: Image.Image, kind: str = "PNG") -> bytes:
    """The image as bytes of a file."""
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()
