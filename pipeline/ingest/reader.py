"""From a path to a Document: reads the file once, tells its type, and hands it to the reader for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.ingest.base import Limits, Reader, Source
from pipeline.ingest.sniff import ARCHIVES, kind
from schemas.document import Document
from schemas.errors import (
    EmptySource,
    EncryptedSource,
    EnvironmentFault,
    OversizedSource,
    SourceError,
    UnsupportedSource,
)

_NAMES = {
    "docx": "a Word document",
    "doc": "an old Word document",
    "wordml": "a Word 2003 XML document",
    "rtf": "rich text (RTF)",
    "odt": "an OpenDocument text",
    "pdf": "a PDF",
    "text": "text",
    "xlsx": "an Excel workbook",
    "xls": "an Excel workbook",
    "csv": "a table of comma-separated values",
    "html": "a web page",
    "mhtml": "a saved web page",
}
_IMAGES = ("png", "jpeg", "gif", "tiff", "bmp", "webp", "jpeg2000")
_NAMES |= dict.fromkeys(_IMAGES, "an image")
_ADVICE = {
    "xml": "is an XML file; save it as .docx or plain text",
    "xlsb": "is a binary Excel workbook (.xlsb); save it as .xlsx",
    "ods": "is an OpenDocument spreadsheet (.ods); save it as .xlsx",
    "pptx": "is a PowerPoint presentation; save it as PDF",
    "ppt": "is a PowerPoint presentation; save it as PDF",
    "eml": "is an e-mail message (.eml); save its text and its attachments as files of their own",
    "ole": "is an old Office file of unknown kind; save it as .docx or PDF",
    "djvu": "is a DjVu scan; recognise its text and save it as PDF or .docx",
}
# What goes through LibreOffice; .doc where the reader of our own does not know its way.
_CONVERTED = ("doc", "rtf", "odt", "wordml")


def load(path: str | Path, limits: Limits | None = None) -> Source:
    """The bytes of a file with their hash; SourceError where it is missing, no file, empty or too large."""
    file, limits = Path(path), limits or Limits()
    try:
        if not file.exists():
            raise SourceError("no such file; check the path")
        if file.is_dir():
            raise SourceError("is a directory; give a file, or use `shengjun run` for a folder")
        if not file.is_file():
            raise SourceError("is not a regular file; give a Word, PDF or text file")
        if file.stat().st_size > limits.file_bytes:
            raise OversizedSource(f"is larger than {limits.file_bytes // 2**20} MB; split it")
        data = file.read_bytes()
    except PermissionError as error:
        raise SourceError("may not be read; change its permissions") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError(f"cannot be opened: {_line(reason)}; check the path and the disk") from error
    if not data:
        raise EmptySource("is empty (0 bytes); check that it was copied completely")
    return Source(str(path), data, hashlib.sha256(data).hexdigest())


def read(source: Source, limits: Limits | None = None) -> Document:
    """Read a file with the reader for its type; every failure of a file is a SourceError.

    Raises EnvironmentFault where a reader's temporary folder fails.
    """
    found = kind(source.data)
    reader = _reader(found)
    try:
        return reader.read(source, limits or Limits())
    except (SourceError, EnvironmentFault, MemoryError):
        raise
    except Exception as error:  # readers stand on libraries that raise anything on a damaged file
        message = f"cannot be read as {_NAMES[found]}: {_line(error)}; open it and save it again"
        raise SourceError(message) from error


def ahead(sources: Sequence[Source]) -> list[Source]:
    """The same sources; those that LibreOffice has to read, with what it made of them all in one go.

    Raises EnvironmentFault.
    """
    kinds = [kind(source.data) for source in sources]
    old = [index for index, found in enumerate(kinds) if found in _CONVERTED]
    if len(old) < 2:
        return list(sources)
    from pipeline.ingest.doc.reader import known
    from pipeline.ingest.office.reader import converted

    old = [index for index in old if kinds[index] != "doc" or not known(sources[index].data)]
    done = list(sources)
    made = converted([(sources[index], kinds[index]) for index in old])
    for index, source in zip(old, made, strict=True):
        done[index] = source
    return done


def _line(error: object) -> str:
    """An error in one short line."""
    words = " ".join(str(error).split())[:160]
    return words or type(error).__name__


def _reader(found: str) -> Reader:
    # Each reader brings heavy libraries; only the one needed is imported.
    if found == "docx":
        from pipeline.ingest.docx.reader import DocxReader

        return DocxReader()
    if found == "pdf":
        from pipeline.ingest.pdf.reader import PdfReader

        return PdfReader()
    if found == "doc":
        from pipeline.ingest.doc.reader import DocReader

        return DocReader()
    if found in _CONVERTED:
        from pipeline.ingest.office.reader import OfficeReader

        return OfficeReader(found)
    if found == "text":
        from pipeline.ingest.text import TextReader

        return TextReader()
    if found in ("xlsx", "xls"):
        from pipeline.ingest.workbook.reader import WorkbookReader

        return WorkbookReader(found)
    if found == "csv":
        from pipeline.ingest.workbook.delimited import DelimitedReader

        return DelimitedReader()
    return _shown(found)


def _shown(found: str) -> Reader:
    """The readers of what is made to be looked at: web pages and images."""
    if found in ("html", "mhtml"):
        from pipeline.ingest.html.reader import HtmlReader

        return HtmlReader(found)
    if found in _IMAGES:
        from pipeline.ingest.ocr.reader import ImageReader

        return ImageReader(found)
    raise _refusal(found)


def _refusal(found: str) -> SourceError:
    """Why a kind of file is not read, and what to do."""
    if found == "encrypted-ooxml":
        return EncryptedSource("is protected by a password; save it without one")
    if found in ARCHIVES:
        return UnsupportedSource(f"is a {found} archive; unpack it and give the files in it")
    return UnsupportedSource(_ADVICE.get(found, f"is of type {found}; save it as .docx, PDF or text"))
