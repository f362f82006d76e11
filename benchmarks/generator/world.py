"""One document's made-up world: its school or county, and numbers that agree with each other."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from benchmarks.generator.data import data

# Scopes that begin so tell of a part of the document's own subject, all others of a school.
OWN = "own "


class World:
    """Names and values, each drawn when first asked for and then kept.

    ``scope`` keeps apart what is said of different schools: "" is the document's own subject.
    """

    def __init__(self, rng: Random, county: bool) -> None:
        self.rng = rng
        self.size = "county" if county else "school"
        self._values: dict[tuple[str, str, str], Decimal] = {}
        places = data("words")["places"]
        self.kind = rng.choice(places["county_kind"])
        self.county = rng.choice(places["county"]) + self.kind
        self.town = rng.choice(places["town"]) + rng.choice(places["town_kind"])
        own = rng.choice(places["school"])
        self.school = own["name"].format(
            town=self.town, county=self.county, ordinal=rng.choice(places["ordinal"])
        )
        self.year = rng.randrange(2014, 2026)

    @property
    def subject(self) -> str:
        return self.county if self.size == "county" else self.school

    def near(self, count: int) -> list[str]:
        """The names of so many other schools."""
        places = data("words")["places"]
        kinds = sorted(set(places["short_kind"]))
        return self.rng.sample([name + kind for name in places["short"] for kind in kinds], count)

    def value(self, indicator: str, role: str = "actual", scope: str = "") -> Decimal:
        """The value in the canonical unit."""
        key = (indicator, role, scope)
        if key not in self._values:
            self._values[key] = self._drawn(indicator, role, scope)
        return self._values[key]

    def meets(self, indicator: str, scope: str = "") -> bool:
        """Whether the actual value reaches the norm."""
        return self.value(indicator, "actual", scope) >= self.value(indicator, "standard", scope)

    def _drawn(self, indicator: str, role: str, scope: str) -> Decimal:
        spec: dict[str, Any] = data("quantities")["quantities"][indicator]
        if role in ("target", "standard") and role in spec:
            return Decimal(str(self.rng.choice(spec[role])))
        if role in ("target", "standard") and "over" in spec:
            return rounded(self.value(indicator, "actual", scope) * Decimal("1.1"), spec)
        if "over" in spec:
            top, bottom, factor = spec["over"]
            return rounded(
                factor * self.value(top, "actual", scope) / self.value(bottom, "actual", scope), spec
            )
        if "choice" in spec:
            return Decimal(str(self.rng.choice(spec["choice"])))
        if "of" in spec:
            whole = self.value(spec["of"], "actual", scope)
            return max(rounded(whole * Decimal(self.rng.uniform(*spec["share"])), spec), Decimal(1))
        size = "school" if scope and not scope.startswith(OWN) else self.size
        return rounded(self._from(*spec[size]), spec)

    def _from(self, low: float, high: float) -> Decimal:
        """Between the two, small ones oftener where the range is wide."""
        if low > 0 and high / low > 20:
            return Decimal(low * (high / low) ** self.rng.random())
        return Decimal(self.rng.uniform(low, high))


def rounded(value: Decimal, spec: dict[str, Any]) -> Decimal:
    """To the decimals or the step of its quantity."""
    step = spec.get("step")
    if step:
        return Decimal(step) * (value / step).quantize(Decimal(1), ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-spec.get("decimals", 0)), ROUND_HALF_UP)
