"""Whether the same text stands on both sides of a split: told from a written corpus alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from corpus.item import SPLITS
from corpus.register import Register

PAIRS = "duplicates.jsonl"
# Digits, blanks and the marks that stand for lost digits are no part of what is compared.
_NOTHING = re.compile(r"[\s\d.,，．xX×＊*_＿]+")
_STRING = r'("[^"\\]*+(?:\\.[^"\\]*+)*+")'
_HEAD = re.compile(rf'\{{"id":{_STRING},"text":{_STRING},')
_LINES, _CHARACTERS = 3, 100


def leaks(folder: Path) -> Iterator[str]:
    """What is in two splits at once: documents, pairs of near-duplicates, texts that differ in numbers alone.

    Texts count from three lines and a hundred characters on; shorter ones may well be alike by chance.
    """
    places, texts = Register(), Register()
    for at, split in enumerate(SPLITS):
        with (folder / f"{split}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                name, text = _head(line)
                other = places.put(name, at)
                if other is not None:
                    yield f"{name} is in {SPLITS[other]} and in {split}"
                    continue
                words = bare(text)
                other = texts.put(words, at) if words else None
                if other not in (None, at):
                    yield f"{name} in {split} has the text of a document in {SPLITS[other]}"
    with (folder / PAIRS).open(encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            left, right = places.get(pair["left"]), places.get(pair["right"])
            if left is None or right is None:
                yield f"{PAIRS} names {pair['left']} and {pair['right']}; one is not there"
            elif left != right:
                yield f"{pair['left']} in {SPLITS[left]} and {pair['right']} in {SPLITS[right]} are near-duplicates"


def _head(line: str) -> tuple[str, str]:
    """Id and text of an item, which stand first in its line; the labels, most of it, are not looked at."""
    found = _HEAD.match(line)
    if found is None:
        raise ValueError(f"is no line of an item: {line[:80]!r}")
    return json.loads(found[1]), json.loads(found[2])


def bare(text: str) -> str:
    """The text without numbers and blanks; nothing where there is little of it."""
    words = _NOTHING.sub("", text)
    lines = sum(1 for line in text.split("\n") if line.strip())
    return words if lines >= _LINES and len(words) >= _CHARACTERS else ""
