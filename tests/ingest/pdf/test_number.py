"""What may spoil a number on a page: marks of notes, wide letter spacing, bold type made by printing twice."""

from __future__ import annotations

import pytest

from tests.ingest.pdf.build import BODY, File, at, lines, show


def page(content: bytes) -> bytes:
    made = File()
    made.page(content + lines(BODY, 60, 300), {"F1": made.font()})
    return made.done()


def noted(size: float, rise: float, number: str = "1000", mark: str = "2") -> bytes:
    """A number in a sentence with a mark behind it of another size, set higher or lower."""
    return page(
        b"BT /F1 12 Tf 60 700 Td %s /F1 %g Tf %g Ts %s /F1 12 Tf 0 Ts %s ET\n"
        % (show("全县共有教师" + number), size, rise, show(mark), show("人，比上年增加" + BODY[:10]))
    )


@pytest.mark.parametrize(("size", "rise"), [(6, 5), (7, 4), (9.5, 4), (12, 5)])
def test_a_raised_mark_is_no_digit(size, rise, read) -> None:
    assert read(noted(size, rise)).text.startswith("全县共有教师1000²人，比上年")


@pytest.mark.parametrize("size", [7, 9.5])
def test_a_lowered_mark_is_no_digit(size, read) -> None:
    assert read(noted(size, -3)).text.startswith("全县共有教师1000₂人，比上年")


@pytest.mark.parametrize(("size", "rise"), [(12, 0), (11, 0), (12, 0.8), (11.5, -0.8), (13, 0)])
def test_digits_of_another_font_are_digits(size, rise, read) -> None:
    assert read(noted(size, rise)).text.startswith("全县共有教师10002人，比上年")


@pytest.mark.parametrize("size", [6, 9.5])
def test_a_mark_printed_after_its_line(size, read) -> None:
    before, number, after = "全县共有教师", "1000", "人，比上年增加"
    end = 60 + 12 * 6 + 6 * 4
    content = at(60, 130, before + number) + at(end + 6, 130, after)
    document = read(page(content + b"BT /F1 %g Tf %g 705 Td %s ET\n" % (size, end, show("2"))))
    assert document.text.startswith("全县共有教师1000²人，比上年增加")


@pytest.mark.parametrize("number", ["2,000", "2015-09-07", "1995", "48%"])
def test_a_number_set_small_and_high_is_a_number(number, read) -> None:
    content = b"BT /F1 12 Tf 60 700 Td %s /F1 7 Tf 4 Ts %s /F1 12 Tf 0 Ts %s ET\n" % (
        show("合计约"),
        show(number),
        show("，" + BODY[:20]),
    )
    assert read(page(content)).text.startswith(f"合计约{number}，全县")


@pytest.mark.parametrize("spacing", [1, 3, 5, 7, 9])
def test_a_number_spaced_like_its_line_is_one(spacing, read) -> None:
    words = "学生1234人，校舍56.7平方米"
    content = b"BT /F1 12 Tf %g Tc 60 700 Td %s ET 0 Tc\n" % (spacing, show(words))
    assert read(page(content)).text.startswith(words)


def test_numbers_apart_stay_apart(read) -> None:
    content = at(60, 80, "各年级班数") + b"".join(at(126 + 12 * n, 80, str(n + 3)) for n in range(4))
    assert read(page(content)).text.startswith("各年级班数3 4 5 6\n")


TITLE = "学生1155人，专任教师78人"


@pytest.mark.parametrize(
    "shifts", [[(0, 0)] * 2, [(0, 0), (0.4, 0)], [(0, 0), (0.4, 0), (0, 0.4), (0.4, 0.4)]]
)
@pytest.mark.parametrize("by_character", [False, True])
def test_bold_type_printed_several_times_is_read_once(shifts, by_character, read) -> None:
    content, x = b"", 60.0
    for piece in TITLE if by_character else [TITLE]:
        content += b"".join(at(x + right, 80 + down, piece) for right, down in shifts)
        x += sum(12 if c > "\x7f" else 6 for c in piece)
    assert read(page(content)).text == TITLE + "\n" + BODY


@pytest.mark.parametrize("reprinted", [0, 1])
def test_part_of_a_line_printed_again(reprinted, read) -> None:
    """Either the beginning or the end, before the whole line or after it."""
    whole, part = at(60, 80, "股票代码：300218"), [at(60.3, 80, "股票代码"), at(108.3, 80.3, "：300218")]
    for content in (whole + part[reprinted], part[reprinted] + whole):
        assert read(page(content)).text.startswith("股票代码：300218\n")


def test_the_same_words_twice_in_a_row_stay(read) -> None:
    content = at(60, 80, "第一小学") + at(160, 80, "第一小学")
    assert read(page(content)).text.startswith("第一小学 第一小学\n")
