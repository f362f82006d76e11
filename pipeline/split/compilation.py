"""Where the documents of a compilation begin: at a series of numbered headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.split.genre import genre, is_title
from pipeline.split.label import HAN, label, number
from pipeline.split.row import Row

_NUMBER = rf"(?P<number>[{HAN}]{{1,3}}|\d{{1,2}})"
_SUFFIX = re.compile(
    r"(?P<stem>.{2,60}?)\s*(?P<open>[（(【\[]?)\s*(?P<word>第|篇|之|范文|版本|样本|例)?"
    rf"\s*{_NUMBER}\s*(?P<tail>篇|[）)】\]])*[：:]?"
)
_PREFIX = re.compile(
    r"[【\[（(]?\s*(?P<word>第|篇|范文|方案|总结|报告|计划|汇报|材料|模板|案例|样本)"
    rf"\s*{_NUMBER}\s*(?P<tail>篇)?\s*(?P<title>[】\]）)：:、.．\s][：:\s]{{0,3}}.{{0,60}}|(?<=篇).{{0,60}})?"
)
_BRACKETED = re.compile(rf"[（(]\s*{_NUMBER}\s*[）)]\s*(?P<title>.{{0,40}})")
# Stems whose numbers count something inside a document.
_INNER = re.compile(
    r"(?:附件?|表|图|阶段|部分|章|节|条|步|款|项|年级|班|组|校区|小学|中学|学校|园|级|类|期|\d|[xX×*])$"
)
_MARKED = ("篇", "范文", "版本", "样本")
_MIDDLE = re.compile(r"[。！？；，,;]")
# Signs of emphasis that a conversion from a web page leaves around a heading.
_MARKUP = "#* "
# What a heading of a series begins with, or else ends in.
_FIRST = frozenset("【[（(第篇范方总报计汇材模案样")
_LAST = frozenset(f"{HAN}篇）)】]：:")
_CLOSE = ("）", ")")
_EXTENT = re.compile(r"[（(]约?\d{2,5}字[）)]$")
_HEADING = 64
_LEAST_BODY = 60
_USUAL_BODY = 150
_STRIDE = 4
# For the forms that a document's own outline also uses, only bodies of a document's length count.
_ARTICLE = 400


@dataclass(frozen=True, slots=True)
class Start:
    """A row that heads a document: ``row`` its index, ``number`` its place in the series (0: none)."""

    row: int
    number: int


def starts(rows: Sequence[Row]) -> list[Start]:
    """The headings of the series under which the file's documents stand; empty where there is none."""
    series: dict[tuple[str, ...], list[Start]] = {}
    for index, row in enumerate(rows):
        if row.cell is None and len(row.text) <= _HEADING:
            text = row.words.strip(_MARKUP)
            if text.endswith(_CLOSE):
                text = _EXTENT.sub("", text)
            for key, ordinal in _keys(text):
                series.setdefault(key, []).append(Start(index, ordinal))
    runs = [run for key, found in series.items() if (run := _run(key, found, rows))]
    return _outer(runs)


def _keys(text: str) -> list[tuple[tuple[str, ...], int]]:
    """The series that a heading line may belong to, with its number there."""
    keys: list[tuple[tuple[str, ...], int]] = []
    numbered = text[-1:] in _LAST or text[-1:].isdecimal()
    if not (numbered or text[:1] in _FIRST) or _MIDDLE.search(text):
        return keys
    match = _PREFIX.fullmatch(text)
    if match is not None and (match["word"] != "第" or match["tail"]):
        keys.append((("prefix", match["word"]), number(match["number"])))
    match = None if keys or not numbered else _SUFFIX.fullmatch(text)
    if match is not None:
        stem, marked = match["stem"].strip(), bool(match["word"] or match["open"] or match["tail"])
        named = stem.endswith(genre()) or match["word"] in _MARKED or match["tail"] == "篇"
        if named and (marked or not _INNER.search(stem)):
            shape = match["word"] or match["open"] or ""
            keys.append((("suffix", stem, shape), number(match["number"])))
            if match["word"] in _MARKED:
                # 调研论文篇一, 汇报材料篇二: a site may name each text of one series for itself.
                keys.append((("suffix", "", shape), number(match["number"])))
    match = None if keys else _BRACKETED.fullmatch(text)
    if match is not None and (not match["title"] or is_title(match["title"])):
        keys.append((("bracket", "title" if match["title"] else ""), number(match["number"])))
    return keys


def _run(key: tuple[str, ...], found: list[Start], rows: Sequence[Row]) -> list[Start]:
    """The headings of one series that head the documents, without a table of contents and stray mentions."""
    headed = [
        start
        for start, end in zip(found, _ends(found, rows), strict=True)
        if _length(rows, start.row + 1, end) >= _LEAST_BODY
    ]
    run = _all_rising(headed)
    if not run:
        return []
    ends = _ends(run, rows)
    bodies = sorted(_length(rows, start.row + 1, end) for start, end in zip(run[:-1], ends, strict=False))
    inner = key[0] == "bracket" or (key[0] == "prefix" and key[1] not in ("第", "篇", "范文"))
    if bodies[len(bodies) // 2] < (_ARTICLE if inner else _USUAL_BODY):
        return []
    if inner and not _restarts(run, ends, rows):
        return []
    return [_uppermost(start, found) for start in run]


def _ends(run: Sequence[Start], rows: Sequence[Row]) -> list[int]:
    """Past the last row of what stands under each heading."""
    return [start.row for start in run[1:]] + [len(rows)]


def _all_rising(found: list[Start]) -> list[Start]:
    """The longest rising run with those before and after it: files glued together number their texts anew."""
    run = _rising(found)
    if len(run) < 2 or run[0].number > _STRIDE:
        return []
    before = [start for start in found if start.row < run[0].row]
    after = [start for start in found if start.row > run[-1].row]
    return [*_all_rising(before), *run, *_all_rising(after)]


def _rising(found: list[Start]) -> list[Start]:
    """The longest run of rising numbers with small steps; of equal ones the last in the text."""
    best: dict[int, list[Start]] = {}
    for start in found:
        before = max((best.get(start.number - step, []) for step in range(1, _STRIDE + 1)), key=len)
        if len(before) >= len(best.get(start.number, [])) - 1:
            best[start.number] = [*before, start]
    longest = max(map(len, best.values()), default=0)
    return max((run for run in best.values() if len(run) == longest), key=lambda run: run[-1].row, default=[])


def _uppermost(start: Start, found: list[Start]) -> Start:
    """The first of several rows that give the same heading right under each other."""
    same = {other.row for other in found if other.number == start.number}
    row = start.row
    while row - 1 in same:
        row -= 1
    return Start(row, start.number)


def _length(rows: Sequence[Row], first: int, end: int) -> int:
    return rows[end - 1].end - rows[first].start if end > first else 0


def _restarts(run: list[Start], ends: list[int], rows: Sequence[Row]) -> bool:
    """Whether most bodies begin an outline of their own: an item 一、 under （二） shows a document there."""
    fresh = 0
    for start, end in zip(run, ends, strict=True):
        labels = (label(row.text) for row in rows[start.row + 1 : end])
        fresh += any(found is not None and found.kind == "han" and found.ordinal == 1 for found in labels)
    return fresh * 2 > len(run)


def _outer(runs: list[list[Start]]) -> list[Start]:
    """All starts of the series that do not stand inside one document of another series."""
    kept: list[list[Start]] = []
    for run in sorted(runs, key=lambda one: one[0].row - one[-1].row):
        if not any(other[0].row <= run[0].row <= other[-1].row for other in kept):
            kept.append(run)
    return sorted((start for run in kept for start in run), key=lambda start: start.row)
