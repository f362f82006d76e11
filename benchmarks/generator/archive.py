"""An archive as a stream of files: what the next one is follows from the seed and its number alone.

So nothing is remembered: a copy is made by making its original again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from benchmarks.generator import page, plain, truth, word
from benchmarks.generator.damage import damage
from benchmarks.generator.data import data, draw
from benchmarks.generator.genre import Plan, document, plan
from benchmarks.generator.perturbation import NAMES, SIMPLE, compiled, spliced
from benchmarks.generator.piece import Block, Work

WRITERS = {"docx": word.write, "pdf": page.write, "txt": plain.write}
PER_FOLDER = 500
_BAD_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|〔〕\u3000 '))


@dataclass(frozen=True, slots=True)
class Settings:
    """What an archive is to hold; shares are of its files."""

    seed: int = 1
    mix: dict[str, float] = field(default_factory=lambda: dict(data("archive")["mix"]))
    duplicates: float = 0.05
    damage: float = 0.1
    compilations: float = 0.05
    variety: float = 0.0


@dataclass(frozen=True, slots=True)
class File:
    """A generated file: its path in the archive, its bytes, and the row of its truth."""

    path: str
    content: bytes
    truth: str


def files(count: int, settings: Settings, first: int = 0) -> Iterator[File]:
    """The first ``count`` files of the archive of these settings, those before ``first`` left out."""
    source = _Source(settings)
    for number in range(first, count):
        yield source.file(number)


@dataclass(frozen=True, slots=True)
class _Source:
    settings: Settings

    def file(self, number: int) -> File:
        original = self._original(number)
        if original is None:
            work, content, ending = self._made(number)
            return self._file(number, work, content, ending, number, None)
        how = self._how(number)
        if how == "exact":
            work, content, ending = self._made(original)
        else:
            rng = self._rng("copy", number)
            work = self._copy(number, original, how, rng)
            ending = draw(rng, self.settings.mix)
            content = WRITERS[ending](work, rng)
        before, _, kind = self._made(original)
        copy = {"of": self._path(original, before, kind), "how": how}
        return self._file(number, work, content, ending, original, copy)

    def _file(
        self, number: int, work: Work, content: bytes, ending: str, cluster: int, copy: dict[str, Any] | None
    ) -> File:
        path = self._path(number, work, ending)
        return File(path, content, truth.row(work, path, cluster, copy))

    def _rng(self, what: str, number: int) -> Random:
        return Random(f"{self.settings.seed}/{what}/{number}")

    def _original(self, number: int) -> int | None:
        """The number of the file that this one is a copy of."""
        rng = self._rng("duplicate", number)
        if rng.random() >= self.settings.duplicates:
            return None
        back = data("archive")["duplicates_within"]
        for _ in range(20):
            other = number - rng.randrange(1, back)
            if other >= 0 and self._original(other) is None and not self._is_compilation(other):
                return other
        return None

    def _how(self, number: int) -> str:
        rng = self._rng("how", number)
        return "exact" if rng.random() < data("archive")["exact_share"] else rng.choice(NAMES)

    def _is_compilation(self, number: int) -> bool:
        return self._rng("compilation", number).random() < self.settings.compilations

    def _plan(self, number: int) -> Plan:
        return plan(self._rng("plan", number), f"{self.settings.seed}/{number}")

    def _made(self, number: int) -> tuple[Work, bytes, str]:
        """An original: its work, the file's bytes and its ending."""
        rng = self._rng("file", number)
        ending = draw(rng, self.settings.mix)
        if self._is_compilation(number):
            work = self._compilation(number, rng)
        else:
            work = Work([document(self._plan(number), rng.random() < 0.15, self.settings.variety)])
        if self._rng("damage", number).random() < self.settings.damage:
            damage(work, rng)
        return work, WRITERS[ending](work, rng), ending

    def _compilation(self, number: int, rng: Random) -> Work:
        count = draw(rng, data("archive")["compilation_parts"])
        kind = rng.choice(list(data("words")["site"]["series"]))
        return collected(self._short(number, kind, count, masked=True), rng)

    def _short(self, number: int, kind: str, count: int, masked: bool = False) -> list[Work]:
        """Documents of one kind that stand in this file alone."""
        seeds = [f"{self.settings.seed}/{number}/{part}" for part in range(count)]
        return [
            Work([document(plan(Random(seed), seed, kind), masked, self.settings.variety)]) for seed in seeds
        ]

    def _copy(self, number: int, original: int, how: str, rng: Random) -> Work:
        if how == "renamed":
            what = replace(self._plan(original), world=f"{self.settings.seed}/{number}/renamed")
            return Work([document(what, rng.random() < 0.15, self.settings.variety)])
        work, _, _ = self._made(original)
        if how in SIMPLE:
            return SIMPLE[how](work, rng)
        series = data("words")["site"]["series"]
        kind = work.parts[0].kind
        others = self._short(number, kind if kind in series else "report", 3)
        if how == "spliced":
            return spliced(work, others[0])
        return collected(compiled(work, others, rng.randrange(4)), rng)

    def _path(self, number: int, work: Work, ending: str) -> str:
        title = work.title.translate(_BAD_IN_NAMES)[:40]
        return f"{number // PER_FOLDER:05}/{number:07}-{title}.{ending}"


def collected(works: list[Work], rng: Random) -> Work:
    """Documents under the headings of a web compilation, with the site's words before and after."""
    site = data("words")["site"]
    parts = [work.parts[0] for work in works]
    series = rng.choice(site["series"][parts[0].kind])
    shape = rng.choice(["{}篇{}", "{} 篇{}", "{}（篇{}）", "第{1}篇：{0}"])
    for number, part in enumerate(parts):
        part.title = shape.format(series, "一二三四五六七八九十"[number])
        part.blocks = [Block("site", [part.title]), *part.blocks]
    title = f"{series}（精选{len(parts)}篇）"
    lead = [Block("site", [title]), Block("site", [rng.choice(site["lead"])])]
    return Work(parts, lead, [Block("site", [line.format(title=title)]) for line in site["tail"]])
