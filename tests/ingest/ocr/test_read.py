"""Images read as documents: words, tables, turned and slanting pages, several pages, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as Word
from PIL import Image
from rapidfuzz.distance import Levenshtein

from pipeline.assemble import records
from pipeline.ingest.base import Limits
from pipeline.ingest.reader import load, read
from schemas.errors import EmptySource, OversizedSource, SourceError, UnsupportedSource
from tests.ingest.ocr.draw import LINES, ROWS, packed, page, saved, table


def alike(found: str, wanted: str) -> float:
    """The share of characters right, blanks and the width of punctuation aside."""
    plain = ["".join(text.split()).translate(str.maketrans("，：（）", ",:()")) for text in (found, wanted)]
    return 1 - Levenshtein.normalized_distance(*plain)


@pytest.mark.parametrize("engine", ["rapidocr", "tesseract"])
def test_the_words_of_an_image(engine: str, tmp_path: Path, choose) -> None:
    choose(engine)
    document = read(load(saved(page(), tmp_path / "a.png")))
    assert alike(document.text, "\n".join(LINES)) > (0.97 if engine == "rapidocr" else 0.93)
    assert document.text.count("\n") == len(LINES) - 1
    assert "31.6万" in document.text
    assert (document.media_type, document.reader, document.pages) == ("image/png", "image", 1)
    assert document.ocr
    assert document.recognised == (1,)
    assert document.warnings[0].code == "ocr_pages"
    assert engine in document.warnings[0].message
    left, top, right, bottom = document.places[1].bbox or (0, 0, 0, 0)
    # The page is as wide as A4 is high; its second line begins at 150 of 1240 pixels, 230 from the top.
    assert left == pytest.approx(150 / 1240 * 842, abs=6)
    assert top == pytest.approx(230 / 1240 * 842, abs=6)
    assert bottom - top == pytest.approx(36 / 1240 * 842, abs=8)
    assert right > 3 * left


@pytest.mark.parametrize("engine", ["rapidocr", "tesseract"])
def test_a_ruled_table_in_a_picture(engine: str, tmp_path: Path, choose) -> None:
    choose(engine)
    document = read(load(saved(table(), tmp_path / "a.jpg", quality=80)))
    (found,) = document.tables
    assert (found.rows, found.columns, found.header_rows) == (3, 3, 1)
    texts = {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in found.cells}
    wanted = {(row, column): ROWS[row][column] for row in range(3) for column in range(3)}
    # Tesseract takes a digit for a letter here and there.
    assert sum(texts[place] == text for place, text in wanted.items()) >= (9 if engine == "rapidocr" else 7)


@pytest.mark.parametrize(("quarters", "angle"), [(1, 0.0), (2, -2.0), (3, 3.0)])
def test_a_page_that_lies_turned_or_askew(quarters: int, angle: float, tmp_path: Path, choose) -> None:
    choose("rapidocr")
    image = page().rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    image = image.transpose(
        [Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90][quarters - 1]
    )
    document = read(load(saved(image, tmp_path / "a.png")))
    assert alike(document.text, "\n".join(LINES)) > 0.97
    left, top, right, bottom = document.places[1].bbox or (0, 0, 0, 0)
    # On a page that lies on its side its lines stand upright.
    assert (bottom - top > right - left) == (quarters != 2)


def test_each_page_of_a_tiff_within_the_limits(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    second = page((LINES[1], LINES[2]))
    path = saved(page((LINES[0], LINES[3])), tmp_path / "a.tiff", save_all=True, append_images=[second])
    document = read(load(path))
    assert document.pages == 2
    assert document.recognised == (1, 2)
    assert [place.page for place in document.places] == [1, 1, 2, 2]
    less = read(load(path), Limits(ocr_pages=1))
    assert less.recognised == (1,)
    assert ("page_no_text", "第2页未读取：一个文件最多识别1页") in [
        (w.code, w.message) for w in less.warnings
    ]
    with pytest.raises(EmptySource, match="holds no text but pictures"):
        read(load(path), Limits(ocr_seconds=0.0))


def test_recognised_figures_are_less_sure(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    plain = tmp_path / "a.txt"
    plain.write_text("\n".join(LINES), encoding="utf-8")
    (typed,) = records(read(load(plain)))
    (scanned,) = records(read(load(saved(page(), tmp_path / "a.png"))))
    assert [f.value for f in scanned.figures] == [f.value for f in typed.figures]
    assert all(a.confidence < b.confidence for a, b in zip(scanned.figures, typed.figures, strict=True))
    assert (scanned.source.ocr, typed.source.ocr) == (True, False)
    assert all(f.evidence.page == 1 and f.evidence.bbox for f in scanned.figures)


def test_pictures_of_pages_in_a_word_file(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    word = Word()
    word.add_paragraph("附件1")
    word.add_picture(str(saved(page(), tmp_path / "a.png")))
    word.save(str(tmp_path / "a.docx"))
    document = read(load(tmp_path / "a.docx"))
    assert alike(document.text, "\n".join(LINES)) > 0.97
    assert (document.reader, document.recognised) == ("docx", (1,))
    assert "附件1" in document.warnings[-1].message


def test_a_word_file_with_words_is_read_as_ever(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    word = Word()
    word.add_paragraph(LINES[1] + LINES[2])
    word.add_picture(str(saved(page(), tmp_path / "a.png")))
    word.save(str(tmp_path / "a.docx"))
    document = read(load(tmp_path / "a.docx"))
    assert document.text == LINES[1] + LINES[2]
    assert not document.ocr


def test_without_an_engine_the_line_says_what_to_install(tmp_path: Path, bare) -> None:
    with pytest.raises(UnsupportedSource, match=r"pip install 'shengjun\[ocr\]'.*apt install tesseract-ocr"):
        read(load(saved(page(), tmp_path / "a.png")))


def test_images_that_cannot_be_read(tmp_path: Path, choose) -> None:
    choose("rapidocr")
    data = packed(page())
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceError, match="damaged or cut off"):
        read(load(tmp_path / "cut.png"))
    (tmp_path / "odd.png").write_bytes(data[:8] + b"nothing of the kind")
    with pytest.raises(SourceError, match="damaged"):
        read(load(tmp_path / "odd.png"))
    with pytest.raises(OversizedSource, match="more than 1 million pixels"):
        read(load(saved(page(), tmp_path / "large.png")), Limits(pixels=10**6))
    with pytest.raises(EmptySource, match="no words were recognised"):
        read(load(saved(Image.new("L", (900, 600), 255), tmp_path / "white.png")))


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixels(mode: str) -> None:
    from pipeline.ingest.ocr.image import pictures

    image = page(("标题", "正文"), (400, 400)).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda shade: shade * 257).convert("I;16")
    ((picture, scale),) = pictures(packed(image, "TIFF"), Limits())
    assert picture.shape == (1000, 1000, 3)
    assert scale == pytest.approx(842 / 1000)
    assert (picture.min(), picture.max()) == (0, 255)
    assert picture.mean() > 240
