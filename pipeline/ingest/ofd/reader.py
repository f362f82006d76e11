"""OFD documents: the text of each page by where it stands, as lines, each with its page and box."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.bundle import Bundle, joined
from pipeline.ingest.glyph import fold
from pipeline.ingest.ofd.line import POINTS, Run, lines, runs
from pipeline.ingest.tabbed import tables
from schemas.document import Block, Document, Place
from schemas.errors import EmptySource, EncryptedSource

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_EMPTY = "OFD document holds no text; if it is a scan, save it as PDF and run OCR"


class OfdReader:
    """Reads the text objects of all pages and of the templates under them; pictures are left out."""

    name = "ofd"
    media_type = "application/ofd"

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole document. Raises a SourceError that says what is wrong with the file."""
        bundle = Bundle(source, limits, "OFD document")
        if bundle.read("Encryptions.xml") is not None:
            raise EncryptedSource("is protected by a password; save it without one")
        pieces: list[str] = []
        places: list[Place] = []
        offset = pages = 0
        for pages, content in enumerate(_pages(bundle, limits), start=1):
            for line in lines(content):
                if offset + len(line.text) > limits.characters:
                    raise beyond(f"holds more than {limits.characters} characters", "characters")
                box = tuple(round(side * POINTS, 2) for side in line.box)
                places.append(Place(offset, offset + len(line.text), pages, box))  # type: ignore[arg-type]
                pieces.append(line.text)
                offset += len(line.text) + 1
        text = fold("\n".join(pieces))
        if not text:
            raise EmptySource(_EMPTY)
        return Document(
            path=source.path,
            sha256=source.sha256,
            size=len(source.data),
            media_type=self.media_type,
            reader=self.name,
            text=text,
            blocks=tuple(Block(place.start, place.end) for place in places),
            tables=tables(text),
            places=tuple(places),
            pages=pages,
        )


def _pages(bundle: Bundle, limits: Limits) -> Iterator[list[Run]]:
    """What stands on each page, that of its templates first."""
    root = bundle.parse("OFD.xml")
    if root is None:
        raise bundle.damaged()
    count = 0
    for body in root.iterfind("{*}DocBody/{*}DocRoot"):
        main = joined("", (body.text or "").strip())
        document = bundle.parse(main)
        if document is None:
            raise bundle.damaged()
        folder = main.rpartition("/")[0]
        templates = {
            one.get("ID") or "": joined(folder, one.get("BaseLoc") or "")
            for one in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for page in document.iterfind("{*}Pages/{*}Page"):
            count += 1
            if count > limits.pages:
                raise beyond(f"the OFD has more than {limits.pages} pages", "pages")
            yield list(_page(bundle, joined(folder, page.get("BaseLoc") or ""), templates))


def _page(bundle: Bundle, part: str, templates: dict[str, str]) -> Iterator[Run]:
    root = bundle.parse(part)
    if root is None:
        raise bundle.damaged()
    for used, _ in groupby(root.iterfind("{*}Template"), key=_template):
        under = bundle.parse(templates[used]) if used in templates else None
        if under is not None:
            yield from runs(under)
    yield from runs(root)


def _template(used: Element) -> str:
    return used.get("TemplateID") or ""
