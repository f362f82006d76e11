"""Accounts: the claims of a record, sorted by whom they are about.

A record may hold the figures of several schools: of those it names, and of those that a web site glued
together without a heading. Relations hold within one account only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.audit.claim import Claim, claim
from schemas.record import Record

# What a school has once: two values far apart are two schools, or an error.
SINGLE = frozenset(
    {
        "students.enrolled",
        "students.boarding",
        "classes.count",
        "staff.total",
        "staff.full_time_teachers",
        "area.land",
        "area.building",
        "area.teaching_space",
        "area.sports",
        "area.green",
        "books.count",
        "equipment.value",
    }
)
# So many totals must differ, and none agree, before one account is taken for two.
_ENOUGH = 3
# A record with more totals than this is a table of many years or schools, not two schools glued together.
_MOST = 120


@dataclass(slots=True)
class Account:
    """The claims about one subject, in text order; ``entity`` is None for the document's own subject.

    ``home`` is the account of the document's own subject, where this is another's: norms stand there.
    """

    entity: str | None
    claims: list[Claim]
    home: Account | None = None
    by_indicator: dict[str, list[Claim]] = field(init=False)
    stages: frozenset[str] = field(init=False)
    positions: dict[str, int] = field(init=False)
    mended: dict[str, Claim] = field(default_factory=dict)
    _current: dict[tuple[str, bool], list[Claim]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stages = frozenset(one.stage for one in self.claims if one.stage)
        self.positions = {one.id: index for index, one in enumerate(self.claims)}
        self.by_indicator = defaultdict(list)
        for one in self.claims:
            if one.indicator:
                self.by_indicator[one.indicator].append(one)

    def at(self, one: Claim) -> int:
        """Where a claim stands among the claims."""
        return self.positions[one.id]

    def of(self, indicator: str) -> Sequence[Claim]:
        """The claims of one indicator."""
        return self.by_indicator.get(indicator, ())

    def current(self, indicator: str, *, whole: bool) -> Sequence[Claim]:
        """The claims that tell how much of it there is now; with ``whole`` those of all, not of a group."""
        if (indicator, whole) not in self._current:
            self._current[indicator, whole] = [
                one
                for one in self.of(indicator)
                if one.range is not None
                and one.figure.role == "actual"
                and not one.former
                and not (whole and one.narrowed)
            ]
        return self._current[indicator, whole]

    def best(self, one: Claim) -> Claim:
        """The claim with its likely true value, where a relation has shown what that is."""
        return self.mended.get(one.id, one)

    def is_mended(self, one: Claim) -> bool:
        """Whether a likely true value is known for the claim."""
        return one.id in self.mended

    def mend(self, one: Claim, value: Decimal) -> None:
        """Use this value for the claim from now on."""
        self.mended[one.id] = one.mended(value)


def accounts(record: Record) -> Iterator[Account]:
    """The accounts of a record, each stretch's own subject before those it names."""
    claims = [claim(figure) for figure in record.figures]
    for stretch in _stretches(claims):
        groups: dict[str | None, list[Claim]] = {None: []}
        for one in stretch:
            groups.setdefault(one.figure.entity, []).append(one)
        home = Account(None, groups.pop(None))
        if home.claims:
            yield home
        for entity, members in groups.items():
            yield Account(entity, members, home)


def same_time(left: Claim, right: Claim) -> bool:
    """Whether nothing says that two figures belong to different times."""
    one, other = left.figure, right.figure
    if one.period_start and other.period_start:
        return (one.period_start, one.period_end) == (other.period_start, other.period_end)
    return one.period is None or other.period is None or one.period == other.period


def _stretches(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The claims cut where another school's account begins."""
    cut = _cut([one for one in claims if _telling(one)])
    if cut is None:
        yield claims
        return
    yield from _stretches([one for one in claims if one.start < cut])
    yield from _stretches([one for one in claims if one.start >= cut])


def _telling(one: Claim) -> bool:
    figure = one.figure
    return figure.indicator in SINGLE and figure.role == "actual" and figure.entity is None and one.exact


def _cut(totals: list[Claim]) -> int | None:
    """The offset before which and from which the totals tell of different schools; None where they do not."""
    best, place = _ENOUGH - 1, None
    if len(totals) > _MOST:
        return None
    for index in range(1, len(totals)):
        differing = _differing(totals[:index], totals[index:])
        if differing > best:
            best, place = differing, totals[index].start
    return place


def _differing(before: list[Claim], after: list[Claim]) -> int:
    """How many indicators have other values on the two sides; 0 where any agrees."""
    known: dict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    for one in before:
        known[one.indicator, one.stage].append(one)
    differing: set[tuple[str | None, str | None]] = set()
    for one in after:
        others = known.get((one.indicator, one.stage), [])
        if not others:
            continue
        if any(_agree(one, other) for other in others):
            return 0
        differing.add((one.indicator, one.stage))
    return len(differing)


def _agree(left: Claim, right: Claim) -> bool:
    """Within a fifth of each other, or of two times: no sign of another school."""
    if not same_time(left, right):
        return True
    return abs(left.number - right.number) * 5 <= max(left.number, right.number)
