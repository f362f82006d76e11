"""A model that learns a made-up corpus, and what is made of its opinion."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from corpus.item import Item, Label
from corpus.model.learner import Settings, found, lines, train
from corpus.model.opinion import Score, differences, together

KINDS = {"占地面积{}平方米": "area.land", "在校学生{}人": "students.enrolled", "教学班{}个": "classes.count"}


def item(number: int, *, known: bool = True) -> Item:
    """A line for each kind of figure, with numbers of its own; where not ``known`` nothing is labelled."""
    text, labels = "", []
    for index, (shape, kind) in enumerate(KINDS.items()):
        head, tail = shape.split("{}")
        value = str((number + 3) * (index + 7) % 900 + 12)
        text += f"第{number}条：我校{head}"
        start = len(text)
        text += value + tail
        labels.append(Label(f"f{index}", "figures", start, len(text), text[start:], kind))
        text += "，情况良好。\n"
    return Item(f"{number:064}#1", text, {"kind": "plan"}, tuple(labels) if known else ())


def items() -> Iterator[Item]:
    return map(item, range(60))


@pytest.fixture(scope="module")
def learned() -> object:
    losses: list[float] = []
    nlp = train(items, Settings(epochs=12, width=48, depth=2), lambda _, loss: losses.append(loss))
    assert len(losses) == 12
    assert losses[-1] < losses[0] / 4
    return nlp


def test_what_was_learned_is_found_in_unseen_documents(learned: object) -> None:
    score = Score()
    for number in range(100, 110):
        score.add(found(learned, item(number, known=False)), item(number).labels)  # type: ignore[arg-type]
    told = score.told()
    assert told["wanted"] == 30
    assert told["f1"] > Decimal("0.9")


def test_labels_of_the_model_stand_where_they_say(learned: object) -> None:
    one = item(200)
    for label in found(learned, one):  # type: ignore[arg-type]
        assert one.text[label.start : label.end] == label.text


def test_nothing_labelled_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        train(lambda: [item(1, known=False)], Settings(epochs=1))


def test_lines_cover_the_text_and_cut_no_figure() -> None:
    text = "甲" * 395 + "12345平方米" + "乙" * 500 + "\n\n丙"
    label = Label("f1", "figures", 395, 403, "12345平方米", "area.land")
    one = Item("0" * 64 + "#1", text, {}, (label,))
    pieces = list(lines(one))
    assert "".join(piece.text for piece in pieces) == text.replace("\n\n", "\n", 1)
    assert [piece.labels for piece in pieces if piece.labels] == [(label,)]
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text


def mine(start: int, end: int, label: str) -> Label:
    return Label(f"m{start}", "figures", start, end, TEXT[start:end], label)


TEXT = "占地12亩，学生30人，教师5人，藏书99册"
RULES = Item(
    "0" * 64 + "#1",
    TEXT,
    {},
    (
        Label("f1", "figures", 2, 5, TEXT[2:5], "area.land"),
        Label("f2", "figures", 8, 11, TEXT[8:11], "students.enrolled"),
        Label("f3", "figures", 14, 16, TEXT[14:16], "staff.teachers"),
    ),
)


def test_differences_are_told_apart() -> None:
    model = [mine(2, 5, "area.land"), mine(8, 11, "students.boarding"), mine(19, 22, "books.count")]
    assert [(one.kind, one.text, one.rules, one.model) for one in differences(RULES, model)] == [
        ("named_otherwise", "30人", "students.enrolled", "students.boarding"),
        ("missed_by_model", "5人", "staff.teachers", None),
        ("missed_by_rules", "99册", None, "books.count"),
    ]
    assert differences(RULES, RULES.labels) == []


def test_the_model_adds_only_where_no_rule_spoke() -> None:
    model = [mine(2, 4, "rank"), mine(8, 11, "rank"), mine(19, 22, "books.count")]
    assert [label.label for label in together(RULES, model)][3:] == ["books.count"]


def test_a_score_counts_label_and_stretch() -> None:
    score = Score()
    score.add([mine(2, 5, "area.land"), mine(8, 10, "students.enrolled")], RULES.labels)
    told = score.told()
    assert (told["precision"], told["recall"], told["f1"]) == (
        Decimal("0.5"),
        Decimal("0.3333"),
        Decimal("0.4"),
    )
    assert {row["label"]: row["right"] for row in told["labels"]} == {
        "area.land": 1,
        "staff.teachers": 0,
        "students.enrolled": 0,
    }
