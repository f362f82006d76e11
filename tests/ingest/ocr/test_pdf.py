"""PDF files of which some pages, or all, hold no text."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from pipeline.ingest.base import Limits
from pipeline.ingest.reader import load, read
from schemas.errors import EmptySource
from tests.ingest.ocr.draw import LINES, page
from tests.ingest.ocr.test_read import alike
from tests.samples.build import render

TYPED = "全县共有初中12所，在校生18950人，专任教师1437人。"


def as_pdf(*images: Image.Image) -> bytes:
    stream = io.BytesIO()
    images[0].save(stream, "PDF", save_all=True, append_images=images[1:], resolution=150)
    return stream.getvalue()


def scans(path: Path, *images: Image.Image) -> Path:
    path.write_bytes(as_pdf(*images))
    return path


def mixed(path: Path) -> Path:
    """A page of text, and a scanned one after it."""
    render(TYPED, "pdf", path)
    with pypdfium2.PdfDocument(path.read_bytes()) as whole, pypdfium2.PdfDocument(as_pdf(page())) as scan:
        whole.import_pages(scan)
        whole.save(path)
    return path


def test_only_pages_without_text_are_recognised(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    document = read(load(mixed(tmp_path / "a.pdf")))
    assert document.recognised == (2,)
    assert document.pages == 2
    first, rest = document.text.split("\n", 1)
    assert first == TYPED
    assert alike(rest, "\n".join(LINES)) > 0.97
    assert [warning.code for warning in document.warnings] == ["ocr_pages"]
    assert document.warnings[0].message.startswith("第2页")
    left, top, *_ = document.places[2].bbox or (0, 0, 0, 0)
    assert left == pytest.approx(150 / 150 * 72, abs=4)
    assert top == pytest.approx(230 / 150 * 72, abs=4)  # type begins below the pen


def test_a_page_shown_turned(tmp_path: Path, choose) -> None:
    """The picture lies on its side, and the page's own rotation sets it upright."""
    choose("rapidocr")
    path = scans(tmp_path / "a.pdf", page().transpose(Image.Transpose.ROTATE_90))
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        document[0].set_rotation(90)
        document.save(path)
    document = read(load(path))
    assert alike(document.text, "\n".join(LINES)) > 0.97
    left, top, right, bottom = document.places[1].bbox or (0, 0, 0, 0)
    assert (left, top) == (pytest.approx(72, abs=4), pytest.approx(110, abs=4))
    assert right - left > bottom - top


def test_without_an_engine_pages_are_named_and_the_rest_is_read(tmp_path: Path, bare) -> None:
    document = read(load(mixed(tmp_path / "a.pdf")))
    assert document.text == TYPED
    assert not document.ocr
    (warning,) = document.warnings
    assert warning.code == "page_no_text"
    assert "pip install 'shengjun[ocr]'" in warning.message
    with pytest.raises(EmptySource, match="install an engine: pip install"):
        read(load(scans(tmp_path / "b.pdf", page())))


def test_a_blank_file_asks_for_no_engine_that_is_there(tmp_path: Path, choose) -> None:
    choose("tesseract")
    with pypdfium2.PdfDocument.new() as blank:
        blank.new_page(595, 842)
        blank.save(tmp_path / "a.pdf")
    with pytest.raises(EmptySource, match="neither words nor pictures; check") as caught:
        read(load(tmp_path / "a.pdf"))
    assert "install" not in str(caught.value)


def test_pages_beyond_the_limits_are_named(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    small = page(("一号文件", "全校共有教师36人。"), (800, 400))
    document = read(load(scans(tmp_path / "a.pdf", small, small, small)), Limits(ocr_pages=1))
    assert document.recognised == (1,)
    assert [warning.message[:3] for warning in document.warnings] == ["第2页", "第3页", "第1页"]


def test_a_scan_with_a_typed_number_is_a_scan(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    lines = (*LINES, *(f"第{n}所学校共有教师{n}6人，学生{n}08人，班级{n}2个。" for n in range(3, 9)))
    render("档案编号20240917", "pdf", tmp_path / "a.pdf")
    stream = io.BytesIO()
    page(lines, (1240, 1754)).save(stream, "JPEG", quality=90)
    with pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes()) as stamped:
        sheet, picture = stamped[0], pypdfium2.PdfImage.new(stamped)
        picture.load_jpeg(stream)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(sheet.get_width(), sheet.get_height()))
        sheet.insert_obj(picture)
        sheet.gen_content()
        stamped.save(tmp_path / "b.pdf")
    document = read(load(tmp_path / "b.pdf"))
    assert document.recognised == (1,)
    assert "专任教师2614人" in document.text
