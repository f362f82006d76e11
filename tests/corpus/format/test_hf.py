"""What ``datasets`` makes of the folder as it stands."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from pyarrow import parquet

from corpus.format.attribute import ATTRIBUTES, fits
from corpus.format.hf import HuggingFaceFormat
from corpus.item import Item
from schemas.number import loads
from tests.corpus.format.build import items, plain, small, spans, written

SPLITS = {"train": [small(), plain()], "dev": [plain()], "test": [small()]}


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The library, without network, with its cache in the test's folder."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets as library

    monkeypatch.setattr(library.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    library.disable_progress_bars()
    return library


@pytest.mark.parametrize("place", ["hf", "hf/jsonl"])
def test_all_splits_load_with_the_same_types(place: str, datasets: Any, tmp_path: Path) -> None:
    for split, some in SPLITS.items():
        written(HuggingFaceFormat(), tmp_path / "hf", some, split)
    loaded = datasets.load_dataset(str(tmp_path / place))
    assert {split: len(rows) for split, rows in loaded.items()} == {"train": 2, "dev": 1, "test": 1}
    row, other = loaded["train"]
    assert {
        (one["layer"], one["start"], one["end"], one["label"], one["text"]) for one in row["labels"]
    } == spans(small())
    assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in row["labels"])
    figure = next(one for one in row["labels"] if one["id"] == "f1")
    assert (figure["attributes"]["value"], figure["attributes"]["value_float"]) == ("30.5", 30.5)
    assert (figure["attributes"]["approx"], figure["attributes"]["verdict"], figure["score"]) == (
        False,
        None,
        0.9,
    )
    odd = next(one for one in row["labels"] if one["id"] == "f2")["attributes"]
    assert json.loads(odd["more"]) == {"odd": [0.1]}
    assert row["relations"][0] == {"label": "names", "head": "n1", "tail": "f1"}
    assert (row["kind"], row["level"], other["level"], other["labels"]) == ("plan", "county", None, [])
    assert json.loads(row["meta"])["path"] == "甲/a.txt"
    types = loaded["train"].features
    assert types["labels"].feature["attributes"]["value"].dtype == "string"
    assert types["labels"].feature["attributes"]["approx"].dtype == "bool"
    assert types["labels"].feature["start"].dtype == "int64"
    assert loaded["dev"].features == types


def test_both_folders_have_the_same_rows(datasets: Any, tmp_path: Path) -> None:
    written(HuggingFaceFormat(), tmp_path / "hf", SPLITS["train"])
    first, second = (
        datasets.load_dataset(str(tmp_path / place), split="train") for place in ("hf", "hf/jsonl")
    )
    assert list(first) == list(second)
    assert first.features == second.features


def test_an_empty_split_hinders_no_other(datasets: Any, tmp_path: Path) -> None:
    written(HuggingFaceFormat(), tmp_path / "hf", SPLITS["train"])
    written(HuggingFaceFormat(), tmp_path / "hf", [], "dev")
    for place in ("hf", "hf/jsonl"):
        assert {split: len(rows) for split, rows in datasets.load_dataset(str(tmp_path / place)).items()} == {
            "train": 2
        }


@settings(deadline=None, max_examples=40)
@given(items())
def test_nothing_is_lost_in_a_row(item: Item) -> None:
    with TemporaryDirectory() as folder:
        written(HuggingFaceFormat(), Path(folder), [item])
        (row,) = parquet.read_table(Path(folder) / "train.parquet").to_pylist()
        line = (Path(folder) / "jsonl" / "train.jsonl").read_text("utf-8")
    assert json.loads(line) == row
    assert (row["text"], loads(row["meta"])) == (item.text, item.meta)
    assert [(one["start"], one["end"], one["score"]) for one in row["labels"]] == [
        (one.start, one.end, one.score) for one in item.labels
    ]
    for label, told in zip(item.labels, row["labels"], strict=True):
        more = loads(told["attributes"]["more"] or "{}")
        for name, value in label.attributes.items():
            kind = ATTRIBUTES[label.layer].get(name)
            if kind is None or not fits(kind, value):
                assert more[name] == value
            elif kind == "number" and value is not None:
                assert Decimal(told["attributes"][name]) == value
            else:
                assert told["attributes"][name] == value


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.format.hf._ROWS", 2)
    written(HuggingFaceFormat(), tmp_path, [plain()] * 5)
    file = parquet.ParquetFile(tmp_path / "train.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
