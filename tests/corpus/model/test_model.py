"""A model that learns what figures of a made-up corpus measure, and what is made of its opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.item import Item, Label
from corpus.model.learner import RULE, Settings, load, opinions, train
from corpus.model.opinion import Score, differences, filled, renamed
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from spacy.language import Language

# The same unit for all: only the words tell.
KINDS = {
    "在校学生{}人": "students.enrolled",
    "其中寄宿{}人": "students.boarding",
    "专任教师{}人": "staff.full_time_teachers",
    "教学班{}个": "classes.count",
}
SCHOOLS = "东南西北中上下前后左右"


def item(number: int, score: float | None = None, kinds: dict[str, str] = KINDS) -> Item:
    """A line for each kind of figure, with numbers and a school of its own; the labels a person's without ``score``."""
    text, labels = "", []
    for index, (shape, kind) in enumerate(kinds.items()):
        head, tail = shape.split("{}")
        school = SCHOOLS[number % 11] + SCHOOLS[number // 11 % 11] + SCHOOLS[index]
        text += f"第{number}条：{school}校{head}"
        start = len(text)
        text += str((number + 3) * (index + 7) % 900 + 12) + tail
        labels.append(Label(f"f{index}", "figures", start, len(text), text[start:], kind, {}, score))
        text += "，情况良好。\n"
    return Item(f"{number:064}#1", text, {"kind": "plan"}, tuple(labels))


def items(count: int, score: float | None = None) -> Iterator[Item]:
    return (item(number, score) for number in range(count))


@pytest.fixture(scope="module")
def learned() -> Language:
    losses: list[tuple[int, float]] = []
    nlp = train(items(60, 0.97), (), Settings(epochs=6), lambda *told: losses.append(told))
    assert [epoch for epoch, _ in losses] == [1, 2, 3, 4, 5, 6]
    assert losses[-1][1] < losses[0][1] / 4
    return nlp


def test_what_was_learned_is_told_of_unseen_documents(learned: Language) -> None:
    score = Score()
    for number in range(100, 110):
        unnamed = replace(
            item(number), labels=tuple(replace(one, label="other") for one in item(number).labels)
        )
        score.add(opinions(learned, unnamed), item(number).labels)
    told = score.told()
    assert told["wanted"] == 40
    assert told["f1"] > Decimal("0.95")


def test_an_opinion_is_of_a_figure_and_says_how_sure_it_is(learned: Language) -> None:
    one = item(200)
    for opinion, figure in zip(opinions(learned, one), one.labels, strict=True):
        assert (opinion.id, opinion.start, opinion.end, opinion.text) == (
            figure.id,
            figure.start,
            figure.end,
            figure.text,
        )
        assert opinion.rule == RULE
        assert 0.5 < (opinion.score or 0) <= 1
    assert opinions(learned, replace(one, labels=())) == []


def test_the_same_items_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    def written(name: str, seed: int) -> dict[str, bytes]:
        nlp = train(items(12), (), Settings(epochs=2, seed=seed))
        nlp.to_disk(tmp_path / name)
        return {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*"))
            if path.is_file()
        }

    first = written("one", 1)
    assert first == written("two", 1)
    assert first != written("three", 2)


def test_a_model_comes_back_from_disk(learned: Language, tmp_path: Path) -> None:
    learned.to_disk(tmp_path / "model")
    before, after = (opinions(nlp, item(200)) for nlp in (learned, load(tmp_path / "model")))
    assert [one.label for one in after] == [one.label for one in before]
    assert [one.score for one in after] == pytest.approx([one.score for one in before], abs=0.01)


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    import spacy

    with pytest.raises(ConfigurationError, match="is no model; make one"):
        load(tmp_path)
    spacy.blank("zh").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigurationError, match="is another model; make one"):
        load(tmp_path / "blank")


def test_nothing_labelled_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        train([replace(item(1), labels=())], (), Settings(epochs=1))


def test_what_a_machine_was_not_sure_of_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        train(items(5, 0.8), (), Settings(epochs=1))
    assert train((), items(5, 0.8), Settings(epochs=1)).pipe_names


def test_no_more_documents_are_read_than_are_to_be() -> None:
    def endless() -> Iterator[Item]:
        yield from items(20, 0.97)
        raise AssertionError("read on")

    train(endless(), (), Settings(epochs=1, documents=20))


def test_a_persons_word_counts_for_more_than_a_machines() -> None:
    people = {shape: kind if "{}个" in shape else "students.migrant" for shape, kind in KINDS.items()}
    nlp = train(items(40, 0.97), [item(number, kinds=people) for number in range(40)], Settings(epochs=6))
    told = [one.label for one in opinions(nlp, item(200))]
    assert told == ["students.migrant"] * 3 + ["classes.count"]


TEXT = "占地12亩，学生30人，教师5人，系数0.4，补助99元"
PLACES = {
    "f1": (2, 5, "area.land", "m2"),
    "f2": (8, 11, "students.enrolled", "person"),
    "f3": (14, 16, "other", "person"),
    "f4": (19, 22, "other", "other"),
    "f5": (25, 28, "other", "CNY"),
}
RULES = Item(
    "0" * 64 + "#1",
    TEXT,
    {},
    tuple(
        Label(name, "figures", start, end, TEXT[start:end], label, {"unit": unit}, 0.8, "r")
        for name, (start, end, label, unit) in PLACES.items()
    ),
).check()


def mine(**told: tuple[str, float]) -> list[Label]:
    """The model's opinion: that of the rules, but for what is told."""
    return [
        replace(one, label=label, score=score, rule=RULE)
        for one in RULES.labels
        for label, score in (told.get(one.id, (one.label, 0.9)),)
    ]


def test_a_model_names_only_what_no_rule_named() -> None:
    opinion = mine(f1=("area.building", 0.99), f3=("staff.teachers", 0.9), f4=("coefficient.variation", 0.8))
    figures = filled(RULES, opinion)
    assert [one.label for one in figures] == [
        "area.land",
        "students.enrolled",
        "staff.teachers",
        "coefficient.variation",
        "other",
    ]
    assert [one.rule for one in figures] == ["r", "r", RULE, RULE, "r"]


@pytest.mark.parametrize(
    ("label", "score", "sure"),
    [("staff.teachers", 0.69, 0.7), ("finance.investment", 0.99, 0.7), ("coefficient.variation", 0.99, 0.7)],
)
def test_neither_doubt_nor_another_unit_names_anything(label: str, score: float, sure: float) -> None:
    assert filled(RULES, mine(f3=(label, score)), sure) == list(RULES.labels)


def test_how_sure_is_for_the_caller_to_say() -> None:
    assert filled(RULES, mine(f3=("staff.teachers", 0.6)), 0.5)[2].label == "staff.teachers"


def test_a_record_says_what_was_named_and_how_surely() -> None:
    record = {
        "id": RULES.id,
        "figures": [
            {
                "id": one.id,
                "indicator": None,
                "unit": one.attributes["unit"],
                "confidence": 1,
                "rule": "r",
                "value": 7,
            }
            for one in RULES.labels
        ],
        "goals": [],
    }
    told = renamed(record, filled(RULES, mine(f4=("coefficient.variation", 0.876))))
    assert told["figures"][3] == {
        "id": "f4",
        "indicator": "coefficient.variation",
        "unit": "coefficient",
        "confidence": Decimal("0.88"),
        "rule": RULE,
        "value": 7,
    }
    assert [*told["figures"][:3], told["figures"][4]] == [*record["figures"][:3], record["figures"][4]]
    assert list(told) == list(record)
    assert record["figures"][3]["indicator"] is None


def test_differences_are_told_the_surest_first() -> None:
    opinion = mine(
        f1=("area.building", 0.75),
        f2=("students.boarding", 0.6),
        f3=("staff.teachers", 0.9),
        f5=("other", 0.99),
    )
    assert [(one.text, one.rules, one.model, one.score) for one in differences(RULES, opinion)] == [
        ("5人", "other", "staff.teachers", 0.9),
        ("12亩", "area.land", "area.building", 0.75),
    ]
    assert differences(RULES, mine()) == []


def test_a_score_counts_label_and_stretch() -> None:
    wanted = [one for one in RULES.labels if one.id in ("f1", "f2", "f3")]
    score = Score()
    score.add([wanted[0], replace(wanted[1], label="rank")], wanted)
    told = score.told()
    assert (told["precision"], told["recall"], told["f1"]) == (
        Decimal("0.5"),
        Decimal("0.3333"),
        Decimal("0.4"),
    )
    assert {row["label"]: row["right"] for row in told["labels"]} == {
        "area.land": 1,
        "other": 0,
        "rank": 0,
        "students.enrolled": 0,
    }
