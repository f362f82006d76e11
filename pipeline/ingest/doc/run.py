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
_CUT = re.compile("([\x00-\x1f(]|[\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+)")
_MARKS = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_BREAKS = {"\t": "tab", "\v": "br", "\f": "br", "\x0e": "br", "\x1e": "noBreakHyphen"}
# Kinds of fields: check boxes and choices are drawn from what is kept elsewhere.
_CONTENTS, _CONTROLS = 13, (71, 83)
_RUBY = re.compile(r"\\o\s*\\a[^c]", re.IGNORECASE)
_BOX, _NOTE = "\x08", "\x02"


class Look(NamedTuple):
    """What of a formatting the text depends on; ``symbol`` is a font's number and a character of it."""

    deleted: bool = False
    special: bool = False
    hidden: bool | None = None
    raised: int | None = None
    style: int | None = None
    fonts: tuple[int, ...] = ()
    symbol: tuple[int, int] | None = None
    object: bool = False


@lru_cache(maxsize=4096)
def look(grpprl: bytes, hidden: bool) -> Look:
    """The look that modifiers state, in a style that hides its text or not."""
    found = stated(grpprl)
    if _MAJORITY in found:
        raise Strange("formatting by majority")

    def stated_number(code: int) -> int | None:
        return int.from_bytes(found[code], "little") if code in found else None

    # Stated outright, or as the style has it, or the other way round.
    vanish = {0: False, 1: True, 0x81: not hidden}.get(found[HIDDEN][0]) if HIDDEN in found else None
    drawn = found.get(_SYMBOL)
    pair = (int.from_bytes(drawn[:2], "little"), int.from_bytes(drawn[2:], "little")) if drawn else None
    fonts = tuple(int.from_bytes(found[code], "little") for code in _FONTS if code in found)
    return Look(
        bool(stated_number(_DELETED)), bool(stated_number(_SPECIAL)), vanish, stated_number(_RAISED),
        stated_number(_STYLE), fonts, pair, bool(stated_number(_OBJECT)),
    )  # fmt: skip


class Runs:
    """Writes runs and keeps the fields that are open."""

    def __init__(
        self, fonts: list[str], kinds: dict[int, int], anchored: Callable[[str, int], list[Element]]
    ) -> None:
        self._fonts = [font if known(font) else None for font in fonts]
        self._anchored = anchored
        self._kinds = kinds
        # Whether each open field has come to what it shows.
        self._open: list[bool] = []

    def write(self, text: str, start: int, seen: Look) -> Iterator[Element]:
        """Runs for ``text``, which begins at position ``start``."""
        if seen.deleted:
            return
        if not seen.special and not seen.symbol and not _CONTROL.search(text):
            yield self._run(seen, self._plain(text))
            return
        at = start
        text = text if text.isascii() else _paired(text)
        for piece in _CUT.findall(text):
            content = self._content(piece, at, seen)
            if content:
                yield self._run(seen, *content)
            at += len(piece) + sum(char > "\uffff" for char in piece)

    def _content(self, piece: str, at: int, seen: Look) -> list[Element]:
        if piece in _MARKS:
            self._field(piece)
            mark = make("fldChar", {w("fldCharType"): _MARKS[piece]})
            # The program's language names the field in the text, a number does beside it.
            kind = self._kinds.get(at, 0) if piece == "\x13" else 0
            if kind in _CONTROLS:
                raise Strange("a form's control")
            return [mark, make("instrText", "TOC ")] if kind == _CONTENTS else [mark]
        if piece in _BREAKS:
            return [make(_BREAKS[piece])]
        if seen.symbol and piece == "(":
            number, code = seen.symbol
            font = self._fonts[number] if number < len(self._fonts) else None
            return [make("sym", {w("font"): font or "", w("char"): f"{code:04X}"})]
        if seen.special:
            if piece in (_BOX, _NOTE):
                return self._anchored(piece, at)
            if piece == "\x01" and seen.object:
                return [make("object")]
        return [self._plain(piece)] if piece >= " " else []

    def _plain(self, text: str) -> Element:
        if not self._open or self._open[-1]:
            return make("t", text)
        if _RUBY.search(text):
            raise Strange("text with its pronunciation above")
        return make("instrText", text)

    def _field(self, mark: str) -> None:
        if mark == "\x13":
            self._open.append(False)
        if mark == "\x13" or not self._open:
            return
        if mark == "\x14":
            self._open[-1] = True
        else:
            self._open.pop()

    def _run(self, seen: Look, *content: Element) -> Element:
        if seen == _BARE:
            return make("r", *content)
        properties = [] if seen.style is None else [make_value("rStyle", seen.style)]
        font = next(
            (name for number in seen.fonts if number < len(self._fonts) and (name := self._fonts[number])),
            None,
        )
        if font:
            properties.append(make("rFonts", {w("ascii"): font}))
        if seen.hidden is not None:
            properties.append(make_value("vanish", int(seen.hidden)))
        if seen.raised is not None:
            properties.append(make_value("vertAlign", "superscript" if seen.raised == 1 else "baseline"))
        return make("r", make("rPr", *properties), *content) if properties else make("r", *content)


_BARE = Look()


def _paired(text: str) -> str:
    """Two halves of a character as one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
