"""Characters of symbol fonts, which a file maps to private codes: ticked boxes, signs of comparison, bullets."""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.docx.symbol import known, redraw

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_LETTERS = re.compile(r"[A-Z]{6}\+|[-,].*|MT$|\s", re.IGNORECASE)
_NAMES = {"wingdings2": "wingdings 2", "symbol": "symbol", "wingdings": "wingdings"}
_LONGEST = 128


def drawn(handle: Any, texts: list[str]) -> list[str]:
    """The characters of a PDFium text page as what their fonts draw; what is not known to be a symbol stays."""
    if not _PRIVATE.search("".join(texts)):
        return texts
    return [
        _sign(handle, index, text) if _PRIVATE.fullmatch(text) else text for index, text in enumerate(texts)
    ]


def _sign(handle: Any, index: int, text: str) -> str:
    from ctypes import c_int, create_string_buffer

    from pypdfium2 import raw

    buffer, flags = create_string_buffer(_LONGEST), c_int()
    length = raw.FPDFText_GetFontInfo(handle, index, buffer, _LONGEST, flags)
    name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace") if length <= _LONGEST else ""
    font = _NAMES.get(_LETTERS.sub("", name).lower())
    return redraw(text, font) if known(font) else text
