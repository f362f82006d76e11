"""Tasks for Label Studio and its export read back; the checks of its own kit are in ``test_labelstudio_sdk``."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from corpus.format.base import Annotation
from corpus.format.labelstudio.studio import LabelStudioFormat
from corpus.item import Item, WrongItem
from schemas.number import dumps, loads
from tests.corpus.format.build import items, plain, small, spans, written


def tasks(folder: Path) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = loads((folder / "train.json").read_text(encoding="utf-8"))
    return read


def taken_over(task: dict[str, Any], person: Any = 7, **more: Any) -> dict[str, Any]:
    """The task as the tool exports it once somebody took over the prediction as it was."""
    result = copy.deepcopy(task["predictions"][0]["result"])
    for one in result:
        one["origin"] = "prediction"
    annotation = {
        "id": 31,
        "completed_by": person,
        "result": result,
        "was_cancelled": False,
        "created_at": "2026-03-01T08:00:00.000000Z",
        "updated_at": "2026-03-02T09:30:00.000000Z",
        "lead_time": 12.5,
        **more,
    }
    return {"id": 5, "annotations": [annotation], "predictions": [11], "data": task["data"], "project": 1}


def exported(folder: Path, all_tasks: list[dict[str, Any]]) -> Path:
    path = folder / "export.json"
    path.write_text(dumps(all_tasks), encoding="utf-8")
    return path


def read(folder: Path, all_tasks: list[dict[str, Any]]) -> list[Annotation]:
    return list(LabelStudioFormat().annotations(exported(folder, all_tasks)))


def region(task: dict[str, Any], name: str, control: str) -> dict[str, Any]:
    results = task["annotations"][0]["result"]
    found: dict[str, Any] = next(
        one for one in results if one.get("id") == name and one["from_name"] == control
    )
    return found


@settings(deadline=None, max_examples=40)
@given(items(empty=False))
def test_what_is_taken_over_comes_back(item: Item) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        assert written(LabelStudioFormat(), folder, [item, plain()]) == {}
        first, second = read(folder, [taken_over(task) for task in tasks(folder)])
    assert (first.item_id, first.text, first.author, first.time) == (
        item.id, item.text, "7", "2026-03-02T09:30:00.000000Z",
    )  # fmt: skip
    assert first.relations == item.relations
    assert first.classes == {name: label for name, label in item.classes.items() if label is not None}
    assert [(one.id, one.layer, one.start, one.end, one.text, one.label) for one in first.labels] == [
        (one.id, one.layer, one.start, one.end, one.text, one.label) for one in item.labels
    ]
    for made, label in zip(first.labels, item.labels, strict=True):
        assert made.attributes == {
            name: value for name, value in label.attributes.items() if value is not None
        }
        assert (made.score, made.rule) == (None, None)
    assert (second.item_id, second.labels, second.classes) == (plain().id, (), {"kind": "article"})


def test_predictions_carry_scores_and_are_no_annotations(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    (task,) = json.loads((tmp_path / "train.json").read_text("utf-8"))
    (prediction,) = task["predictions"]
    assert "annotations" not in task
    assert prediction["model_version"].startswith("shengjun ")
    assert prediction["score"] == 0.9
    scores = {one["id"]: one.get("score") for one in prediction["result"] if one["type"] == "labels"}
    assert (scores["f1"], scores["g1"]) == (0.9, None)
    assert read(tmp_path, [task]) == []


def test_layers_that_are_not_asked_for_stay_away(tmp_path: Path) -> None:
    form = LabelStudioFormat(("figures", "names"))
    written(form, tmp_path, [small()])
    (annotation,) = read(tmp_path, [taken_over(task) for task in tasks(tmp_path)])
    assert {label.layer for label in annotation.labels} == {"figures", "names"}
    assert [one.label for one in annotation.relations] == ["names"]
    controls = {one.get("name") for one in ElementTree.parse(tmp_path / "interface.xml").iter("Labels")}
    assert controls == {"figures", "names"}


def test_the_interface_serves_all_splits(tmp_path: Path) -> None:
    label = small().labels[0]
    new = Item("c#1", small().text, {"kind": "letter"}, (), (), {})
    odd = Item("d#1", label.text, {}, (type(label)("x", "goals", 0, 1, label.text[0], '新<&"'),), (), {})
    for split, item in (("train", new), ("dev", odd), ("test", plain())):
        written(LabelStudioFormat(), tmp_path, [item], split)
    root = ElementTree.parse(tmp_path / "interface.xml").getroot()
    offered = {
        one.get("name"): [value.get("value") for value in one]
        for one in root.iter()
        if one.tag in {"Labels", "Choices"}
    }
    assert offered["goals"] == ["goal", '新<&"']
    assert offered["class_kind"][-1] == "letter"
    assert "self_report" in offered["class_kind"]
    assert offered["figures_role"] == ["actual", "target", "standard", "gap", "change"]
    assert [one.get("value") for one in root.iter("Relation")] == ["names", "holds"]


def test_an_edit_changes_what_was_edited_alone(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    task = taken_over(tasks(tmp_path)[0], {"id": 3, "email": "zhou@example.org"})
    moved = region(task, "f1", "figures")
    start = small().text.index("30.50")
    for name in ("figures", "figures_value"):
        region(task, "f1", name)["value"].update(start=start, end=start + 5)
    moved["value"].update(text="30.50", labels=["books.count"])
    region(task, "f1", "figures_value")["value"]["text"] = ["31"]
    task["annotations"][0]["result"].append(
        {
            "id": "Xy",
            "from_name": "people",
            "to_name": "text",
            "type": "labels",
            "origin": "manual",
            "value": {"start": 33, "end": 34, "text": "\\n", "labels": ["person"]},
        }
    )
    (annotation,) = read(tmp_path, [task])
    assert annotation.author == "zhou@example.org"
    before = spans(small())
    after = {(one.layer, one.start, one.end, one.label, one.text) for one in annotation.labels}
    assert before - after == {("figures", start, start + 6, "books.per_student", "30.50册")}
    assert after - before == {
        ("figures", start, start + 5, "books.count", "30.50"),
        ("people", 33, 34, "person", "\n"),
    }
    figure = next(label for label in annotation.labels if label.id == "f1")
    assert (figure.attributes["value"], figure.attributes["role"]) == (31, "target")


def test_several_people_and_what_they_cancelled(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    task = taken_over(tasks(tmp_path)[0], 1)
    second = {**copy.deepcopy(task["annotations"][0]), "completed_by": 2, "result": []}
    third = {**second, "completed_by": 3, "was_cancelled": True}
    task["annotations"] += [second, third]
    one, two = read(tmp_path, [task])
    assert (one.author, two.author, two.labels) == ("1", "2", ())


def in_units(task: dict[str, Any]) -> dict[str, Any]:
    """The task as an early version exported it: offsets in UTF-16 units."""
    text = task["data"]["text"]
    for one in task["annotations"][0]["result"]:
        if "start" in one.get("value", {}):
            for key in ("start", "end"):
                one["value"][key] = len(text[: one["value"][key]].encode("utf-16-le")) // 2
    return task


def test_exports_that_count_in_utf_16_are_told_by_their_words(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    task = in_units(taken_over(tasks(tmp_path)[0]))
    assert region(task, "h1", "people")["value"]["start"] != small().labels[-2].start
    (annotation,) = read(tmp_path, [task])
    assert {(one.layer, one.start, one.end, one.label, one.text) for one in annotation.labels} == spans(
        small()
    )


def test_words_as_the_page_shows_them_are_the_same_words(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    task = taken_over(tasks(tmp_path)[0])
    region(task, "g1", "goals")["value"]["text"] = "生均图书达到30.50册， 增加xx台。"
    region(task, "p1", "problems")["value"]["text"] = "#附 件 𠮷野小学校舍12\\n平方米。\\n"
    (annotation,) = read(tmp_path, [task])
    assert {(one.layer, one.start, one.end, one.label, one.text) for one in annotation.labels} == spans(
        small()
    )


Change = Callable[[dict[str, Any]], Any]
CHANGES: dict[str, tuple[Change, str]] = {
    "words": (lambda task: region(task, "f1", "figures")["value"].update(text="31册"), "region f1 says '31册', but at 18 stands '30.50册'"),
    "no words": (lambda task: region(task, "f1", "figures")["value"].pop("text"), "region f1 says None"),
    "offset": (lambda task: region(task, "f1", "figures")["value"].update(start=17), "region f1 says"),
    "beyond": (lambda task: region(task, "f1", "figures")["value"].update(end=9999), "region f1 says"),
    "text": (lambda task: task["data"].update(text="改" + task["data"]["text"]), "says"),
    "number": (lambda task: region(task, "f1", "figures_value")["value"].update(text=["约30"]), "figures_value of region f1 is '约30', no number"),
    "two": (lambda task: region(task, "f1", "figures")["value"].update(labels=["a", "b"]), "region f1 has 2 labels"),
    "layer": (lambda task: region(task, "f1", "figures").update(from_name="ner"), "region f1 is of ner, which is no layer"),
    "item": (lambda task: task["data"].pop("item"), "is no task that was written here: KeyError('item')"),
    "end": (lambda task: task["annotations"][0]["result"].append({"type": "relation", "from_id": "f1", "to_id": "zz"}), "a relation names f1 and zz"),
    "lone": (lambda task: task["annotations"][0]["result"].remove(region(task, "h1", "people")), "people_role of region h1 belongs to no region"),
    "form": (lambda task: (task.clear(), task.update(text="文", ner=[])), "choose JSON, not JSON-MIN"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_disagrees_is_refused_and_the_next_task_read(name: str, tmp_path: Path) -> None:
    change, told = CHANGES[name]
    written(LabelStudioFormat(), tmp_path, [small(), plain()])
    first, second = [taken_over(task) for task in tasks(tmp_path)]
    change(first)
    path = exported(tmp_path, [first, second])
    refused: list[WrongItem] = []
    (annotation,) = LabelStudioFormat().annotations(path, refused.append)
    assert annotation.item_id == plain().id
    (error,) = refused
    assert str(error).startswith(f"{path}: task 1: ")
    assert told in str(error)
    assert "\n" not in str(error)
    with pytest.raises(WrongItem):
        list(LabelStudioFormat().annotations(path))


@pytest.mark.parametrize("text", ["", "{}", "[", "[1", "[1 2]", "[] x", "[1,]", "nonsense"])
def test_what_is_no_array_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongItem, match=r"^[^\n]*export.json: (is no JSON array|task 1: )[^\n]*$"):
        list(LabelStudioFormat().annotations(path))
