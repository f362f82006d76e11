"""Records with their texts as items, from the real extraction."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entry import item
from corpus.item import WrongItem, dump, load
from pipeline.extract import lines, text
from schemas.number import loads

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "samples").glob("*.txt"))
TEXT = (
    "青石镇中心小学2024年工作计划\n一、办学条件\n全校现有在校学生860人，生均图书达到30.5册，"
    "增加计算机xx台。\n二、工作目标\n到2028年，巩固率达到99.5%。\n三、保障\n组长：周明（校长）。\n"
)


def entered(path: Path) -> list:
    return [item(loads(line), text(path)) for line in lines(path)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_label_says_the_words_at_its_place(path: Path) -> None:
    for line in lines(path):
        record = loads(line)
        one = item(record, text(path))
        assert one.text == text(path)[record["part"]["start"] : record["part"]["end"]]
        assert load(dump(one)) == one
        counts = {layer: len(one.layer(layer)) for layer in ("figures", "quantities", "goals", "people")}
        figures = len(record["figures"])
        assert counts == {
            "figures": figures,
            "quantities": figures,
            "goals": len(record["goals"]),
            "people": len(record["people"]),
        }
        holds = sum(len(goal["figures"]) for goal in record["goals"])
        assert sum(one.label == "holds" for one in one.relations) == holds


def test_a_figure_has_its_number_its_name_and_what_is_told_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"网站导航 首页\n\n{TEXT}", encoding="utf-8")
    (one,) = entered(path)
    figures = {label.text: label for label in one.layer("figures")}
    books = figures["30.5册"]
    assert (books.label, books.attributes["value"]) == ("per_student.books", Decimal("30.5"))
    assert books.score is not None
    blank = next(label for label in one.layer("quantities") if label.attributes["value"] is None)
    assert (blank.text, blank.label) == ("xx台", "placeholder")
    named = {relation.tail: relation.head for relation in one.relations if relation.label == "names"}
    (name,) = (label for label in one.layer("names") if label.id == named[books.id])
    assert (name.text, name.label) == ("生均图书", "per_student.books")
    assert one.classes == {"kind": "plan", "level": "school"}
    assert (one.meta["path"], one.meta["part"]) == (str(path), 1)
    assert all(json.dumps(value) for value in one.meta.values())


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_record_beside_another_text_is_refused(start: int, less: int) -> None:
    record = {
        "id": "1#1",
        "source": {"sha256": "1", "path": "a", "media_type": "text/plain", "ocr": False},
        "part": {"start": 0, "end": 30, "index": 1, "count": 1, "title": None},
        "document": dict.fromkeys(("kind", "level", "subject", "region", "issuer", "date", "period")),
        "figures": [],
        "goals": [],
        "stages": [],
        "problems": [{"evidence": {"start": 30 - less + start, "end": 31 - less + start}}],
        "citations": [],
        "people": [],
        "warnings": [],
    }
    words = "字" * (30 - less)
    with pytest.raises(WrongItem):
        item(record, words)


def test_a_text_that_only_looks_like_the_records_is_refused() -> None:
    path = SAMPLES[0]
    record, words = loads(lines(path)[0]), text(path)
    quoted = record["figures"][-1]["evidence"]
    at = quoted["quote_start"]
    changed = f"{words[:at]}{'某' if words[at] != '某' else '该'}{words[at + 1 :]}"
    with pytest.raises(WrongItem, match="not "):
        item(record, changed)
