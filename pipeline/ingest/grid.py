"""What a reader may conclude from a table's grid: its headers and its caption. Pure functions.

Readers hand over cells at their top left grid position with their text; how a format states merged cells is
the reader's own affair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from schemas.document import Cell, Table
from schemas.span import Span

CAPTION_CHARACTERS = 60
_HEADER_LIMIT = 5

_AMOUNT = re.compile(
    r"(?!(?:19|20)\d\d\s*年\s*[^\W\d_]{2,})[约近≥≤＞＜><+\-－—]?\s*(?P<number>[\d０-９][\d０-９,，.．:：/]*)\s*(?P<unit>%|％|‰|[^\W\d_]{1,3}|㎡|m²)?"
)
# A slot that waits for a number: xx, **, /, —, 〇.
_SLOT = re.compile(r"[xX×＊*]+[%％]?|[-—－/／○〇…]+")
_YEAR = re.compile(r"(?:19|20)(?:\d\d|[xX×＊*]{2})(?:[-—－/.]\d{1,4})?\s*(?:年|年度|学年|年底|年末)?")
# A class of size or age (3岁以下) heads a column; it is no amount of anything.
_CLASS = re.compile(r".*(?:以下|以上|以内|以外)")
_TOTAL = re.compile(r"[合总小]\s*计")
_ORDINAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[）)、.．]?")
_COLUMN_NAME = re.compile(r"栏次|[甲乙丙丁戊己庚辛]|[A-H]")
_ORDINAL_HEAD = re.compile(r"(?:序号|序|编号|次序|序次|排序|项次|№|NO\.?)", re.IGNORECASE)
_UNIT_WORD = (
    r"(?:万|亿|千|百)?(?:元|人|名|个|所|间|册|台|套|亩|平方米|平方公里|米|公里|公顷|吨|户|次|件|本|张|课时|学时|节|岁|分|天)"
    r"|[%％‰]|㎡|m²|人次|户次"
)
_UNIT_CELL = re.compile(
    rf"[（(\[]?(?:单位[:：])?(?:{_UNIT_WORD})(?:[/／、每](?:{_UNIT_WORD}|生|年))?[）)\]]?"
)
UNIT_LINE = re.compile(r"[（(\[【]?\s*(?:计量|金额|数量|货币)?单\s*位(?:名称)?\s*[:：].{1,30}")
_SENTENCE_END = re.compile(r"[。；;！!？?，,、]$")
_POINTER = re.compile(r"表|如下|列下")


class Item(NamedTuple):
    """A cell at its top left grid position, before its text has offsets."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


def lay(items: Sequence[Item], start: int) -> tuple[str, tuple[Cell, ...]]:
    """The table's text (cells joined by tabs, rows by line breaks) and its cells, counted from ``start``.

    A merged cell's text stands once, in its first row; rows that begin no cell are empty lines.
    """
    pieces: list[str] = []
    cells: list[Cell] = []
    offset, row, fresh = start, 0, True
    for item in sorted(items, key=lambda item: (item.row, item.column)):
        gap = "\n" * (item.row - row) or ("" if fresh else "\t")
        row, fresh = item.row, False
        offset += len(gap)
        end = offset + len(item.text)
        cells.append(Cell(item.row, item.column, offset, end, item.row_span, item.column_span))
        pieces += (gap, item.text)
        offset = end
    return "".join(pieces), tuple(cells)


def assemble(
    cells: Sequence[Cell],
    texts: Sequence[str],
    start: int,
    end: int,
    marked: int = 0,
    caption: Span | None = None,
) -> Table:
    """A Table of the cells (``texts[i]`` is that of ``cells[i]``) at ``start``..``end``.

    ``marked`` is how many leading rows the file itself marks as header; where none, they are guessed.
    """
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    items = [
        Item(cell.row, cell.column, text.strip(), cell.row_span, cell.column_span)
        for cell, text in zip(cells, texts, strict=True)
    ]
    heads = min(marked, rows) or header_rows(items)
    sides = header_columns(items, heads)
    return Table(start, end, rows, columns, tuple(cells), heads, sides, caption)


def header_rows(items: Sequence[Item]) -> int:
    """How many leading rows head the columns: 0 where the first row already holds amounts."""
    rows = _by_row(items)
    height = max((item.row + item.row_span for item in items), default=0)
    width = max((item.column + item.column_span for item in items), default=0)
    if height < 2 or width < 2:
        return 0
    count = 0
    last = min(height - 1, _HEADER_LIMIT)
    while count < last and len(rows.get(count, [])) == 1 and _full(rows[count][0], width):
        count += 1
    titles = count
    while count < last:
        if not _heads(rows.get(count, []), rows.get(count - 1, []) if count > titles else None):
            break
        count += 1
    # Only titles and then amounts: a title over a form heads no column, but it is no row of the body either.
    return count


def header_columns(items: Sequence[Item], heads: int) -> int:
    """How many leading columns, below ``heads`` header rows, head the rows: those that hold words."""
    width = max((item.column + item.column_span for item in items), default=0)
    if width < 2:
        return 0
    if _ordinal(items, heads, 0):
        return 2 if width > 2 and _wordy(items, heads, 1) else 1
    if not _wordy(items, heads, 0):
        return 0
    count = 1
    while count < width - 1 and _grouped(items, heads, count - 1) and _wordy(items, heads, count):
        count += 1
    return count


def caption(lines: Sequence[str]) -> int:
    """How many of the last lines before a table name it or its unit (0, 1 or 2)."""
    tail = [line.strip() for line in lines[-2:]]
    if not tail:
        return 0
    if UNIT_LINE.fullmatch(tail[-1]):
        return 2 if len(tail) > 1 and _title(tail[0]) else 1
    return 1 if _title(tail[-1]) else 0


def _title(line: str) -> bool:
    if not 0 < len(line) <= CAPTION_CHARACTERS:
        return False
    return not _SENTENCE_END.search(line) or bool(_POINTER.search(line))


def _by_row(items: Sequence[Item]) -> dict[int, list[Item]]:
    ordered = sorted(items, key=lambda item: (item.row, item.column))
    return {row: list(group) for row, group in groupby(ordered, key=lambda item: item.row)}


def _full(item: Item, width: int) -> bool:
    return item.column == 0 and item.column_span >= width and item.row_span == 1


def _heads(row: list[Item], above: list[Item] | None) -> bool:
    """Whether a row heads columns; ``above`` is the header row over it, None for the first one."""
    texts = [item.text for item in row if item.text]
    if above is None:
        return bool(texts) and not _amounts(texts)
    if not row:
        return True
    if _numbered(texts):
        return True
    if not texts or _amounts(texts):
        return False
    split = any(item.column_span > 1 and item.row_span == 1 for item in above)
    below_blank = row[0].column == 0 and not row[0].text and any(not item.text for item in above)
    return split or below_blank or all(_UNIT_CELL.fullmatch(text) for text in texts)


def _amounts(texts: list[str]) -> bool:
    """Whether a row holds amounts rather than names; years and runs such as 1月 2月 3月 are names."""
    found = [match for text in texts if not _CLASS.fullmatch(text) and (match := _AMOUNT.fullmatch(text))]
    if not found:
        return any(_SLOT.fullmatch(text) for text in texts)
    if all(_YEAR.fullmatch(match[0]) for match in found):
        return False
    numbers, units = [match["number"] for match in found], {match["unit"] for match in found}
    return len(found) < 2 or not _series(numbers, units)


def _series(numbers: list[str], units: set[str | None]) -> bool:
    if len(units) > 1 or not all(number.isdecimal() for number in numbers):
        return False
    values = [int(number) for number in numbers]
    steps = {after - before for before, after in pairwise(values)}
    return steps == {1} and (units != {None} or len(values) > 2)


def _numbered(texts: list[str]) -> bool:
    """Whether a row only numbers the columns (1 2 3, (1) (2) (3), 甲 乙 1 2)."""
    ordinals = [text for text in texts if _ORDINAL.fullmatch(text)]
    digits = [int(found[0]) for text in ordinals if (found := re.findall(r"\d+", text))]
    if len(digits) < 2 or digits != list(range(1, len(digits) + 1)):
        return False
    return sum(1 for text in texts if _COLUMN_NAME.fullmatch(text)) + len(digits) == len(texts)


def _body(items: Sequence[Item], heads: int, column: int) -> list[Item]:
    return [item for item in items if item.row >= heads and item.column == column]


def _ordinal(items: Sequence[Item], heads: int, column: int) -> bool:
    """Whether a column only counts its rows (序号)."""
    named = any(
        item.row < heads and item.column == column and _ORDINAL_HEAD.fullmatch("".join(item.text.split()))
        for item in items
    )
    texts = [item.text for item in _body(items, heads, column) if item.text]
    texts = [text for text in texts if not _TOTAL.fullmatch(text)]
    if named:
        return True
    if len(texts) < 2 or not all(_ORDINAL.fullmatch(text) for text in texts):
        return False
    digits = [found[0] for text in texts if (found := re.findall(r"\d+", text))]
    return not digits or [int(digit) for digit in digits] == list(range(1, len(digits) + 1))


def _wordy(items: Sequence[Item], heads: int, column: int) -> bool:
    """Whether a column holds names: at most a fifth of its filled cells are amounts, and some are words."""
    texts = [item.text for item in _body(items, heads, column) if item.text]
    amounts = sum(1 for text in texts if _quantity(text))
    return bool(texts) and amounts * 5 <= len(texts)


def _quantity(text: str) -> bool:
    return bool((_AMOUNT.fullmatch(text) or _SLOT.fullmatch(text)) and not _YEAR.fullmatch(text))


def _grouped(items: Sequence[Item], heads: int, column: int) -> bool:
    """Whether a column groups the rows of the next one: merged downwards, or filled only now and then."""
    body = _body(items, heads, column)
    return any(item.row_span > 1 for item in body) or any(not item.text for item in body)
