"""Word 97-2003 documents (.doc, .dot, .wps) as text."""

from __future__ import annotations

import struct

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.doc.binary import Binary, Strange
from pipeline.ingest.office.program import program
from schemas.document import Document
from schemas.errors import EmptySource, SourceError

_MEDIA_TYPE = "application/msword"
_DAMAGE = (Strange, struct.error, IndexError, ValueError, KeyError, OverflowError, RecursionError)


class DocReader:
    """Reads the file itself; where it meets what it does not know, LibreOffice does."""

    name = "doc"
    media_type = _MEDIA_TYPE

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole document. Raises a SourceError that says what is wrong, or what to install."""
        if source.converted is None:
            try:
                return self._read(source, limits)
            except EmptySource:
                # There may be text where this reader does not look.
                if program() is None:
                    raise
            except _DAMAGE:
                pass
        from pipeline.ingest.office.reader import OfficeReader

        return OfficeReader("doc").read(source, limits)

    def _read(self, source: Source, limits: Limits) -> Document:
        from pipeline.ingest.doc.listing import numbering
        from pipeline.ingest.doc.story import Stories
        from pipeline.ingest.doc.style import styles
        from pipeline.ingest.docx.reader import Parts, document, write

        binary = Binary(source.data)
        sheet = styles(binary)
        stories = Stories(binary, sheet, limits)
        parts = Parts(stories.main(), sheet, numbering(binary), stories.notes())
        return document(source, write(parts, limits), self.name, self.media_type)


def known(data: bytes) -> bool:
    """Whether the file is one that this reader begins to read; what is protected is for it to refuse."""
    try:
        Binary(data)
    except SourceError:
        return True
    except Strange:
        return False
    return True
