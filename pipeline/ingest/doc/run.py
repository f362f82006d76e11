"""What a stretch of characters in one formatting becomes: runs with text, breaks, field marks, symbols."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.ingest.doc.binary import Strange
from pipeline.ingest.doc.modifier import stated
from pipeline.ingest.doc.style import HIDDEN, make, make_value
from pipeline.ingest.docx.name import Element, w
from pipeline.ingest.docx.symbol import known

_DELETED, _SPECIAL, _SYMBOL, _RAISED, _STYLE, _OBJECT = 0x0800, 0x0855, 0x6A09, 0x2A48, 0x4A30, 0x080A
_FONTS = (0x4A4F, 0x4A51)
_MAJORITY, _PLAIN = 0xCA47, 0x2A33
_CONTROL = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_CUT = re.compile("([\x00-\x1f(]|[\x20-\ud7ff\ue000-\ufffd]+)")
_MARKS = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_BREAKS = {"\t": "tab", "\v": "br", "\f": "br", "\x0e": "br", "\x1e": "noBreakHyphen"}
# Controls with a state of their own are drawn from what is kept elsewhere.
_FORM = re.compile(r"\s*FORM(?:CHECKBOX|DROPDOWN)", re.IGNORECASE)
_BOX, _NOTE = "\x08", "\x02"


class Look(NamedTuple):
    """What of a formatting the text depends on; ``symbol`` is a font's number and a character of it."""

    deleted: bool = False
    special: bool = False
    hidden: int | None = None
    raised: int | None = None
    style: int | None = None
    fonts: tuple[int, ...] = ()
    symbol: tuple[int, int] | None = None
    object: bool = False


@lru_cache(maxsize=4096)
def look(grpprl: bytes) -> Look:
    """The look that modifiers state."""
    found = stated(grpprl)
    if _MAJORITY in found:
        raise Strange("formatting by majority")

    def stated_number(code: int) -> int | None:
        return int.from_bytes(found[code], "little") if code in found else None

    drawn = found.get(_SYMBOL)
    pair = (int.from_bytes(drawn[:2], "little"), int.from_bytes(drawn[2:], "little")) if drawn else None
    fonts = tuple(int.from_bytes(found[code], "little") for code in _FONTS if code in found)
    return Look(
        bool(stated_number(_DELETED)), bool(stated_number(_SPECIAL)), stated_number(HIDDEN), stated_number(_RAISED),
        stated_number(_STYLE), fonts, pair, bool(stated_number(_OBJECT)),
    )  # fmt: skip


class Runs:
    """Writes runs and keeps the fields that are open."""

    def __init__(self, fonts: list[str], anchored: Callable[[str, int], list[Element]]) -> None:
        self._fonts = [font if known(font) else None for font in fonts]
        self._anchored = anchored
        self._open: list[list[str] | None] = []
        self._made: dict[Look, Element | None] = {}

    def write(self, text: str, start: int, grpprl: bytes) -> Iterator[Element]:
        """Runs for ``text``, which begins at position ``start``."""
        seen = look(grpprl)
        if seen.deleted:
            return
        if not seen.special and not _CONTROL.search(text):
            yield self._run(seen, self._plain(text, seen))
            return
        at = start
        text = text if text.isascii() else _paired(text)
        for piece in _CUT.findall(text):
            content = self._content(piece, at, seen)
            if content:
                yield self._run(seen, *content)
            at += len(piece)

    def _content(self, piece: str, at: int, seen: Look) -> list[Element]:
        if piece in _MARKS:
            self._field(piece)
            return [make("fldChar", {w("fldCharType"): _MARKS[piece]})]
        if piece in _BREAKS:
            return [make(_BREAKS[piece])]
        if seen.special:
            if seen.symbol and piece == "(":
                number, code = seen.symbol
                font = self._fonts[number] if number < len(self._fonts) else None
                return [make("sym", {w("font"): font or "", w("char"): f"{code:04X}"})]
            if piece in (_BOX, _NOTE):
                return self._anchored(piece, at)
            if piece == "\x01" and seen.object:
                return [make("object")]
        return [self._plain(piece, seen)] if piece >= " " else []

    def _plain(self, text: str, seen: Look) -> Element:
        del seen
        instruction = self._open[-1] if self._open else None
        if instruction is None:
            return make("t", text)
        instruction.append(text)
        return make("instrText", text)

    def _field(self, mark: str) -> None:
        if mark == "\x13":
            self._open.append([])
            return
        if not self._open:
            return
        instruction = self._open[-1]
        if instruction is not None and _FORM.match("".join(instruction)):
            raise Strange("a form's control")
        if mark == "\x14":
            self._open[-1] = None
        else:
            self._open.pop()

    def _run(self, seen: Look, *content: Element) -> Element:
        if seen == _BARE:
            return make("r", *content)
        properties = [] if seen.style is None else [make_value("rStyle", seen.style)]
        font = next((name for number in seen.fonts if number < len(self._fonts) and (name := self._fonts[number])), None)
        if font:
            properties.append(make("rFonts", {w("ascii"): font}))
        if seen.hidden is not None:
            properties.append(make_value("vanish", seen.hidden & 1))
        if seen.raised is not None:
            properties.append(make_value("vertAlign", "superscript" if seen.raised == 1 else "baseline"))
        return make("r", make("rPr", *properties), *content) if properties else make("r", *content)


_BARE = Look()


def _paired(text: str) -> str:
    """Two halves of a character as one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
