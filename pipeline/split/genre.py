"""The shape of a document's title in this field."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import lexicon

_INSIDE = re.compile(r"[。！？；，,;：]")
# What may follow a title in brackets does not count in its length.
_APPENDED = 24
_TRAILER = re.compile(r"(?:[（(【][^（(【）)】]{1,20}[）)】])?[：: ]*$")
_TRAILING = ("）", ")", "】", "：", ":", " ")


@cache
def genre() -> tuple[str, ...]:
    return tuple(lexicon(str(Path(__file__).with_name("words.yaml")))["genre"])


def is_title(text: str, longest: int = 40) -> bool:
    """Whether a row has the shape of a document's title: short, no sentence in it, ending in a genre word."""
    if len(text) > longest + _APPENDED:
        return False
    bare = _TRAILER.sub("", text) if text.endswith(_TRAILING) else text
    return 4 <= len(bare) <= longest and bare.endswith(genre()) and not _INSIDE.search(bare)
