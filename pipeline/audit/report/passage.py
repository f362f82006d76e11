"""A document's text cut into rows for a page: passages with their marks, what lies between them folded away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from schemas.record import Figure

# A block is a line; a long one is cut at the ends of its sentences, one without any at LONGEST.
_BREAK = re.compile(r"\n+|[。；！？]")
BLOCK = 240
LONGEST = 900
# A stretch without marks that is no longer than this is not worth folding.
GAP = 80
# Of longer texts the page leaves out what it would fold: a report of hundreds of them stays light.
WHOLE = 12_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that figures stand in; all figures whose spans touch share one mark."""

    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A line or some sentences of it: plain text and marks in order."""

    pieces: tuple[str | Mark, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures that are marked in it, in order."""
        for piece in self.pieces:
            if isinstance(piece, Mark):
                yield from piece.figures


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that are shown together. A gap is folded: ``skipped`` characters, without blocks where left out."""

    blocks: tuple[Block, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    figures: tuple[Figure, ...]


def rows(text: str | None, start: int, end: int, figures: Iterable[Figure], heads: set[str]) -> list[Row]:
    """The rows of ``text[start:end]`` with ``figures`` marked; a row begins anew at each of ``heads``, figure ids.

    Without a text the rows are the figures' quotes.
    """
    marked = sorted(figures, key=lambda figure: (figure.evidence.start, figure.evidence.end))
    if text is None:
        return [Row((block,)) for block in _quotes(marked)]
    if not marked:
        return []
    stretches = list(_stretches(marked))
    return _rows(list(_blocks(text, start, end, stretches)), heads, keep=end - start <= WHOLE)


def fits(text: str, start: int, end: int, figures: Iterable[Figure]) -> bool:
    """Whether the figures can stand in ``text[start:end]``: a file that was changed since is told by this."""
    return end <= len(text) and all(
        start <= figure.evidence.start <= figure.evidence.end <= end for figure in figures
    )


def _quotes(figures: Sequence[Figure]) -> Iterator[Block]:
    by_quote: dict[str, list[Figure]] = {}
    for figure in figures:
        by_quote.setdefault(figure.evidence.quote, []).append(figure)
    for quote, members in by_quote.items():
        yield Block((Mark(quote, tuple(members)),))


def _stretches(figures: Sequence[Figure]) -> Iterator[_Stretch]:
    """Figures in the order of their spans, those whose spans overlap together."""
    members: list[Figure] = []
    end = -1
    for figure in figures:
        if members and figure.evidence.start >= end:
            yield _Stretch(members[0].evidence.start, end, tuple(members))
            members = []
        members.append(figure)
        end = max(end, figure.evidence.end) if len(members) > 1 else figure.evidence.end
    if members:
        yield _Stretch(members[0].evidence.start, end, tuple(members))


def _blocks(text: str, start: int, end: int, stretches: Sequence[_Stretch]) -> Iterator[Block]:
    """The blocks of ``text[start:end]`` that hold more than white space."""
    starts = [stretch.start for stretch in stretches]
    at = 0
    for low, high in pairwise(_cuts(text, start, end, stretches)):
        last = bisect_right(starts, high - 1, lo=at) if high < end else len(stretches)
        held = stretches[at:last]
        at = last
        if held or not text[low:high].isspace():
            yield Block(tuple(_pieces(text, low, high, held)))


def _cuts(text: str, start: int, end: int, stretches: Sequence[_Stretch]) -> Iterator[int]:
    """``start``, where each further block begins, and ``end``; never within a mark."""
    starts = [stretch.start for stretch in stretches]
    last = start
    yield start
    for place in _places(text, start, end):
        before = bisect_right(starts, place - 1) - 1
        inside = before >= 0 and stretches[before].end > place
        if not inside and place < end and (text[place - 1] == "\n" or place - last >= BLOCK):
            yield place
            last = place
    yield end


def _places(text: str, start: int, end: int) -> Iterator[int]:
    """Where a block may end: after line ends and sentences, and every LONGEST characters where there are none."""
    last = start
    for found in _BREAK.finditer(text, start, end):
        yield from range(last + LONGEST, found.end(), LONGEST)
        last = found.end()
        yield last
    yield from range(last + LONGEST, end, LONGEST)


def _pieces(text: str, low: int, high: int, stretches: Sequence[_Stretch]) -> Iterator[str | Mark]:
    at = low
    for stretch in stretches:
        if stretch.start > at:
            yield text[at : stretch.start]
        yield Mark(text[stretch.start : stretch.end], stretch.figures)
        at = stretch.end
    rest = text[at:high].rstrip("\r\n")
    if rest:
        yield rest


def _rows(blocks: Sequence[Block], heads: set[str], *, keep: bool) -> list[Row]:
    """Blocks near a mark in rows, each with at most one block of heads; the others folded, or left out."""
    found: list[Row] = []
    for shown, members in groupby(_shown(blocks), key=lambda pair: pair[1]):
        run = [block for block, _ in members]
        if shown:
            found += _split(run, heads)
        else:
            found.append(Row(tuple(run) if keep else (), sum(_length(block) for block in run)))
    return found


def _shown(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block and whether it is shown: with a mark, beside one, or in a gap too short to fold."""
    marked = [any(True for _ in block.figures) for block in blocks]
    near = [any(marked[max(0, index - 1) : index + 2]) for index in range(len(blocks))]
    for shown, members in groupby(zip(blocks, near, strict=True), key=lambda pair: pair[1]):
        run = [block for block, _ in members]
        short = not shown and sum(_length(block) for block in run) <= GAP
        yield from ((block, shown or short) for block in run)


def _split(run: Sequence[Block], heads: set[str]) -> Iterator[Row]:
    row: list[Block] = []
    full = False
    for block in run:
        head = any(figure.id in heads for figure in block.figures)
        if head and full:
            yield Row(tuple(row))
            row, full = [], False
        row.append(block)
        full = full or head
    yield Row(tuple(row))


def _length(block: Block) -> int:
    return sum(len(piece if isinstance(piece, str) else piece.text) for piece in block.pieces)
