"""CoNLL files, by hand and through a reader of CoNLL."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import conllu
import pytest
from hypothesis import given, settings

from corpus.format.base import apart
from corpus.format.conll import ConllFormat
from corpus.item import LAYERS, Item, Label, WrongItem
from tests.corpus.format.build import items, plain, small, spans, written

GOLDEN = """\
# global.columns = FORM QUANTITIES FIGURES NAMES GOALS STAGES PROBLEMS CITATIONS PEOPLE
# newdoc
# id = x#1
# classes = {"kind":"plan","level":null}
# meta = {"path":"a.txt"}
# sentence = 1
书	O	O	B-books.count	B-goal	O	O	O	O
\\s	O	O	O	I-goal	O	O	O	O
9	B-quantity	B-books.count	O	I-goal	O	O	O	O
册	I-quantity	I-books.count	O	I-goal	O	O	O	O
。	O	O	O	I-goal	O	O	O	O
\\n	O	O	O	O	O	O	O	O

# id = x#1
# sentence = 2
\\#	O	O	O	O	O	O	O	O
\\u{3000}	O	O	O	O	O	O	O	O
；	O	O	O	O	O	O	O	O

"""


def golden() -> Item:
    text = "书 9册。\n#\u3000；"
    places = [("q1", "quantities", 2, 4, "quantity"), ("f1", "figures", 2, 4, "books.count")]
    more = [("n1", "names", 0, 1, "books.count"), ("g1", "goals", 0, 5, "goal")]
    labels = [Label(a, b, c, d, text[c:d], e) for a, b, c, d, e in [*more[::-1], *places]]  # type: ignore[arg-type]
    return Item("x#1", text, {"kind": "plan", "level": None}, tuple(labels), (), {"path": "a.txt"}).check()


def test_a_file_is_as_it_was(tmp_path: Path) -> None:
    assert written(ConllFormat(), tmp_path, [golden()]) == {}
    assert (tmp_path / "train.conll").read_text(encoding="utf-8") == GOLDEN
    (item,) = ConllFormat().read(tmp_path / "train.conll")
    assert spans(item) == spans(golden())
    assert (item.id, item.text, item.classes, item.meta) == (
        "x#1",
        golden().text,
        golden().classes,
        golden().meta,
    )
    assert {label.id for label in item.labels} == {"q1", "f1", "n1", "g1"}


@settings(deadline=None, max_examples=40)
@given(items())
def test_texts_and_spans_come_back_and_the_rest_is_counted(item: Item) -> None:
    with TemporaryDirectory() as folder:
        lost = written(ConllFormat(), Path(folder), [item, plain()])
        first, second = ConllFormat().read(Path(folder) / "train.conll")
        tokens = [
            one["form"]
            for one in (conllu.parse((Path(folder) / "train.conll").read_text("utf-8")) or [[]])[0]
        ]
    assert second == plain()
    assert (first.id, first.text, first.classes, first.meta) == (item.id, item.text, item.classes, item.meta)
    kept = {label.id: label for layer in LAYERS for label in apart(item.layer(layer))[0]}
    assert spans(first) == {(one.layer, one.start, one.end, one.label, one.text) for one in kept.values()}
    assert sum(lost.values()) == len(item.labels) - len(kept)
    assert len(tokens) <= len(item.text) or not item.text


def test_no_sentence_ends_inside_a_label(tmp_path: Path) -> None:
    written(ConllFormat(), tmp_path, [small()])
    for sentence in conllu.parse((tmp_path / "train.conll").read_text("utf-8")):
        assert not any(sentence[0][layer].startswith("I-") for layer in LAYERS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("I-quantity", "I-other", "line 10: I-other goes on from nothing"),
        ("册\tI", "册子\tI", "line 10: '册子' is no single character"),
        ("册\tI-quantity", "册", "line 10: has 8 columns, not 9"),
        ('"level":null', '"level":', "line 2: begins no document"),
    ],
)
def test_what_is_wrong_is_told_and_the_next_document_is_read(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "train.conll"
    written(ConllFormat(), tmp_path, [golden(), plain()])
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8", newline="\n")
    refused: list[WrongItem] = []
    assert list(ConllFormat().read(path, refused.append)) == [plain()]
    assert [str(error) for error in refused] == [next(str(e) for e in refused if told in str(e))]
    assert str(refused[0]).startswith(f"{path}: line ")
