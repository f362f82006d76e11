"""Items to write: some by hand, others drawn, with all that is awkward in texts and labels."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from corpus.format.base import Format
from corpus.item import LAYERS, Item, Label, Relation, ordered

TEXT = (
    "一、目标\n到2028年，生均图书达到30.50册，\t增加xx台。\r\n"
    "😀组长：周明；#附 件\u3000𠮷野小学校舍12\\n平方米。\n"
)


def cut(name: str, layer: Any, words: str, label: str, **more: Any) -> Label:
    start = TEXT.index(words)
    return Label(name, layer, start, start + len(words), words, label, **more)


def small() -> Item:
    """A document with overlaps, characters beyond 16 bits, tabs, line breaks and an exact decimal."""
    value = {
        "value": Decimal("30.50"),
        "value_max": None,
        "unit": "volume",
        "op": ">=",
        "approx": False,
        "damage": None,
    }
    told = {"label": "图书", **value, "role": "target", "period": "到2028年", "verdict": None}
    return Item(
        f"{'a' * 64}#1",
        TEXT,
        {"kind": "plan", "level": "county"},
        ordered(
            [
                cut("q1", "quantities", "30.50册", "quantity", attributes=value, score=0.9, rule="r"),
                cut("f1", "figures", "30.50册", "books.per_student", attributes=told, score=0.9, rule="r"),
                cut(
                    "f2",
                    "figures",
                    "达到30.50册，",
                    "other",
                    attributes={"value": None, "odd": [Decimal("0.1")]},
                ),
                cut(
                    "q2",
                    "quantities",
                    "xx台",
                    "placeholder",
                    attributes={"value": None, "damage": "placeholder"},
                ),
                cut("n1", "names", "生均图书", "books.per_student"),
                cut(
                    "g1",
                    "goals",
                    "生均图书达到30.50册，\t增加xx台。",
                    "goal",
                    attributes={"quantified": True},
                ),
                cut("h1", "people", "周明", "person", attributes={"role": "组长", "name": "周明"}),
                cut("p1", "problems", "#附 件\u3000𠮷野小学校舍12\\n平方米。\n", "problem"),
            ]
        ),
        (Relation("names", "n1", "f1"), Relation("holds", "g1", "f1")),
        {"path": "甲/a.txt", "part": 1, "ocr": False, "share": Decimal("0.10"), "warnings": []},
    ).check()


def plain() -> Item:
    """A document in which nothing is labelled and little known."""
    return Item(f"{'b' * 64}#1", "无数据。", {"kind": "article", "level": None}, (), (), {})


CHARACTERS = st.one_of(
    st.sampled_from("\n\n\t\r  #\\.。；😀𠮷\u3000\u2028\u200b\ufeff册1"),
    st.characters(exclude_categories=["Cs", "Cn"]),
)
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.decimals(allow_nan=False, allow_infinity=False),
)
WORDS = st.text(st.sampled_from("ab.到年<&\"' ：\n"), min_size=1, max_size=5)
VALUES: Any = st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.lists(WORDS, max_size=2))
ATTRIBUTES = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "value": st.one_of(st.none(), NUMBERS),
            "unit": st.sampled_from(["person", "volume"]),
            "approx": st.booleans(),
            "role": st.sampled_from(["target", "组 长"]),
            "title": WORDS,
        },
    ),
    st.dictionaries(st.sampled_from(["value", "approx", "role", "name", "odd", "more"]), VALUES, max_size=3),
)
SCORES = st.one_of(st.none(), st.floats(0, 1))


@st.composite
def items(draw: st.DrawFn, empty: bool = True) -> Item:
    text = draw(st.text(CHARACTERS, min_size=0 if empty else 1, max_size=40))
    labels = []
    for number in range(draw(st.integers(0, 6)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        labels.append(
            Label(
                f"x{number}",
                draw(st.sampled_from(LAYERS)),
                start,
                end,
                text[start:end],
                draw(st.sampled_from(["goal", "books.per_student", "other", "类 别", 'a<&"b', "x:y-z"])),
                draw(ATTRIBUTES),
                draw(SCORES),
                draw(st.sampled_from([None, "figure.rule"])),
            )
        )
    ends = [label.id for label in labels]
    pairs = (
        draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=3)) if ends else []
    )
    relations = tuple(Relation(draw(st.sampled_from(["names", "holds", "新"])), *pair) for pair in pairs)
    classes = {
        "kind": draw(st.sampled_from(["plan", "report"])),
        "level": draw(st.sampled_from([None, "city"])),
    }
    meta = draw(st.dictionaries(st.sampled_from(["path", "cluster"]), VALUES, max_size=2))
    name = f"{draw(st.integers(0, 10**6)):064}#1"
    return Item(name, text, classes, ordered(labels), relations, meta).check()


def written(form: Format, folder: Path, items: Iterable[Item], split: str = "train") -> dict[str, int]:
    """Write items; gives what was lost."""
    with form.writer(folder, split) as writer:
        for item in items:
            writer.write(item)
    return dict(writer.lost)


Span = tuple[str, int, int, str, str]


def spans(item: Item) -> set[Span]:
    return {(one.layer, one.start, one.end, one.label, one.text) for one in item.labels}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
