"""Word documents (.docx, .docm, .dotx; transitional and strict) as text."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from lxml import etree

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.docx.ballast import knit, lighten, lighten_styles, telling
from pipeline.ingest.docx.body import Body
from pipeline.ingest.docx.field import tick
from pipeline.ingest.docx.name import Element, w, w14
from pipeline.ingest.docx.numbering import Numbering
from pipeline.ingest.docx.package import Package, parse, parse_side
from pipeline.ingest.docx.run import Looks
from pipeline.ingest.docx.style import Styles
from pipeline.ingest.draft import Draft
from pipeline.ingest.glyph import fold
from schemas.document import Document, Warning
from schemas.errors import EmptySource, OversizedSource, SourceError, UnsupportedSource

# So few letters beside pictures are the name of what the pictures show.
_BARE = 20
_NOTES = ("footnotes", "endnotes")
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocxReader:
    """Reads the body text; headers, footers, comments, macros, deleted and hidden text are left out."""

    name = "docx"
    media_type = _MEDIA_TYPE

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole document. Raises a SourceError that says what is wrong with the file."""
        try:
            return self._read(source, limits)
        except RecursionError as error:
            raise OversizedSource("Word file is nested too deep; flatten the document") from error
        except (etree.LxmlError, zipfile.BadZipFile) as error:
            raise SourceError("damaged Word file; save or download it again") from error

    def _read(self, source: Source, limits: Limits) -> Document:
        package = Package(source, limits)
        body = write(_parts(package), limits)
        if len("".join(body.draft.text().split())) < _BARE and (
            found := _scanned(source, package, body, limits)
        ):
            return found
        return document(source, body, self.name, self.media_type)


def document(source: Source, body: Body, reader: str, media_type: str) -> Document:
    """What was written of a file, as read by ``reader``. Raises EmptySource."""
    draft = body.draft
    text = fold(draft.text())
    if not text:
        raise EmptySource("no text in the Word file; check that it is not blank")
    return Document(
        path=source.path,
        sha256=source.sha256,
        size=len(source.data),
        media_type=media_type,
        reader=reader,
        text=text,
        blocks=tuple(draft.blocks),
        tables=tuple(sorted(draft.tables, key=lambda found: (found.start, -found.end))),
        warnings=tuple(_warnings(body)),
    )


def _scanned(source: Source, package: Package, body: Body, limits: Limits) -> Document | None:
    """A document that is but pictures of pages, recognised; None where it has none with words.

    Raises EmptySource where nothing else is in it.
    """
    from pipeline.ingest.ocr.reader import embedded

    text = fold(body.draft.text()).strip()
    pictures = package.pictures()
    first = next(pictures, None)
    if first is None:
        return None
    try:
        found = embedded(source, chain((first,), pictures), limits, DocxReader.name, DocxReader.media_type)
    except EmptySource:
        if text:
            return None
        raise
    if not text:
        return found
    left_out = Warning("text_left_out", f"文件以图片为主，图片之外的文字“{text}”未采用")
    return replace(found, warnings=(*found.warnings, left_out))


class Parts(NamedTuple):
    """The parts of a Word document as elements; ``looks``: whether its text depends on how runs are set."""

    root: Element
    styles: Element | None
    lists: Element | None
    notes: Mapping[str, Mapping[str, Element]]
    looks: bool = True


def _parts(package: Package) -> Parts:
    story, notes = package.read(package.main) or b"", {kind: package.side(kind) for kind in _NOTES}
    light = lighten(story)
    parts = (light, *notes.values())
    stated = package.side("styles")
    sheet = lighten_styles(stated, *parts)
    numbered = any(b"numPr" in part for part in (*parts, sheet))
    numbering = package.side("numbering") if numbered else b""
    if b"StyleLink" in numbering:
        sheet = lighten_styles(stated, *parts, numbering)
    needed = any(telling(part, sheet) for part in parts)
    root = _parse_story(light if needed else knit(light), story, package.main)
    told = {kind: _notes(parse_side(data, kind)) for kind, data in notes.items()}
    return Parts(root, parse_side(sheet, "styles"), parse_side(numbering, "numbering"), told, needed)


def write(parts: Parts, limits: Limits) -> Body:
    """Walk the body text of a document. Raises OversizedSource."""
    styles = Styles(parts.styles)
    looks = Looks(styles, parts.looks)
    for skip_contents in (True, False):
        numbering = Numbering(parts.lists, styles)
        body = Body(Draft(limits), styles, numbering, looks, parts.notes, skip_contents)
        # Joined by careless programs, a document may have several bodies.
        for content in parts.root.iterfind(w("body")):
            body.container(content, 0, "paragraph")
        # A table of contents that never ends would take the rest of the document with it.
        if not body.fields.unfinished_contents():
            break
    return body


def _parse_story(light: bytes, story: bytes, name: str) -> Element:
    try:
        root = parse(light, name)
    except SourceError:
        if light is story:
            raise
        root = parse(story, name)
    if root.tag != w("document"):
        raise UnsupportedSource("an Office file, but no Word document; convert it to .docx or .pdf")
    _settle(root)
    return root


def _notes(root: Element | None) -> dict[str, Element]:
    if root is None:
        return {}
    _settle(root)
    return {note.get(w("id")) or "": note for note in root}


def _settle(root: Element) -> None:
    """Make check boxes show ☑ or ☐, whichever pair of glyphs they were set up with."""
    for box in root.iter(w14("checkbox")):
        properties = box.getparent()
        content = None if properties is None else properties.getparent()
        shown = tick(_checked(box))
        for text in () if content is None else content.iter(w("t"), w("sym")):
            text.tag, text.text = w("t"), shown
            shown = ""


def _checked(box: Element) -> bool:
    state = box.find(w14("checked"))
    return state is not None and state.get(w14("val")) in ("1", "true", "on")


def _warnings(body: Body) -> list[Warning]:
    found = []
    if body.contents:
        found.append(Warning("toc_skipped", "目录已略去，不计入正文"))
    if body.skipped:
        found.append(Warning("object_skipped", f"有{body.skipped}个嵌入对象（图表、附件等）未读取其中文字"))
    return found
