"""doccano's files. What it makes of them was recorded from doccano 1.8.4: imported into a project, exported again."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from corpus.format.doccano import DoccanoFormat
from corpus.item import Item, WrongItem
from schemas.number import dumps
from tests.corpus.format.build import items, plain, small, spans, written

# The export of the two items below, untouched but for the ids, which it gives anew.
EXPORTED = [
    {
        "id": 1,
        "text": small().text,
        "item": small().id,
        "label": ["kind:plan", "level:county"],
        "entities": [
            {"id": 21, "label": "goals:goal", "start_offset": 12, "end_offset": 32},
            {"id": 22, "label": "names:books.per_student", "start_offset": 12, "end_offset": 16},
            {"id": 23, "label": "figures:other", "start_offset": 16, "end_offset": 25},
            {"id": 24, "label": "quantities:quantity", "start_offset": 18, "end_offset": 24},
            {"id": 25, "label": "figures:books.per_student", "start_offset": 18, "end_offset": 24},
            {"id": 26, "label": "quantities:placeholder", "start_offset": 28, "end_offset": 31},
            {"id": 27, "label": "people:person", "start_offset": 38, "end_offset": 40},
            {"id": 28, "label": "problems:problem", "start_offset": 41, "end_offset": 61},
        ],
        "relations": [
            {"id": 1, "from_id": 22, "to_id": 25, "type": "names"},
            {"id": 2, "from_id": 21, "to_id": 25, "type": "holds"},
        ],
        "Comments": [],
    },
    {
        "id": 2, "text": plain().text, "item": plain().id, "label": ["kind:article"], "entities": [], "relations": [],
        "Comments": [],
    },
]  # fmt: skip


def exported(folder: Path, *lines: str) -> Path:
    path = folder / "zhou.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_doccano_exports_is_what_was_written(tmp_path: Path) -> None:
    path = exported(tmp_path, *map(json.dumps, EXPORTED))
    one, two = DoccanoFormat().annotations(path)
    assert {(a.layer, a.start, a.end, a.label, a.text) for a in one.labels} == spans(small())
    assert [(a.label, a.head, a.tail) for a in one.relations] == [
        ("names", "22", "25"),
        ("holds", "21", "25"),
    ]
    assert (one.item_id, one.author, one.time, one.text) == (small().id, "zhou", None, small().text)
    assert (one.classes, two.classes, two.labels) == (
        {"kind": "plan", "level": "county"},
        {"kind": "article"},
        (),
    )


def test_what_is_written_is_what_doccano_reads(tmp_path: Path) -> None:
    written(DoccanoFormat(), tmp_path, [small(), plain(), small()])
    lines = [json.loads(line) for line in (tmp_path / "train.jsonl").read_text("utf-8").splitlines()]
    assert list(lines[0]) == ["text", "item", "label", "entities", "relations"]
    assert [one["id"] for line in lines for one in line["entities"]] == list(range(16))
    assert lines[0]["entities"][0] == {
        "id": 0, "label": "goals:goal", "start_offset": 12, "end_offset": 32,
        "text": "生均图书达到30.50册，\t增加xx台。",
    }  # fmt: skip
    assert lines[2]["relations"][0] == {"id": 2, "from_id": 9, "to_id": 12, "type": "names"}


@settings(deadline=None, max_examples=40)
@given(items())
def test_spans_relations_and_classes_come_back(item: Item) -> None:
    with TemporaryDirectory() as folder:
        written(DoccanoFormat(), Path(folder), [item])
        (annotation,) = DoccanoFormat().annotations(Path(folder) / "train.jsonl")
    assert {(a.layer, a.start, a.end, a.label, a.text) for a in annotation.labels} == spans(item)
    assert len(annotation.labels) == len(item.labels)
    place = {a.id: (a.layer, a.start, a.end, a.label) for a in (*annotation.labels, *item.labels)}
    for made, relation in zip(annotation.relations, item.relations, strict=True):
        assert made.label == relation.label
        assert (place[made.head], place[made.tail]) == (place[relation.head], place[relation.tail])
    assert annotation.classes == {name: label for name, label in item.classes.items() if label is not None}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON"),
        ('{"text":"文","label":[[0,1,"goal"]]}', "has no entities and relations; export it from a project"),
        ('{"text":"文","entities":[],"relations":[]}', "was written here: KeyError('item')"),
        (dumps({**EXPORTED[1], "entities": [{"id": 1, "label": "goal", "start_offset": 0, "end_offset": 1}]}), "label goal has no layer"),
        (dumps({**EXPORTED[1], "entities": [{"id": 1, "label": "goals:goal", "start_offset": 0, "end_offset": 9}]}), "label 1 says '无数据。', but at 0 stands"),
        (dumps({**EXPORTED[1], "entities": [{"id": 1, "label": "goals:goal", "start_offset": 0, "end_offset": 1, "text": "有"}]}), "label 1 says '有', but at 0 stands '无'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_the_next_line_read(line: str, told: str, tmp_path: Path) -> None:
    path = exported(tmp_path, line, json.dumps(EXPORTED[1]))
    refused: list[WrongItem] = []
    (annotation,) = DoccanoFormat().annotations(path, refused.append)
    assert annotation.item_id == plain().id
    assert str(refused[0]).startswith(f"{path}: line 1: ")
    assert told in str(refused[0])
