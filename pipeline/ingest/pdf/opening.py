"""A PDF file opened: mended where it is damaged, refused where it is locked or only the shell of a form."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

from pipeline.ingest.base import Limits
from pipeline.ingest.pdf.face import install
from pipeline.ingest.pdf.form import check
from pipeline.ingest.pdf.mend import mended
from schemas.errors import EmptySource, EncryptedSource, SourceError, UnsupportedSource

_DAMAGED = "the PDF is damaged or cut off; get it again or repair it"
# What Adobe's programs put on the one page of a form that only they can show.
_SHELL = re.compile(
    r"Please\s+wait|upgrad\w+\s+to\s+the\s+latest\s+version|Adobe\s+(?:Acrobat\s+)?Reader|请稍候|请等待"
)
_SHELL_PAGES = 2


def opened(data: bytes, limits: Limits) -> tuple[Any, bytes]:
    """A pypdfium2 document (to be closed) and the bytes that it is of, ``data`` itself unless they were mended.

    Raises SourceError where there is nothing to be read.
    """
    if not data:
        raise EmptySource("the file is empty; get it again")
    if b"%PDF-" not in data[:4096]:
        raise SourceError("this is no PDF file; check what it is and save it as PDF")
    install()
    document, used = _document(data)
    try:
        check(used, limits)
        if _shell(document):
            raise UnsupportedSource(
                "the PDF is an XFA form; open it in Adobe Reader and print it to a new PDF"
            )
    except SourceError:
        document.close()
        raise
    return document, used


def _document(data: bytes) -> tuple[Any, bytes]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        if len(document):
            return document, data
        document.close()
    except pypdfium2.PdfiumError as error:
        _locked(error)
    for other in mended(data):
        try:
            document = pypdfium2.PdfDocument(other)
            if len(document):
                return document, other
            document.close()
        except pypdfium2.PdfiumError as error:
            _locked(error)
    raise SourceError(_DAMAGED)


def _locked(error: Any) -> None:
    """Refuse a file that PDFium may not open; a damaged one is no such file."""
    from pypdfium2 import raw

    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        raise EncryptedSource("the PDF asks for a password; save it again without one") from error
    if code == raw.FPDF_ERR_SECURITY:
        raise EncryptedSource("the PDF is locked by an unknown security scheme; save it without") from error


def _shell(document: Any) -> bool:
    """Whether a file is a dynamic XFA form, whose pages only a program that lays XFA out can make."""
    from pypdfium2 import raw

    if raw.FPDF_GetFormType(document) != raw.FORMTYPE_XFA_FULL or len(document) > _SHELL_PAGES:
        return False
    with closing(document[0]) as page, closing(page.get_textpage()) as text:
        words = text.get_text_bounded()
    return not words.strip() or bool(_SHELL.search(words))
