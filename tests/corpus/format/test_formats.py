"""What holds for every format: the same bytes, nothing half-written, the same spans in the library that reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.format.base import apart
from corpus.format.registry import FORMATS, Entry, named
from corpus.item import LAYERS, Item, Label, load
from schemas.errors import ConfigurationError
from tests.corpus.format.build import Span, contents, plain, small, spans, written

ITEMS = [small(), plain()]


def by_plain(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    for line in (folder / "train.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        item = load(line)
        yield item.id, spans(item)


def by_spacy(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    import spacy
    from spacy.training import Corpus

    for example in Corpus(folder / "train")(spacy.blank("zh")):
        doc = example.reference
        groups = {name: list(group) for name, group in doc.spans.items()}
        yield (
            doc.user_data["item"]["id"],
            {
                (name, span.start_char, span.end_char, span.label_, span.text)
                for name, group in groups.items()
                for span in group
            },
        )


def by_pyarrow(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    from pyarrow import parquet

    for row in parquet.read_table(folder / "train.parquet").to_pylist():
        yield (
            row["id"],
            {(one["layer"], one["start"], one["end"], one["label"], one["text"]) for one in row["labels"]},
        )


def by_conllu(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    """The BIO columns as a reader of CoNLL gives them; overlaps within a layer are lost."""
    import conllu

    name, at, found = "", 0, set()
    open_: dict[str, tuple[int, str]] = {}
    text = {item.id: item.text for item in ITEMS}

    def close(layer: str) -> None:
        if layer in open_:
            start, label = open_.pop(layer)
            found.add((layer, start, at, label, text[name][start:at]))

    with (folder / "train.conll").open(encoding="utf-8") as file:
        for sentence in conllu.parse_incr(file):
            if "newdoc" in sentence.metadata:
                if name:
                    for layer in LAYERS:
                        close(layer)
                    yield name, found
                name, at, found = sentence.metadata["id"], 0, set()
            for token in sentence:
                for layer in LAYERS:
                    tag = token[layer]
                    if not tag.startswith("I-"):
                        close(layer)
                    if tag.startswith("B-"):
                        open_[layer] = (at, tag[2:])
                at += 1
        for layer in LAYERS:
            close(layer)
        yield name, found


def by_labelstudio(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    for task in json.loads((folder / "train.json").read_text(encoding="utf-8")):
        values = [
            (one["from_name"], one["value"])
            for one in task["predictions"][0]["result"]
            if one["type"] == "labels"
        ]
        yield (
            task["data"]["item"],
            {(layer, one["start"], one["end"], one["labels"][0], one["text"]) for layer, one in values},
        )


def by_doccano(folder: Path) -> Iterator[tuple[str, set[Span]]]:
    for line in (folder / "train.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        told = json.loads(line)
        places = [
            (one["label"].split(":", 1), one["start_offset"], one["end_offset"]) for one in told["entities"]
        ]
        yield (
            told["item"],
            {(layer, start, end, label, told["text"][start:end]) for (layer, label), start, end in places},
        )


READERS: dict[str, Callable[[Path], Iterator[tuple[str, set[Span]]]]] = {
    "jsonl": by_plain,
    "docbin": by_spacy,
    "hf": by_pyarrow,
    "conll": by_conllu,
    "labelstudio": by_labelstudio,
    "doccano": by_doccano,
}


def without_overlaps(item: Item) -> set[Span]:
    kept = [label for layer in LAYERS for label in apart(item.layer(layer))[0]]
    return {(one.layer, one.start, one.end, one.label, one.text) for one in kept}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_its_reader_the_same_spans(name: str, tmp_path: Path) -> None:
    lost = written(named(name), tmp_path, ITEMS)
    expected = without_overlaps if name == "conll" else spans
    assert dict(READERS[name](tmp_path)) == {item.id: expected(item) for item in ITEMS}
    assert lost == ({"figures": 1} if name == "conll" else {})


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_items_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        for split in ("train", "dev"):
            written(named(name), tmp_path / folder, ITEMS, split)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_left_of_what_was_broken_off(name: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Item]:
        yield small()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        written(named(name), tmp_path, broken())
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", FORMATS)
def test_a_split_may_be_empty(name: str, tmp_path: Path) -> None:
    written(named(name), tmp_path, [])
    assert contents(tmp_path)
    assert list(READERS[name](tmp_path)) == [] or name == "conll"


def test_a_missing_library_and_an_unknown_format_are_named_in_one_line() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^format x: needs no_such_library; pip install no_such_library$"
    ):
        Entry("x", "jsonl", "PlainFormat", ("no_such_library",)).load()
    with pytest.raises(ConfigurationError, match=r"^format csv: there is none .* jsonl, docbin, hf, conll"):
        named("csv")


def test_the_longest_stays_where_labels_overlap() -> None:
    places = [(0, 2), (1, 5), (4, 6), (5, 7), (5, 7)]
    text = "0123456789"
    labels = [Label(f"f{n}", "figures", a, b, text[a:b], "x") for n, (a, b) in enumerate(places)]
    kept, lost = apart(labels)
    assert [label.id for label in kept] == ["f1", "f3"]
    assert lost == 3
