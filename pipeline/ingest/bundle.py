"""Documents that are a zip of XML parts (OpenDocument, OFD, PowerPoint): bounded reading, hardened parsing."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source, beyond
from schemas.errors import EncryptedSource, OversizedSource, SourceError

if TYPE_CHECKING:
    from lxml import etree

_MEMBERS = 20_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Bundle:
    """An opened zip; ``what`` is what messages call it. Raises a SourceError for whatever is wrong with it."""

    def __init__(self, source: Source, limits: Limits, what: str) -> None:
        self._what = what
        self._most = limits.expanded_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise self.damaged() from error
        # A member never gives more than its directory entry declares: the declared sum bounds all reading.
        if len(members) > _MEMBERS or sum(member.file_size for member in members) > limits.expanded_bytes:
            raise beyond(f"{what} expands beyond the limit: it may be a zip bomb", "expanded_bytes")
        self._members = {_plain(member.filename): member for member in members}

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None where it is missing. A part may be read again and again: all of it counts."""
        member = self._members.get(_plain(name))
        if member is None:
            return None
        if member.flag_bits & 1:
            raise EncryptedSource("is protected by a password; save it without one")
        self._most -= member.file_size
        if self._most < 0:
            raise beyond(f"{self._what} calls for the same parts too often", "expanded_bytes")
        try:
            with self._zip.open(member) as stream:
                return stream.read(member.file_size + 1)
        except (*_DAMAGE, RuntimeError) as error:
            raise self.damaged() from error

    def parse(self, name: str) -> etree._Element | None:
        """The root of an XML part, None where it is missing; document types are refused, nothing is fetched."""
        from lxml import etree

        data = self.read(name)
        if data is None:
            return None
        try:
            root = etree.fromstring(data, parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error) or "huge" in str(error).lower():
                raise OversizedSource(f"{self._what} is nested too deep; save it as PDF") from error
            raise self.damaged() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise SourceError(f"{self._what} declares XML entities, which may do harm; leave it out")
        return root

    def damaged(self) -> SourceError:
        """What is said of a file that does not hold what it should."""
        return SourceError(f"damaged or truncated {self._what}; save or download it again")


def joined(folder: str, target: str) -> str:
    """The part that ``target`` names, seen from a folder of the zip; never one outside."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@cache
def parser() -> etree.XMLParser:
    """What XML inside a file is read with: no entities, nothing fetched, nothing beyond libxml2's own bounds."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
