"""spaCy's DocBin: a Doc an item, spans in a group for each layer, in shards that ``spacy train`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.format.attribute import inexact, spelt, words
from corpus.format.base import apart
from corpus.format.file import draft
from corpus.item import LAYERS, Item, Label

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Segmenter = Literal["char", "jieba"]
# A shard is in memory as a whole, here and where it is read.
_DOCS = 1_000
_CHARACTERS = 4_000_000


class DocBinFormat:
    """``SPLIT/00000.spacy`` and so on; a folder of them is what ``spacy train --paths.train`` takes.

    With ``char`` a token is a character, spaces too: token ``i`` is character ``i``, and every span is exact. With
    ``jieba`` tokens are words as spaCy's Chinese tokenizer cuts them; a label that cuts a word has no place and is
    counted in ``Writer.lost``.

    ``doc.spans`` holds the layers, ``doc.ents`` the figures that do not overlap (the longest stay), ``doc.cats``
    the classes that are known (``kind:plan`` 1, every other kind 0). ``span.id_`` is the label's id;
    ``doc.user_data["item"]`` has the rest as plain data: ``id``, ``meta``, ``relations`` and by label id its
    ``attributes`` (numbers as text, exactly), ``score`` and ``rule``.
    """

    name = "docbin"

    def __init__(self, segmenter: Segmenter = "char", size: int = _DOCS) -> None:
        self.segmenter = segmenter
        self.size = size

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[DocBinWriter]:
        """As ``Format.writer``; shards before the one being written stay after an error."""
        writer = DocBinWriter(folder / split, self.segmenter, self.size)
        yield writer
        writer.close()


class DocBinWriter:
    """Gathers Docs and writes them a shard at a time."""

    def __init__(self, folder: Path, segmenter: Segmenter, size: int) -> None:
        self.folder = folder
        self.cut = _by_character() if segmenter == "char" else _by_word()
        self.size = size
        self.lost: Counter[str] = Counter()
        self.shards = 0
        self.docs: list[Doc] = []
        self.characters = 0

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        self.docs.append(self._doc(item))
        self.characters += len(item.text)
        if len(self.docs) >= self.size or self.characters >= _CHARACTERS:
            self._shard()

    def close(self) -> None:
        """Write what is left; a split without items gets one empty shard, which spaCy reads as such."""
        if self.docs or not self.shards:
            self._shard()

    def _shard(self) -> None:
        from spacy.tokens import DocBin

        stored = DocBin(store_user_data=True, docs=self.docs).to_bytes()
        with draft(self.folder / f"{self.shards:05}.spacy") as path:
            path.write_bytes(stored)
        self.shards += 1
        self.docs = []
        self.characters = 0

    def _doc(self, item: Item) -> Doc:
        doc = self.cut(item.text)
        spans: dict[str, Span] = {}
        for layer in LAYERS:
            group = [(label.id, self._span(doc, label)) for label in item.layer(layer)]
            doc.spans[layer] = [span for _, span in group if span is not None]
            spans |= {name: span for name, span in group if span is not None}
        figures, _ = apart([label for label in item.layer("figures") if label.id in spans])
        doc.ents = [spans[label.id] for label in figures]
        for name, label in item.classes.items():
            if label is not None:
                known = sorted({*words().get(name, ()), label})
                doc.cats |= {f"{name}:{one}": float(one == label) for one in known}
        doc.user_data["item"] = _rest(item)
        return doc

    def _span(self, doc: Doc, label: Label) -> Span | None:
        span: Span | None = doc.char_span(label.start, label.end, label=label.label, span_id=label.id)
        if span is None:
            self.lost[label.layer] += 1
        return span


def _rest(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "meta": inexact(item.meta),
        "relations": [{"label": one.label, "head": one.head, "tail": one.tail} for one in item.relations],
        "labels": {
            label.id: {
                "attributes": spelt(label.layer, label.attributes),
                "score": None if label.score is None else float(label.score),
                "rule": label.rule,
            }
            for label in item.labels
        },
    }


def _by_character() -> Callable[[str], Doc]:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    return lambda text: Doc(vocab, words=list(text), spaces=[False] * len(text))


def _by_word() -> Callable[[str], Doc]:
    import jieba
    import spacy

    jieba.setLogLevel("ERROR")
    tokenizer: Callable[[str], Doc] = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}
    ).tokenizer
    return tokenizer
