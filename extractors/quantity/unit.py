"""Measure words: what a number counts in, its canonical unit and the factor into it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from string import ascii_letters, digits
from typing import Any

from extractors.quantity.vocabulary import words

_PLACES = 6
_LETTER = frozenset(ascii_letters + digits).__contains__


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure word; ``factor`` is exact (亩 is 2000/3 m2), a plain integer where it can be: those compare faster."""

    word: str
    unit: str
    factor: Fraction | int
    arabic: bool
    chinese: bool
    one: bool
    blank: bool
    not_before: tuple[str, ...]
    only_before: tuple[str, ...]

    def convert(self, value: Decimal) -> Decimal:
        """``value`` of this measure in the canonical unit, to six places where it does not come out even."""
        return value if self.factor == 1 else exact(Fraction(value) * self.factor)


def exact(value: Fraction, most: int = _PLACES) -> Decimal:
    """The fraction as a decimal: exact where it ends, else to ``most`` places."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    places = max(twos, fives) if rest == 1 else most
    # The constructor is exact at any size, where arithmetic would round to the context's digits.
    return Decimal(f"{round(value * 10**places)}E-{places}")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All measure words, by their text; ``lengths`` of those that a character opens, the longest first."""

    measures: dict[str, Measure]
    lengths: dict[str, tuple[int, ...]]

    def at(self, text: str, start: int) -> Measure | None:
        """The longest measure word that begins at ``start``."""
        for length in self.lengths.get(text[start : start + 1], ()):
            end = start + length
            measure = self.measures.get(text[start:end])
            # Beside the text's end a longer length than the word's reads it too, and is not its own.
            if measure is None or len(measure.word) != length or text.startswith(measure.not_before, end):
                continue
            if not (_LETTER(text[end - 1]) and _LETTER(text[end : end + 1])):
                return measure
        return None


@cache
def table() -> UnitTable:
    """The measure words of unit.yaml."""
    measures = {word: _measure(word, group) for group in words("unit")["groups"] for word in group["words"]}
    lengths: dict[str, set[int]] = {}
    for word in measures:
        lengths.setdefault(word[0], set()).add(len(word))
    return UnitTable(measures, {head: tuple(sorted(found)[::-1]) for head, found in lengths.items()})


def _measure(word: str, group: dict[str, Any]) -> Measure:
    factor = Fraction(str(group["factor"]))
    return Measure(
        word=word,
        unit=group["unit"],
        factor=factor.numerator if factor.denominator == 1 else factor,
        arabic=group.get("arabic", True),
        chinese=group.get("chinese", True),
        one=group.get("one", False),
        blank=group.get("blank", False),
        not_before=tuple(group.get("not_before", ())),
        only_before=tuple(group.get("only_before", ())),
    )
