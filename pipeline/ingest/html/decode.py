"""The characters of a web page: what it says of its encoding is often wrong, so a strict reading decides."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from pipeline.ingest.text import decode as guess
from schemas.errors import SourceError

_HEAD = 4096
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,80}encoding=["']([\w.-]{2,30})""",
    re.I,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The sets that Chinese pages are in, each as the widest that goes by its name. Western names say nothing: programs
# write them into pages of any language, and they would fit.
_SETS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "csgb2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("hz-gb-2312", "hz"), "hz"),
}
# One character in so many may be damaged before a page counts as unreadable.
_DAMAGED = 200
_UNKNOWN = "encoding not recognised; open it in a browser and save it as UTF-8"


def decode(data: bytes, stated: str | None = None) -> tuple[str, int]:
    """A page's text and how many characters of it were damaged; ``stated`` is what a mail's header says.

    Raises SourceError where no reading gives text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _loose(data[len(bom) :], encoding)
    # What reads as UTF-8 is UTF-8, whatever the page says; the other way round nearly anything reads as GB18030.
    declared = _CHARSET.search(data[:_HEAD])
    own = (declared[1] or declared[2]).decode("ascii") if declared else ""
    names = [_SETS[name] for name in (own.lower(), (stated or "").lower()) if name in _SETS]
    for encoding in ("utf-8", *names):
        try:
            return data.decode(encoding), 0
        except UnicodeDecodeError:
            continue
    for encoding in ("utf-8", *names):
        with suppress(SourceError):
            return _loose(data, encoding)
    return guess(data), 0


def _loose(data: bytes, encoding: str) -> tuple[str, int]:
    """The text with its damaged characters replaced, and how many there were."""
    text = data.decode(encoding, "replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    if damaged * _DAMAGED > len(text):
        raise SourceError(_UNKNOWN)
    return text, damaged
