"""Complex fields: what they show, not what they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.docx.name import Element, number, on, value, w

_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
# Word's "enclose characters" command: EQ \o\ac(○,1) draws ①.
_ENCLOSED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*\(\s*[○◯]\s*,\s*(\w{1,2})\s*\)\s*", re.IGNORECASE)


def is_contents(instruction: str | None) -> bool:
    """Whether a field's instruction asks for a table of contents."""
    return bool(instruction and _CONTENTS.match(instruction))


def tick(checked: bool) -> str:
    """A check box as text."""
    return "☑" if checked else "☐"


@dataclass(slots=True)
class _Open:
    instruction: list[str] = field(default_factory=list)
    result: bool = False
    contents: bool = False


class Fields:
    """The fields that are open at one point of the text; ``muted`` counts those whose text is not shown."""

    def __init__(self, skip_contents: bool) -> None:
        self._open: list[_Open] = []
        self._skip = skip_contents
        self.muted = 0
        self.contents = False

    def instruct(self, text: str | None) -> None:
        """Take a piece of the innermost field's instruction."""
        if self._open and text and not self._open[-1].result:
            self._open[-1].instruction.append(text)

    def mark(self, element: Element) -> str:
        """Take a ``w:fldChar``; gives what a field without a result draws by itself."""
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            shown = "" if self.muted else _control(element.find(w("ffData")))
            self._open.append(_Open())
            self.muted += 1
            return shown
        if not self._open:
            return ""
        top = self._open[-1]
        if kind == "separate" and not top.result:
            top.result = True
            top.contents = self._skip and is_contents("".join(top.instruction))
            self.contents |= top.contents
            self.muted -= not top.contents
        elif kind == "end":
            self._open.pop()
            self.muted -= top.contents or not top.result
            if not top.result and not self.muted:
                return _enclosed("".join(top.instruction))
        return ""

    def close_paragraph(self) -> None:
        """Forget fields that a broken file began and never separated: they must not swallow what follows."""
        if self.muted and any(not item.result for item in self._open):
            self._open = [item for item in self._open if item.result]
            self.muted = sum(item.contents for item in self._open)

    def unfinished_contents(self) -> bool:
        """Whether a table of contents never ended, so that it may have taken later text for its own."""
        return any(item.contents for item in self._open)


def _control(data: Element | None) -> str:
    """A legacy form's check box or chosen list entry."""
    if data is None:
        return ""
    box = data.find(w("checkBox"))
    if box is not None:
        state = box.find(w("checked"))
        state = box.find(w("default")) if state is None else state
        return tick(state is not None and on(state))
    chooser = data.find(w("ddList"))
    if chooser is None:
        return ""
    chosen = number(value(chooser, w("result"))) or 0
    entries = [entry.get(w("val")) or "" for entry in chooser.iterfind(w("listEntry"))]
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _enclosed(instruction: str) -> str:
    match = _ENCLOSED.fullmatch(instruction)
    if not match:
        return ""
    if match[1].isascii() and match[1].isdigit() and 1 <= int(match[1]) <= 20:
        return chr(ord("①") + int(match[1]) - 1)
    return match[1]
