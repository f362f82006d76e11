"""The PDF reader: opens the file, gates and surveys each page, and writes one Document."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.ocr.desk import Desk
from pipeline.ingest.pdf.column import streams
from pipeline.ingest.pdf.face import install
from pipeline.ingest.pdf.furniture import strip
from pipeline.ingest.pdf.gate import Verdict, verdict
from pipeline.ingest.pdf.paragraph import paragraphs, style
from pipeline.ingest.pdf.rescue import Rescue
from pipeline.ingest.pdf.sheet import Sheet, survey
from pipeline.ingest.pdf.write import write
from schemas.document import Document, Warning
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError

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
            raise OversizedSource(
                f"the file is larger than {limits.file_bytes} bytes; raise the limit or split it"
            )
        with closing(_open(source.data)) as document:
            return _Reading(source, limits, document).run()


@dataclass(slots=True)
class _Reading:
    source: Source
    limits: Limits
    document: Any
    sheets: list[Sheet] = field(default_factory=list)
    warnings: dict[int, Warning] = field(default_factory=dict)
    hopeless: int = 0
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.limits)

    def run(self) -> Document:
        count = len(self.document)
        if count == 0:
            raise EmptySource("the PDF has no pages; export it again")
        if count > self.limits.pages:
            raise OversizedSource(f"the PDF has {count} pages, more than {self.limits.pages}; split it")
        self.survey(count)
        strip(self.sheets)
        scans = {sheet.number: scan for sheet in self.sheets if (scan := self.recognised(sheet))}
        strip(list(scans.values()))
        usable = [
            scans.get(sheet.number, sheet)
            for sheet in self.sheets
            if sheet.number in scans or _verdict(sheet) == "usable"
        ]
        if not usable:
            raise EmptySource(f"no usable text layer on any of {count} pages; {self.desk.advice()}")
        return self.compose(usable, count)

    def survey(self, count: int) -> None:
        characters = 0
        with Rescue(self.source.data) as rescue:
            for number in range(1, count + 1):
                sheet = self.page(number, rescue)
                if sheet is None:
                    continue
                self.sheets.append(sheet)
                characters += len(sheet.text())
                if characters > self.limits.characters:
                    raise OversizedSource(
                        f"the PDF holds more than {self.limits.characters} characters; split it"
                    )

    def page(self, number: int, rescue: Rescue) -> Sheet | None:
        """A page laid out; None with a warning where it is too damaged to be read."""
        # PDFium, pdfplumber and pdfminer raise what they like on a damaged page.
        with suppress(Exception), closing(self.document[number - 1]) as page:
            sheet = survey(page, number)
            if _verdict(sheet) == "undecodable" and self.hopeless < _TRIES:
                other = rescue.survey(page, number)
                if other and _verdict(other) == "usable":
                    return other
                self.hopeless += 1
            return sheet
        self.warn(number, "page_failed", f"第{number}页损坏，未能读取")
        return None

    def recognised(self, sheet: Sheet) -> Sheet | None:
        """The sheet of a page without a usable text layer, read by recognition; a warning tells why not."""
        found = _verdict(sheet)
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
        try:
            with closing(self.document[number - 1]) as page:
                return self.desk.page(page, number)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - PDFium raises what it likes on a damaged picture
            self.desk.refused = "页面图像损坏"
            return None

    def warn(self, number: int, code: str, message: str) -> None:
        self.warnings[number] = Warning(code, message)

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
            recognised=tuple(number for number in numbered if numbered[number].scanned),
            warnings=(*(self.warnings[number] for number in sorted(self.warnings)), *doubts),
        )


def _verdict(sheet: Sheet) -> Verdict:
    return verdict(sheet.text(), sheet.watermarked, sheet.drawn)


def _open(data: bytes) -> Any:
    import pypdfium2

    if not data:
        raise EmptySource("the file is empty; get it again")
    if b"%PDF-" not in data[:4096]:
        raise SourceError("this is no PDF file; check what it is and save it as PDF")
    install()
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise EncryptedSource("the PDF asks for a password; save it again without one") from error
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_SECURITY:
            raise EncryptedSource(
                "the PDF is locked by an unknown security scheme; save it without"
            ) from error
        raise SourceError("the PDF is damaged or cut off; get it again or repair it") from error
