from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.gate import foreign, readable, verdict
from pipeline.ingest.pdf.reader import PdfReader
from schemas.errors import EmptySource

CHINESE = "全县义务教育学校按照国家规定开齐开足课程，教师每周集中学习一次，学生体质健康监测结果逐年向好，家长委员会参与学校管理"


def nonsense(count: int = 200, first: int = 0x4E00, last: int = 0x9FA5) -> str:
    chance = random.Random(7)
    return "".join(chr(chance.randint(first, last)) for _ in range(count))


def picture() -> ImageReader:
    buffer = BytesIO()
    Image.new("L", (60, 80), 128).save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


@pytest.mark.parametrize(
    "text",
    [
        CHINESE,
        "1875 1013 967 45.6% 12,300",
        "The county runs forty-seven schools.",
        "王强、李明、张伟、刘洋、陈静、杨帆",
        "",
        "㎡①②③【】（）“”…—〔2024〕",
        "●",
    ],
)
def test_language_is_readable(text) -> None:
    assert readable(text.replace(" ", "")) or not text


@pytest.mark.parametrize(
    "text",
    [
        nonsense(),
        nonsense(100, 0xA000, 0xA48C),
        nonsense(100, 0x1200, 0x137F),
        nonsense(100, 0xAC00, 0xD7A3),
        nonsense(100, 0xE000, 0xF8FF),
        "\ufffd" * 50,
        "ÖÐ¹úÈËÃñ½ÌÓýÊÂÒµ·¢Õ¹¹æ»®È«ÏØÑ§Ð£½ÌÊ¦Ñ§Éú¸÷ÏîÖ¸±ê",
        "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" * 4,
    ],
)
def test_nonsense_is_not(text) -> None:
    assert not readable(text)


@given(st.text(alphabet=CHINESE, min_size=60, max_size=400))
def test_words_of_the_language_pass_in_any_order(text) -> None:
    assert readable(text)


def test_verdicts() -> None:
    assert verdict("", False, False) == "blank"
    assert verdict("", False, True) == "no_text"
    assert verdict(" \n", True, True) == "watermark_only"
    assert verdict(nonsense(), False, False) == "undecodable"
    assert verdict(CHINESE, True, True) == "usable"


def test_each_page_is_judged_on_its_own(sheets, filler, read, bare) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.page()
    page.canvas.drawImage(picture(), 0, 0, *page.size)
    page.page()
    page.canvas.drawImage(picture(), 0, 0, *page.size)
    page.canvas.translate(100, 300)
    page.canvas.rotate(45)
    page.canvas.setFont("STSong-Light", 40)
    page.canvas.drawString(0, 0, "考试院")
    page.page()
    garbled = nonsense()
    page.lines(60, 80, [garbled[start : start + 39] for start in range(0, 195, 39)])
    page.page()
    page.page()
    page.prose(60, 80, "末页" + filler, 39)
    document = read(page.done())
    assert document.text == filler + "\n末页" + filler
    assert document.pages == 6
    assert [warning.code for warning in document.warnings] == [
        "page_no_text",
        "page_watermark_only",
        "page_undecodable",
    ]
    assert [warning.message[:3] for warning in document.warnings] == ["第2页", "第3页", "第4页"]
    assert {place.page for place in document.places} == {1, 6}


def test_a_scan_with_a_page_number_has_no_text(sheets, read, bare) -> None:
    page = sheets()
    page.canvas.drawImage(picture(), 0, 0, *page.size)
    page.text(290, 800, "— 1 —")
    with pytest.raises(
        EmptySource, match="no usable text layer on any of 1 pages; to have it recognised, install an engine"
    ):
        read(page.done())


def test_a_blank_page_is_no_fault(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.page()
    page.page()
    assert read(page.done()).warnings == ()


def bare_font(text: str, *, mapped: bool) -> bytes:
    """A page in an embedded font that is addressed by glyph and has no ToUnicode; ``mapped`` keeps its cmap."""
    path = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    font = path.read_bytes() if mapped else path.read_bytes().replace(b"cmap", b"xmap", 1)
    face = TTFont("Vera", str(path)).face
    glyph = face.charToGlyph
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    shown = "".join("<" + "".join(f"{glyph[ord(c)]:04x}" for c in line) + "> Tj T* " for line in lines)
    content = f"BT /F1 11 Tf 60 780 Td 16 TL {shown}ET".encode()
    widths = " ".join(f"{glyph[ord(c)]} [{face.charWidths[ord(c)]}]" for c in sorted(set(text)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Vera/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Vera/FontDescriptor 7 0 R/CIDToGIDMap/Identity"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[%s]>>" % widths.encode(),
        b"<</Type/FontDescriptor/FontName/ABCDEF+Vera/Flags 4/FontBBox[-183 -236 1287 928]/Ascent 928"
        b"/Descent -236/CapHeight 928/ItalicAngle 0/StemV 80/FontFile2 8 0 R>>",
        b"<</Length %d/Length1 %d>>stream\n%s\nendstream" % (len(font), len(font), font),
    ]
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF"


ENGLISH = "The county runs 47 schools for all children and employs 1234 teachers in 2024. "


def test_codes_without_a_mapping_are_never_taken_for_text(bare) -> None:
    data = bare_font(ENGLISH * 4, mapped=False)
    with pytest.raises(EmptySource):
        PdfReader().read(Source("x.pdf", data, "0"), Limits())


def test_a_mapping_in_the_font_file_rescues_the_page(read) -> None:
    assert read(bare_font(ENGLISH * 4, mapped=True)).text.startswith(ENGLISH)


def test_the_stamp_of_a_scanning_app_is_no_text_layer(sheets, read, bare) -> None:
    page = sheets()
    page.canvas.drawImage(picture(), 0, 0, *page.size)
    page.text(450, 815, "扫描全能王 创建", 9)
    with pytest.raises(EmptySource):
        read(page.done())


KOREAN = "우리 학교는 올해 새 건물 세 동을 지었고 학생 수는 모두 팔백 명이며 선생님은 오십 명이다 " * 3
ARABIC = "تقع المدرسة في وسط المدينة ويدرس فيها نحو ثمانمئة تلميذ ويعمل فيها خمسون معلما " * 2


@pytest.mark.parametrize("text", [KOREAN, ARABIC])
def test_another_writing_is_text_and_no_matter_for_recognition(text: str) -> None:
    assert foreign(text)
    assert verdict(text, watermarked=False, drawn=True) == "usable"


def test_a_mapping_that_scatters_over_hangul_is_no_korean() -> None:
    shifted = "".join(
        chr(0xAC00 + ord(sign) * 37 % 11000) for sign in "全校现有在校学生八百六十人教职工五十人" * 8
    )
    lines = "\n".join(shifted[start : start + 30] for start in range(0, len(shifted), 30))
    assert not foreign(lines)
    assert verdict(lines, watermarked=False, drawn=True) == "undecodable"
