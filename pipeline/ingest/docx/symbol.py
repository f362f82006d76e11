"""Characters of symbol fonts as Unicode: boxes, ticks, circled numbers, signs of comparison."""

from __future__ import annotations

import re

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0x78: "☒", 0xA1: "○", 0xA7: "▪",
    0xA8: "☐", 0xAB: "★", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "→", 0xFB: "×", 0xFC: "√",
    0xFD: "☒", 0xFE: "☑",
    **{0x81 + step: chr(ord("①") + step) for step in range(10)},
    **{0x8C + step: chr(ord("❶") + step) for step in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0x30: "☐", 0xA3: "☐",
    **{0x6A + step: chr(ord("①") + step) for step in range(10)},
    **{0x75 + step: chr(ord("❶") + step) for step in range(10)},
}  # fmt: skip
_SYMBOL = {
    **{ord(char): char for char in " !#%()+,-./0123456789:;<=>[]{|}"},
    0x6D: "μ", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "", 0xB8: "÷", 0xB9: "≠",
    0xBA: "≡", 0xBB: "≈", 0xAE: "→", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_SET = re.compile("[\u0000-\u00ff\uf000-\uf0ff]")
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def known(font: str | None) -> bool:
    """Whether the font is one whose characters mean something else than their codes say."""
    return font is not None and font.lower() in _FONTS


def symbol(code: str | None, font: str | None) -> str:
    """The character that ``font`` draws for a hexadecimal code; nothing where it has no counterpart."""
    try:
        return _character(int(code or "", 16), font)
    except ValueError:
        return ""


def redraw(text: str, font: str | None) -> str:
    """Text set in a symbol font as what it shows; ideographs come from another font and stay."""
    return "".join(_character(ord(char), font) if _SET.match(char) else char for char in text)


def _character(code: int, font: str | None) -> str:
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get((font or "").lower())
    if table is not None and low <= 0xFF:
        return table.get(low, "")
    if low != code or 0xE000 <= code <= 0xF8FF or code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return chr(code)
