"""What stands in a table's cells: wrapped lines joined, and rows told apart that no rule parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.ingest.glyph import fold
from pipeline.ingest.grid import Item
from pipeline.ingest.pdf.segment import Segment, join, rows
from pipeline.ingest.pdf.wrap import fits, glue
from schemas.document import BBox

_AMOUNT = re.compile(r"[-+－—]?\d[\d,，.．]*\s*(?:%|％|‰|\w{0,3})|[-—－/]+|[xX×*]{1,4}")
# The end and the beginning of numbers that are none together.
_DECIMAL = re.compile(r"\d[.．]\d+$")
_DECIMALS = re.compile(r"\d+[.．]\d")
_ENDED = re.compile(r"[。！？；;!?]$")
_SENTENCE = 15
# The share of a column of amounts that may be anything else.
_OTHERS = 0.2


@dataclass(slots=True)
class Slot:
    """A cell at its top left grid position: its lines, and its box in the frame of its page.

    ``more`` tells where in the text a later page begins, which one, and the cell's box there.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: BBox
    page: int = 0
    lines: list[Segment] = field(default_factory=list)
    text: str = ""
    more: list[tuple[int, int, BBox]] = field(default_factory=list)

    def item(self) -> Item:
        """The cell as the grid rules take it."""
        return Item(self.row, self.column, self.text, self.row_span, self.column_span)

    def settle(self) -> None:
        """Make the text of the lines; a number goes on in the next line only where its cell is full."""
        if not self.lines:
            return
        parts = [self.lines[0].text]
        for before, after in pairwise(self.lines):
            cut = _digits(before, after) and self.broken(before, after)
            parts += (" " if cut else glue(before.text, after.text, before.spaced), after.text)
        self.text = fold("".join(parts).strip())

    def goes_on(self, other: Slot) -> bool:
        """Whether running text that the page end cut goes on in another cell; numbers never do."""
        if len(self.text) < _SENTENCE or not self.lines or not other.lines or _ENDED.search(self.text):
            return False
        return other.column_span == self.column_span and not self.broken(self.lines[-1], other.lines[0])

    def extend(self, other: Slot) -> None:
        """Append the text of the cell that goes on."""
        text = self.text + glue(self.text, other.text, self.lines[-1].spaced)
        self.more.append((len(text), other.page, other.box))
        self.text, self.lines = text + other.text, other.lines

    def broken(self, before: Segment, after: Segment) -> bool:
        """Whether a line ends on purpose: what follows would still have fitted beside it."""
        margin = max(1.0, min(line.x0 for line in self.lines) - self.box[0])
        margin = min(margin, before.size)
        room = self.box[2] - margin - before.x1
        if not _digits(before, after):
            return fits(after.text, room, after.size)
        if _DECIMAL.search(before.text) and _DECIMALS.match(after.text):
            return True
        # A number that is cut fills its line to the last digit, and from the first one where it stands alone.
        if _AMOUNT.fullmatch(before.text):
            room += before.x0 - self.box[0] - margin
        return fits(after.text[0], room, after.size)

    def column_of_amounts(self) -> bool:
        """Whether several amounts stand under each other, each a line of its own; a stamp's words may be in the way."""
        amounts = [bool(_AMOUNT.fullmatch(line.text)) for line in self.lines]
        if len(amounts) < 2 or amounts.count(False) > _OTHERS * len(amounts):
            return False
        pairs = zip(pairwise(self.lines), pairwise(amounts), strict=True)
        return all(self.broken(*pair) for pair, both in pairs if all(both))


def _digits(before: Segment, after: Segment) -> bool:
    """Whether joined lines would make one number of two."""
    return before.text[-1].isdigit() and after.text[0].isdigit()


def lines(segments: Sequence[Segment]) -> list[Segment]:
    """A cell's segments as lines; text that runs another way comes last."""
    result: list[Segment] = []
    for row in rows([segment for segment in segments if not segment.turned]):
        line = row[0]
        for segment in row[1:]:
            line = join(line, segment)
        result.append(line)
    return result + [segment for segment in segments if segment.turned]


def unruled(slots: Sequence[Slot], count: int) -> tuple[list[Slot], int]:
    """Part rows of a grid of ``count`` rows that hold several lines of amounts; the new slots and their number."""
    result: list[Slot] = []
    shift = 0
    for row in range(count):
        members = [slot for slot in slots if slot.row == row]
        steps = _steps(members)
        for slot in members:
            slot.row += shift
            if len(steps) > 1 and slot.row_span == 1:
                result += _cut(slot, steps)
            else:
                slot.row_span += len(steps) - 1 if len(steps) > 1 else 0
                result.append(slot)
        if len(steps) > 1:
            for slot in slots:
                if slot.row < row and slot.row + slot.row_span > row and slot not in members:
                    slot.row_span += len(steps) - 1
            shift += len(steps) - 1
    return result, count + shift


def _steps(members: Sequence[Slot]) -> list[list[float]]:
    """The heights of the lines of each hidden row; empty where the row is but one."""
    plain = [slot for slot in members if slot.row_span == 1]
    amounts = [slot for slot in plain if slot.column_of_amounts()]
    if len(plain) < 2 or not amounts:
        return []
    numbers = [line.middle for slot in amounts for line in slot.lines]
    levels = rows([line for slot in plain for line in slot.lines if not line.turned])
    result: list[list[float]] = []
    open_row = False
    for level in levels:
        heights = [line.middle for line in level]
        counted = any(height in numbers for height in heights)
        joined = open_row and not (counted and result and any(height in numbers for height in result[-1]))
        if joined:
            result[-1] += heights
        else:
            result.append(heights)
        open_row = _wraps(plain, level)
    return result


def _wraps(plain: Sequence[Slot], level: Sequence[Segment]) -> bool:
    """Whether some cell's line on this level goes on in its next line because the cell is full."""
    for slot in plain:
        for before, after in pairwise(slot.lines):
            if any(before is line for line in level) and not slot.broken(before, after):
                return True
    return False


def _cut(slot: Slot, steps: Sequence[Sequence[float]]) -> list[Slot]:
    result = []
    top = slot.box[1]
    for number, heights in enumerate(steps):
        last = number + 1 == len(steps)
        bottom = slot.box[3] if last else (max(heights) + min(steps[number + 1])) / 2
        part = Slot(
            slot.row + number,
            slot.column,
            1,
            slot.column_span,
            (slot.box[0], top, slot.box[2], bottom),
            slot.page,
        )
        part.lines = [
            line for line in slot.lines if top <= line.middle < bottom or (last and line.middle >= bottom)
        ]
        result.append(part)
        top = bottom
    return result
