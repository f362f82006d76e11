"""Items as lines of JSON, and what is no item."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.item import LAYERS, Item, Label, Relation, WrongItem, dump, load, ordered
from tests.corpus.material import item

WORDS = st.text(st.characters(exclude_categories=("Cs",)))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
PLAIN = st.none() | st.booleans() | st.integers() | WORDS | NUMBERS


@st.composite
def items(draw: st.DrawFn) -> Item:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
    labels = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        labels.append(
            Label(
                f"l{number}",
                draw(st.sampled_from(LAYERS)),
                start,
                end,
                text[start:end],
                draw(WORDS),
                draw(st.dictionaries(WORDS, PLAIN)),
                draw(st.none() | st.floats(0, 1)),
                draw(st.none() | WORDS),
            )
        )
    names = [label.id for label in labels]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)) if names else st.nothing()
    relations = [
        Relation("holds", *pair) for pair in draw(st.lists(ends, max_size=3) if names else st.just([]))
    ]
    return Item(
        draw(WORDS),
        text,
        draw(st.dictionaries(WORDS, st.none() | WORDS)),
        ordered(labels),
        tuple(relations),
        draw(st.dictionaries(WORDS, PLAIN | st.lists(WORDS))),
    ).check()


@given(items())
def test_an_item_comes_back_as_it_was(one: Item) -> None:
    line = dump(one)
    assert "\n" not in line
    assert load(line) == one
    assert dump(load(line)) == line


def test_numbers_are_exact() -> None:
    one = replace(item(1), meta={"share": Decimal("0.10"), "count": 3, "deep": [{"value": Decimal("1E+2")}]})
    assert json.loads(dump(one))["meta"] == {"share": 0.1, "count": 3, "deep": [{"value": 100}]}
    assert load(dump(one)).meta["share"] == Decimal("0.1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "生均图书达到2册，覆盖全校。"}, "but at"),
        ({"text": ""}, "but at"),
        ({"labels": "dropped"}, "a relation names"),
        ({"labels": "twice"}, "same id"),
    ],
)
def test_words_that_do_not_stand_at_their_place_are_refused(change: dict[str, str], said: str) -> None:
    told = json.loads(dump(item(1)))
    if change.get("labels") == "dropped":
        told["labels"] = told["labels"][:1]
    elif change.get("labels") == "twice":
        told["labels"] += told["labels"]
    else:
        told |= change
    with pytest.raises(WrongItem, match=said):
        load(json.dumps(told))


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "1", "null", '{"id":"1"}', '{"id":"1","text":"a","labels":[{}]}']
)
def test_what_is_no_item_is_refused(line: str) -> None:
    with pytest.raises(WrongItem, match="is no item of a corpus"):
        load(line)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, 1), (2, 1), (0, 99)])
def test_a_label_lies_within_its_text(start: int, end: int) -> None:
    text = "全校"
    with pytest.raises(WrongItem):
        Item("1", text, {}, (Label("l", "goals", start, end, text[start:end], "goal"),)).check()


def test_labels_of_a_layer_stand_in_text_order() -> None:
    one = item(7)
    assert [label.id for label in ordered(reversed(one.labels))] == [label.id for label in one.labels]
    assert [label.id for label in one.layer("figures")] == ["f1"]
    assert one.noted(cluster="x").meta == {"path": "7.txt", "cluster": "x"}
    assert "cluster" not in one.meta
