"""What several statements about classes leave possible together: 30 classes, 24 of 56 to 65 pupils, none larger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.audit import label
from pipeline.audit.account import Account, same_time
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, said
from pipeline.audit.interval import INFINITY, Interval
from schemas.number import plain

_FROM_TO = re.compile(r"(\d+)人?[-—－–~～至到](\d+)人?")
_AT_LEAST = re.compile(r"(\d+)人?(?:及|（含）|\(含\))?以上")
_MORE_THAN = re.compile(r"(?:超过|多于|大于)(\d+)人")
_LEAST = Decimal(1)
# Pupils and classes that belong together are said together.
_REACH = 40


def sizes(account: Account) -> Iterator[Draft]:
    """A draft for each number of pupils with its classes and the sizes that are said of them."""
    for pupils in account.of("students.enrolled"):
        if (
            pupils.exact
            and pupils.figure.role == "actual"
            and not pupils.narrowed
            and "班" not in (pupils.figure.qualifier or "")
        ):
            yield from _judge(account, pupils)


def _judge(account: Account, pupils: Claim) -> Iterator[Draft]:
    near = [one for one in _of(account, "classes.count", pupils) if abs(one.start - pupils.start) <= _REACH]
    classes = [one for one in near if not one.narrowed]
    bands = [(one, *limits) for one in _of(account, "classes.over_size", pupils) if (limits := _band(one))]
    largest = _of(account, "classes.size_max", pupils)
    if len({one.number for one in classes}) != 1 or not (bands or largest):
        return
    floors = _floors(account, pupils)
    least = floors[0].number if floors else _LEAST
    possible = _possible(classes[0].number, bands, largest[0] if largest else None, least)
    if possible is None:
        return
    claims = (pupils, classes[0], *(band[0] for band in bands), *largest[:1], *floors[:1])
    passed = possible.low <= pupils.number <= possible.high
    room = (
        f"{plain(label.floor(possible.low))}人至{plain(label.ceiling(possible.high))}人"
        if possible.high < INFINITY
        else f"至少{plain(label.floor(possible.low))}人"
    )
    listed = "、".join(said(one) for one in claims[1:])
    yield Draft(
        "plausibility",
        "plausibility.class_sizes",
        "pass" if passed else "fail",
        claims,
        f"{said(pupils)}与{listed}{'相容' if passed else '不能同时成立'}：只可能有{room}。",
        "notice" if passed else "error",
        range=possible,
    )


def _of(account: Account, indicator: str, pupils: Claim) -> list[Claim]:
    """Exact actual claims of the pupils' stage and time."""
    return [one for one in account.of(indicator) if one.exact and _alike(one, pupils)]


def _floors(account: Account, pupils: Claim) -> list[Claim]:
    """每班至少40人, said in the pupils' sentence."""
    return [
        one
        for one in account.of("classes.size")
        if one.figure.op == ">=" and one.value is not None and one.beside(pupils) and _alike(one, pupils)
    ]


def _alike(one: Claim, pupils: Claim) -> bool:
    return (
        one.figure.role == "actual"
        and not one.former
        and one.stage == pupils.stage
        and same_time(one, pupils)
    )


def _band(one: Claim) -> tuple[Decimal, Decimal] | None:
    """The least and the most pupils of such a class, from 56至65人, 66人以上, 超过50人."""
    words = f"{one.figure.qualifier or ''} {one.before[-10:]}"
    if found := _FROM_TO.search(words):
        return Decimal(found[1]), Decimal(found[2])
    if found := _AT_LEAST.search(words):
        return Decimal(found[1]), INFINITY
    if found := _MORE_THAN.search(words):
        return Decimal(found[1]) + 1, INFINITY
    return None


def _possible(
    classes: Decimal, bands: list[tuple[Claim, Decimal, Decimal]], largest: Claim | None, smallest: Decimal
) -> Interval | None:
    """How many pupils there can be: each band by its sizes, the other classes below the lowest band.

    Bands that lie in one another (56人以上, among them 66人以上) count the larger once. Where the text says neither
    how many are above the highest band nor what the largest is, the other classes may lie there too.
    """
    top = largest.number if largest else INFINITY
    low = high = Decimal(0)
    counted = Decimal(0)
    for claim, least, most in sorted(bands, key=lambda band: -band[1]):
        more = claim.number - counted if most.is_infinite() else claim.number
        if more < 0:
            return None
        counted += more
        low += more * least
        ceiling = min(most, top)
        if more:
            high = INFINITY if ceiling.is_infinite() or high.is_infinite() else high + more * ceiling
    rest = classes - counted
    if rest < 0:
        return None
    closed = largest is not None or any(most.is_infinite() for *_, most in bands)
    below = min((least for _, least, _ in bands), default=top + 1) - 1 if closed else INFINITY
    if rest and below < smallest:
        return None
    high = (
        high if not rest else INFINITY if below.is_infinite() or high.is_infinite() else high + rest * below
    )
    return Interval(low + rest * smallest, high)
