"""What LibreOffice can open and save as .docx, read from there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.docx.reader import DocxReader
from pipeline.ingest.office.convert import Old, convert
from schemas.document import Document, Warning
from schemas.errors import EncryptedSource, SourceError

# By kind: the suffix that tells LibreOffice its filter, and the media type.
KINDS = {
    "doc": ("doc", "application/msword"),
    "rtf": ("rtf", "application/rtf"),
    "odt": ("odt", "application/vnd.oasis.opendocument.text"),
    "wordml": ("xml", "application/msword"),
}
_TODAY = re.compile(rb"<w:instrText[^>]*>\s*(?:DATE|TIME)\b")
_RENEWED = Warning("date_renewed", "文中有自动更新的日期，转换时已变为当天，原日期不可得，请核对原件")
_MANIFEST = "META-INF/manifest.xml"


class OfficeReader:
    """Reads one kind of old document by way of LibreOffice; what the .docx reader leaves out is left out here too."""

    name = "libreoffice+docx"

    def __init__(self, found: str) -> None:
        self.suffix, self.media_type = KINDS[found]

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole document. Raises a SourceError that says what is wrong, or what to install."""
        if self.suffix == "odt" and _encrypted(source.data):
            raise EncryptedSource("is protected by a password; save it without one")
        made = source.converted or convert([Old(source.data, self.suffix)])[0]
        if isinstance(made, SourceError):
            raise made
        document = DocxReader().read(replace(source, data=made), limits)
        warnings = (*document.warnings, *([_RENEWED] if _renewed(made) else []))
        return replace(
            document, size=len(source.data), media_type=self.media_type, reader=self.name, warnings=warnings
        )


def converted(sources: Sequence[tuple[Source, str]]) -> list[Source]:
    """Sources of these kinds with what LibreOffice makes of them in one go."""
    made = convert([Old(source.data, KINDS[found][0]) for source, found in sources])
    return [replace(source, converted=one) for (source, _), one in zip(sources, made, strict=True)]


def _renewed(made: bytes) -> bool:
    """Whether there is a field for the day in the main text: LibreOffice has put today into it."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return bool(_TODAY.search(archive.read("word/document.xml")))


def _encrypted(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_MANIFEST) as member:
            return b"encryption-data" in member.read(2**20)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return False
