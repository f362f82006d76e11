"""Passages about people: lists, tables, signatures, sentences, and what only looks like them (people.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from benchmarks.generator import decoy, identity
from benchmarks.generator.data import data
from benchmarks.generator.piece import Block, Inline, Secret

Half = Literal["seen", "held"]
_SLOT = re.compile(r"\{([^{}]+)\}")
# What a slot's maker gives, where the kind is not the slot's own name.
_KINDS = {
    "mobile_spaced": "mobile", "mobile_wide": "mobile", "mobile_abroad": "mobile",
    "phone_bracket": "phone", "phone_extension": "phone", "toll_free": "phone",
    "id_card_spaced": "id_card", "id_card_wide": "id_card", "id_card_wrong": "id_labelled", "id_card_old": "id_labelled",
    "bank_card_spaced": "bank_card", "email_at": "email", "email_wide": "email",
    "qq": "messenger", "wechat": "messenger", "village": "address",
}  # fmt: skip


def passages(form: Random, world: Random) -> list[Block]:
    """Two to four passages of one half, in blocks; ``form`` draws which, ``world`` the names and numbers."""
    half: Half = form.choice(["seen", "held"])
    shapes = data("people")[half]
    blocks: list[Block] = []
    for name in form.sample(sorted(shapes), form.choice([2, 3, 4])):
        blocks += _Passage(f"{half}.{name}", world).blocks(shapes[name])
    return blocks


@dataclass(slots=True)
class _Passage:
    shape: str
    rng: Random
    people: list[Secret] = field(default_factory=list)

    def blocks(self, lines: list[str]) -> list[Block]:
        """Lines as paragraphs; rows that follow each other as one table."""
        blocks: list[Block] = []
        for line in lines:
            if "\t" not in line:
                blocks.append(Block("body", self._fill(line)))
                continue
            if not blocks or blocks[-1].kind != "table":
                blocks.append(Block("table"))
            blocks[-1].rows.append([self._fill(cell) for cell in line.split("\t")])
        return blocks

    def _fill(self, template: str) -> list[Inline]:
        pieces = _SLOT.split(template)
        filled: list[Inline] = []
        for number, piece in enumerate(pieces):
            if number % 2:
                filled.append(self._slot(*piece.split()))
            elif piece:
                filled.append(piece)
        return filled

    def _slot(self, slot: str, role: str = "") -> Inline:
        if slot.startswith("="):
            known = self.people[int(slot[1:]) - 1]
            return Secret("".join(known.text.split()), "name", known.role, self.shape)
        if slot.startswith("~"):
            return str(getattr(decoy, slot[1:])(self.rng))
        if slot in ("name", "name_spread"):
            self.people.append(Secret(self._person(slot == "name_spread"), "name", role, self.shape))
            return self.people[-1]
        if slot == "surname":
            return Secret(self.rng.choice(data("people")["surname"].split()), "surname", "", self.shape)
        return Secret(getattr(identity, slot)(self.rng), _KINDS.get(slot, slot), "", self.shape)

    def _person(self, spread: bool) -> str:
        people, rng = data("people"), self.rng
        if not spread and rng.random() < 0.02:
            return str(rng.choice(people["foreign"]))
        surname, given = rng.choice(people["surname"].split()), people["given"].split()
        name = surname + rng.choice(given)
        if spread:
            return "　".join(name) if len(name) == 2 else name
        return name + (rng.choice(given) if rng.random() < 0.7 else "")
