"""Lines joined to paragraphs, across columns and pages; what ends a paragraph is read off the page's shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.ingest.pdf.column import Line, Stream
from pipeline.ingest.pdf.wrap import fits, glue
from schemas.document import BlockKind

_CHINESE = "一二三四五六七八九十百零〇"
_STRONG = re.compile(
    rf"第[{_CHINESE}\d]{{1,4}}\s?[编章节条款篇部]|第[{_CHINESE}]{{1,3}}(?:部分|阶段)|[{_CHINESE}]{{1,3}}[、.．]"
    rf"|[（(][{_CHINESE}]{{1,3}}[）)]|附[件表录]\s?[{_CHINESE}\d]{{0,3}}\s?[:：]|[●■◆▪➢※]"
)
_WEAK = re.compile(
    r"\d{1,2}(?:[、．]|\.(?!\d))|\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%％万亿个名元米])|[（(]\d{1,2}[）)]|\d{1,2}[）)]|[①-⑳]|[a-zA-Z][.、．)]\s"
)
_ENDED = re.compile(r"[。！？；：!?;:…][”’」』）)]?$|[^\d]\.$")
_SENTENCE = re.compile(r"[。！？；，、;,]$")
_DOUBLED = ("；；", ";;")
_ITEM = re.compile(
    rf"[{_CHINESE}]{{1,2}}(?:是|、)|第[{_CHINESE}]{{1,2}}[，,、]|[①-⑳]|[（(]?\d{{1,2}}[）)、.．]"
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*[\dIVXivx]+$")
_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳*＊※]|[\[［〔]\d{1,3}[\]］〕]|注\s?\d{0,2}\s?[:：]")
_INDENT = 1.2
_SHORTEST = 7


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph in order, or a single table line."""

    lines: list[Line]
    kind: BlockKind = "paragraph"

    def pieces(self) -> Iterator[tuple[str, Line]]:
        """What each line adds to the text, with the break (a space or nothing) before it."""
        before: Line | None = None
        for line in self.lines:
            yield (glue(before.text, line.text, before.spaced) if before else "") + line.text, line
            before = line


@dataclass(frozen=True, slots=True)
class Style:
    """How a document sets its text: body size, whether first lines are indented, margins by side."""

    size: float
    indented: bool
    margins: dict[int, tuple[float, float]]


def style(streams: Sequence[Stream]) -> Style:
    """Measured over the whole document."""
    sizes: Counter[float] = Counter()
    for stream in streams:
        for line in stream.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    margins: dict[int, tuple[float, float]] = {}
    for side in {stream.side for stream in streams}:
        full = [s for s in streams if s.side == side and sum(1 for line in s.lines if not line.grid) > 4]
        if full:
            margins[side] = median(s.left for s in full), median(s.right for s in full)
    inside = outside = 0
    for stream in streams:
        for line in stream.lines:
            if not line.grid and abs(line.size - size) < 0.6:
                inset = line.box[0] - stream.left
                inside += _INDENT * size < inset < 3.2 * size
                outside += inset < 0.6 * size
    return Style(size, inside > 2 and inside * 12 > inside + outside, margins)


def paragraphs(streams: Sequence[Stream], setting: Style) -> list[Paragraph]:
    """All paragraphs and tables of a document in order; a footnote stands after the paragraph it was under."""
    result: list[Paragraph] = []
    waiting: list[Paragraph] = []
    previous: tuple[Line, Stream] | None = None
    for stream in streams:
        _settle(stream, setting)
        end = _notes(stream, setting)
        for line in stream.lines[:end]:
            if previous and not _parted(*previous, line, stream, setting):
                paragraph = result[-1]
                paragraph.lines.append(line)
            else:
                result += waiting
                waiting = []
                paragraph = Paragraph([line])
                result.append(paragraph)
            if len(paragraph.lines) < 4 and _heading(line, stream, setting):
                paragraph.kind = "heading"
            previous = line, stream
        for line in stream.lines[end:]:
            if _NOTE.match(line.text) or not waiting:
                waiting.append(Paragraph([line], "footnote"))
            else:
                waiting[-1].lines.append(line)
    result += waiting
    for paragraph in result:
        if paragraph.kind == "heading" and _running(paragraph):
            paragraph.kind = "paragraph"
    return result


def _running(paragraph: Paragraph) -> bool:
    """Whether what looked like a heading is a sentence."""
    length = sum(len(line.text) for line in paragraph.lines)
    return length > 90 or bool(_SENTENCE.search(paragraph.lines[-1].text))


def _notes(stream: Stream, setting: Style) -> int:
    """Where the footnotes at the foot of a stream begin: small lines, the first of them with a mark."""
    start = end = len(stream.lines)
    for number in range(end - 1, 0, -1):
        line = stream.lines[number]
        if line.grid or line.tabular or line.size > 0.92 * setting.size:
            break
        if _NOTE.match(line.text):
            start = number
    return start


def _settle(stream: Stream, setting: Style) -> None:
    """Give a stream of few lines the margins that the document keeps elsewhere."""
    usual = setting.margins.get(stream.side)
    if not usual or not stream.lines:
        return
    left, right = usual
    if abs(stream.left - left) < 3.5 * setting.size and stream.right < right:
        stream.right = right
    if left < stream.left < left + 3.5 * setting.size:
        stream.left = left


def _parted(before: Line, above: Stream, line: Line, stream: Stream, setting: Style) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    if before.grid or line.grid or before.tabular or line.tabular or _LEADER.search(before.text):
        return True
    size = line.size or 1.0
    if abs(before.size - size) > 0.07 * max(before.size, size):
        return True
    if above is stream and _distant(before, line, stream):
        return True
    if _STRONG.match(line.text) and _fresh(before, above, line, stream):
        return True
    if before.box[2] - before.box[0] < _SHORTEST * size:
        return True
    room = above.right - before.box[2]
    inset = line.box[0] - stream.left
    if fits(line.text, room, size):
        return not (
            _title(before, above, setting) and _title(line, stream, setting) and _long(before, above)
        ) and not (_ragged(before, above, line, inset, setting))
    shift = inset - (before.box[0] - above.left)
    if inset > _INDENT * size and (
        shift > size or (abs(shift) <= size and (setting.indented or _ended(before)))
    ):
        return not _hanging(before, shift, setting)
    return _listed(before, line, setting) or (bool(_WEAK.match(line.text)) and _ended(before))


def _listed(before: Line, line: Line, setting: Style) -> bool:
    """Whether a full line ends an item of a list: where nothing is indented, only its sign and the next word tell."""
    if before.text.endswith(_DOUBLED):
        return True
    return not setting.indented and before.text[-1] in "；;" and bool(_ITEM.match(line.text))


def _distant(before: Line, line: Line, stream: Stream) -> bool:
    step = line.middle - before.middle
    usual = stream.pitch.get(round(line.size)) or 1.9 * max(line.size, before.size)
    return step > 1.4 * usual or step < -0.5 * line.size


def _fresh(before: Line, above: Stream, line: Line, stream: Stream) -> bool:
    """Whether a list label begins an item, and is not a reference that a full line was cut before."""
    if _ended(before) or line.box[0] - stream.left > _INDENT * line.size:
        return True
    return fits(line.text, above.right - before.box[2], line.size)


def _ended(line: Line) -> bool:
    return bool(_ENDED.search(line.text))


def _long(line: Line, stream: Stream) -> bool:
    return line.box[2] - line.box[0] >= 0.6 * (stream.right - stream.left)


def _ragged(before: Line, above: Stream, line: Line, inset: float, setting: Style) -> bool:
    """Whether a line only fell short of the margin: where paragraphs are indented, the next line tells."""
    if not setting.indented or _ended(before) or abs(before.size - setting.size) > 0.6:
        return False
    if inset > 0.6 * line.size or _STRONG.match(line.text) or _WEAK.match(line.text):
        return False
    return before.box[2] - above.left >= 0.7 * (above.right - above.left)


def _hanging(before: Line, shift: float, setting: Style) -> bool:
    """Whether an inset line goes on under a list label that hangs out to the left."""
    if setting.indented or shift <= 0 or _ended(before):
        return False
    return bool(_STRONG.match(before.text) or _WEAK.match(before.text))


def _title(line: Line, stream: Stream, setting: Style) -> bool:
    """Whether a line stands centred and larger than the body."""
    if line.size < 1.08 * setting.size:
        return False
    return abs((line.box[0] + line.box[2]) / 2 - (stream.left + stream.right) / 2) < 2 * line.size


def _heading(line: Line, stream: Stream, setting: Style) -> bool:
    if line.grid or line.tabular:
        return False
    if line.size > 1.08 * setting.size:
        return True
    inset, room = line.box[0] - stream.left, stream.right - line.box[2]
    return inset > 3.5 * line.size and abs(inset - room) < 1.5 * line.size
