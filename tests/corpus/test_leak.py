"""A corpus with a leak is found out from its files alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.item import SPLITS, Item, dump
from corpus.leak import leaks
from tests.corpus.material import item, prose


def written(folder: Path, splits: dict[str, list[Item]], pairs: list[tuple[Item, Item]] = ()) -> Path:
    for split in SPLITS:
        (folder / f"{split}.jsonl").write_text(
            "".join(f"{dump(one)}\n" for one in splits.get(split, [])), encoding="utf-8"
        )
    rows = [json.dumps({"left": left.id, "right": right.id, "jaccard": 0.9}) for left, right in pairs]
    (folder / "duplicates.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


A, B, C = item(1), item(2), item(3)
NUMBERED = [item(number, f"2024年工作总结\n全校学生{number}人。\n{prose(0)}") for number in (70, 71)]


def test_a_sound_corpus_has_none(tmp_path: Path) -> None:
    sound = {"train": [A, *NUMBERED], "dev": [B], "test": [C]}
    assert list(leaks(written(tmp_path, sound, [(NUMBERED[0], NUMBERED[1])]))) == []
    assert list(leaks(written(tmp_path, {}))) == []


@pytest.mark.parametrize(
    ("splits", "pairs", "said"),
    [
        ({"train": [A, B], "test": [A]}, [], f"{A.id} is in train and in test"),
        ({"train": [A, A]}, [], f"{A.id} is in train and in train"),
        ({"train": [A], "dev": [B]}, [(A, B)], f"{A.id} in train and {B.id} in dev are near-duplicates"),
        ({"train": [A]}, [(A, B)], "one is not there"),
        (
            {"dev": NUMBERED[:1], "test": NUMBERED[1:]},
            [],
            f"{NUMBERED[1].id} in test has the text of a document in dev",
        ),
    ],
)
def test_each_kind_of_leak_is_told(
    tmp_path: Path, splits: dict[str, list[Item]], pairs: list[tuple[Item, Item]], said: str
) -> None:
    (told,) = leaks(written(tmp_path, splits, pairs))
    assert said in told


def test_short_texts_may_be_alike(tmp_path: Path) -> None:
    short = [item(number, "关于放假的通知\n见附件") for number in (80, 81)]
    assert list(leaks(written(tmp_path, {"dev": short[:1], "test": short[1:]}))) == []
