from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.reader import PdfReader
from schemas.document import Document

SONG = "STSong-Light"
FILLER = (
    "全县义务教育学校按照国家规定开齐开足课程，教师每周集中学习一次，学生体质健康监测结果逐年向好，"
    "各校图书和实验仪器按需更新，校舍安全检查每学期进行，家长委员会参与学校管理，社会满意度有所提高，"
    "镇中心小学与村小结对发展，教研员定期到校听课指导，课后服务全面覆盖，寄宿生的生活条件得到改善"
)


class Sheets:
    """A PDF in the making: a reportlab canvas with a Chinese font, y counted from the top."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        self.buffer = BytesIO()
        self.size = size
        self.canvas = Canvas(self.buffer, pagesize=size)

    def text(self, x: float, top: float, words: str, size: float = 12) -> None:
        self.canvas.setFont(SONG, size)
        self.canvas.drawString(x, self.size[1] - top - size * 0.88, words)

    def lines(self, x: float, top: float, words: list[str], size: float = 12, step: float = 18) -> float:
        for number, line in enumerate(words):
            self.text(x, top + number * step, line, size)
        return top + len(words) * step

    def prose(
        self, x: float, top: float, words: str, columns: int, indent: int = 2, size: float = 12
    ) -> float:
        """One paragraph, set ``columns`` characters wide with its first line indented."""
        self.text(x + indent * size, top, words[: columns - indent], size)
        rest = words[columns - indent :]
        cut = [rest[start : start + columns] for start in range(0, len(rest), columns)]
        return self.lines(x, top + size * 1.5, cut, size, size * 1.5)

    def grid(
        self, xs: list[float], ys: list[float], cells: dict[tuple[int, int], str], size: float = 10
    ) -> None:
        """A fully ruled table; several lines of a cell are parted by a bar."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        self.cells(xs, ys, cells, size)

    def cells(
        self, xs: list[float], ys: list[float], cells: dict[tuple[int, int], str], size: float = 10
    ) -> None:
        for (row, column), words in cells.items():
            self.lines(xs[column] + 3, ys[row] + 3, words.split("|"), size, size * 1.2)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def page(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


@pytest.fixture
def sheets() -> type[Sheets]:
    return Sheets


@pytest.fixture
def filler() -> str:
    return FILLER


@pytest.fixture
def read() -> Callable[..., Document]:
    def _read(data: bytes, limits: Limits | None = None) -> Document:
        document = PdfReader().read(
            Source("x.pdf", data, hashlib.sha256(data).hexdigest()), limits or Limits()
        )
        _check(document)
        return document

    return _read


def _check(document: Document) -> None:
    """What holds for every Document, whatever was read."""
    end = 0
    for place in document.places:
        assert end <= place.start < place.end <= len(document.text)
        assert 1 <= place.page <= (document.pages or 0)
        end = place.end
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert "\n" not in document.text[block.start : block.end]
        end = block.end
    for table in document.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end
            assert cell.row + cell.row_span <= table.rows
            assert cell.column + cell.column_span <= table.columns
