"""Skew, stamps and ruling lines in pictures that the tests draw."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image, ImageDraw

from pipeline.ingest.ocr.picture import askew, dark, grey, straighten, turned
from pipeline.ingest.ocr.rule import rules, wiped
from tests.ingest.ocr.draw import font, page, table


@pytest.mark.parametrize("angle", [-4.0, -1.0, 0.0, 0.6, 3.0])
def test_how_far_a_page_lies_askew(angle: float) -> None:
    image = page(em=30).rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    shades = grey(numpy.asarray(image))
    found, upright = askew(dark(shades))
    assert (found, upright) == (pytest.approx(angle, abs=0.21), False)
    found, upright = askew(dark(turned(shades, 1)))
    assert (found, upright) == (pytest.approx(angle, abs=0.21), True)
    level, _ = straighten(shades, angle)
    assert askew(dark(level))[0] == pytest.approx(0, abs=0.21)


def test_a_blank_page_is_level() -> None:
    assert askew(numpy.zeros((500, 400), dtype=bool)) == (0.0, False)


def test_the_rules_of_a_table() -> None:
    shades = grey(numpy.asarray(table()))
    across, down = rules(dark(shades))
    assert sorted(round(box[1] / 10) for box in across) == [22, 31, 40, 49]
    assert sorted(round(box[0] / 10) for box in down) == [17, 47, 77, 107]
    assert all(x1 - x0 > 890 for x0, _, x1, _ in across)
    clean = dark(wiped(shades, across + down))
    assert rules(clean) == ([], [])
    assert clean.sum() > 5_000  # the words stay


def test_the_strokes_of_large_type_are_no_rules() -> None:
    image = Image.new("L", (1240, 500), 255)
    pen = ImageDraw.Draw(image)
    pen.text((620, 120), "国民经济和社会发展三年工作", 0, font(84), "mm")
    pen.text((620, 300), "一二三王五十土工", 0, font(110), "mm")
    assert rules(dark(numpy.asarray(image))) == ([], [])


def test_a_broken_and_slightly_slanting_rule_is_one() -> None:
    image = Image.new("L", (1240, 400), 255)
    pen = ImageDraw.Draw(image)
    pen.line((100, 200, 1100, 203), 0, 3)
    across, _ = rules(dark(numpy.asarray(image)))
    ((x0, y0, x1, y1),) = across
    assert (x0, x1) == (pytest.approx(100, abs=4), pytest.approx(1100, abs=4))
    assert 197 <= y0 <= y1 <= 206


def test_a_stamp_is_paled_and_a_red_heading_is_not() -> None:
    image = page()
    pen = ImageDraw.Draw(image)
    pen.ellipse((700, 450, 1020, 770), outline=(205, 40, 45), width=9)
    pen.text((860, 560), "实验小学", (205, 40, 45), font(60), "mm")
    pen.text((500, 840), "某某县教育局文件", (205, 40, 45), font(70), "mm")
    shades = grey(numpy.asarray(image))
    assert shades[560 - 30 : 560 + 30, 740:980].min() > 190
    assert shades[810:870, 240:690].min() < 110
    black = numpy.asarray(page().convert("L")) < 60
    assert dark(shades)[black].mean() > 0.99
