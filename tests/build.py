"""Documents and parts made of a text, as the pipeline makes them."""

from __future__ import annotations

from hashlib import sha256

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.text import TextReader
from pipeline.split.part import split
from schemas.document import Document
from schemas.part import Part


def document(text: str) -> Document:
    """The text as a .txt file is read."""
    data = text.encode()
    return TextReader().read(Source("文本.txt", data, sha256(data).hexdigest()), Limits())


def part(text: str) -> Part:
    """The text's one part."""
    (only,) = split(document(text))
    return only
