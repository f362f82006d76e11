from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.split.character import repair
from pipeline.split.part import split
from schemas.document import Document

SENTENCE = "学校坚持立德树人，开齐开足课程，全年组织读书节、科技节和运动会，参加学生达到一千二百人次。"


def document(text: str) -> Document:
    return Document("a.txt", "0" * 64, len(text.encode()), "text/plain", "text", text, ())


def sliced(size: int, text: str) -> str:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    return "\n".join(f"{number}、{piece}" for number, piece in enumerate(pieces, start=1))


def test_marks_in_rising_order_at_even_distances_are_dropped_and_read_across() -> None:
    whole = SENTENCE * 60
    (part,) = split(document(sliced(301, whole)))
    assert part.view.text == whole


def test_a_number_cut_by_a_mark_is_whole_again() -> None:
    filler = SENTENCE * 7
    text = filler[:299] + "现有学生1" + "234人，" + filler
    text = sliced(304, text + filler * 4)
    (part,) = split(document(text))
    assert "现有学生1234人" in part.view.text


def test_the_text_s_own_list_keeps_its_numbers_between_marks() -> None:
    items = "".join(f"\n{number}、第{number}项措施要落到实处。" for number in range(1, 4))
    body = SENTENCE * 9 + items + "\n" + SENTENCE * 30
    (part,) = split(document(sliced(350, body)))
    for number in range(1, 4):
        assert f"\n{number}、第{number}项措施" in part.view.text
    assert len([line for line in part.lines if line.label]) == 3


def test_a_list_of_long_items_is_no_series_of_marks() -> None:
    text = "\n".join(f"{number}、{SENTENCE * 7}" for number in range(1, 9))
    (part,) = split(document(text))
    assert [line.label for line in part.lines] == [f"{number}、" for number in range(1, 9)]


def test_a_list_at_uneven_distances_is_no_series_of_marks() -> None:
    lengths = [4, 18, 5, 20, 4, 19]
    text = "\n".join(f"{number}、{SENTENCE * length}并" for number, length in enumerate(lengths, start=1))
    (part,) = split(document(text))
    assert len([line for line in part.lines if line.label]) == len(lengths)


def test_paragraphs_that_a_viewer_ran_together_are_parted_at_their_labels() -> None:
    body = (
        "青山小学工作方案 一、指导思想 "
        + SENTENCE * 8
        + " 二、工作目标 （一）总体目标 "
        + SENTENCE * 20
        + " 1、新建操场。 2、添置图书。"
    )
    (part,) = split(document(sliced(290, body)))
    labels = [(line.label, part.text(line)[:4]) for line in part.lines if line.label]
    assert labels == [
        ("一、", "指导思想"),
        ("二、", "工作目标"),
        ("（一）", "总体目标"),
        ("1、", "新建操场"),
        ("2、", "添置图书"),
    ]
    assert [line.heading for line in part.lines if line.label][:3] == [True, True, True]
    assert part.view.text.count(SENTENCE) == 28


def test_spaces_part_nothing_in_a_text_without_marks() -> None:
    text = "青山小学工作方案 一、指导思想 " + SENTENCE * 8
    (part,) = split(document(text))
    assert len(part.lines) == 1


@pytest.mark.parametrize("joint", ["", " ", "\n", "\r\n\r\n　　"])
def test_a_mark_may_stand_apart_from_its_slice(joint: str) -> None:
    whole = SENTENCE * 60
    text = "\n".join(
        f"{n}、{joint}{whole[i : i + 301]}" for n, i in enumerate(range(0, len(whole), 301), start=1)
    )
    (part,) = split(document(text))
    assert part.view.text == whole


def test_the_second_mark_is_found_behind_a_list_of_the_text_s_own() -> None:
    body = SENTENCE * 4 + "\n1、抓管理，促提高。\n2、抓质量，促发展。\n" + SENTENCE * 40
    (part,) = split(document(sliced(400, body)))
    assert [line.label for line in part.lines if line.label] == ["1、", "2、"]


@given(
    st.lists(
        st.sampled_from([SENTENCE, " ", "一、目标 ", "1、", "２人", "\n", "（一）", "　"]),
        min_size=30,
        max_size=120,
    )
)
def test_every_character_stands_in_the_source_across_marks(pieces: list[str]) -> None:
    text = sliced(211, "".join(pieces))
    repaired = repair(text)
    for part in split(document(text)):
        offsets = list(part.view.offsets)
        assert all(before < after for before, after in pairwise(offsets))
        for char, offset in zip(part.view.text, offsets[:-1], strict=True):
            assert char == repaired[offset] or char == "\n"
        assert all(line.start < line.end for line in part.lines)


def test_a_label_may_stand_right_behind_a_mark() -> None:
    filler = SENTENCE * 7
    (part,) = split(document("".join(f"\n{n}、 （{n}）{filler}" for n in range(1, 7))))
    assert all(part.text(line) for line in part.lines)
