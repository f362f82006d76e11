"""Columns of tables against their totals: 合计 of all rows above, 小计 of those since the last one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.audit.account import Account
from pipeline.audit.claim import MEANS, Claim
from pipeline.audit.draft import Draft
from pipeline.audit.interval import Interval
from pipeline.audit.total import amount, summed

_TOTAL = re.compile(r"合计|总计|共计|^总数|^总和|^全[县镇乡区市校]")
_SUBTOTAL = re.compile(r"小计")
_SUMMABLE = ("person", "count", "volume", "m2", "CNY", "household")
_FEWEST = 2


def columns(accounts: Sequence[Account]) -> Iterator[Draft]:
    """A draft for each total of a column whose rows are all known."""
    found: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for account in accounts:
        for one in account.claims:
            place = one.figure.evidence.table
            if place is not None and _summable(one):
                found[place.table, place.column].append(one)
    for cells in found.values():
        yield from _column(sorted(cells, key=_row))


def _summable(one: Claim) -> bool:
    reckoned = (one.indicator or "").startswith(MEANS)
    return one.exact and one.figure.unit in _SUMMABLE and not reckoned


def _row(one: Claim) -> int:
    place = one.figure.evidence.table
    return place.row if place else 0


def _column(cells: list[Claim]) -> Iterator[Draft]:
    """Rows are followed from the top; a gap in them leaves a total unjudged."""
    since: list[Claim] = []
    above: list[Claim] = []
    subtotals: list[Claim] = []
    for one in cells:
        place = one.figure.evidence.table
        header = f"{place.row_header or ''}|{place.row_text or ''}" if place else ""
        if _SUBTOTAL.search(header):
            yield from _judge(one, [since], since)
            subtotals.append(one)
            since = []
        elif _TOTAL.search(header):
            yield from _judge(one, [above, subtotals], sorted((*above, *subtotals), key=_row))
            since, above, subtotals = [], [], []
        else:
            since.append(one)
            above.append(one)


def _judge(whole: Claim, choices: list[list[Claim]], rows: list[Claim]) -> Iterator[Draft]:
    """Against all rows, or against the subtotals."""
    parts = [choice for choice in choices if len(choice) >= _FEWEST and _unbroken(rows, whole)]
    for choice in parts:
        if whole.reach.overlaps(amount(choice)):
            yield summed(whole, choice, passed=True)
            return
    twice = parts and whole.reach.overlaps(Interval(amount(parts[0]).low / 2, amount(parts[0]).high / 2))
    if parts and not twice:  # subtotals without a name count every row twice
        yield summed(whole, parts[0], passed=False)


def _unbroken(above: list[Claim], whole: Claim) -> bool:
    """Whether every row between the first and the total gave a value of one unit."""
    rows = [_row(one) for one in (*above, whole)]
    one_each = len(set(rows)) == len(rows)
    return one_each and rows[-1] - rows[0] == len(above) and len({one.figure.unit for one in above}) == 1
