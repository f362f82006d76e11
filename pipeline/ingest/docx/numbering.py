"""Automatic numbering: the labels that Word draws before paragraphs and keeps out of their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.ingest.docx.name import ALTERNATE, FALLBACK, VAL, Element, number, switch, value, w
from pipeline.ingest.docx.ordinal import render
from pipeline.ingest.docx.style import Styles

_LEVELS = 9
_LINKS = 20
_SLOT = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` is how many of the levels above reset it, None for all of them."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A list as a ``w:num`` gives it. ``counters`` is the abstract list, whose lists all count together."""

    counters: int
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts numbered paragraphs in document order and renders their labels."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._nums: dict[int, Element] = {}
        self._abstracts: dict[int, Element] = {}
        for store, tag, key in (
            (self._nums, w("num"), w("numId")),
            (self._abstracts, w("abstractNum"), w("abstractNumId")),
        ):
            for element in () if root is None else root.iterfind(tag):
                name = number(element.get(key))
                if name is not None:
                    store[name] = element
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def label(self, list_id: int, depth: int | None, names: tuple[str, ...]) -> str:
        """Count one paragraph and give its label, empty for bullets and unnumbered ones.

        ``depth`` is the list level from 0 where the paragraph or its style states one; else the level that
        one of the styles ``names`` is linked to.
        """
        found = self._list(list_id)
        if found is None:
            return ""
        if depth is None:
            linked = {level.style: step for step, level in found.levels.items()}
            depth = next((linked[name] for name in names if name in linked), 0)
        level = found.levels.get(depth)
        if level is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self._count(list_id, found, depth)
        if level.hidden or level.form in ("bullet", "none"):
            return ""
        return _draw(found, level, counts)

    def _count(self, list_id: int, found: _List, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(found.counters, [None] * _LEVELS)
        before = counts[depth]
        if depth in found.starts and (list_id, depth) not in self._begun:
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = found.levels[depth].start if before is None else before + 1
        self._begun.add((list_id, depth))
        for below in range(depth + 1, _LEVELS):
            level = found.levels.get(below)
            if level is None or level.restart is None or depth < level.restart:
                counts[below] = None
        return counts

    def _list(self, list_id: int) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: int) -> _List | None:
        num = self._nums.get(list_id)
        if list_id == 0 or num is None:
            return None
        counters = self._abstract(num)
        if counters is None:
            return None
        levels = _levels(self._abstracts[counters])
        starts: dict[int, int] = {}
        for override in num.iterfind(w("lvlOverride")):
            depth = number(override.get(w("ilvl")))
            if depth is None:
                continue
            own = override.find(w("lvl"))
            if own is not None:
                levels[depth] = _level(own)
            start = number(value(override, w("startOverride")))
            if start is not None:
                starts[depth] = start
                levels[depth] = replace(levels.get(depth, Level()), start=start)
        return _List(counters, levels, starts)

    def _abstract(self, num: Element | None) -> int | None:
        """The abstract list that holds the levels, through list styles that only point at another list."""
        for _ in range(_LINKS):
            name = number(value(num, w("abstractNumId")))
            abstract = None if name is None else self._abstracts.get(name)
            if abstract is None:
                return None
            link = value(abstract, w("numStyleLink"))
            target = None if link is None else self._styles.named(link).list_id
            if target is None or abstract.find(w("lvl")) is not None:
                return name
            num = self._nums.get(target)
        return None


def _levels(abstract: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in abstract.iterfind(w("lvl")):
        depth = number(element.get(w("ilvl")))
        if depth is not None:
            found[depth] = _level(element)
    return found


def _level(element: Element) -> Level:
    form = value(element, w("numFmt"))
    if form is None:
        # A custom format ("001, 002, …") stands in an alternative whose fallback is a plain one.
        form = value(element.find(f"{ALTERNATE}/{FALLBACK}"), w("numFmt"))
    text = element.find(w("lvlText"))
    return Level(
        start=number(value(element, w("start"))) or 0,
        form=form or "decimal",
        text="" if text is None else text.get(VAL) or "",
        restart=number(value(element, w("lvlRestart"))),
        legal=bool(switch(element, w("isLgl"))),
        style=value(element, w("pStyle")),
        hidden=bool(switch(element.find(w("rPr")), w("vanish"))),
    )


def _draw(found: _List, level: Level, counts: list[int | None]) -> str:
    def digits(match: re.Match[str]) -> str:
        step = int(match[1]) - 1
        shown = found.levels.get(step)
        if shown is None:
            return ""
        count = counts[step]
        form = "decimal" if level.legal and shown.form not in ("none", "bullet") else shown.form
        return render(shown.start if count is None else count, form)

    return _SLOT.sub(digits, level.text).strip()
