"""The lists of a .doc as a ``w:numbering``."""

from __future__ import annotations

import struct

from pipeline.ingest.doc.binary import Binary, Strange
from pipeline.ingest.doc.modifier import one, stated
from pipeline.ingest.doc.style import HIDDEN, make, make_value
from pipeline.ingest.docx.name import Element, w

_LISTS, _OVERRIDES = 73, 74
_NO_STYLE = 0xFFF
_FORMS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText",
    "ordinalText", "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha",
    "decimalFullWidth", "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand",
    "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero",
    "bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen",
    "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional", "ideographZodiac",
    "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional",
    "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified",
    "chineseCountingThousand",
)  # fmt: skip
_NONE = 0xFF


def numbering(binary: Binary) -> Element:
    """All lists with their levels, and the uses that paragraphs name by number, from 1."""
    root = make("numbering")
    start, size = binary.where(_LISTS)
    abstracts: dict[int, int] = {}
    if size:
        count = int.from_bytes(binary.table[start : start + 2], "little")
        heads = [binary.table[start + 2 + 28 * step : start + 30 + 28 * step] for step in range(count)]
        # The levels of all lists follow them, beyond what the header counts.
        at = start + 2 + 28 * count
        for number, head in enumerate(heads):
            (lsid,) = struct.unpack_from("<i", head)
            abstracts[lsid] = number
            abstract = make("abstractNum", {w("abstractNumId"): str(number)})
            linked = struct.unpack_from("<9H", head, 8)
            for depth in range(1 if head[26] & 1 else 9):
                level, at = _level(binary.table, at, depth)
                if linked[depth] != _NO_STYLE:
                    level.append(make_value("pStyle", linked[depth]))
                abstract.append(level)
            root.append(abstract)
    root.extend(_uses(binary.part(_OVERRIDES), abstracts))
    return root


def _uses(data: bytes, abstracts: dict[int, int]) -> list[Element]:
    if len(data) < 4:
        return []
    (count,) = struct.unpack_from("<I", data)
    if 4 + 16 * count > len(data):
        raise Strange("damaged lists")
    found = []
    at = 4 + 16 * count
    for index in range(count):
        lsid, overrides = struct.unpack_from("<i8xB", data, 4 + 16 * index)
        num = make("num", {w("numId"): str(index + 1)})
        if lsid in abstracts:
            num.append(make_value("abstractNumId", abstracts[lsid]))
        at += 4
        for _ in range(overrides):
            override, at = _override(data, at)
            num.append(override)
        found.append(num)
    return found


def _override(data: bytes, at: int) -> tuple[Element, int]:
    start, flags = struct.unpack_from("<iI", data, at)
    at += 8
    depth = flags & 15
    override = make("lvlOverride", {w("ilvl"): str(depth)})
    if flags & 0x20:
        level, at = _level(data, at, depth)
        override.append(level)
    elif flags & 0x10:
        override.append(make_value("startOverride", start))
    return override, at


def _level(data: bytes, at: int, depth: int) -> tuple[Element, int]:
    """A level, and where what follows it begins."""
    start, form, info = struct.unpack_from("<iBB", data, at)
    characters, paragraphs, restart = struct.unpack_from("<BBB", data, at + 24)
    at += 28 + paragraphs
    hidden = one(stated(data[at : at + characters]), HIDDEN)
    at += characters
    (count,) = struct.unpack_from("<H", data, at)
    at += 2
    text = data[at : at + 2 * count].decode("utf-16-le", "replace")
    level = make("lvl", {w("ilvl"): str(depth)}, make_value("start", start))
    name = "none" if form == _NONE else _FORMS[form] if form < len(_FORMS) else "decimal"
    level.append(make_value("numFmt", name))
    # A level's number stands for it in the text.
    shown = "".join(f"%{ord(char) + 1}" if char < "\x09" else char for char in text)
    level.append(make_value("lvlText", shown))
    if info & 4:
        level.append(make("isLgl"))
    if info & 8:
        level.append(make_value("lvlRestart", restart))
    if hidden:
        level.append(make("rPr", make("vanish")))
    return level, at + 2 * count
