"""spaCy's DocBin: a Doc an item, spans in a group for each layer, in shards that ``spacy train`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import accumulate
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Any, Literal

from corpus.format.attribute import inexact, spelt, words
from corpus.format.base import apart
from corpus.format.file import draft
from corpus.item import LAYERS, Item, Label, Layer

if TYPE_CHECKING:
    from spacy.tokens import DocBin

Segmenter = Literal["char", "jieba"]
# A shard is in memory as a whole, here and where it is read.
_DOCS = 1_000
_CHARACTERS = 500_000
# spaCy's own: a span in a group (id, knowledge base, label, tokens, characters), the columns of a token, and codes
# of entity tokens.
_SPAN = Struct(">QQQllll")
_COLUMNS = ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_ID")
_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3

# A label with the tokens where it begins and ends.
Placed = tuple[Label, int, int]


class DocBinFormat:
    """``SPLIT/00000.spacy`` and so on; a folder of them is what ``spacy train --paths.train`` takes.

    With ``char`` a token is a character, spaces too: token ``i`` is character ``i``, and every span is exact. With
    ``jieba`` tokens are words as spaCy's Chinese tokenizer cuts them, and spaces; a label that cuts a word has no
    place and is counted in ``Writer.lost``.

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
    """Fills a DocBin and writes it a shard at a time.

    The DocBin is given what it would take from a Doc, without one: spaCy looks at every token nine times over, and at
    its installed packages for every span group, which takes ten times as long.
    """

    def __init__(self, folder: Path, segmenter: Segmenter, size: int) -> None:
        from spacy.strings import StringStore
        from srsly.msgpack import Packer  # type: ignore[import-untyped]

        self.folder = folder
        self.cut = list if segmenter == "char" else _by_word()
        self.size = size
        self.lost: Counter[str] = Counter()
        self.shards = 0
        self.pack = Packer(use_bin_type=True).pack
        self.hash = cache(StringStore().add)
        self.characters = 0
        self.bin = _empty()

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        words = self.cut(item.text)
        places = {place: token for token, place in enumerate(accumulate(map(len, words), initial=0))}
        spans: dict[Layer, list[Placed]] = {
            layer: list(self._placed(item.layer(layer), places)) for layer in LAYERS
        }
        self._tokens(words, spans["figures"])
        self.bin.cats.append(_classes(item))
        self.bin.flags.append({"has_unknown_spaces": False})
        self.bin.user_data.append(self.pack({"item": _rest(item)}))
        self.bin.span_groups.append(self._groups(spans))
        self.characters += len(item.text)
        if len(self.bin) >= self.size or self.characters >= _CHARACTERS:
            self._shard()

    def close(self) -> None:
        """Write what is left; a split without items gets one empty shard, which spaCy reads as such."""
        if len(self.bin) or not self.shards:
            self._shard()

    def _shard(self) -> None:
        with draft(self.folder / f"{self.shards:05}.spacy") as path:
            path.write_bytes(self.bin.to_bytes())
        self.shards += 1
        self.bin = _empty()
        self.characters = 0

    def _placed(self, labels: list[Label], places: Mapping[int, int]) -> Iterator[Placed]:
        for label in labels:
            if label.start in places and label.end in places:
                yield label, places[label.start], places[label.end]
            else:
                self.lost[label.layer] += 1

    def _tokens(self, words: list[str], figures: list[Placed]) -> None:
        """A row a token: its word; whether an entity begins, goes on or is not there; its type and id."""
        import numpy

        rows = numpy.zeros((len(words), len(_COLUMNS)), dtype="uint64")
        rows[:, 0] = [self.hash(word) for word in words]
        rows[:, 1] = _OUTSIDE
        places = {label.id: (start, end) for label, start, end in figures}
        kept, _ = apart([label for label, _, _ in figures])
        for label in kept:
            start, end = places[label.id]
            rows[start:end, 1] = _INSIDE
            rows[start, 1] = _BEGINS
            rows[start:end, 2:] = self.hash(label.label), self.hash(label.id)
        self.bin.tokens.append(rows)
        self.bin.spaces.append(numpy.zeros((len(words), 1), dtype=bool))
        self.bin.strings.update(words)

    def _groups(self, spans: Mapping[Layer, list[Placed]]) -> bytes:
        groups: dict[bytes, list[str]] = {}
        for layer, placed in spans.items():
            packed = [
                _SPAN.pack(self.hash(label.id), 0, self.hash(label.label), start, end, label.start, label.end)
                for label, start, end in placed
            ]
            groups[self.pack({"name": layer, "attrs": {}, "spans": packed})] = [layer]
            self.bin.strings.update(name for label, _, _ in placed for name in (label.id, label.label))
        stored: bytes = self.pack(groups)
        return stored


def _empty() -> DocBin:
    from spacy.tokens import DocBin

    made = DocBin(attrs=_COLUMNS, store_user_data=True)
    made.strings.add("")
    return made


def _classes(item: Item) -> dict[str, float]:
    classes: dict[str, float] = {}
    for name, label in item.classes.items():
        if label is not None:
            known = sorted({*words().get(name, ()), label})
            classes |= {f"{name}:{one}": float(one == label) for one in known}
    return classes


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


def _by_word() -> Callable[[str], list[str]]:
    import jieba
    import spacy

    jieba.setLogLevel("ERROR")
    tokenizer = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}).tokenizer

    def cut(text: str) -> list[str]:
        return [part for token in tokenizer(text) for part in (token.text, token.whitespace_) if part]

    return cut
