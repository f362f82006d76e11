r"""One character a line, and a column of BIO tags for each layer.

    # global.columns = FORM QUANTITIES FIGURES NAMES GOALS STAGES PROBLEMS CITATIONS PEOPLE
    # newdoc
    # id = 9f…#1
    # classes = {"kind":"plan","level":null}
    # meta = {…}
    # sentence = 1
    9	B-quantity	B-books.per_student	O	…

Columns are parted by tabs. An empty line ends a sentence: behind 。！？； and line breaks, unless a label goes on.
Characters that would break a line or a column, and those that cannot be seen, are written as escapes: ``\s`` is a
space, ``\n`` a line break, ``\t``, ``\r``, ``\\``, ``\#``, any other ``\u{3000}``. So the text comes back exactly.
Labels of one layer that overlap cannot all be told: the longest stay.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from re import Match
from typing import IO

from corpus.format.base import Refused, apart, stop
from corpus.format.file import text_file
from corpus.item import LAYERS, Item, Label, Layer, WrongItem, ordered
from schemas.number import dumps, loads

_COLUMNS = "# global.columns = FORM " + " ".join(layer.upper() for layer in LAYERS)
_LETTERS = {"\\": "\\", " ": "s", "\n": "n", "\t": "t", "\r": "r", "#": "#"}
_CHARACTERS = {letter: character for character, letter in _LETTERS.items()}
_ESCAPE = re.compile(r"\\(u\{([0-9a-f]{1,6})\}|.)")
_OUT = "O"
# As the ids that `corpus.entry` gives begin.
_IDS: Mapping[Layer, str] = dict(zip(LAYERS, "qfngspch", strict=True))


class ConllFormat:
    """``SPLIT.conll``. Text, classes, meta and spans come back; ids, attributes, relations, scores do not."""

    name = "conll"

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[ConllWriter]:
        """As ``Format.writer``."""
        with text_file(folder / f"{split}.conll") as file:
            file.write(_COLUMNS + "\n")
            yield ConllWriter(file)

    def read(self, path: Path, refused: Refused = stop) -> Iterator[Item]:
        """As ``Readable.read``; labels get new ids, by layer: ``f1``, ``f2`` …"""
        for rows in _documents(path):
            try:
                item = _item(rows)
            except WrongItem as error:
                refused(WrongItem(f"{path}: {error}"))
            else:
                yield item


class ConllWriter:
    """Writes items character by character."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.lost: Counter[str] = Counter()

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        columns, inside = self._tags(item)
        rows = ["\t".join(row) for row in zip(map(_shown, item.text), *columns, strict=True)]
        head = (
            f"# newdoc\n# id = {item.id}\n# classes = {dumps(dict(item.classes))}\n"
            f"# meta = {dumps(dict(item.meta))}\n"
        )
        for number, (start, end) in enumerate(pairwise(_breaks(item.text, inside)), start=1):
            head = head if number == 1 else f"# id = {item.id}\n"
            self.file.write(f"{head}# sentence = {number}\n")
            self.file.writelines(f"{row}\n" for row in rows[start:end])
            self.file.write("\n")

    def _tags(self, item: Item) -> tuple[list[list[str]], bytearray]:
        """The columns, and for every character whether a label goes on from the one before."""
        columns, inside = [], bytearray(len(item.text))
        for layer in LAYERS:
            column = [_OUT] * len(item.text)
            kept, lost = apart(item.layer(layer))
            if lost:
                self.lost[layer] += lost
            for label in kept:
                name = "".join(map(_seen, label.label))
                length = label.end - label.start
                column[label.start : label.end] = [f"B-{name}"] + [f"I-{name}"] * (length - 1)
                inside[label.start + 1 : label.end] = b"\x01" * (length - 1)
            columns.append(column)
        return columns, inside


@lru_cache(maxsize=65_536)
def _shown(character: str) -> str:
    return "\\#" if character == "#" else _seen(character)


@lru_cache(maxsize=65_536)
def _seen(character: str) -> str:
    if character in "\\ \n\t\r":
        return "\\" + _LETTERS[character]
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"


def _breaks(text: str, inside: bytearray) -> Iterator[int]:
    """Where sentences begin, and the end of the last."""
    import regex

    yield 0
    for found in regex.finditer(r"(?:[。！？；!?;]++[”’」』）》\"')]*+)\n*+|\n++", text):
        end = found.end()
        if end < len(text) and not inside[end]:
            yield end
    yield len(text)


Rows = list[tuple[int, str]]


def _documents(path: Path) -> Iterator[Rows]:
    rows: Rows = []
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            for number, line in enumerate(file, start=1):
                row = line.removesuffix("\n").removesuffix("\r")
                if row == "# newdoc":
                    if rows:
                        yield rows
                    rows = []
                if row and (rows or not row.startswith("# global.")):
                    rows.append((number, row))
        except UnicodeDecodeError as error:
            raise WrongItem(f"{path}: is no text in UTF-8; save it as UTF-8") from error
    if rows:
        yield rows


def _item(rows: Rows) -> Item:
    told: dict[str, str] = {}
    numbers, tokens = [], []
    for number, row in rows:
        if row.startswith("# "):
            key, _, value = row[2:].partition(" = ")
            told.setdefault(key, value)
        else:
            cells = row.split("\t")
            if len(cells) != len(LAYERS) + 1:
                raise WrongItem(f"line {number}: has {len(cells)} columns, not {len(LAYERS) + 1}")
            numbers.append(number)
            tokens.append(cells)
    try:
        name, classes, meta = told["id"], loads(told["classes"]), loads(told["meta"])
    except (KeyError, json.JSONDecodeError) as error:
        raise WrongItem(f"line {rows[0][0]}: begins no document with id, classes and meta") from error
    forms, *columns = zip(*tokens, strict=True) if tokens else [()] * (len(LAYERS) + 1)
    text = "".join(_text(number, form) for number, form in zip(numbers, forms, strict=True))
    labels: list[Label] = []
    for layer, column in zip(LAYERS, columns, strict=True):
        if set(column) != {_OUT}:
            labels += _labels(layer, zip(numbers, column, strict=True), text)
    return Item(name, text, classes, ordered(labels), (), meta).check()


def _text(number: int, cell: str) -> str:
    text = cell if len(cell) == 1 else _unescaped(cell)
    if len(text) != 1:
        raise WrongItem(f"line {number}: {cell!r} is no single character")
    return text


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(_meant, cell) if "\\" in cell else cell


def _meant(found: Match[str]) -> str:
    return chr(int(found[2], 16)) if found[2] else _CHARACTERS.get(found[1], found[0])


def _labels(layer: Layer, tags: Iterable[tuple[int, str]], text: str) -> Iterator[Label]:
    spans: list[tuple[int, int, str]] = []
    before = _OUT
    for place, (number, tag) in enumerate(tags):
        if tag == before == _OUT:
            continue
        if tag.startswith("B-"):
            spans.append((place, place + 1, tag[2:]))
        elif tag.startswith("I-") and before[1:] == tag[1:]:
            spans[-1] = (spans[-1][0], place + 1, tag[2:])
        elif tag != _OUT:
            raise WrongItem(f"line {number}: {tag} goes on from nothing; a label begins with B-")
        before = tag
    for count, (start, end, name) in enumerate(spans, start=1):
        yield Label(f"{_IDS[layer]}{count}", layer, start, end, text[start:end], _unescaped(name))
