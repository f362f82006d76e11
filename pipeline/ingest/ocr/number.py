"""Numbers that may have been read wrong: unsure, mixed with letters, Roman, or read otherwise by a witness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.ingest.ocr.base import Sign, Stretch
from pipeline.ingest.ocr.letter import letters
from schemas.document import BBox

# Measured by benchmarks/ocr.py. Below the first, the least sure digit of a number leaves it in doubt; a witness that
# reads the same, however unsure, lifts the doubt; one that is this sure of another number is believed to see one.
SURE = 0.9
_ALIKE = 0.3
_OTHERWISE = 0.8
_NUMBER = re.compile(
    r"(?<![A-Za-z])[\dOolI|]*\d[\dOolI|]*(?:[.．,:：/][\dOolI|]+)*(?:[%％]o?|‰)?(?![A-Za-z])"
)
# Rates that are told in thousandths: engines take ‰ for %.
_RATE = re.compile(r"(?:出生|死亡|自然增长)率.{0,6}$")
# The number of a table and the year after it, which engines run together.
_TITLE = re.compile(r"[表图]\d{1,2}(?:19|20)\d\d(?=[年—~～至-])")
_LETTER = re.compile(r"[OolI|]")
# Grades in Roman numerals: engines lose a stroke of III and are as sure as ever.
_GRADE = re.compile(r"(?<![A-Za-z\d])(?:[iIl|]{2,3}|[ⅡⅢⅱⅲ])(?=[级类])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read, its box in pixels, how sure its least sure digit is.

    ``odd`` tells that it cannot be what it says, however it looks; ``other`` is what a witness read instead.
    """

    text: str
    box: BBox
    confidence: float
    odd: bool = False
    other: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it may be wrong."""
        return self.odd or self.other is not None or self.confidence < SURE


def mended(stretch: Stretch) -> Stretch:
    """The stretch with ‰ where an engine read %o or %0; before a full stop it may be one itself."""
    signs = list(stretch.signs)
    for index in range(len(signs) - 2, -1, -1):
        first, second = signs[index : index + 2]
        after = signs[index + 2].text if index + 2 < len(signs) else ""
        if (
            first.text.endswith("%")
            and second.text in ("o", "0", "。")
            and after[:1] in ("。", "，", "；", "、", "）", ")")
        ):
            whole = first.box[0], first.box[1], second.box[2], second.box[3]
            sign = Sign(first.text[:-1] + "‰", whole, min(first.confidence, second.confidence))
            signs[index : index + 2] = [sign]
    return replace(stretch, signs=tuple(signs))


def numbers(stretches: Sequence[Stretch]) -> list[Number]:
    """All numbers of a page in Arabic digits, and its grades in Roman ones."""
    return [number for stretch in stretches for number in _of(stretch)]


def compared(found: Sequence[Number], others: Sequence[Number]) -> list[Number]:
    """The numbers as they stand after a witness was heard."""
    return [_compared(number, others) for number in found]


def _of(stretch: Stretch) -> Iterator[Number]:
    if not re.search(r"\d|[级类]", stretch.text):
        return
    signs = letters(stretch)
    text = "".join(sign.text for sign in signs)
    for match in chain(_NUMBER.finditer(text), _GRADE.finditer(text)):
        own = signs[match.start() : match.end()]
        box = own[0].left, stretch.box[1], own[-1].right, stretch.box[3]
        rate = match.group()[-1] in "%％" and _RATE.search(text[: match.start()])
        title = _TITLE.match(text, max(0, match.start() - 1))
        odd = bool(match.re is _GRADE or rate or title or _LETTER.search(match.group()))
        yield Number(match.group(), box, min(sign.confidence for sign in own), odd)


def _compared(number: Number, others: Sequence[Number]) -> Number:
    near = [other for other in others if _together(number.box, other.box)]
    same = [other for other in near if _digits(other.text) == _digits(number.text)]
    if same:
        alike = max(other.confidence for other in same) >= _ALIKE
        return replace(number, confidence=1.0) if alike else number
    sure = [other for other in near if other.confidence >= _OTHERWISE]
    return replace(number, other=" ".join(other.text for other in sure)) if sure else number


def _together(first: BBox, second: BBox) -> bool:
    """Whether two boxes lie over each other for the most part."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    narrow = min(first[2] - first[0], second[2] - second[0])
    low = min(first[3] - first[1], second[3] - second[1])
    return across > 0.6 * narrow and down > 0.5 * low


def _digits(text: str) -> str:
    """A number without what is no digit, and without marks that say nothing."""
    return re.sub(r"[^\d.]", "", unicodedata.normalize("NFKC", text)).strip(".")
