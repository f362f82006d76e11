"""How a value is written: measures, shapes, Chinese numerals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from benchmarks.generator.data import data
from benchmarks.generator.piece import Fact

_DIGITS = "零一二三四五六七八九"
_COUNTED = frozenset("个所间台次名项套")
_LARGE = {"人": "万人", "平方米": "万平方米", "册": "万册"}
_MU = Decimal(2000) / 3


class Style:
    """The habits of one document's writer."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.han = rng.choice([0.0, 0.0, 0.1, 0.3])
        self.commas = rng.random() < 0.04
        self.percent = "％" if rng.random() < 0.06 else "%"
        self.ratio = rng.choice(["1:{}", "1∶{}", "{}:1", "{}∶1", "1：{}"])
        self.mu = rng.random() < 0.3

    def write(
        self, value: Decimal, indicator: str, role: str, op: str = "=", measure: str | None = None
    ) -> Fact:
        """The value in words; what the words say is the truth, also where they round."""
        spec: dict[str, Any] = data("quantities")["quantities"][indicator]
        factors = data("quantities")["measures"]
        if measure is None:
            measure = self.rng.choice(spec["measure"])
        chance = self.rng.random()
        factor = Decimal(factors[measure])
        if indicator == "area.land" and self.mu and value < 200_000:
            measure, factor = "亩", _MU
            value = (value / _MU).quantize(Decimal(1), ROUND_HALF_UP) * _MU
        elif measure in _LARGE and value >= 100_000 and chance < 0.7:
            measure, factor = _LARGE[measure], Decimal(10_000)
        elif measure in ("万元", "元") and value >= 100_000_000:
            measure, factor = "亿元", Decimal(100_000_000)
        shown = value / factor
        if factor > 1 or shown != shown.to_integral_value():
            shown = shown.quantize(
                Decimal("0.001" if spec["unit"] == "coefficient" else "0.01"), ROUND_HALF_UP
            )
        counted = not indicator.startswith("per_")
        number, meaning = self._number(shown, measure, chance if counted else 1.0)
        measure = self.percent if measure == "%" else measure
        if indicator.startswith("ratio."):
            return Fact(self.ratio.format(number), number, "", indicator, meaning, spec["unit"], role, op)
        told = (meaning * factor).quantize(Decimal("0.0001")).normalize()
        return Fact(number + measure, number, measure, indicator, told, spec["unit"], role, op)

    def span(self, low: Decimal, indicator: str, role: str) -> Fact:
        """``3至5名``: from a whole value to a few more."""
        spec: dict[str, Any] = data("quantities")["quantities"][indicator]
        high = low + self.rng.choice([1, 2, 2, 3])
        number = f"{low}{self.rng.choice(['至', '—', '-', '～'])}{high}"
        measure = self.rng.choice(spec["measure"])
        return Fact(number + measure, number, measure, indicator, low, spec["unit"], role, "range", high)

    def _number(self, shown: Decimal, measure: str, chance: float) -> tuple[str, Decimal]:
        whole = shown == shown.to_integral_value()
        if whole and 2 <= shown <= 20 and measure in _COUNTED and chance < self.han:
            return han(int(shown)), shown
        if whole and shown >= 60 and 0.9 < chance < 0.93 and measure in "人名个台套":
            floor = int(shown) // 10 * 10
            return f"{floor}余", Decimal(floor)
        if whole:
            return (f"{int(shown):,}" if self.commas else str(int(shown))), shown
        text = format(shown.normalize(), "f")
        return text, Decimal(text)


def han(number: int) -> str:
    """1 to 20 as it is counted: 两 before a measure."""
    if number == 2:
        return "两"
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("二" if tens == 2 else "") + "十" + (_DIGITS[ones] if ones else "")


def ordinal(number: int) -> str:
    """As in 一、 二、 … up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
