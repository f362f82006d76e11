"""Label Studio's own kit on the interface and the tasks."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from corpus.format.labelstudio.studio import LabelStudioFormat
from corpus.item import Item
from tests.corpus.format.build import items, plain, small, written

kit = pytest.importorskip(
    "label_studio_sdk.label_interface", reason="needs label-studio-sdk; see docs/dependencies.md"
)


def faults(folder: Path) -> list[str]:
    """What the kit finds wrong with the interface, the tasks and their predictions."""
    interface = kit.LabelInterface((folder / "interface.xml").read_text(encoding="utf-8"))
    interface.validate()
    told: list[str] = []
    for task in json.loads((folder / "train.json").read_text(encoding="utf-8")):
        if not interface.validate_task({"data": task["data"]}):
            told.append("task")
        for prediction in task["predictions"]:
            told += interface.validate_prediction(prediction, return_errors=True)
    return told


def test_interface_and_predictions_are_valid(tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small(), plain()])
    assert faults(tmp_path) == []


@settings(deadline=None, max_examples=15)
@given(items(empty=False))
def test_whatever_is_labelled_is_valid(item: Item) -> None:
    with TemporaryDirectory() as folder:
        written(LabelStudioFormat(), Path(folder), [item])
        assert faults(Path(folder)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result.update(from_name="nowhere"),
        lambda result: result["value"].update(labels=["nothing"]),
        lambda result: result["value"].pop("start"),
    ],
)
def test_the_kit_would_find_a_fault(change: Any, tmp_path: Path) -> None:
    written(LabelStudioFormat(), tmp_path, [small()])
    path = tmp_path / "train.json"
    tasks = json.loads(path.read_text(encoding="utf-8"))
    spoilt = copy.deepcopy(tasks)
    change(spoilt[0]["predictions"][0]["result"][0])
    path.write_text(json.dumps(spoilt), encoding="utf-8")
    assert faults(tmp_path)
