"""The whole way from records to a corpus."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import build as module
from corpus.build import build, made
from corpus.card.about import About
from corpus.format.registry import named
from corpus.given import Stock
from corpus.item import SPLITS, Item, load
from corpus.quality import quality
from corpus.redact.option import Options
from corpus.selection import Selection
from corpus.setting import Settings
from corpus.summary import Summary
from schemas.errors import ConfigurationError
from tests.corpus.material import given, item, prose, record, stock


class Heard:
    """Remembers what is told."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.steps: dict[str, int] = {}
        self.name = ""

    def step(self, name: str, total: int | None) -> None:
        self.name = name

    def done(self) -> None:
        self.steps[self.name] = self.steps.get(self.name, 0) + 1

    def fault(self, place: str, message: str) -> None:
        self.faults.append((place, message))


SETTINGS = Settings(Selection(), quality(), redaction=None, card=False)
ABOUT = About("small", "2026-01-01", "shengjun 0", "shengjun corpus build a -o DIR", 1)
SAME = prose("copies", 20)
COPIES = [f"2024年工作总结\n全校学生{number}人。\n{prose('copies', 20)}" for number in (870, 871, 904)]


def documents(count: int = 40) -> list[Stock]:
    """Documents of their own, and three that differ in numbers alone."""
    own = [given(number, kind="plan" if number % 2 else "report") for number in range(count)]
    return [*own, *(given(900 + number, text) for number, text in enumerate(COPIES))]


def made_of(
    records: Iterable[Stock], folder: Path, settings: Settings = SETTINGS, heard: Heard | None = None
) -> Summary:
    folder.mkdir()
    return build(records, folder, settings, ABOUT, heard or Heard())


def items(folder: Path) -> dict[str, list[Item]]:
    return {
        split: [load(line) for line in (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
        for split in SPLITS
    }


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_every_document_is_in_one_split_with_its_cluster(tmp_path: Path) -> None:
    heard = Heard()
    summary = made_of(documents(), tmp_path / "c", heard=heard)
    splits = items(tmp_path / "c")
    assert {name: len(found) for name, found in splits.items()} == dict(summary.splits)
    names = [one.id for found in splits.values() for one in found]
    assert len(names) == len(set(names)) == summary.documents == summary.records == 43
    assert (summary.clusters, summary.pairs, summary.faults) == (41, 2, 0)
    first = record(900, "")["id"]
    copies = [
        (split, one) for split, found in splits.items() for one in found if one.meta["cluster"] == first
    ]
    assert len(copies) == 3
    assert len({split for split, _ in copies}) == 1
    assert sorted(one.text for _, one in copies) == sorted(COPIES)
    assert {(row["left"], row["right"]) for row in rows(tmp_path / "c" / "duplicates.jsonl")} == {
        (record(900 + left, "")["id"], record(900 + right, "")["id"]) for left, right in ((0, 1), (0, 2))
    }
    assert heard.steps == {"reading": 43, "writing": 43}


def test_what_is_dropped_is_told_with_the_reason(tmp_path: Path) -> None:
    heard = Heard()
    copy, other = record(1, prose(1)), record(7, "短")
    copy["source"] |= {"path": "copy.txt", "duplicate_of": "0.txt"}
    other["problems"] = [{"evidence": {"start": 30, "end": 31}}]
    gone = [json.dumps(record(number, "")).encode() for number in (5, 6)]
    records = [
        given(1),
        stock(copy),
        given(1),
        Stock("records.jsonl:3", [b"{}"]),
        Stock("", gone, fault="is gone"),
        stock(other, "短"),
        given(8, "太短"),
        given(9, kind="policy"),
    ]
    settings = replace(SETTINGS, selection=Selection(kinds=("plan",)))
    summary = made_of(records, tmp_path / "c", settings, heard)
    told = [(row["path"], row["reason"]) for row in rows(tmp_path / "c" / "dropped.jsonl")]
    assert told == [
        ("copy.txt", "copy"),
        ("1.txt", "repeated_id"),
        ("records.jsonl:3", "record"),
        ("5.txt", "text"),
        ("6.txt", "text"),
        ("7.txt", "record"),
        ("8.txt", "length"),
        ("9.txt", "kind"),
    ]
    assert summary.dropped == Counter(reason for _, reason in told)
    assert (summary.faults, summary.documents) == (4, 1)
    assert [place for place, _ in heard.faults] == ["records.jsonl:3", "5.txt", "6.txt", "7.txt"]
    length = rows(tmp_path / "c" / "dropped.jsonl")[-2]
    assert length == {
        "id": record(8, "")["id"],
        "path": "8.txt",
        "reason": "length",
        "measure": 2,
        "threshold": 60,
    }


def test_the_same_input_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        made_of(documents(), tmp_path / name)
    made_of(documents(), tmp_path / "c", replace(SETTINGS, seed=2))
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "c")


def test_the_corpus_tells_of_itself(tmp_path: Path) -> None:
    summary = made_of(documents(), tmp_path / "c")
    told = json.loads((tmp_path / "c" / "corpus.json").read_text(encoding="utf-8"))
    assert told["counts"] == summary.told()
    assert told["settings"]["quality"]["length"]["least"] == 60
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files(tmp_path / "c").items()}
    del digests["corpus.json"]
    assert {name: one["sha256"] for name, one in told["files"].items()} == digests
    assert made(tmp_path / "c")
    (tmp_path / "c" / "notes.txt").touch()
    assert not made(tmp_path / "c")


def test_no_records_make_an_empty_corpus(tmp_path: Path) -> None:
    assert made_of([], tmp_path / "c").told()["splits"] == {"train": 0, "dev": 0, "test": 0}


def test_a_split_that_tears_clusters_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "divide", lambda found, *_: bytes(number % 3 for number in range(len(found))))
    with pytest.raises(
        ConfigurationError, match=r"leaks from one split into another.*near-duplicates"
    ) as caught:
        made_of(documents(), tmp_path / "c")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "c" / "corpus.json").exists()


def test_what_is_no_folder_of_ours_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "foreign").mkdir()
    assert made(tmp_path / "foreign")
    (tmp_path / "foreign" / "corpus.json").write_text(
        '{"made_by": "another 1", "files": {}}', encoding="utf-8"
    )
    assert not made(tmp_path / "foreign")
    assert not made(tmp_path / "file")


def test_short_texts_that_differ_in_numbers_alone_never_part(tmp_path: Path) -> None:
    own = [prose(number, 3)[:130] for number in range(60)]
    texts = [f"{number}年\n{words}\n共{number}人" for words in own for number in (7, 12)]
    made_of([given(number, text) for number, text in enumerate(texts)], tmp_path / "c")
    clusters = {one.id: one.meta["cluster"] for found in items(tmp_path / "c").values() for one in found}
    names = [record(number, "")["id"] for number in range(120)]
    assert all(clusters[one] == clusters[other] for one, other in zip(names[::2], names[1::2], strict=True))


def test_every_form_and_the_card_are_written_and_told_of(tmp_path: Path) -> None:
    settings = replace(SETTINGS, formats=[named("conll"), named("doccano")], redaction=Options(), card=True)
    for folder in ("a", "b"):
        made_of(documents(6), tmp_path / folder, settings)
    told = json.loads((tmp_path / "a" / "corpus.json").read_text(encoding="utf-8"))
    assert {
        "conll/train.conll",
        "doccano/dev.jsonl",
        "croissant.json",
        "DATASHEET.zh.md",
        "test.jsonl",
    } <= set(told["files"])
    assert told["settings"]["formats"] == ["jsonl", "conll", "doccano"]
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_people_are_taken_out_and_names_of_files_with_them(tmp_path: Path) -> None:
    text = f"{prose(1)}\n联系人：王小明，电话13912345678。"
    records = [record(1, text), record(2, "短")]
    records[0]["source"]["path"], records[1]["source"]["path"] = "王小明.txt", "王小明2.txt"
    stocks = [stock(records[0], text), stock(records[1], "短")]
    for name, redaction in (("with", None), ("without", Options())):
        made_of(stocks, tmp_path / name, replace(SETTINGS, redaction=redaction))
    held = {name: b"".join(files(tmp_path / name).values()).decode() for name in ("with", "without")}
    assert all(words in held["with"] for words in ("王小明，电话", "13912345678", "王小明2.txt"))
    assert not any(words in held["without"] for words in ("王小明", "13912345678"))


def test_labels_and_their_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.preparation.entered", lambda record, _: item(record["part"]["end"]))
    summary = made_of([given(number, "字" * number) for number in range(200, 210)], tmp_path / "c")
    assert summary.labels == {"goals": 10, "names": 10, "quantities": 10, "figures": 10}
    assert sum(len(one.labels) for found in items(tmp_path / "c").values() for one in found) == 40
