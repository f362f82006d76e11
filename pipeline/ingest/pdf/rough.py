"""What the forms on a page come to at most, told from a file's streams one by one, without its structure."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.ingest.pdf.content import inflated

# PDFium keeps some 600 bytes for every draw of a form, were it an empty one,
DRAW = 512
# and goes so many forms deep, those that draw themselves too.
DEPTH = 41
# The name /Form, its letters written out or as numbers, or wherever it may stand.
_FORM = re.compile(rb"/(?:F|#46)(?:o|#6[Ff])(?:r|#72)(?:m|#6[Dd])(?![\w#])|/Subtype\s+\d")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
_END = b"endstream"
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHER = re.compile(rb"/(?:[A-Za-z0-9]+Decode|A85|AHx|LZW|RL)\b|/Filter\s+\d")
_HEAD = 2**16
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+\Z")
_NUMBER = 32
_INLINE = re.compile(rb"/Resources\s*<<.*/XObject\s*<<", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")


def rough(data: bytes) -> float:
    """No page's forms come to more bytes than this; infinity where that takes the file's structure to tell."""
    if not _FORM.search(data):
        return 0
    if b"/Encrypt" in data:
        return math.inf
    forms, outer, end = _Forms(), 1, 0
    while found := _STREAM.search(data, end):
        # The stream's own dictionary, and all since the stream before: too much does no harm.
        head = data[max(end, found.start() - _HEAD) : found.start()]
        start, end = found.end(), data.find(_END, found.end())
        end = end if end >= 0 else len(data)
        form = bool(_FORM.search(head))
        if not form and _IMAGE.search(head):
            continue
        packed = bool(_FLATE.search(head))
        length, draws = _content(data[start:end], packed=packed)
        if _OTHER.search(_FLATE.sub(b"", head)) or (form and packed and not length):
            return math.inf
        # A form may also be drawn as what an annotation shows.
        outer += 1 if form else draws
        if form and not forms.add(head, length, draws):
            return math.inf
    return outer * forms.heaviest()


def _content(data: bytes, *, packed: bool) -> tuple[int, int]:
    """How long a content is, and how often it draws at most."""
    length = draws = 0
    for piece in inflated([data]) if packed else [data]:
        length += len(piece)
        # One more, for it may be parted by the pieces.
        draws += piece.count(b"Do") + (piece[-1:] == b"D")
    return length, draws


@dataclass(slots=True)
class _Forms:
    """By their numbers, what forms are by themselves, how often they draw, and which others they may draw."""

    own: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    draws: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    inner: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, head: bytes, length: int, draws: int) -> bool:
        """Whether it can be told what the form draws; several of one number pass for one."""
        at = head.rfind(b"obj")
        found = _OBJECT.search(head[max(0, at - _NUMBER) : at])
        if found is None:
            return False
        number = int(found[1])
        self.own[number] = max(self.own[number], length + DRAW)
        if draws:
            self.draws[number] = max(self.draws[number], draws)
            self.inner[number].update(int(one) for one in _REFERENCE.findall(head, at))
        return not draws or bool(_INLINE.search(head, at))

    def heaviest(self) -> int:
        """What one draw comes to at most."""
        loads = self.own
        for _ in range(DEPTH - 1):
            deeper = {
                number: own
                + self.draws.get(number, 0)
                * max((loads[one] for one in self.inner.get(number, ()) if one in loads), default=0)
                for number, own in self.own.items()
            }
            if deeper == loads:
                break
            loads = deeper
        return max(loads.values(), default=DRAW)
