"""Tables, as tabs and line breaks tell them: what the columns hold by their headings."""

from __future__ import annotations

import re
from functools import cache

from corpus.redact.name import is_name
from corpus.redact.roster import Span, names_in
from corpus.redact.word import words

_SPACE = re.compile(r"\s+|\([^()]*\)")
_LONGEST = 16
_HAN = re.compile("[一-龥]{3}")
# What a column holds: names, address, or a label of the numbers in it.
_HOLDS = ("names", "phone", "id", "bank", "address")


@cache
def _headings() -> dict[str, str]:
    return {word: holds for holds in _HOLDS for word in words(holds)}


def _holds(cell: str) -> str | None:
    """What stands below or beside a cell."""
    if not cell or cell[0].isdigit() or len(cell) > _LONGEST:
        return None
    bare = _SPACE.sub("", cell).rstrip(":")
    known = _headings()
    told = known.get(bare)
    if told is None and bare.endswith(_ENDINGS):
        told = next((known[end] for end in _ENDINGS if bare.endswith(end)), None)
    return told


# Longer headings of the same end: 家长联系电话, 户主身份证号.
_ENDINGS = (
    "身份证号",
    "身份证号码",
    "联系电话",
    "电话号码",
    "手机号码",
    "手机号",
    "电话",
    "银行卡号",
    "账号",
    "卡号",
    "姓名",
    "家庭住址",
    "住址",
    "地址",
    "联系方式",
)


class Table:
    """What was found in all tables of a text: ``names`` and ``addresses`` as spans, ``labels`` by a cell's start."""

    def __init__(self, text: str) -> None:
        self.names: list[Span] = []
        self.addresses: list[Span] = []
        self.labels: dict[int, str] = {}
        if "\t" in text:
            columns: dict[int, str] = {}
            at = 0
            for line in text.split("\n"):
                columns = self._row(_cells(line, at), columns) if "\t" in line else {}
                at += len(line) + 1

    def _row(self, row: list[tuple[int, str]], columns: dict[int, str]) -> dict[int, str]:
        told = {number: _holds(cell) for number, (_, cell) in enumerate(row)}
        heads = {number: holds for number, holds in told.items() if holds}
        if columns and len(heads) < 2:
            heads = {}  # 王某 | 校长 below 姓名 | 职务: no heading
        for number, (at, cell) in enumerate(row):
            if number not in heads:
                # A form has its headings beside (姓名 | 王某 | 电话 | …), a list above.
                self._cell(at, cell, heads.get(number - 1) if heads else columns.get(number))
        return heads or columns

    def _cell(self, at: int, cell: str, holds: str | None) -> None:
        bare = cell.strip()
        start = at + len(cell) - len(cell.lstrip())
        if holds == "names":
            squeezed = bare.replace(" ", "")
            if is_name(squeezed) and len(bare) <= len(squeezed) + 2:
                self.names.append((start, start + len(bare)))
            else:
                self.names += [(at + first, at + last) for first, last in names_in(cell, 0, len(cell))]
        elif holds == "address":
            if _HAN.search(bare):
                self.addresses.append((start, start + len(bare)))
        elif holds and bare:
            self.labels[start] = holds


def _cells(line: str, at: int) -> list[tuple[int, str]]:
    """The cells of a row that begins at ``at``, with where they begin."""
    cells = []
    for cell in line.split("\t"):
        cells.append((at, cell))
        at += len(cell) + 1
    return cells
