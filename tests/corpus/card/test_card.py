"""What a corpus says of itself: counts that are right, files that stand on their own, metadata that loads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from corpus.card.about import About
from corpus.card.card import write_card
from corpus.card.statistics import Statistics
from corpus.card.table import tables
from corpus.item import Item, Label, Relation

TEXT = "学校占地面积12000平方米，占地面积约xx平方米，占地面积1.2万平方米；占地面积13000平方米"
ABOUT = About(
    "small",
    "2026-11-22",
    "shengjun 0",
    "shengjun corpus build a -o b --date 2026-11-22",
    7,
    dropped={"too_short": 3},
)


def figure(name: str, words: str, value: str | None, **more: object) -> Label:
    start = TEXT.index(words)
    told = {
        "value": None if value is None else Decimal(value),
        "unit": "m2",
        "role": "actual",
        "damage": None,
    } | more
    return Label(name, "figures", start, start + len(words), words, "area.land", told, 0.93, "rule.a")


def item(number: int, *labels: Label, **meta: object) -> Item:
    return Item(
        f"{number:064}#1",
        TEXT,
        {"kind": "plan", "level": None},
        labels,
        (),
        {"cluster": number, "title": "甲|乙`<b>", **meta},
    )


LABELS = (
    figure("f1", "12000平方米", "12000"),
    figure("f2", "xx平方米", None, damage="placeholder"),
    replace(figure("f3", "1.2万平方米", "12000"), rule="rule.b", score=1.0),
    figure("f4", "13000平方米", "13000"),
)
ITEMS = [
    (
        item(1, *LABELS, media_type="text/plain", date="2024-05", redacted={"name": 2}, warnings=["x"]),
        "train",
    ),
    (item(2, LABELS[0], replace(LABELS[0], id="g1", layer="goals", label="goal", rule=None)), "train"),
    (item(3, ocr=True), "test"),
]


def counted() -> Statistics:
    statistics = Statistics()
    for one, split in ITEMS:
        statistics.add(one, split)
    return statistics


def build(folder: Path) -> Path:
    folder.mkdir()
    with tables(folder) as table:
        for one, split in ITEMS:
            table.add(one, split)
    write_card(folder, ABOUT, counted())
    return folder


def test_counts_are_those_of_the_items() -> None:
    told = counted().told()
    assert told["splits"]["train"] == {"documents": 2, "characters": 2 * len(TEXT), "relations": {}}
    assert told["lengths"][0] == {"from": 0, "to": 500, "train": 2, "test": 1}
    assert told["classes"] == [{"kind": "plan", "level": "unknown", "train": 2, "test": 1}]
    assert told["labels"] == [
        {"layer": "figures", "label": "area.land", "train": 5, "test": 0},
        {"layer": "goals", "label": "goal", "train": 1, "test": 0},
    ]
    assert told["scores"]["0.9"] == 5
    assert told["damage"] == {"none": 4, "placeholder": 1}
    assert told["years"] == {"2024": 1, "unknown": 2}
    assert told["redacted"] == {"name": 2}
    assert told["recognised_documents"] == 1


def test_a_rule_conflicts_where_a_document_gives_one_thing_two_values() -> None:
    rules = {row["rule"]: row for row in counted().told()["rules"]}
    assert rules["rule.a"]["labels"] == 4
    assert rules["rule.a"]["coverage"] == Decimal("0.6667")
    # f1 and f4 differ; the blank f2 says nothing; the second document has one value alone.
    assert rules["rule.a"]["conflict"] == Decimal("0.5000")
    assert rules["rule.b"]["conflict"] == 1
    assert rules["rule.a"]["overlap"] == 0


def test_labels_that_share_characters_overlap() -> None:
    statistics = Statistics()
    inner = replace(LABELS[0], id="f9", end=LABELS[0].end - 1, text=LABELS[0].text[:-1], rule="rule.c")
    statistics.add(item(1, LABELS[0], inner, LABELS[3]), "train")
    rules = {row["rule"]: row["overlap"] for row in statistics.told()["rules"]}
    assert rules == {"rule.a": Decimal("0.5000"), "rule.c": Decimal(1)}


def test_relations_are_counted_by_label() -> None:
    statistics = Statistics()
    statistics.add(replace(item(1, *LABELS), relations=(Relation("names", "f1", "f2"),)), "dev")
    assert statistics.told()["splits"]["dev"]["relations"] == {"names": 1}


def test_the_same_items_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = build(tmp_path / "a"), build(tmp_path / "b")
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert len(names) == 10
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.filterwarnings("ignore")  # what the library and its own libraries warn each other of
def test_croissant_holds_and_its_tables_load(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = build(tmp_path / "a")
    import mlcroissant

    with caplog.at_level("WARNING"):
        dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    assert not caplog.records
    spans = list(dataset.records("spans"))
    assert [row["spans/text"].decode() for row in spans][:2] == ["12000平方米", "xx平方米"]
    assert {row["documents/split"] for row in dataset.records("documents")} == {b"train", b"test"}


def test_every_file_has_its_digest(tmp_path: Path) -> None:
    folder = build(tmp_path / "a")
    told = {
        held["contentUrl"]: held["sha256"]
        for held in json.loads((folder / "croissant.json").read_text())["distribution"]
    }
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(told) == set(files) - {"croissant.json"}
    assert all(
        hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in told.items()
    )


@pytest.mark.parametrize("name", ["DATASHEET.md", "DATASHEET.zh.md"])
def test_a_datasheet_is_whole(tmp_path: Path, name: str) -> None:
    sheet = (build(tmp_path / "a") / name).read_text()
    assert "| train | 2 |" in sheet
    assert "| area.land | 学校占地" in sheet
    assert "| too_short | 3 |" in sheet
    assert ABOUT.command in sheet
    assert "\n\n\n\n" not in sheet


def test_pictures_fetch_nothing_and_run_nothing(tmp_path: Path) -> None:
    folder = build(tmp_path / "a")
    pictures = sorted(folder.glob("*.svg"))
    assert [picture.name for picture in pictures] == [
        "classes.svg",
        "confidence.svg",
        "indicators.svg",
        "lengths.svg",
    ]
    for picture in pictures:
        root = etree.fromstring(picture.read_bytes())
        assert not root.xpath("//*[local-name()='script']")
        assert not root.xpath("//@*[contains(., '://')]")


def test_an_empty_corpus_has_a_card(tmp_path: Path) -> None:
    with tables(tmp_path):
        pass
    write_card(tmp_path, ABOUT, Statistics())
    assert (tmp_path / "DATASHEET.md").stat().st_size > 1000
