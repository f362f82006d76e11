"""Text of unknown origin made harmless for a page and for a sheet."""

from __future__ import annotations

import re

# Controls, half surrogates and non-characters that XML and HTML refuse, and the marks that turn the direction
# of writing: a reader would see other figures than the ones that stand there.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# A spreadsheet, or one that reads a CSV copy of it, takes these for the beginning of a formula.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|\t)")
_CELL = 32_767
_CUT = "…（已截断）"


def visible(text: str) -> str:
    """The text with each character that a page must not hold as U+FFFD; lengths and offsets stay."""
    return _UNFIT.sub("\ufffd", text)


def guarded(text: str) -> str:
    """The text led by an apostrophe where a spreadsheet would take it for a formula; without it, it is the text again.

    So is one that looks like that already. A mere ``=`` begins no formula.
    """
    return f"'{text}" if _FORMULA.match(text) and text != "=" else text


def cell(text: str) -> str:
    """The text as a cell may hold it: no unfit character, no formula, at most 32,767 UTF-16 units."""
    kept = guarded(_UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    if len(kept) * 2 <= _CELL or _units(kept) <= _CELL:
        return kept
    kept = kept[: _CELL - len(_CUT)]
    while (over := _units(kept) + len(_CUT) - _CELL) > 0:
        kept = kept[: -((over + 1) // 2)]
    return kept + _CUT


def _units(text: str) -> int:
    """How long the text is in UTF-16, which is what spreadsheets count in."""
    return len(text) + sum(character > "\uffff" for character in text)
