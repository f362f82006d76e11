"""Layers that a file switches off, and text that is there to be found but not seen."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ctypes import c_ubyte, c_ulong
from io import BytesIO
from typing import Any

_MARK = b"/OCProperties"
_PACKED = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
_UNPACKED = 2**22
_NAME = 512
_SAMPLES = 5
_INVISIBLE = 3


def off(data: bytes) -> frozenset[bytes]:
    """The names, as the file writes them, of its layers (optional content groups) that are off when it is opened."""
    if _MARK not in data and not any(_MARK in objects for objects in _packed(data)):
        return frozenset()
    # A damaged or odd catalog: pdfminer raises what it likes, and the text is read as if all layers were on.
    with suppress(Exception):
        return _off(data)
    return frozenset()


def _packed(data: bytes) -> Iterator[bytes]:
    """The object streams of a file, in which its catalog may be."""
    for found in _PACKED.finditer(data):
        with suppress(zlib.error):
            # Its end may be lost; looked for, lest each stream copies the rest of the file.
            end = data.find(b"endstream", found.end())
            yield zlib.decompressobj().decompress(data[found.end() : end if end > 0 else None], _UNPACKED)


def _off(data: bytes) -> frozenset[bytes]:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import dict_value, list_value, resolve1

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    content = dict_value(PDFDocument(PDFParser(BytesIO(data))).catalog["OCProperties"])
    setting = dict_value(content.get("D", {}))
    groups = {group.objid: resolve1(group) for group in list_value(content["OCGs"])}
    shown = {group.objid for group in list_value(setting.get("ON", []))}
    hidden = {group.objid for group in list_value(setting.get("OFF", []))}
    if getattr(resolve1(setting.get("BaseState")), "name", "ON") == "OFF":
        hidden |= groups.keys() - shown
    names = {number: bytes(resolve1(group["Name"])) for number, group in groups.items()}
    return frozenset(name for number, name in names.items() if number in hidden) - frozenset(
        name for number, name in names.items() if number not in hidden
    )


def unshown(handle: Any, stretches: Sequence[int], layers: frozenset[bytes]) -> set[int]:
    """Which stretches of a text page, each given by its first character, belong to one of the layers."""
    from pypdfium2 import raw

    result = set()
    for index in stretches:
        item = raw.FPDFText_GetTextObject(handle, index)
        if item and not layers.isdisjoint(_layers(raw, item)):
            result.add(index)
    return result


def _layers(raw: Any, item: Any) -> Iterator[bytes]:
    """The names of the layers that an object is marked to belong to."""
    buffer, length = (c_ubyte * _NAME)(), c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, number)
        if raw.FPDFPageObjMark_GetParamBlobValue(mark, b"Name", buffer, _NAME, length):
            yield bytes(buffer)[: length.value]


def invisible(handle: Any, count: int) -> bool:
    """Whether most of a text page's characters (told from a few) are written to be found but not seen."""
    from pypdfium2 import raw

    indexes = range(0, count, max(1, count // _SAMPLES))
    items = [raw.FPDFText_GetTextObject(handle, index) for index in indexes]
    modes = [raw.FPDFTextObj_GetTextRenderMode(item) for item in items if item]
    return modes.count(_INVISIBLE) * 2 > len(modes)
