"""From a path to a Document: reads the file once, tells its type, and hands it to the reader for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from pipeline.ingest.base import Limits, Reader, Source, beyond
from pipeline.ingest.limit import size
from pipeline.ingest.sniff import ARCHIVES, kind
from schemas.document import Document
from schemas.errors import (
    EmptySource,
    EncryptedSource,
    EnvironmentFault,
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
    "xlsb": "an Excel workbook",
    "csv": "a table of comma-separated values",
    "html": "a web page",
    "mhtml": "a saved web page",
    "ods": "an OpenDocument spreadsheet",
    "pptx": "a PowerPoint presentation",
    "ofd": "an OFD document",
}
_ADVICE = {
    "xml": "is an XML file; save it as .docx or plain text",
    "ppt": "is an old PowerPoint presentation (.ppt, .dps); save it as .pptx or PDF",
    "odp": "is an OpenDocument presentation; save it as PDF",
    "eml": "is an e-mail message (.eml); `shengjun run` reads its text and its attachments",
    "msg": "is an Outlook message (.msg); save it as .eml, or its attachments as files of their own",
    "caj": "is a CAJ file of CNKI; save it as PDF with its own program",
    "ceb": "is a CEB file of Founder Apabi; save it as PDF with its own program",
    "uof": "is a UOF document; open it in WPS and save it as .docx",
    "works": "is a document of Microsoft Works; open it in LibreOffice and save it as .docx",
    "visio": "is a Visio drawing; save it as PDF",
    "publisher": "is a Publisher document; save it as PDF",
    "iwork": "is a Pages, Numbers or Keynote document; export it as Word, Excel or PDF",
    "xps": "is an XPS document; save it as PDF",
    "epub": "is an electronic book (.epub); save it as .docx or PDF",
    "rar": "is a RAR archive, which is not read; unpack it and give the files in it",
    "ole": "is an old Office file of unknown kind; save it as .docx or PDF",
    "djvu": "is a DjVu scan; recognise its text and save it as PDF or .docx",
}
_READERS = {
    "docx": "docx.reader:DocxReader",
    "pdf": "pdf.reader:PdfReader",
    "doc": "doc.reader:DocReader",
    "text": "text:TextReader",
    "csv": "workbook.delimited:DelimitedReader",
    "ods": "workbook.calc:CalcReader",
    "pptx": "slides.reader:SlidesReader",
    "ofd": "ofd.reader:OfdReader",
    **dict.fromkeys(("rtf", "odt", "wordml"), "office.reader:OfficeReader"),
    **dict.fromkeys(("xlsx", "xlsb", "xls"), "workbook.reader:WorkbookReader"),
    **dict.fromkeys(("html", "mhtml"), "html.reader:HtmlReader"),
}
# Those whose readers read several, and must be told which.
_OF_KINDS = ("rtf", "odt", "wordml", "xlsx", "xlsb", "xls", "html", "mhtml")
# What goes through LibreOffice; .doc where the reader of our own does not know its way.
_CONVERTED = ("doc", "rtf", "odt", "wordml")
_IMAGES = ("png", "jpeg", "gif", "tiff", "bmp", "webp", "jpeg2000")


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
            raise beyond(f"is larger than {size(limits.file_bytes)}", "file_bytes")
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
    if found not in _READERS:
        raise _refusal(found)
    module, name = _READERS[found].split(":")
    # Each reader brings heavy libraries; only the one needed is imported.
    made = getattr(import_module(f"pipeline.ingest.{module}"), name)
    reader: Reader = made(found) if found in _OF_KINDS else made()
    return reader


def _refusal(found: str) -> SourceError:
    """Why a kind of file is not read, and what to do."""
    if found == "encrypted-ooxml":
        return EncryptedSource("is protected by a password; save it without one")
    if found in ARCHIVES and found not in _ADVICE:
        return UnsupportedSource(f"is a {found} archive; unpack it and give the files in it")
    if found in _IMAGES:
        return UnsupportedSource(f"is an image ({found}); recognise its text and save it as PDF or .docx")
    return UnsupportedSource(_ADVICE.get(found, f"is of type {found}; save it as .docx, PDF or text"))
