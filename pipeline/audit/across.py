"""What documents say of one another: the same school's figures of one year, and figures copied from another's.

Only a few words a figure are kept, and those on disk, so that an archive of any size can be gone through.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Self

from pipeline.audit.account import SINGLE, accounts
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim, claim
from pipeline.audit.county import School, compared, schools
from pipeline.audit.draft import Draft, said, told
from pipeline.audit.interval import Interval
from pipeline.audit.ledger import Entry, Ledger
from pipeline.audit.relation import relations
from schemas.finding import Elsewhere
from schemas.number import plain
from schemas.record import Figure, Record

# Names that a web site took out stand for anybody.
_BLANKED = re.compile(r"[xX×*＊某□○]|^(?:我|本)")
_GENERAL = re.compile(r"^(?:全|我|本|各)?(?:省|市|县|区|镇|乡|学校|中心校|小学|中学)$")
# Names that every county has.
_EVERYWHERE = re.compile(
    r"^(?:县|市|区|镇|乡)?(?:第?[一二三四五六七八九十\d]{1,2}|中心|实验|希望|完全|城关|附属)*(?:小学|初级中学|中学|初中|高中|学校|幼儿园)$"
)
# So many telling numbers shared, and so large a part of all, are no chance.
_SHARED = 6
_PART = Decimal("0.6")
_DIGITS = 3


class Archive:
    """What was told of whom: fill it with ``add``, then ask for each record, then ``close`` it.

    A context, too. A record added again counts once. Raises OSError where there is no room for what it keeps.
    """

    def __init__(self) -> None:
        self._ledger = Ledger()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything."""
        self._ledger.close()

    def add(self, record: Record) -> None:
        """Remember the figures of a record whose subject has a name. Raises ValueError after ``drafts``."""
        subject = _subject(record)
        if subject is None:
            return
        stated: dict[tuple[str, Decimal, Decimal], tuple[str, str, Decimal, Decimal, Decimal]] = {}
        numbers = []
        for figure in record.figures:
            told = _stated(record, figure, subject)
            if told:
                key, one = told
                low, high = one.reach.low, one.reach.high
                stated.setdefault((key, low, high), (key, one.id, one.number, low, high))
            number = _number(figure)
            if number is not None:
                numbers.append(number)
        title = record.part.title or record.source.path
        self._ledger.add(
            (record.id, subject, title, len(numbers)), stated.values(), dict.fromkeys(numbers), _seats(record)
        )

    def drafts(self, record: Record, bench: Bench) -> Iterator[Draft]:
        """What other records say otherwise, whose numbers stand in this one, and the schools of its county."""
        own = self._ledger.entry(record.id)
        if own is None:
            return
        for figure in record.figures:
            stated = _stated(record, figure, own.subject)
            if stated:
                yield from self._conflict(stated[1], stated[0], record.id)
        yield from self._copied(record, own)
        yield from self._county(record, own, bench)

    def _county(self, record: Record, own: Entry, bench: Bench) -> Iterator[Draft]:
        """The schools of a region that reported one by one, said at the first of them."""
        for indicator, seats in self._ledger.counties(own.number):
            first, members = seats[0][1], [school for _, school in seats]
            others = [
                Elsewhere(record=other, figure=each) for other, school in seats[1:] for each in school.figures
            ]
            mine = tuple(claim(figure) for figure in record.figures if figure.id in first.figures)
            for draft in compared(indicator, first.stage, members, bench, relations()):
                yield replace(draft, claims=mine, elsewhere=tuple(others))

    def _conflict(self, one: Claim, key: str, own: str) -> Iterator[Draft]:
        others = [told for told in self._ledger.told(key) if told.record != own]
        if not others or any(one.reach.meets(Interval(told.low, told.high)) for told in others):
            return
        first = others[0]
        yield Draft(
            "conflict",
            "conflict.documents",
            "fail",
            (one,),
            f"{said(one)}，《{first.title}》中同一年度为{told(one, first.value)}，两份材料不一致，请核对。",
            "warning",
            first.value,
            Interval(first.low, first.high),
            elsewhere=tuple(Elsewhere(record=told.record, figure=told.figure) for told in others),
        )

    def _copied(self, record: Record, own: Entry) -> Iterator[Draft]:
        shared: dict[int, list[Figure]] = defaultdict(list)
        for figure in record.figures:
            number = _number(figure)
            for holder in self._ledger.holders(number) if number else ():
                shared[holder].append(figure)
        for holder, mine in sorted(shared.items(), key=lambda item: -len(item[1])):
            if len(mine) < _SHARED:
                return
            other = self._ledger.numbered(holder)
            if other.subject == own.subject:
                continue
            if len(mine) >= _PART * min(own.telling, other.telling):
                yield Draft(
                    "conflict",
                    "conflict.copied",
                    "fail",
                    tuple(claim(figure) for figure in mine),
                    f"有{len(mine)}个数字与“{other.subject}”的材料完全相同，疑为抄用，请核对是否本单位数据。",
                    "warning",
                )
            return


def _seats(record: Record) -> Iterator[tuple[str, str, School]]:
    """What a school's own report tells of its resources, by region and indicator, for its county."""
    region, name = record.document.region, record.document.subject
    if record.document.level != "school" or not region or not name or _BLANKED.search(region):
        return
    own = next((account for account in accounts(record) if account.entity is None), None)
    for indicator, school in schools(own, name, relations()) if own else ():
        yield region, indicator, school


def _subject(record: Record) -> str | None:
    """The subject with its region, where that is a name and not a blank."""
    name = record.document.subject
    if not name or len(name) < 3 or _BLANKED.search(name) or _GENERAL.match(name):
        return None
    region = record.document.region
    if not region and _EVERYWHERE.match(name):
        return None
    return f"{region} {name}" if region and region not in name and not _BLANKED.search(region) else name


def _stated(record: Record, figure: Figure, subject: str) -> tuple[str, Claim] | None:
    """What the figure states of the subject in a year, where that can have one value only, and the claim."""
    year = (figure.period_start or record.document.date or "")[:4]
    if figure.indicator not in SINGLE or figure.role != "actual" or figure.qualifier is not None or not year:
        return None
    one = claim(figure)
    if not one.exact or one.narrowed or one.former or one.partial:
        return None
    return "\n".join((subject, figure.indicator, figure.stage or "", figure.entity or "", year)), one


def _number(figure: Figure) -> str | None:
    """A value, with what it is of, that two schools hardly share: three digits or more that are not noughts."""
    if figure.value is None or figure.role != "actual" or not figure.indicator:
        return None
    digits = str(figure.value.normalize()).replace(".", "").split("E")[0]
    return f"{figure.indicator} {plain(figure.value)}" if len(digits) >= _DIGITS else None
