"""DocBin files, with spaCy itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Corpus
from spacy.vocab import Vocab

from corpus.format.docbin import DocBinFormat
from corpus.item import Item, Label
from tests.corpus.format.build import items, plain, small, written


def docs(folder: Path) -> list[Doc]:
    vocab = Vocab()
    return [
        doc for path in sorted(folder.rglob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(vocab)
    ]


def groups(doc: Doc) -> dict[str, list[Span]]:
    # spaCy leaves out groups that are empty when it stores several of them alike.
    return {name: list(group) for name, group in doc.spans.items()}


def test_a_token_is_a_character_and_spans_have_their_attributes(tmp_path: Path) -> None:
    written(DocBinFormat(), tmp_path, [small(), plain()])
    doc, other = docs(tmp_path)
    assert doc.text == small().text
    assert [token.idx for token in doc] == list(range(len(doc.text)))
    (quantity, _) = groups(doc)["quantities"]
    told: Any = doc.user_data["item"]["labels"][quantity.id_]
    assert told["attributes"]["value"] == "30.5"
    assert told["score"] == 0.9
    assert doc.user_data["item"]["relations"][0] == {"label": "names", "head": "n1", "tail": "f1"}
    assert doc.user_data["item"]["meta"]["share"] == "0.1"
    assert [(span.text, span.label_, span.id_) for span in doc.ents] == [("达到30.50册，", "other", "f2")]
    assert (doc.cats["kind:plan"], doc.cats["kind:report"], doc.cats["level:county"]) == (1, 0, 1)
    assert not [name for name in other.cats if name.startswith("level")]
    assert all(not group for group in groups(other).values())


@settings(deadline=None, max_examples=40)
@given(items())
def test_all_spans_stand_where_they_stood(item: Item) -> None:
    with TemporaryDirectory() as folder:
        assert written(DocBinFormat(), Path(folder), [item, plain()]) == {}
        doc, other = docs(Path(folder))
    assert (doc.text, other.text) == (item.text, plain().text)
    found = {
        (name, span.start_char, span.end_char, span.label_, span.text, span.id_)
        for name, group in groups(doc).items()
        for span in group
    }
    assert found == {(one.layer, one.start, one.end, one.label, one.text, one.id) for one in item.labels}
    assert set(doc.user_data["item"]["labels"]) == {label.id for label in item.labels}


def test_numbers_beyond_64_bits_are_stored(tmp_path: Path) -> None:
    meta = {"big": 10**30, "list": [Decimal("1E+2")], "small": 7}
    written(DocBinFormat(), tmp_path, [Item("x#1", "文", {}, (), (), meta)])
    (doc,) = docs(tmp_path)
    assert doc.user_data["item"]["meta"] == {"big": "1" + "0" * 30, "list": ("100",), "small": 7}


def test_shards_are_bounded_and_read_as_one_corpus(tmp_path: Path) -> None:
    many = [Item(f"{n}#1", f"第{n}篇", {}, (), (), {}) for n in range(7)]
    written(DocBinFormat(size=3), tmp_path, many)
    assert sorted(path.name for path in (tmp_path / "train").iterdir()) == [
        "00000.spacy",
        "00001.spacy",
        "00002.spacy",
    ]
    assert [example.reference.text for example in Corpus(tmp_path / "train")(spacy.blank("zh"))] == [
        item.text for item in many
    ]


def test_words_lose_the_labels_that_cut_them(tmp_path: Path) -> None:
    text = "全县教师参加培训\n共3 次。"
    cuts = [("n1", "names", 3, 4, "教"), ("n2", "names", 2, 4, "教师"), ("q1", "quantities", 10, 13, "3 次")]
    labels = tuple(Label(a, b, c, d, text[c:d], "other") for a, b, c, d, _ in cuts)  # type: ignore[arg-type]
    item = Item("x#1", text, {}, labels).check()
    assert written(DocBinFormat("jieba"), tmp_path, [item]) == {"names": 1}
    (doc,) = docs(tmp_path)
    assert doc.text == text
    assert [token.text for token in doc][:4] == ["全县", "教师", "参加", "培训"]
    assert {name: [span.text for span in group] for name, group in groups(doc).items() if group} == {
        "names": ["教师"],
        "quantities": ["3 次"],
    }
