"""Web pages (.html, and .mht saved whole; also what Word and WPS save as such under .doc) as text."""

from __future__ import annotations

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.glyph import fold
from pipeline.ingest.html.archive import pages
from pipeline.ingest.html.decode import decode
from pipeline.ingest.html.main import main
from pipeline.ingest.html.tree import Element, parse, prune
from pipeline.ingest.html.walk import Walk
from schemas.document import Document, Warning
from schemas.errors import EmptySource

_MEDIA_TYPES = {"html": "text/html", "mhtml": "multipart/related"}


class HtmlReader:
    """Reads the document on a page of ``kind`` (html or mhtml); nothing is fetched, no script is run."""

    name = "html"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.media_type = _MEDIA_TYPES[kind]

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole document. Raises a SourceError that says what is wrong with the file."""
        found = pages(source.data) if self.kind == "mhtml" else [(source.data, None)]
        walk = Walk(limits)
        damaged, framed = 0, False
        for data, stated in found:
            text, count = decode(data, stated)
            damaged += count
            root = parse(text)
            framed = framed or next(root.iter("frameset"), None) is not None
            title = _title(root)
            walk.page(_document(root, title), title)
            # The first page is the one that is shown; a mere frame shows the others.
            if walk.draft.blocks and not framed:
                break
        draft = walk.draft
        text = fold(draft.text())
        if not text:
            raise EmptySource(
                "web page holds no text; if it holds pictures of text, save them as PDF and run OCR"
            )
        message = f"有{damaged}个字符已损坏，原样无法还原"
        return Document(
            path=source.path,
            sha256=source.sha256,
            size=len(source.data),
            media_type=self.media_type,
            reader=self.name,
            text=text,
            blocks=tuple(draft.blocks),
            tables=tuple(draft.tables),
            warnings=(Warning("characters_damaged", message),) if damaged else (),
        )


def _title(root: Element) -> str:
    """The page's own title, without spaces."""
    title = next(root.iter("title"), None)
    return "" if title is None else "".join((title.text or "").split())


def _document(root: Element, title: str) -> Element:
    """The part of a page that is the document."""
    prune(root)
    body = next(root.iter("body"), None)
    return main(root if body is None else body, title)
