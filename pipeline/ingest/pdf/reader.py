"""The PDF reader: opens the file, gates and surveys each page, and writes one Document."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.limit import size
from pipeline.ingest.ocr.desk import Desk
from pipeline.ingest.pdf.annotation import imprinted
from pipeline.ingest.pdf.column import streams
from pipeline.ingest.pdf.furniture import strip
from pipeline.ingest.pdf.gate import Verdict, verdict
from pipeline.ingest.pdf.layer import off
from pipeline.ingest.pdf.opening import opened
from pipeline.ingest.pdf.page import LOST
from pipeline.ingest.pdf.paragraph import paragraphs, style
from pipeline.ingest.pdf.rescue import Rescue
from pipeline.ingest.pdf.sheet import Sheet, survey
from pipeline.ingest.pdf.watermark import Marks, Tally
from pipeline.ingest.pdf.write import write
from schemas.document import Document, Warning
from schemas.errors import EmptySource

_INVISIBLE = "第{page}页的文字是看不见的识别层（多为扫描件），可能有识别错误"
_LOST = "第{page}页有{count}个字符缺少编码对照，读不出来"
_LOSSES = 3
_NAMED = 5
_SCANNED = 0.5
# pdfplumber is slow: where it reads two garbled pages no better, the others are not tried.
_TRIES = 2
# Few words over a picture of the whole page are a stamp or a page number on a scan, where recognition finds many more.
_THIN = 60
_PICTURED = 0.6
_RICHER = 4
_MESSAGES: dict[Verdict, tuple[str, str]] = {
    "no_text": ("page_no_text", "第{page}页没有可用的文字层（可能是扫描页），未读取：{reason}"),
    "watermark_only": ("page_watermark_only", "第{page}页的文字层只有水印，未读取：{reason}"),
    "undecodable": ("page_undecodable", "第{page}页的字体缺少编码对照，文字层是乱码，未采用：{reason}"),
}


class PdfReader:
    """Keeps pipeline.ingest.base.Reader. PDFium is not thread-safe: one reader at a time in a process."""

    name = "pdf"
    media_type = "application/pdf"

    def read(self, source: Source, limits: Limits) -> Document:
        """Read all pages, those without a usable text layer by recognition; SourceError where none can be read."""
        if len(source.data) > limits.file_bytes:
            raise beyond(f"the file is larger than {size(limits.file_bytes)}", "file_bytes")
        document, data = opened(source.data, limits)
        with closing(document):
            reading = _Reading(source, limits, document, data)
            if data is not source.data:
                reading.warn(0, "file_mended", "文件结构损坏，修复后读取，内容可能不全")
            return reading.run()


@dataclass(slots=True)
class _Reading:
    source: Source
    limits: Limits
    document: Any
    data: bytes
    sheets: list[Sheet] = field(default_factory=list)
    warnings: list[tuple[int, Warning]] = field(default_factory=list)
    layers: frozenset[bytes] = frozenset()
    tally: Tally = field(default_factory=Tally)
    hopeless: int = 0
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.limits)

    def run(self) -> Document:
        count = len(self.document)
        if count == 0:
            raise EmptySource("the PDF has no pages; export it again")
        if count > self.limits.pages:
            raise beyond(f"the PDF has {count} pages, more than {self.limits.pages}", "pages")
        self.layers = off(self.data)
        self.attachments()
        self.survey(count)
        if marks := self.tally.marks():
            self.sheets = [self.cleared(sheet, marks) for sheet in self.sheets]
        strip(self.sheets)
        judged = [(sheet, _verdict(sheet)) for sheet in self.sheets]
        scans = {sheet.number: scan for sheet, found in judged if (scan := self.recognised(sheet, found))}
        strip(list(scans.values()))
        usable = [
            scans.get(sheet.number, sheet)
            for sheet, found in judged
            if sheet.number in scans or self.passed(sheet, found)
        ]
        if not usable:
            raise EmptySource(f"no usable text layer on any of {count} pages; {self.desk.advice()}")
        return self.compose(usable, count)

    def survey(self, count: int) -> None:
        characters = 0
        with Rescue(self.data) as rescue:
            for number in range(1, count + 1):
                sheet = self.page(number, rescue)
                if sheet is None:
                    continue
                self.tally.add(sheet.printed, number)
                sheet.printed = ()
                self.sheets.append(sheet)
                characters += len(sheet.text())
                if characters > self.limits.characters:
                    raise beyond(f"the PDF holds more than {self.limits.characters} characters", "characters")

    def page(self, number: int, rescue: Rescue) -> Sheet | None:
        """A page laid out; None with a warning where it is too damaged to be read."""
        # PDFium, pdfplumber and pdfminer raise what they like on a damaged page.
        with suppress(Exception), closing(imprinted(self.document, number)) as page:
            sheet = survey(page, number, self.layers)
            if _verdict(sheet) == "undecodable" and self.hopeless < _TRIES:
                other = rescue.survey(page, number)
                if other and _verdict(other) == "usable":
                    return other
                self.hopeless += 1
            return sheet
        self.warn(number, "page_failed", f"第{number}页损坏，未能读取")
        return None

    def cleared(self, sheet: Sheet, marks: Marks) -> Sheet:
        """A page laid out anew without the document's watermarks."""
        with suppress(Exception), closing(imprinted(self.document, sheet.number)) as page:
            other = survey(page, sheet.number, self.layers, marks)
            other.printed = ()
            return other
        return sheet

    def passed(self, sheet: Sheet, found: Verdict) -> bool:
        """Whether a page's own text may be handed on; warnings tell what to know of it."""
        if found != "usable":
            return False
        if sheet.invisible:
            self.warn(sheet.number, "page_text_invisible", _INVISIBLE.format(page=sheet.number))
        if (lost := sheet.text().count(LOST)) >= _LOSSES:
            self.warn(sheet.number, "page_characters_lost", _LOST.format(page=sheet.number, count=lost))
        return True

    def attachments(self) -> None:
        """Name the files within the file: nobody else tells that they were not read."""
        if count := self.document.count_attachments():
            names = [self.document.get_attachment(index).get_name() for index in range(min(count, _NAMED))]
            listed = "、".join(" ".join(name.split())[:80] for name in names) + "等" * (count > _NAMED)
            self.warn(
                0, "attachments_skipped", f"文件内附有{count}个附件（{listed}），未读取；请取出后另行处理"
            )

    def recognised(self, sheet: Sheet, found: Verdict) -> Sheet | None:
        """The sheet of a page without a usable text layer, read by recognition; a warning tells why not."""
        thin = found == "usable" and sheet.pictured > _PICTURED and len(sheet.text()) < _THIN
        if not thin and found not in _MESSAGES:
            return None
        scan = self.scan(sheet.number)
        if thin:
            return scan if scan and len(scan.text()) > _RICHER * len(sheet.text()) else None
        if scan is None:
            code, message = _MESSAGES[found]
            self.warn(sheet.number, code, message.format(page=sheet.number, reason=self.desk.refused))
        return scan

    def scan(self, number: int) -> Sheet | None:
        """A page as recognition reads it. Raises MemoryError."""
        if not self.desk.free():
            return None
        try:
            with closing(self.document[number - 1]) as page:
                return self.desk.page(page, number)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - PDFium raises what it likes on a damaged picture
            self.desk.refused = "页面图像损坏"
            return None

    def warn(self, number: int, code: str, message: str) -> None:
        self.warnings.append((number, Warning(code, message)))

    def compose(self, sheets: list[Sheet], count: int) -> Document:
        flow = [stream for sheet in sheets for stream in streams(sheet.segments, sheet.grids, sheet.number)]
        numbered = {sheet.number: sheet for sheet in sheets}
        draft = write(paragraphs(flow, style(flow)), numbered)
        doubts = self.desk.warnings(draft.text, draft.places, numbered)
        return Document(
            path=self.source.path,
            sha256=self.source.sha256,
            size=len(self.source.data),
            media_type=PdfReader.media_type,
            reader=PdfReader.name,
            text=draft.text,
            blocks=tuple(draft.blocks),
            tables=tuple(draft.tables),
            places=tuple(draft.places),
            pages=count,
            recognised=tuple(number for number in numbered if _recognised(numbered[number])),
            warnings=(*(warning for _, warning in sorted(self.warnings, key=itemgetter(0))), *doubts),
        )


def _recognised(sheet: Sheet) -> bool:
    """Whether its text comes from recognition, ours or that of who made the file."""
    return sheet.scanned or (sheet.invisible and sheet.pictured > _SCANNED)


def _verdict(sheet: Sheet) -> Verdict:
    return verdict(sheet.text(), sheet.watermarked, sheet.drawn)
