"""The zip package of an .xlsx file: checked for bombs before a library opens it, and its sheets' formats."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from itertools import pairwise
from urllib.parse import unquote

from lxml import etree

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.limit import size
from pipeline.ingest.member import whole
from pipeline.ingest.workbook.drawing import captions
from pipeline.ingest.workbook.look import Look, built_in, look
from pipeline.ingest.workbook.sheet import Overlay
from schemas.errors import EncryptedSource, SourceError

_MEMBERS = 20_000
_DAMAGED = "damaged or truncated Excel workbook; save or download it again"
_BOMB = "Excel workbook expands beyond the limit: it may be a zip bomb"
_ENTITIES = "Excel workbook declares XML entities, which may do harm; leave it out"
_TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""\b([rst])\s*=\s*["']([^"']*)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_STRING_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_SHARED = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\b(?![^>]*\bt=["']str)[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# How many strings and styles there are to come, by which the library makes room.
_COUNTED = {
    "xl/sharedstrings.xml": re.compile(rb"""\buniqueCount\s*=\s*["']\s*\+?(\d{1,20})"""),
    "xl/styles.xml": re.compile(rb"""\bcount\s*=\s*["']\s*\+?(\d{1,20})"""),
}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14


class Package:
    """An opened workbook; ``drawn`` tells whether charts or pictures stand on its sheets."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._data, self._limits = source.data, limits
        try:
            with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise SourceError(_DAMAGED) from error
        if len(members) > _MEMBERS or sum(member.file_size for member in members) > limits.expanded_bytes:
            raise beyond(_BOMB, "expanded_bytes")
        if any(member.flag_bits & 1 for member in members):
            raise EncryptedSource("is protected by a password; save it without one")
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        for name, member in self._members.items():
            # The library expands whatever is there; only what is as large as it says may get to it.
            if name.endswith((".xml", ".rels")) or not name.startswith("xl/media/"):
                content = self._read(member)
                counts = _COUNTED[name].findall(content) if name in _COUNTED else ()
                if any(int(count) > len(content) for count in counts):
                    raise SourceError(_DAMAGED)
        self._styles: dict[bytes, Look] = self._looks()
        self._sheets = self._targets()
        self._strings = self._lengths()
        self._left = limits.expanded_bytes
        self.drawn = any(
            name.startswith(("xl/media/", "xl/charts/", "xl/diagrams/")) for name in self._members
        )

    def overlay(self, index: int, name: str) -> Overlay:
        """What the sheet with this index says beside its values. OversizedSource where its XML is too large."""
        part = self._sheets[index] if index < len(self._sheets) else ""
        member = self._members.get(part)
        if member is None:
            return Overlay()
        if member.file_size > self._limits.sheet_bytes:
            raise beyond(
                f"sheet {name} is larger than {size(self._limits.sheet_bytes)} when expanded", "sheet_bytes"
            )
        # A workbook may name one part for many sheets.
        self._left -= member.file_size
        if self._left < 0:
            raise beyond(_BOMB, "expanded_bytes")
        data = self._read(member)
        found = _scan(data, self._styles)
        found.captions = self._captions(part)
        # Each cell gets a copy of its string: a short file can call for a long one very often.
        most = 4 * self._limits.characters
        if found.filled * max(self._strings, default=0) > most and self._said(data) > most:
            raise beyond(f"sheet {name} holds more than {self._limits.characters} characters", "characters")
        return found

    def _captions(self, part: str) -> list[str]:
        """The words in the text boxes of a sheet."""
        drawings = [one for one in self._related(part).values() if one.startswith("xl/drawings/drawing")]
        found: list[str] = []
        for drawing in map(self._parse, drawings):
            if drawing is not None:
                found += captions(drawing)
        return found

    def _related(self, part: str) -> dict[str, str]:
        """The parts of the package that a part names, by the names it has for them."""
        folder, name = posixpath.split(part)
        relations = self._parse(f"{folder}/_rels/{name}.rels")
        if relations is None:
            return {}
        return {
            one.get("Id") or "": posixpath.normpath(
                posixpath.join(f"/{folder}", unquote(one.get("Target") or "").replace("\\", "/"))
            ).lstrip("/").lower()
            for one in relations.iterfind(_RELATION)
            if one.get("TargetMode") != "External"
        }  # fmt: skip

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        content = whole(self._data, member, self._limits.expanded_bytes)
        if content is None:
            raise SourceError(_DAMAGED)
        return content

    def _parse(self, name: str) -> etree._Element | None:
        member = self._members.get(name)
        if member is None:
            return None
        data = self._read(member)
        if len(data) > self._limits.sheet_bytes:
            raise beyond(_BOMB, "expanded_bytes")
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise SourceError(_ENTITIES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError(_DAMAGED) from error

    def _said(self, data: bytes) -> int:
        """How many bytes the shared strings come to that a sheet's cells show."""
        count = len(self._strings)
        return sum(self._strings[int(one)] for one in _SHARED.findall(data) if int(one) < count)

    def _lengths(self) -> list[int]:
        """The length of each shared string with its markup, in bytes."""
        member = self._members.get("xl/sharedstrings.xml")
        if member is None:
            return []
        ends = [match.end() for match in _STRING_END.finditer(self._read(member))]
        return [last - first for first, last in pairwise([0, *ends])]

    def _looks(self) -> dict[bytes, Look]:
        """The number formats by the index that cells give; the general one and dates are left out."""
        root = self._parse("xl/styles.xml")
        if root is None:
            return {}
        codes = {
            one.get("numFmtId") or "": one.get("formatCode") or ""
            for one in root.iterfind(".//{*}numFmts/{*}numFmt")
        }
        found: dict[bytes, Look] = {}
        for index, one in enumerate(root.iterfind("./{*}cellXfs/{*}xf")):
            number = one.get("numFmtId") or "0"
            form = (
                look(codes[number]) if number in codes else built_in(int(number) if number.isdecimal() else 0)
            )
            if form is not None:
                found[str(index).encode()] = form
        return found

    def _targets(self) -> list[str]:
        """The sheets' parts, in the order of the workbook."""
        book, targets = self._parse("xl/workbook.xml"), self._related("xl/workbook.xml")
        if book is None:
            return []
        sheets = book.iterfind("./{*}sheets/{*}sheet")
        keys = [
            next((str(value) for name, value in one.items() if str(name).endswith("}id")), "")
            for one in sheets
        ]
        return [targets.get(key, "") for key in keys]


def _scan(data: bytes, styles: dict[bytes, Look]) -> Overlay:
    """One pass over a sheet's tags: parsing it again would cost as much as reading the values."""
    found = Overlay()
    row = column = -1
    for tag in _TAG.finditer(data):
        stated = tag[2]
        attributes = dict(_ATTRIBUTE.findall(stated))
        place = attributes.get(b"r", b"")
        if tag[1] == b"row":
            row, column = (int(place) - 1 if place.isdigit() and len(place) < 9 else row + 1), -1
            continue
        reference = _REFERENCE.fullmatch(place)
        if reference:
            row, column = int(reference[2]) - 1, _column(reference[1])
        else:
            column += 1
        # Some programs write the end of an empty cell apart.
        empty = stated.endswith(b"/") or data.startswith(b"</", tag.end())
        if empty or row >= _LAST_ROW or column >= _LAST_COLUMN:
            continue
        found.reach(row, column)
        if attributes.get(b"t") == b"e":
            value = _VALUE.search(data, tag.end(), tag.end() + 10_000)
            found.errors[row, column] = value[1].decode("utf-8", "replace") if value else ""
        elif (form := styles.get(attributes.get(b"s", b""))) is not None:
            found.looks[row, column] = form
    found.uncomputed = sum(1 for _ in _UNCOMPUTED.finditer(data)) if b"<f" in data or b":f" in data else 0
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
