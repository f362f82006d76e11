"""The zip package of a Word file: bounded reading, hardened parsing, parts found by relationship."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.bundle import parser
from pipeline.ingest.docx.name import Element
from pipeline.ingest.limit import size
from pipeline.ingest.member import whole
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError, UnsupportedSource

_MEMBERS = 20_000
# A parsed tree takes about 120 bytes for each tag, which a bomb can write in six.
_PART_BYTES = 128 * 2**20
_TAGS = 4_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_WORD_MAIN = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\."
    r"(?:document|template)(?:\.macroEnabled(?:Template)?)?\.main\+xml",
    re.IGNORECASE,
)
_OTHER_MAIN = re.compile(r"spreadsheetml|ms-excel|presentationml|ms-powerpoint|visio", re.IGNORECASE)
# What refers to a picture: a:blip r:embed, and v:imagedata r:id.
_REFERENCE = re.compile(rb"""\b\w+:(?:embed|id)\s*=\s*["']([\w.-]{1,80})["']""")
_ELEMENT = re.compile(rb"<[^!?]")
_STRICT = re.compile(rb"""(xmlns(?::[\w.-]+)?\s*=\s*["'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)(?=["'])""")
_TRANSITIONAL = rb"\1http://schemas.openxmlformats.org/\2/2006/\3"
_TOO_LARGE = re.compile(r"excessive depth|huge text node|huge_?tree|PARSE_HUGE|too long|amplification", re.I)


class Package:
    """An opened package; ``main`` is the name of its main document part."""

    def __init__(self, source: Source, limits: Limits) -> None:
        if len(source.data) > limits.file_bytes:
            raise beyond(f"larger than {size(limits.file_bytes)}", "file_bytes")
        _refuse(source.data)
        self._data = source.data
        # A member never gives more than its directory entry declares: the declared sum bounds all reading.
        self._bound = min(limits.expanded_bytes, _PART_BYTES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise SourceError("damaged or truncated Word file; save or download it again") from error
        if len(members) > _MEMBERS or sum(member.file_size for member in members) > limits.expanded_bytes:
            raise beyond("Word file expands beyond the limit: it may be a zip bomb", "expanded_bytes")
        # Some Windows programs write backslashes, and part names are compared without case.
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        self._relations: dict[str, dict[str, str]] = {}
        self.main = self._main()

    def read(self, name: str) -> bytes | None:
        """A part's bytes with transitional namespaces; None where it is missing."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.flag_bits & 1:
            raise EncryptedSource("protected by a password; remove the password and try again")
        data = whole(self._data, member, self._bound)
        return self._checked(self._streamed(member, name) if data is None else data, name)

    def _streamed(self, member: zipfile.ZipInfo, name: str) -> bytes:
        """The content of an unusual member, or what is wrong with it."""
        try:
            with self._zip.open(member) as stream:
                return stream.read(self._bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise SourceError(f"damaged Word file (part {name}); save or download it again") from error

    def _checked(self, data: bytes, name: str) -> bytes:
        if len(data) > self._bound or (len(data) > _TAGS and data.count(b"<") > _TAGS):
            raise OversizedSource(f"Word file expands beyond the limit (part {name}); leave it out")
        return _STRICT.sub(_TRANSITIONAL, data) if b"purl.oclc.org/ooxml" in data else data

    def side(self, kind: str) -> bytes:
        """The bytes of the part that the main part refers to as ``kind``; empty where it is missing."""
        name = self._target(self.main, kind)
        return (self.read(name) if name is not None else None) or b""

    def pictures(self) -> Iterator[bytes]:
        """The pictures that the main part shows, in its order, each once."""
        folder, base = posixpath.split(self.main)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        related = self.read(name)
        story = self.read(self.main) if related else None
        if not related or not story:
            return
        targets = _pictured(related, name, folder)
        for found in dict.fromkeys(match[1].decode() for match in _REFERENCE.finditer(story)):
            data = self.read(targets[found]) if found in targets else None
            if data:
                yield data

    def _main(self) -> str:
        kinds = self._content_types()
        name = self._target("", "officeDocument") or next(
            (part for part, kind in kinds.items() if _WORD_MAIN.fullmatch(kind)), None
        )
        kind = kinds.get((name or "").lower(), "")
        if _OTHER_MAIN.search(kind):
            raise UnsupportedSource("an Office file, but no Word document; convert it to .docx or .pdf")
        if name is None or name.lower() not in self._members:
            raise UnsupportedSource("a zip file without a Word document in it; unpack it or save it as .docx")
        return name

    def _content_types(self) -> dict[str, str]:
        data = self.read("[Content_Types].xml")
        if data is None:
            return {}
        return _declared(data)

    def _target(self, part: str, kind: str) -> str | None:
        if part not in self._relations:
            self._relations[part] = self._related(part)
        return self._relations[part].get(kind)

    def _related(self, part: str) -> dict[str, str]:
        """What a part refers to: the last word of the relationship's type to a part's name."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        data = self.read(name)
        return {} if data is None else _referred(data, name, folder)


def _declared(data: bytes) -> dict[str, str]:
    """The content types of parts by name."""
    return {
        (element.get("PartName") or "").lstrip("/").lower(): element.get("ContentType") or ""
        for element in parse(data, "[Content_Types].xml").iter(_OVERRIDE)
    }


def _referred(data: bytes, name: str, folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in parse(data, name).iter(_RELATIONSHIP):
        kind, target = element.get("Type") or "", element.get("Target") or ""
        if element.get("TargetMode") != "External":
            path = posixpath.join("/", folder, unquote(target).replace("\\", "/"))
            found.setdefault(kind.rpartition("/")[2], posixpath.normpath(path).lstrip("/"))
    return found


def _pictured(data: bytes, name: str, folder: str) -> dict[str, str]:
    """The ids of a part's pictures and their names."""
    return {
        element.get("Id") or "": posixpath.normpath(
            posixpath.join("/", folder, unquote(element.get("Target") or "").replace("\\", "/"))
        ).lstrip("/")
        for element in parse(data, name).iter(_RELATIONSHIP)
        if (element.get("Type") or "").endswith("/image") and element.get("TargetMode") != "External"
    }


def parse_side(data: bytes, kind: str) -> Element | None:
    """The root of a side part; None where it is missing or broken.

    The text is in the main part, so a broken side part costs what it adds, not the file.
    """
    try:
        return parse(data, kind) if data else None
    except OversizedSource:
        raise
    except SourceError:
        return None


def parse(data: bytes, name: str) -> Element:
    """The root of an XML part; document types and entities are refused, nothing is fetched.

    Raises OversizedSource for endless nesting, SourceError for broken XML.
    """
    first = _ELEMENT.search(data)
    if data.find(b"<!DOCTYPE", 0, first.start() if first else len(data)) >= 0:
        raise SourceError(f"Word file declares XML entities (part {name}), which may do harm; leave it out")
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if _TOO_LARGE.search(str(error)):
            raise OversizedSource(f"Word file is nested too deep (part {name}); leave it out") from error
        raise SourceError(f"damaged Word file (broken XML in {name}); save or download it again") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(f"Word file declares XML entities (part {name}), which may do harm; leave it out")
    return root


def _refuse(data: bytes) -> None:
    """Name what is no zip at all as well as its first bytes allow."""
    if not data:
        raise EmptySource("file is empty; download or save it again")
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise EncryptedSource("protected by a password; remove the password and try again")
        raise UnsupportedSource("an old binary Office file (.doc); save it as .docx in Word or WPS")
    if not data.startswith(b"PK"):
        raise UnsupportedSource("not a Word file (no zip package); check the file type")
