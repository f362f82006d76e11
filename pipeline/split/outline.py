"""The outline of a part: which rows are labelled or bare headings, how deep, and under which they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from extractors.lexicon import either, lexicon
from pipeline.split.label import RANK, Label, glued, label

_FINAL = tuple("。！？；，,!?;…、□☑☐√")
_SENTENCE = re.compile(r"[。！？；，]")
_STOP = re.compile(r"[。！？；]")
_DIGIT = re.compile(r"\d")
_BARE = 16
_BARE_COLON = 30
# A labelled row that is no longer than this and holds no sentence is a heading.
_HEADED = 40
_STATEMENT = re.compile(r"[。！？；：]|\d\s?[%‰]|\d\s?[\u4e00-\u9fff](?<![年月日])")
_SALUTATION = re.compile(r"尊敬的|各位|同志们|敬爱的|亲爱的|你们?好|大家好")
_ROLE = re.compile(r"[\u4e00-\u9fff]{1,10}[：□].+")
_EDGE = 4
_LETTERS = re.compile(r"[\u4e00-\u9fff]")
_NEAR = 6


@cache
def _edge() -> re.Pattern[str]:
    """How a line ends that addresses or signs a document: 各位领导：, 青山县教育局."""
    words = lexicon(str(Path(__file__).with_name("words.yaml")))
    return re.compile(rf"..{either(words['signer'])}：?$|{either(words['addressee'])}：$")


@dataclass(slots=True)
class Entry:
    """A row's place in the outline; ``body`` counts in the row's text, ``parent`` is an entry's index."""

    label: Label | None = None
    body: int = 0
    level: int = 0
    heading: bool = False
    parent: int | None = None


@dataclass(slots=True)
class Item:
    """A joined row as the outline sees it: its words, what the file states of it, whether in a table."""

    text: str
    level: int | None = None
    label_end: int = 0
    cell: bool = False


@dataclass(slots=True)
class _Open:
    """A heading or list item that rows below may stand under."""

    kind: str
    index: int
    level: int = 0


@dataclass(slots=True)
class _Tree:
    """The headings open at one point of the text, outermost first."""

    over: frozenset[tuple[str, str]]
    path: list[_Open] = field(default_factory=list)

    def close(self, depth: int) -> None:
        del self.path[depth:]

    def depth(self, kind: str) -> int | None:
        """How deep the innermost open item of a kind stands."""
        for depth in range(len(self.path) - 1, -1, -1):
            if self.path[depth].kind == kind:
                return depth
        return None

    def above(self, upper: str, lower: str) -> bool:
        """Whether one kind of item stands over another, by this document's habit or else by custom."""
        if (upper, lower) in self.over:
            return True
        if (lower, upper) in self.over:
            return False
        return upper not in _RANKS or lower not in _RANKS or _RANKS[upper] < _RANKS[lower]


_RANKS: dict[str, int] = {str(kind): rank for kind, rank in RANK.items()}


def outline(items: Sequence[Item], title: int | None = None) -> list[Entry]:
    """One entry for each item; nothing stands under the ``title``'s row or the cover lines above it."""
    cover = -1 if title is None else title
    entries = [Entry() if item.cell or i <= cover else _entry(item) for i, item in enumerate(items)]
    _settle_glued(items, entries)
    if title is not None:
        entries[title].heading = True
    tree = _Tree(_nesting([entry.label for entry in entries if entry.label is not None]))
    _settle_edges(items, entries)
    following = _following(entries)
    for index, (item, entry) in enumerate(zip(items, entries, strict=True)):
        if index <= cover:
            continue
        if item.level is not None and not item.cell:
            _open_styled(tree, index, item.level)
        elif entry.label is not None:
            _open_labelled(tree, index, entry.label)
        elif entry.heading or _leads_in(index, items, entries):
            _open_bare(tree, index, following[index])
        else:
            entry.parent = tree.path[-1].index if tree.path else None
            continue
        entry.level = len(tree.path)
        entry.parent = tree.path[-2].index if len(tree.path) > 1 else None
    return entries


def _entry(item: Item) -> Entry:
    found = label(item.text)
    if found is None and item.label_end > 0:
        found = Label("bullet", 0, item.text[: item.label_end].strip(), item.label_end)
    body = found.body if found is not None else 0
    words = item.text[body:].strip()
    heading = item.level is not None or (_is_heading(words) if found is not None else _is_bare(words))
    return Entry(found, body, heading=heading)


def _is_heading(words: str) -> bool:
    """Whether the words after a label only name what follows."""
    if words.endswith(("：", ":")):
        return len(words) <= _HEADED and not _STOP.search(words)
    return len(words) <= _HEADED and not _is_final(words) and not _STATEMENT.search(words)


def _is_final(text: str) -> bool:
    """Whether a row ends a sentence, an enumeration or a form's field, or is a row of cells."""
    return text.endswith(_FINAL) or "\t" in text


def _is_bare(text: str) -> bool:
    """Whether a row without a label is a heading: a few words, no sentence, nothing stated."""
    colon = text.endswith(("：", ":"))
    if len(text) > (_BARE_COLON if colon else _BARE) or len(_LETTERS.findall(text)) < 2:
        return False
    if _SALUTATION.match(text):
        return False
    if colon:
        return not _SENTENCE.search(text)
    return (
        not _is_final(text) and not _SENTENCE.search(text) and not (_ROLE.match(text) or _DIGIT.search(text))
    )


def _settle_edges(items: Sequence[Item], entries: list[Entry]) -> None:
    """A line that addresses or signs a document, under its title or at its end, heads nothing."""
    for index in {*range(min(_EDGE, len(items))), *range(max(0, len(items) - _EDGE), len(items))}:
        entry = entries[index]
        if entry.heading and entry.label is None and items[index].level is None:
            entry.heading = _edge().search(items[index].text) is None


def _leads_in(index: int, items: Sequence[Item], entries: Sequence[Entry]) -> bool:
    """Whether a paragraph ends by announcing the list right below it, so that the list stands under it."""
    if not items[index].text.endswith("：") or items[index].cell or index + 1 == len(entries):
        return False
    below = entries[index + 1].label
    return below is not None and below.ordinal == 1 and RANK[below.kind] >= RANK["digit"]


def _settle_glued(items: Sequence[Item], entries: list[Entry]) -> None:
    """Take a digit that runs into the words for a label where the labels around it call for one."""
    labelled = [i for i, entry in enumerate(entries) if entry.label and entry.label.kind == "digit"]
    if not labelled:
        return
    for index, (item, entry) in enumerate(zip(items, entries, strict=True)):
        found = None if item.cell else _glued(item.text, entry)
        if found is None:
            continue
        position = bisect_left(labelled, index)
        near = [labelled[i] for i in (position - 1, position) if 0 <= i < len(labelled)]
        near = [i for i in near if abs(i - index) <= _NEAR]
        if any(_calls(entries[i].label, found, i < index) for i in near):
            words = item.text[found.body :].strip()
            entries[index] = Entry(found, found.body, heading=_is_heading(words))


def _glued(text: str, entry: Entry) -> Label | None:
    """A label without a sign at the head of a row, or after its bullet."""
    if entry.label is None:
        return glued(text) if text[:1].isdecimal() else None
    if entry.label.kind != "bullet":
        return None
    found = glued(text[entry.body :])
    return found and replace(found, body=found.body + entry.body)


def _calls(neighbour: Label | None, found: Label, before: bool) -> bool:
    """Whether a neighbour's number makes this one the next, the one before, or the first of a list."""
    if neighbour is None:
        return False
    step = found.ordinal - neighbour.ordinal if before else neighbour.ordinal - found.ordinal
    return 1 <= step <= 3 or found.ordinal == 1


def _nesting(labels: Sequence[Label]) -> frozenset[tuple[str, str]]:
    """Pairs (upper, lower) of kinds: a lower list begins under an item whose own list goes on after it."""
    shown: dict[tuple[str, str], int] = {}
    upcoming: dict[str, int] = {}
    for i in range(len(labels) - 2, -1, -1):
        upper, lower = labels[i], labels[i + 1]
        if upper.kind != lower.kind and lower.ordinal == 1 and upcoming.get(upper.kind) == upper.ordinal + 1:
            shown[upper.kind, lower.kind] = shown.get((upper.kind, lower.kind), 0) + 1
        upcoming[upper.kind] = upper.ordinal
    return frozenset(pair for pair, count in shown.items() if count > shown.get((pair[1], pair[0]), 0))


def _following(entries: Sequence[Entry]) -> list[Label | None]:
    """For each entry the first label after it, where no bare heading comes before that."""
    result: list[Label | None] = [None] * len(entries)
    seen: Label | None = None
    for i in range(len(entries) - 1, -1, -1):
        result[i] = seen
        seen = entries[i].label or (None if entries[i].heading else seen)
    return result


def _open_styled(tree: _Tree, index: int, level: int) -> None:
    """A heading that the file itself ranks: over everything but headings of higher rank."""
    depth = next((i for i, one in enumerate(tree.path) if not 0 < one.level < level), len(tree.path))
    tree.close(depth)
    tree.path.append(_Open("style", index, level))


def _open_labelled(tree: _Tree, index: int, found: Label) -> None:
    depth = tree.depth(found.kind)
    if depth is None:
        depth = len(tree.path)
        while depth and not tree.above(tree.path[depth - 1].kind, found.kind):
            depth -= 1
    elif found.ordinal == 1 and tree.path[-1].kind == "bare" and tree.path[-1].index == index - 1:
        # A list that begins anew right under a bare heading is that heading's own.
        depth = len(tree.path)
    tree.close(depth)
    tree.path.append(_Open(found.kind, index))


def _open_bare(tree: _Tree, index: int, following: Label | None) -> None:
    """A bare heading: beside an open one, over a list that begins anew below it, else under what is open."""
    depth = tree.depth("bare")
    if following is not None and following.ordinal == 1 and not (tree.path and tree.path[-1].kind == "bare"):
        same = tree.depth(following.kind)
        if same is not None:
            depth = same if depth is None else min(same, depth)
    tree.close(len(tree.path) if depth is None else depth)
    tree.path.append(_Open("bare", index))
