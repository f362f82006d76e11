"""Templates into words, facts and what tells of people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from benchmarks.generator import identity
from benchmarks.generator.data import data
from benchmarks.generator.piece import Inline, Name, Secret
from benchmarks.generator.wording import Style
from benchmarks.generator.world import World

_SLOT = re.compile(r"\{([^{}]+)\}")
_LETTERS = "临江平澄青白南东"


@dataclass(slots=True)
class Writer:
    """Fills templates: ``form`` draws which words, the world which names and values."""

    world: World
    style: Style
    form: Random
    masked: bool = False
    variety: float = 0.0

    def fill(self, template: str, role: str = "actual", scope: str = "") -> list[Inline]:
        """The template's text with its slots filled."""
        filled: list[Inline] = []
        for text, slot in _pieces(template):
            if text:
                filled.append(text)
            if slot:
                filled.append(self._slot(slot, role, scope))
        return filled

    def _slot(self, slot: tuple[str, ...], role: str, scope: str) -> Inline:
        name = slot[0]
        if name in data("quantities")["quantities"]:
            op, measure = "=", None
            for option in slot[1:]:
                if option in (">=", "<="):
                    op = option
                elif option.startswith("unit="):
                    measure = option[5:]
                else:
                    role = option
            return self.style.write(self.world.value(name, role, scope), name, role, op, measure)
        if name.startswith("range:"):
            return self.style.span(self.world.value(name[6:], role, scope), name[6:], role)
        if name.startswith("met:"):
            return Name("达标" if self.world.meets(name[4:], scope) else "未达标")
        return self.word(name)

    def word(self, name: str) -> Inline:
        """What a slot that is no quantity stands for."""
        world, rng, words = self.world, self.world.rng, data("words")
        if name in ("mobile", "phone", "email", "id_card", "bank_card"):
            return Secret(getattr(identity, name)(rng), name)
        if name == "name":
            return Secret(identity.person(rng), "name")
        if name == "rule":
            return self._rule()
        if name == "year":
            return Name("20xx" if self.masked else world.year)
        if name == "own":
            return "我" + (world.kind if world.size == "county" else "校")
        if name in ("street", "post"):
            return str(
                rng.choice(words["places"]["street"] if name == "street" else words["people"]["posts"])
            )
        return str(
            {"school": world.school, "county": world.county, "town": world.town, "kind": world.kind}[name]
        )

    def _rule(self) -> Name:
        rule = self.form.choice(data("words")["rules"])
        rng, world = self.world.rng, self.world
        title = rule["title"].replace("{county}", world.county)
        number = rule.get("number", "").format(
            letter=rng.choice(_LETTERS), year=self.word("year"), n=rng.randrange(3, 90)
        )
        return Name(f"《{title}》" + (f"（{number}）" if number else ""))

    def varies(self) -> bool:
        """Whether the next sentence is put together anew; without variety nothing is drawn."""
        return self.variety > 0 and self.form.random() < self.variety

    def plain(self) -> str:
        """A sentence without a number."""
        if self.varies():
            clauses = [self.varied() for _ in range(self.form.choice([1, 2, 2, 3]))]
            return f"{self.form.choice(data('words')['prose']['varied']['head'])}{'；'.join(clauses)}。"
        prose = data("words")["prose"]
        clauses = self.form.sample(prose["clause"], self.form.choice([1, 2, 2, 3]))
        result = f"，{self.form.choice(prose['result'])}" if self.form.random() < 0.6 else ""
        return f"{self.form.choice(prose['opener'])}{'；'.join(clauses)}{result}。"

    def varied(self) -> str:
        """One of some ten million clauses without a number."""
        draw, words = self.form.choice, data("words")["prose"]["varied"]
        doing = f"{draw(words['verb'])}{draw(words['who'])}{draw(words['thing'])}"
        others = [draw(words[name]) for name in self.form.choice([["way"], ["note"], ["note", "way"], []])]
        return "，".join([doing, *others])

    def clause(self) -> str:
        if self.varies():
            return self.varied()
        return str(self.form.choice(data("words")["prose"]["clause"]))


@cache
def _pieces(template: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Text and the slot behind it, again and again."""
    parts = _SLOT.split(template)
    slots = [tuple(slot.split()) for slot in parts[1::2]] + [()]
    return tuple(zip(parts[::2], slots, strict=True))
