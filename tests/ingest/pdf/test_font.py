"""How text is coded: fonts that are only named, maps to Unicode that are missing or wrong, signs without width."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import reportlab

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.gate import numberless, worded
from pipeline.ingest.pdf.reader import PdfReader
from schemas.errors import EmptySource
from tests.ingest.pdf.build import BODY, File, cids, lines, show, ucs, unicode_map

CODINGS = [
    ("GBK-EUC-H", "gbk"),
    ("GBKp-EUC-H", "gbk"),
    ("GBK2K-H", "gb18030"),
    ("GB-EUC-H", "gb2312"),
    ("GBpc-EUC-H", "gb2312"),
    ("UniGB-UCS2-H", "utf-16-be"),
    ("UniGB-UTF16-H", "utf-16-be"),
]
HAN = sorted(character for character in set(BODY) if "一" <= character <= "鿿")

# What the text layer is worth is asked here: nothing else reads the page.
pytestmark = pytest.mark.usefixtures("bare")


def mapped(change, text=BODY * 2) -> bytes:
    """A page whose map to Unicode says ``change(c)`` where c is shown."""
    made = File()
    table = unicode_map({cids(c): change(c) for c in set(text)})
    font = made.font("Identity-H", "Identity", unicode=table)
    made.page(lines(text, encode=cids), {"F1": font})
    return made.done()


def shuffled(members) -> dict[str, str]:
    others = list(members)
    random.Random(3).shuffle(others)
    return dict(zip(members, others, strict=True))


def refused(data: bytes) -> None:
    with pytest.raises(EmptySource, match="no usable text layer"):
        PdfReader().read(Source("x.pdf", data, "0"), Limits())


@pytest.mark.parametrize(("encoding", "codec"), CODINGS)
def test_named_fonts_by_their_coding(encoding, codec, read) -> None:
    made = File()
    font = made.font(encoding)
    made.page(lines(BODY, encode=lambda text: text.encode(codec)), {"F1": font})
    assert read(made.done()).text == BODY


def test_glyph_numbers_of_a_known_collection(read) -> None:
    made = File()
    made.page(lines(BODY, encode=cids), {"F1": made.font("Identity-H")})
    assert read(made.done()).text == BODY


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [("UniGB-UCS2-V", ucs), ("Identity-V", cids), ("GBK-EUC-V", lambda text: text.encode("gbk"))],
)
def test_writing_downwards(encoding, encode, read) -> None:
    made = File()
    columns = [BODY[start : start + 30] for start in range(0, len(BODY), 30)]
    content = b"".join(
        b"BT /F1 12 Tf 1 0 0 1 %d 780 Tm %s ET\n" % (500 - 18 * number, show(column, encode))
        for number, column in enumerate(columns)
    )
    made.page(content, {"F1": made.font(encoding)})
    assert read(made.done()).text == BODY


def test_a_right_map_is_read(read) -> None:
    assert read(mapped(lambda c: c)).text == BODY * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda c: chr(ord(c) + 1),
        lambda c: chr(0xE000 + ord(c) % 1000),
        lambda c: chr((0x4E00, 0xAC00, 0x600, 0xE00, 0x3400)[ord(c) % 5] + ord(c) % 80),
        shuffled(sorted(set(BODY))).get,
        lambda c: shuffled(HAN).get(c, c),
    ],
    ids=["shifted", "private", "mixed", "shuffled", "shuffled words"],
)
def test_a_wrong_map_is_told(change) -> None:
    refused(mapped(change))


@pytest.mark.parametrize(
    "text",
    [
        "本校现有教师一百二十名学生两千三百人学校占地面积三万平方米图书馆藏书十万册" * 3,
        "王建国、李秀英、张伟、刘洋、陈静、杨帆、赵敏、黄磊、周杰、吴刚、徐丽、孙涛" * 9,
        "青羊区锦江区\n金牛区武侯区\n成华区龙泉驿区\n青白江区新都区\n" * 9,
        "本校現有教師一百二十名，為提升教學品質，各學科教師每週舉行教學研究會，學生學習成績逐年提升，"
        "家長對學校辦學滿意度亦顯著提高，未來將繼續充實教學設備，改善校園環境，落實課後輔導，照顧弱勢學生",
        "蒙牛桶装原味酸牛奶\n蒙牛冠冠益乳原味\n蒙牛冠益乳原味\n散称华联粉条\n雨润白条猪肉\n三元屋顶包原味酸奶\n光明大果粒草莓酸奶"
        * 4,
        "大学之道在明明德在亲民在止于至善知止而后有定定而后能静静而后能安安而后能虑虑而后能得物有本末事有终始",
        "氢氦锂铍硼碳氮",
        "",
    ],
)
def test_words_are_told_from_shuffled_ones(text) -> None:
    assert worded(text)
    assert not worded("".join(shuffled(HAN).get(c, c) for c in BODY))


def test_a_font_of_numbers_without_a_map_spoils_the_page(read) -> None:
    words = "全县共有小学47所，在校学生12345人，专任教师1234人。" + BODY
    made = File()
    fonts = {"F1": made.font(), "F2": made.font("Identity-H", "Identity")}
    pieces = [
        b"/F2 12 Tf " + show(piece, cids) if piece.isdigit() else b"/F1 12 Tf " + show(piece)
        for piece in re.findall(r"\d+|\D+", words[:30])
    ]
    content = b"BT 60 700 Td " + b" ".join(pieces) + b" ET " + lines(BODY * 2, 60, 200)
    made.page(content, fonts)
    refused(made.done())
    made.page(lines("2024年" + BODY), fonts)
    document = read(made.done())
    assert document.text.replace("\n", "") == "2024年" + BODY
    assert [warning.code for warning in document.warnings] == ["page_undecodable"]


def test_lost_characters_among_numbers_are_counted(read) -> None:
    made = File()
    fonts = {"F1": made.font(), "F2": made.font("Identity-H", "Identity")}
    made.page(lines("学生1200人，" + BODY) + lines("教师三人", 60, 300, font="F2", encode=cids), fonts)
    document = read(made.done())
    assert "学生1200人" in document.text
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("page_characters_lost", "第1页有3个字符缺少编码对照，读不出来")
    ]
    assert not numberless(document.text)


def test_signs_without_width_do_not_part_a_number(read) -> None:
    signs = {chr(1): "\u200b", chr(2): "\ufeff", chr(3): "\u200d", chr(4): "\u202c", chr(5): "\u2060"}
    shown = "学生\x0112\x0234\x03人\x04\x05，" + BODY[:20]
    made = File()
    table = unicode_map({ucs(c): signs.get(c, c) for c in set(shown)})
    font = made.font("Identity-H", "Identity", unicode=table)
    made.objects = [body.replace(b"/W[1 95 500", b"/W[1 6 0 7 95 500") for body in made.objects]
    made.page(lines(shown), {"F1": font})
    assert read(made.done()).text == "学生1234人，" + BODY[:20]


def test_a_hyphen_that_is_seen_stays(read) -> None:
    made = File()
    shown = "2019-2020学年，" + BODY[:20]
    table = unicode_map({ucs(c): "\u00ad" if c == "-" else c for c in set(shown)})
    made.page(lines(shown), {"F1": made.font("Identity-H", "Identity", unicode=table)})
    assert read(made.done()).text == shown


def test_look_alikes_become_ideographs(read) -> None:
    odd = dict(zip("一生面日人长见金里", "⼀⽣⾯⽇⼈⻓⻅⾦⾥", strict=True))
    shown = "一年级学生125人，校舍面积300平方米，6月1日校长见面，资金30万元"
    assert read(mapped(lambda c: odd.get(c, c), shown)).text == shown


@pytest.mark.parametrize("has_map", [True, False])
def test_glyphs_that_are_drawings(has_map, read) -> None:
    made = File()
    characters = sorted(set(BODY))
    box = made.stream(b"1000 0 0 0 1000 1000 d1 0 0 800 800 re f")
    table = unicode_map({bytes((number,)): c for number, c in enumerate(characters)})
    extra = b"/ToUnicode %d 0 R" % made.stream(table.replace(b"<0000> <ffff>", b"<00> <ff>"))
    count = len(characters)
    font = made.add(
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>"
        b"/CharProcs<<%s>>/Encoding<</Type/Encoding/Differences[0 %s]>>/FirstChar 0/LastChar %d/Widths[%s]%s>>"
        % (
            b"".join(b"/g%d %d 0 R" % (number, box) for number in range(count)),
            b"".join(b"/g%d" % number for number in range(count)),
            count - 1,
            b"1000 " * count,
            extra if has_map else b"",
        )
    )
    made.page(lines(BODY, encode=lambda text: bytes(map(characters.index, text))), {"F1": font})
    if has_map:
        assert read(made.done()).text == BODY
    else:
        refused(made.done())


def signed(name: str, code: int) -> bytes:
    """A sentence with one sign in an embedded font of its own, mapped to a private code."""
    made = File()
    letters = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    file = made.stream(letters, b"/Length1 %d" % len(letters))
    described = made.add(
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-183 -236 1287 928]/Ascent 928/Descent -236"
        b"/CapHeight 928/ItalicAngle 0/StemV 80/FontFile2 %d 0 R>>" % (name.encode(), file)
    )
    table = made.stream(unicode_map({b"A": chr(code)}).replace(b"<0000> <ffff>", b"<00> <ff>"))
    sign = made.add(
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 65/LastChar 65/Widths[684]/FontDescriptor %d 0 R"
        b"/Encoding/WinAnsiEncoding/ToUnicode %d 0 R>>" % (name.encode(), described, table)
    )
    content = b"BT /F1 12 Tf 60 700 Td %s /F2 12 Tf (A) Tj /F1 12 Tf %s ET " % (
        show("达标要求"),
        show("4.67，" + BODY[:20]),
    )
    made.page(content, {"F1": made.font(), "F2": sign})
    return made.done()


@pytest.mark.parametrize(
    ("name", "code", "sign"),
    [
        ("Symbol", 0xF0B3, "≥"),
        ("ABCDEF+SymbolMT", 0xF0A3, "≤"),
        ("ABCDEF+Wingdings-Regular", 0xF0FE, "☑"),
        ("Wingdings2", 0xF052, "☑"),
        ("SimSun", 0xF0B3, "\uf0b3"),
    ],
)
def test_signs_of_symbol_fonts(name, code, sign, read) -> None:
    assert read(signed(name, code)).text.startswith(f"达标要求{sign}4.67，")
