"""The reader of image files: scans and photographs of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.ocr.desk import Desk
from pipeline.ingest.ocr.find import engines
from pipeline.ingest.ocr.image import pictures
from pipeline.ingest.ocr.scan import Paper
from pipeline.ingest.pdf.column import streams
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.furniture import strip
from pipeline.ingest.pdf.paragraph import paragraphs, style
from pipeline.ingest.pdf.sheet import Sheet
from pipeline.ingest.pdf.write import write
from schemas.document import Document, Warning
from schemas.errors import EmptySource, SourceError, UnsupportedSource

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture


class ImageReader:
    """Keeps pipeline.ingest.base.Reader; ``kind`` is that of pipeline.ingest.sniff."""

    name = "image"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.media_type = f"image/{'jp2' if kind == 'jpeg2000' else kind}"

    def read(self, source: Source, limits: Limits) -> Document:
        """All pages of the image; SourceError where none can be read or no engine is there."""
        if not engines():
            raise UnsupportedSource(f"is an image ({self.kind}); {Desk(limits).advice()}")
        return document(source, pictures(source.data, limits), limits, self.name, self.media_type)


def embedded(
    source: Source, images: Iterable[bytes], limits: Limits, reader: str, media_type: str
) -> Document:
    """What is recognised in the images that a file holds; those of kinds that are no photographs are left out."""

    def pages() -> Iterator[tuple[Picture, float]]:
        for data in images:
            with suppress(SourceError):
                yield from pictures(data, limits)

    return document(source, pages(), limits, reader, media_type)


def document(
    source: Source, pages: Iterable[tuple[Picture, float]], limits: Limits, reader: str, media_type: str
) -> Document:
    """What is recognised in pictures of pages, each with the points that a pixel measures. Raises EmptySource."""
    desk = Desk(limits)
    sheets: dict[int, Sheet] = {}
    left_out: list[Warning] = []
    count = 0
    for count, (picture, scale) in enumerate(pages, start=1):
        high, wide = picture.shape[:2]
        frame = Frame(0, 0.0, 0.0, wide * scale, high * scale)
        if sheet := desk.picture(picture, Paper(frame, frame, 0, scale), count):
            sheets[count] = sheet
        else:
            left_out.append(Warning("page_no_text", f"第{count}页未读取：{desk.refused}"))
    if not sheets:
        raise EmptySource(f"holds no text but pictures of pages; {desk.advice()}")
    strip(list(sheets.values()))
    flow = [one for sheet in sheets.values() for one in streams(sheet.segments, sheet.grids, sheet.number)]
    draft = write(paragraphs(flow, style(flow)), sheets)
    return Document(
        path=source.path,
        sha256=source.sha256,
        size=len(source.data),
        media_type=media_type,
        reader=reader,
        text=draft.text,
        blocks=tuple(draft.blocks),
        tables=tuple(draft.tables),
        places=tuple(draft.places),
        pages=count,
        recognised=tuple(sheets),
        warnings=(*left_out, *desk.warnings(draft.text, draft.places, sheets)),
    )
