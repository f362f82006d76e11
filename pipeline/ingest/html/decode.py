"""The characters of a web page: what it says of its encoding is often wrong, so a strict reading decides."""

from __future__ import annotations

import codecs
import re

from pipeline.ingest.text import decode as guess
from schemas.errors import SourceError

_HEAD = 4096
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,80}encoding=["']([\w.-]{2,30})""",
    re.I,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Browsers read the narrower names as the widest set that goes by them.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "unicode": "utf-16",
}
# One character in so many may be damaged before a page counts as unreadable.
_DAMAGED = 500


def decode(data: bytes, stated: str | None = None) -> tuple[str, int]:
    """A page's text and how many characters of it were damaged; ``stated`` is what a mail's header says.

    Raises SourceError where no reading gives text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _loose(data[len(bom) :], encoding)
    declared = _CHARSET.search(data[:_HEAD])
    own = (declared[1] or declared[2]).decode("ascii") if declared else None
    names = [known for name in (own, stated) if name and (known := _known(name))]
    for encoding in dict.fromkeys([*names, "utf-8", "gb18030"] if names else ["utf-8"]):
        try:
            return data.decode(encoding), 0
        except UnicodeDecodeError:
            continue
    return _loose(data, names[0]) if names else (guess(data), 0)


def _known(name: str) -> str | None:
    name = name.lower()
    try:
        # What could be read as ASCII was; a page that says it is in two-byte characters is wrong.
        found = _WIDER.get(name) or codecs.lookup(name).name
        return None if found.startswith("utf-16") or not isinstance("".encode(found), bytes) else found
    except LookupError:
        return None


def _loose(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    if damaged * _DAMAGED > len(text):
        raise SourceError("encoding not recognised; open it in a browser and save it as UTF-8")
    return text, damaged
