"""Which numbers are doubted, and where a doubt stands in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.ocr.base import Sign, Stretch
from pipeline.ingest.ocr.doubt import doubts
from pipeline.ingest.ocr.letter import letters, sizes
from pipeline.ingest.ocr.number import compared, mended, numbers
from schemas.document import BBox, Place

EM = 30.0


def line(text: str, confidence: float = 0.99, left: float = 100, top: float = 50) -> Stretch:
    """A line with a sign for each character, each as wide as it is set."""
    signs = []
    x = left
    for character in text:
        width = EM if character > "\u2e80" else EM / 2
        signs.append(Sign(character, (x, top, x + width, top + 36), confidence))
        x += width
    return Stretch(tuple(signs), (left, top, x, top + 36))


def told(text: str, confidence: float = 0.99) -> list[str]:
    return [number.text for number in numbers([line(text, confidence)]) if number.doubtful]


def test_sure_numbers_are_not_doubted() -> None:
    assert told("2024年在校生1,286人，占97.5%，师生比1:14.8") == []
    assert [n.text for n in numbers([line("2024年在校生1,286人，占97.5%，师生比1:14.8")])] == [
        "2024",
        "1,286",
        "97.5%",
        "1:14.8",
    ]


def test_unsure_numbers_and_letters_among_digits_are_doubted() -> None:
    assert told("在校生1286人", 0.7) == ["1286"]
    assert told("在校生12O6人，教师l4人，共A4纸5G网") == ["12O6", "l4"]


def test_grades_in_roman_numerals_are_doubted_whatever_a_witness_reads() -> None:
    assert told("学业水平达到ii级以上，III级2所") == ["ii", "III"]
    assert told("12级台阶，i级，wifi级，Ill类，12ll级") == ["12ll", "Ill"]
    (grade,) = compared(numbers([line("达到ii级")]), numbers([line("达到ii级")]))
    assert grade.doubtful


def test_a_year_that_runs_into_the_number_of_its_table_is_doubted() -> None:
    assert told("表32023年各校学生数，图12017-2023年招生数") == ["32023", "12017"]
    assert told("表3 2023年、2023年表3、图纸12023张、表2023年") == []


def test_rates_told_in_thousandths() -> None:
    assert told("出生率8.47%，增长2.1%") == ["8.47%"]
    assert told("入学率99.2%") == []
    assert mended(line("死亡率9.04%o；")).text == "死亡率9.04‰；"
    assert mended(line("死亡率9.04%0；增长率0.57%0。")).text == "死亡率9.04‰；增长率0.57‰。"
    assert mended(line("增长9.04%。")).text == "增长9.04%。"


def test_a_witness_marks_and_lifts() -> None:
    found = numbers([line("在校生1286人")])
    (marked,) = compared(found, numbers([line("在校生1236人", 0.9)]))
    assert (marked.doubtful, marked.other) == (True, "1236")
    assert not compared(found, numbers([line("在校生1236人", 0.5)]))[0].doubtful
    assert not compared(found, numbers([line("在校生1236人", 0.9, top=400)]))[0].doubtful
    unsure = numbers([line("在校生1286人", 0.6)])
    assert not compared(unsure, numbers([line("在校生1286人", 0.5)]))[0].doubtful
    assert compared(unsure, [])[0].doubtful
    # What cannot be right does not become so by being read twice.
    assert compared(numbers([line("教师l4人")]), numbers([line("教师l4人")]))[0].doubtful


def test_a_doubt_stands_at_its_number() -> None:
    text = "第1286号\n教师86人，学生86人"
    places = [Place(0, 6, 1, (10, 10, 120, 22)), Place(7, len(text), 1, (10, 30, 160, 42))]
    (number,) = numbers([line("86", 0.5)])

    def shown(box: BBox) -> BBox:
        return 130, 31, 145, 41

    (warning,) = doubts([number], text, places, shown)
    assert warning.code == "ocr_doubt"
    assert "86" in warning.message
    assert warning.span
    assert (warning.span.start, text[warning.span.start : warning.span.end]) == (15, "86")
    (other,) = doubts(
        compared([number], numbers([line("36", 0.95)])), text, places, lambda box: (500, 500, 510, 510)
    )
    assert (other.code, other.span) == ("ocr_disagreement", None)
    assert "“86”" in other.message
    assert "“36”" in other.message


@given(st.text("全校2024年.,%人 ab", min_size=1, max_size=40).filter(str.strip))
def test_letters_keep_order_and_number(text: str) -> None:
    stretch = line(text)
    found = letters(stretch)
    assert "".join(letter.text for letter in found) == text
    assert all(a.right <= b.left + 1e-6 for a, b in pairwise(found))
    assert found[0].left == pytest.approx(stretch.box[0])
    assert found[-1].right == pytest.approx(stretch.box[2])


def test_a_short_last_line_is_as_large_as_the_others() -> None:
    body = [line("全县共有小学四十六所在校学生三万余人", top=50), line("实。", top=110)]
    small = line("九八七六五四三二一零九八", top=600)
    half = Stretch(
        tuple(Sign(s.text, (s.box[0] / 2, 600, s.box[2] / 2, 618), 0.9) for s in small.signs),
        (50, 600, 230, 618),
    )
    first, second, third = sizes([*body, half])
    assert first == second
    assert third == pytest.approx(first / 2, rel=0.1)
