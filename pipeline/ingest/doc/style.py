"""The style sheet and the fonts of a .doc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from pipeline.ingest.doc.binary import Binary
from pipeline.ingest.doc.modifier import one, stated
from pipeline.ingest.docx.name import VAL, Element, w

_STYLES, _FONTS = 1, 15
_NO_BASE = 0xFFF
_KINDS = {1: "paragraph", 2: "character"}
_TITLE = 62
LEVEL, LIST, OUTLINE, HIDDEN = 0x260A, 0x460B, 0x2640, 0x083C
# Lists are numbered from 1; these are none.
_LISTS = 0x7FF
_NO_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def make(name: str, *content: Element | str | dict[str, str]) -> Element:
    """An element of WordprocessingML with attributes, text or children."""
    element = etree.Element(_tag(name))
    for one_of in content:
        if isinstance(one_of, str):
            element.text = one_of
        elif isinstance(one_of, dict):
            for key, text in one_of.items():
                element.set(key, text)
        else:
            element.append(one_of)
    return element


@cache
def _tag(name: str) -> str:
    return w(name)


def make_value(name: str, text: object) -> Element:
    """An element that holds nothing but a value."""
    element = etree.Element(_tag(name))
    element.set(VAL, _NO_XML.sub("", text) if isinstance(text, str) else str(text))
    return element


def styles(binary: Binary) -> Element:
    """The paragraph and character styles as a ``w:styles``; a style's id is its number."""
    root = make("styles")
    for number, std in _definitions(binary.part(_STYLES)):
        kind, base = std[2] & 15, int.from_bytes(std[2:4], "little") >> 4
        if kind not in _KINDS:
            continue
        sti = int.from_bytes(std[:2], "little") & 0xFFF
        style = make("style", {w("type"): _KINDS[kind], w("styleId"): str(number)})
        if number == 0:
            style.set(w("default"), "1")
        name, properties = _named(std)
        if 1 <= sti <= 9:
            name = f"heading {sti}"
        style.append(make_value("name", "Title" if sti == _TITLE else name))
        if base != _NO_BASE:
            style.append(make_value("basedOn", base))
        if kind == 1 and properties:
            style.append(make("pPr", *listing(stated(properties[0][2:]))))
        vanish = one(stated(properties[-1]), HIDDEN) if properties else None
        if vanish in (0, 1, 0x81):
            # The other way round from its base, which hides nothing, or nobody would base a style on it.
            style.append(make("rPr", make_value("vanish", vanish & 1)))
        root.append(style)
    return root


def listing(found: dict[int, bytes]) -> Iterator[Element]:
    """What modifiers say of a paragraph's list and outline level."""
    level, number, outline = one(found, LEVEL), one(found, LIST), one(found, OUTLINE)
    if outline is not None:
        yield make_value("outlineLvl", outline)
    if level is not None or number is not None:
        inner = [] if level is None else [make_value("ilvl", level)]
        if number is not None:
            inner.append(make_value("numId", number if number < _LISTS else 0))
        yield make("numPr", *inner)


def fonts(binary: Binary) -> list[str]:
    """The names of the fonts by number."""
    data = binary.part(_FONTS)
    found = []
    at = 4
    for _ in range(int.from_bytes(data[:2], "little")):
        size = data[at] + 1 if at < len(data) else 0
        name = data[at + 40 : at + size].decode("utf-16-le", "replace")
        found.append(name.partition("\0")[0])
        at += size
    return found


def _definitions(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each style's number and definition; its fixed part cut to the ten bytes that all versions have."""
    head = int.from_bytes(data[:2], "little")
    count, fixed = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
    at = 2 + head
    for number in range(count):
        size = int.from_bytes(data[at : at + 2], "little")
        std = data[at + 2 : at + 2 + size]
        if len(std) > fixed >= 10:
            yield number, std[:10] + std[fixed:]
        at += 2 + size


def _named(std: bytes) -> tuple[str, list[bytes]]:
    """A style's name and its groups of properties."""
    count = int.from_bytes(std[10:12], "little")
    at = 12 + 2 * count
    name = std[12:at].decode("utf-16-le", "replace")
    at += 2
    groups = []
    for _ in range(std[4] & 15):
        size = int.from_bytes(std[at : at + 2], "little")
        groups.append(std[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    return name, groups
