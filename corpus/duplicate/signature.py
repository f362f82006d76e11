"""What of a text is compared with others: runs of its letters, as numbers that are the same everywhere.

Digits, Chinese numerals, placeholders, punctuation, spaces and line breaks are left out: copies differ in them, and
wrapped lines join by themselves. Of all runs those with the smallest hashes stand for the rest (a FracMinHash), so
that two samples can be compared however long their texts are. Hashes are arithmetic on 64 bits: they depend neither on
the process nor on the platform nor on a library's version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Long = NDArray[np.uint64]
Short = NDArray[np.uint32]

# Kept are the hashes below a share of the whole range; of shingles never fewer than so many.
_SHARE, _LEAST = 2**64 // 4, 256
_KEY_SHARE = 2**64 // 8
_WHOLE = 2**32 - 1

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_NUMERALS = "〇零一二三四五六七八九十百千万亿两某"
_LATIN = "abcdefghijklmnopqrstuvwyz"  # without x, which stands where a number was


@dataclass(frozen=True, slots=True)
class Signature:
    """Samples of the text's distinct runs, ascending: ``shingles`` of 5 letters, ``passages`` of 16.

    Shingles survive slips of the pen and of the scanner; passages are what strangers seldom share.
    """

    shingles: Short
    passages: Long


def signature(text: str) -> Signature:
    """The signature of a text; all its arrays are empty where it has fewer than 5 letters."""
    letters = _letters(text)
    twice = _joined(letters, letters, 1)
    four = _joined(twice, twice, 2)
    eight = _joined(four, four, 4)
    shingles = _mixed(_joined(four, letters, 4))
    passages = _mixed(_joined(eight, eight, 8))
    return Signature(_least(shingles), np.unique(passages[passages < np.uint64(_KEY_SHARE)]))


def bound(shingles: Short) -> int:
    """Up to which hash the sample holds every shingle of its text."""
    if len(shingles) < _LEAST:
        return _WHOLE
    return int(shingles[-1]) if len(shingles) == _LEAST else _SHARE >> 32


def _letters(text: str) -> Long:
    kept = _table()[np.frombuffer(text.encode("utf-16-le", "replace"), "<u2")]
    letters: Long = kept[kept > 0].astype(np.uint64)
    return letters


@cache
def _table() -> NDArray[np.uint16]:
    """What each code unit counts as: 0 is left out."""
    table = np.zeros(2**16, np.uint16)
    table[0x3400:0xA000] = np.arange(0x3400, 0xA000)
    for letter in _LATIN:
        for written in (letter, letter.upper()):
            table[[ord(written), ord(written) + 0xFEE0]] = ord(letter)  # also as wide as a Chinese character
    table[[ord(numeral) for numeral in _NUMERALS]] = 0
    return table


def _joined(first: Long, second: Long, length: int) -> Long:
    """Of runs of ``length`` letters and those that follow them: the longer runs."""
    factor = np.uint64(pow(int(_FACTOR), length, 2**64))
    count = max(len(second) - length, 0)
    joined: Long = first[:count] * factor + second[length : length + count]
    return joined


def _mixed(runs: Long) -> Long:
    """Hashes that look random, by the finish of SplitMix64."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        runs = (runs ^ (runs >> np.uint64(shift))) * np.uint64(factor)
    mixed: Long = runs ^ (runs >> np.uint64(31))
    return mixed


def _least(hashes: Long) -> Short:
    few = np.unique(hashes[hashes < np.uint64(_SHARE)] >> np.uint64(32))
    if len(few) < _LEAST:
        few = np.unique(hashes >> np.uint64(32))[:_LEAST]
    return few.astype(np.uint32)
