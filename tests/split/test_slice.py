from __future__ import annotations

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
