"""Whether a page's text layer says anything: each page is judged on its own, and nonsense is never passed on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from math import ceil
from operator import add
from pathlib import Path
from typing import Literal

from pipeline.ingest.pdf.page import LOST

Verdict = Literal["usable", "blank", "no_text", "watermark_only", "undecodable"]

_COMMON_SHARE = 0.2
_ENOUGH = 40
_FEW = 12
_BROKEN_SHARE = 0.08
_ODD_SHARE = 0.12
_IDEOGRAPH = re.compile("[\u4e00-\u9fff\u2e80-\u2fdf\uf900-\ufaff]")
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd\u0080-\u009f]")
_STRANGE = re.compile(
    "[^ -~\u00a0-\u00ff\u2000-\u27bf\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3100-\u312f\u3200-\u33ff"
    "\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufffd\u0370-\u03ff\u0100-\u024f\u2070-\u209f]"
)
_LATIN_ONE = re.compile("[\u00a1-\u00af\u00b4\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")
# Names and places are short between their signs; sentences are not.
_CLAUSE = re.compile("[\u4e00-\u9fff]{8,20}")
_PAIRS = 60
_SAMPLE = 25
# Reports have 0.25 and more, lists of goods 0.08, scrambled text 0.015.
_WORD_SHARE = 0.055
_DIGITLESS = 6
_ALPHABETS = frozenset(
    [
        "ARABIC",
        "HEBREW",
        "THAI",
        "LAO",
        "KHMER",
        "DEVANAGARI",
        "BENGALI",
        "TAMIL",
        "TELUGU",
        "GEORGIAN",
        "ARMENIAN",
        "CYRILLIC",
    ]
)
# Of so many characters so large a share is of one writing, and words are no longer than this.
_SEEN, _ONE_SCRIPT, _WORD = 2000, 0.6, 7
_NOISE = re.compile(r"[!\"#$&'*;<=>?@\[\\\]^`{|}~]")


def verdict(text: str, watermarked: bool, drawn: bool) -> Verdict:
    """What a page's text is worth.

    ``text`` is what is left of it without watermarks and running heads, its pieces parted by blanks;
    ``watermarked`` whether any was taken away; ``drawn`` whether anything else (images, shapes) is on the page.
    """
    letters = "".join(text.split())
    if not letters:
        return "watermark_only" if watermarked else "no_text" if drawn else "blank"
    if readable(letters) and worded(text) and not numberless(letters):
        return "usable"
    return "usable" if foreign(text) else "undecodable"


def worded(text: str) -> bool:
    """Whether long stretches of ideographs hold words: of a scrambled mapping hardly any does."""
    clauses = _CLAUSE.findall(text)
    some = clauses[:: 1 + len(clauses) // _SAMPLE]
    total = sum(map(len, some)) - len(some)
    if total < _PAIRS:
        return True
    pairs = chain.from_iterable(map(add, clause, clause[1:]) for clause in some)
    # In words enough of them are known long before the last.
    needed = ceil(_WORD_SHARE * total)
    return len(list(islice(filter(_pairs().__contains__, pairs), needed))) == needed


def foreign(text: str) -> bool:
    """Whether the text is in one other writing, which recognition for Chinese would make nonsense of.

    A wrong mapping scatters over thousands of characters, so over no small alphabet; over Hangul it may, but sets no
    blanks between words.
    """
    names = [unicodedata.name(sign, "").split(" ")[0] for sign in text[:_SEEN] if sign.isalpha()]
    if len(names) < _ENOUGH:
        return False
    script, count = Counter(names).most_common(1)[0]
    words = text.split()
    apart = script in _ALPHABETS or (script == "HANGUL" and len(text) <= _WORD * len(words))
    return apart and count >= _ONE_SCRIPT * len(names)


def numberless(text: str) -> bool:
    """Whether characters are lost and not one digit is left: the font of the numbers has no mapping."""
    return text.count(LOST) >= _DIGITLESS and not any(map(str.isdecimal, text))


def readable(text: str) -> bool:
    """Whether text without spaces decodes to a language; short stretches get the benefit of the doubt."""
    count = len(text)
    found = "".join(set(text))
    if not _BROKEN.search(found) and not _STRANGE.search(found):
        usual = sum(map(_common().__contains__, text))
        if usual >= max(_ENOUGH, _COMMON_SHARE * count):
            return True
    broken = len(_BROKEN.findall(text))
    if (count >= _FEW and broken > _BROKEN_SHARE * count) or broken == count:
        return False
    if count >= _FEW and len(_STRANGE.findall(text)) > _ODD_SHARE * count:
        return False
    ideographs = _IDEOGRAPH.findall(text)
    if len(ideographs) >= _ENOUGH:
        common = _common()
        return sum(map(common.__contains__, ideographs)) >= _COMMON_SHARE * len(ideographs)
    return not _scrambled(text)


def _scrambled(text: str) -> bool:
    """Whether text with few ideographs is a simple font's codes taken for letters."""
    words = [c for c in text if not c.isdigit()]
    if len(words) < _ENOUGH:
        return False
    if len(_LATIN_ONE.findall(text)) > 0.3 * len(words):
        return True
    return sum(1 for c in words if _NOISE.match(c) or unicodedata.category(c) == "Cc") > 0.35 * len(words)


@cache
def _pairs() -> frozenset[str]:
    """The pairs of ideographs that occur most in Chinese words, counted over the dictionary of jieba."""
    return frozenset(_halves((Path(__file__).parent / "pair.txt").read_text("utf-8")))


def _halves(text: str) -> Iterator[str]:
    letters = "".join(text.split())
    return (letters[start : start + 2] for start in range(0, len(letters), 2))


@cache
def _common() -> frozenset[str]:
    return frozenset("".join((Path(__file__).parent / "common.txt").read_text("utf-8").split()))
