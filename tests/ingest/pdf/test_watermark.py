from __future__ import annotations

import pytest

from pipeline.ingest.pdf.segment import Segment
from pipeline.ingest.pdf.watermark import Tally
from tests.ingest.pdf.build import BODY, File, at, lines

MARK = "某某县教育局内部资料"
TILES = [(x, y) for x in (100, 320) for y in (224.1, 431.5, 500)]


def pages(mark: bytes, *, before: bool = False, count: int = 4) -> bytes:
    """Pages of running text with a mark printed over or under each."""
    made = File()
    font = made.font()
    for number in range(count):
        body = lines(BODY[number:] + BODY * 5)
        made.page(mark + body if before else body + b"0 g " + mark, {"F1": font})
    return made.done()


def expected(count: int = 4) -> str:
    return "".join(BODY[number:] + BODY * 5 for number in range(count))


@pytest.mark.parametrize(
    "mark",
    [
        b"".join(at(x, y, MARK, 10) for x, y in TILES),
        at(200, 354.5, MARK),
        b".8 g " + b"".join(at(x, y, MARK) for x, y in TILES),
        b"q .7 .7 -.7 .7 200 300 cm " + at(0, 802, MARK) + b"Q ",
        b"q .99 .1 -.1 .99 100 300 cm " + at(0, 802, MARK) + b"Q ",
        b".85 g " + at(100, 300, MARK, 40),
        b"1 .6 .6 rg " + at(100, 300, MARK, 40),
        at(100, 300, MARK, 40),
    ],
    ids=["tiles", "line", "pale tiles", "slanted", "little slanted", "large pale", "large red", "large dark"],
)
@pytest.mark.parametrize("before", [False, True])
def test_watermarks_over_pages(mark, before, read) -> None:
    document = read(pages(mark + b"0 g ", before=before))
    assert document.text.replace("\n", "") == expected()


def test_tiles_on_one_page(read) -> None:
    assert read(pages(b"".join(at(x, y, MARK) for x, y in TILES), count=1)).text == expected(1)


def test_a_watermark_across_a_table(sheets, read) -> None:
    page = sheets()
    names = ["城关小学", "河口小学", "东街小学", "西街小学"]
    for number in range(4):
        page.grid(
            [60, 200, 340, 480],
            [100, 130, 160, 190],
            {
                (0, 0): "学校", (0, 1): "教师数", (0, 2): "学生数",
                (1, 0): names[number] + "本部", (1, 1): str(31 + number), (1, 2): str(520 + number),
                (2, 0): names[number] + "分校", (2, 1): str(12 + number), (2, 2): str(210 + number),
            },
        )  # fmt: skip
        page.text(70, 139, MARK, 11)
        page.text(70, 168, MARK, 11)
        page.text(220, 139, MARK, 11)
        page.page()
    text = read(page.done()).text
    assert MARK not in text
    assert "内部" not in text
    assert "城关小学本部\t31\t520" in text


def test_what_recurs_without_running_into_text_stays(read) -> None:
    """The head of a table that is laid out by blanks, the labels of a form."""
    made = File()
    font = made.font()
    for number in range(4):
        content = (
            at(60, 150, f"学校名称{number}") + at(60, 180, "专任教师总数") + at(200, 180, str(31 + number))
        )
        made.page(content + lines(BODY[number:], 60, 230), {"F1": font})
    assert read(made.done()).text.count("专任教师总数") == 4


def test_the_body_under_a_watermark_stays_where_it_recurs_too() -> None:
    tally = Tally()
    for page in range(1, 5):
        rows = [Segment(f"学校情况说明第{row}".translate(str.maketrans("123", "一二三")), 60, 100 + 20 * row, 200, 112 + 20 * row, 12) for row in range(1, 4)]  # fmt: skip
        tally.add([*rows, Segment(MARK, 80, 110, 400, 170, 40)], page)
    found = tally.marks()
    assert found
    assert list(found.spots) == [MARK]


def test_of_two_texts_over_each_other_neither_is_told() -> None:
    tally = Tally()
    for page in range(1, 5):
        tally.add(
            [Segment("学校名称及地址", 60, 100, 200, 112, 12), Segment(MARK, 80, 105, 200, 117, 12)], page
        )
    assert tally.marks() is None
