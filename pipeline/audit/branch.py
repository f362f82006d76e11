"""The schools of one body, named one by one, against what it says of them all.

Where the pupils of the schools named add up to all pupils, those schools are all there are: then their classes
and teachers must add up too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft
from pipeline.audit.total import amount, summed

_COUNTED = (
    "students.enrolled",
    "classes.count",
    "staff.total",
    "staff.teachers",
    "staff.full_time_teachers",
    "area.land",
    "area.building",
    "books.count",
)
_FEWEST = 3


def branches(accounts: Sequence[Account]) -> Iterator[Draft]:
    """A draft for each total of which every school named tells its part, where any such total comes out."""
    home = next((account for account in accounts if account.entity is None), None)
    if home is None:
        return
    members = {account.entity: account for account in accounts if account.entity is not None}
    groups: dict[frozenset[str], list[tuple[Claim, list[Claim], bool]]] = defaultdict(list)
    for indicator in _COUNTED:
        parts = {
            name: part for name, account in members.items() if name and (part := _only(account, indicator))
        }
        if len(parts) < _FEWEST:
            continue
        for whole in home.of(indicator):
            if _plain(whole) and whole.of_all:
                fits = amount(list(parts.values())).low == whole.number
                groups[frozenset(parts)].append((whole, list(parts.values()), fits))
    for found in groups.values():
        if any(fits for _, _, fits in found):
            yield from _judged(found)


def _judged(found: list[tuple[Claim, list[Claim], bool]]) -> Iterator[Draft]:
    """Totals that come out, and those of which no statement does."""
    right = {whole.indicator for whole, _, fits in found if fits}
    for whole, parts, fits in found:
        if fits or whole.indicator not in right:
            yield summed(whole, parts, passed=fits)


def _only(account: Account, indicator: str) -> Claim | None:
    """The one statement of a school; None where there are several or none."""
    plain = [one for one in account.of(indicator) if _plain(one)]
    return plain[0] if len(plain) == 1 else None


def _plain(one: Claim) -> bool:
    figure = one.figure
    return one.exact and figure.role == "actual" and figure.qualifier is None and not one.former
