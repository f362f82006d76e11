"""The pages of one file recognised within its limits, and what a reader of the text should know of it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

from pipeline.ingest.base import Limits
from pipeline.ingest.ocr.base import DPI, Engine
from pipeline.ingest.ocr.doubt import doubts
from pipeline.ingest.ocr.find import INSTALL, engines
from pipeline.ingest.ocr.reading import Reading, read
from pipeline.ingest.ocr.scan import Paper, boxed, laid
from pipeline.ingest.pdf.page import empty
from pipeline.ingest.pdf.sheet import Sheet
from schemas.document import BBox, Place, Warning

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture

POINTS = 72
# How engines say that they may have no more memory.
_MEMORY = re.compile(r"bad[ _]alloc|allocat|[Ii]nsufficient memory")
MISSING = "未安装文字识别组件；请安装：pip install 'shengjun[ocr]'，或在Debian上：apt install tesseract-ocr tesseract-ocr-chi-sim"


@dataclass(slots=True)
class Desk:
    """Where pages are recognised one after the other: at most ``limits.ocr_pages`` in ``limits.ocr_seconds``.

    ``refused`` tells why the last page was not read, ``failure`` what an engine last failed of, in English.
    """

    limits: Limits
    readings: dict[int, Reading] = field(default_factory=dict)
    papers: dict[int, Paper] = field(default_factory=dict)
    refused: str = ""
    failure: str = ""
    _engines: tuple[Engine, ...] = ()
    _end: float = 0.0

    def page(self, page: Any, number: int) -> Sheet | None:
        """A pypdfium2 page recognised as it is shown; None where it holds no words or may not be read."""
        if not self.free():
            return None
        width, height = page.get_size()
        scale = min(DPI / POINTS, sqrt(self.limits.ocr_pixels / max(1.0, width * height)))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        try:
            picture = bitmap.to_numpy().copy()
        finally:
            bitmap.close()
        shown = empty(page)
        paper = Paper(shown.frame, shown.seen, page.get_rotation() // 90, 1 / scale)
        return self.picture(picture, paper, number)

    def picture(self, picture: Picture, paper: Paper, number: int) -> Sheet | None:
        """A picture recognised as page ``number``; None where it holds no words or may not be read.

        Raises MemoryError.
        """
        if not self.free():
            return None
        try:
            reading = read(picture, self._engines, self._end - time.monotonic())
        except TimeoutError:
            self.refused = f"文字识别已用满{self.limits.ocr_seconds:g}秒"
            return None
        except Exception as error:  # engines raise what they like
            if isinstance(error, MemoryError) or _MEMORY.search(str(error)):
                raise MemoryError("recognition needs more memory") from error
            self.failure = " ".join(str(error).split())[:160] or type(error).__name__
            self.refused = "文字识别出错"
            return None
        self.readings[number] = reading
        self.papers[number] = paper
        if not reading.stretches:
            self.refused = "文字识别未认出文字"
            return None
        return laid(reading, paper, number)

    def advice(self) -> str:
        """What to do with a file of which nothing could be read."""
        if not engines():
            return f"to have it recognised, install an engine: {INSTALL}"
        if not self._end:  # no page was brought here
            return "they hold neither words nor pictures; check that the file is neither blank nor damaged"
        if self.failure:
            return f"recognition failed ({self.failure}); please report it with the file"
        return "no words were recognised; check that it is not blank, or scan it again"

    def free(self) -> bool:
        """Whether another page may be read; ``refused`` tells why not."""
        if not self._engines:
            self._engines = engines()
            self._end = time.monotonic() + self.limits.ocr_seconds
        self.refused = ""
        if not self._engines:
            self.refused = MISSING
        elif len(self.readings) >= self.limits.ocr_pages:
            self.refused = f"一个文件最多识别{self.limits.ocr_pages}页"
        elif time.monotonic() > self._end:
            self.refused = f"文字识别已用满{self.limits.ocr_seconds:g}秒"
        return not self.refused

    def warnings(self, text: str, places: Sequence[Place], sheets: dict[int, Sheet]) -> Iterator[Warning]:
        """What to know of the recognised pages among ``sheets``, with the spans of doubtful numbers."""
        pages = [number for number in sorted(sheets) if sheets[number].scanned]
        if not pages:
            return
        names = "、".join(sorted({self.readings[number].engine for number in pages}))
        yield Warning("ocr_pages", f"{_listed(pages)}的文字由识别得来（{names}），请与原件核对")
        for page in pages:
            reading = self.readings[page]
            if reading.unread:
                yield Warning("ocr_unread", f"第{page}页有{reading.unread}处文字或图形无法辨认，未采用")

            def shown(box: BBox, page: int = page) -> BBox:
                return sheets[page].shown(boxed(box, self.readings[page], self.papers[page], sheets[page]))

            yield from doubts(reading.numbers, text, [place for place in places if place.page == page], shown)


def _listed(pages: Sequence[int]) -> str:
    """Page numbers in words, neighbours put together."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"第{run[0]}页" if len(run) == 1 else f"第{run[0]}—{run[-1]}页" for run in runs)
