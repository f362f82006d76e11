"""What documents say of one another: the same school's figures of one year, and figures copied from another's.

Only a few words a figure are kept, so that an archive of any size can be gone through.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.audit.account import SINGLE, accounts
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim, claim
from pipeline.audit.county import School, compared, schools
from pipeline.audit.draft import Draft, said, told
from pipeline.audit.interval import Interval
from pipeline.audit.relation import relations
from schemas.finding import Elsewhere
from schemas.record import Figure, Record, SchoolStage

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
# A number that so many documents give tells nothing of any, nor does a figure with so many values.
_COMMON = 20
_DIGITS = 3

Key = tuple[str, str, str | None, str | None, str]
# Schools of a county are compared by indicator and stage.
Seats = tuple[str, SchoolStage | None]


@dataclass(frozen=True, slots=True)
class Told:
    """Where a value was told: ``low``..``high`` is what it may stand for."""

    record: str
    figure: str
    value: Decimal
    low: Decimal
    high: Decimal
    title: str


@dataclass(slots=True)
class Archive:
    """What was told of whom: fill it with ``add``, then ask for each record."""

    told: dict[Key, dict[tuple[Decimal, Decimal], list[Told]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    numbers: dict[tuple[str, Decimal], list[str]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[str, str] = field(default_factory=dict)
    telling: Counter[str] = field(default_factory=Counter)
    counties: dict[str, dict[Seats, dict[str, tuple[str, School]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def add(self, record: Record) -> None:
        """Remember the figures of a record whose subject has a name."""
        subject = _subject(record)
        if subject is None:
            return
        self.subjects[record.id] = subject
        self._seat(record)
        for figure in record.figures:
            stated = _stated(record, figure, subject)
            if stated:
                key, one = stated
                title = record.part.title or record.source.path
                self._tell(key, Told(record.id, one.id, one.number, one.reach.low, one.reach.high, title))
            number = _number(figure)
            if number is not None:
                self.telling[record.id] += 1
                holders = self.numbers[number]
                if len(holders) <= _COMMON and record.id not in holders:
                    holders.append(record.id)

    def _tell(self, key: Key, told: Told) -> None:
        """Two tellers of a value are enough: one may be the record that is asked for."""
        values = self.told[key]
        if len(values) <= _COMMON:
            tellers = values.setdefault((told.low, told.high), [])
            if len(tellers) < 2 and all(other.record != told.record for other in tellers):
                tellers.append(told)

    def drafts(self, record: Record, bench: Bench) -> Iterator[Draft]:
        """What other records say otherwise, whose numbers stand in this one, and the schools of its county."""
        subject = self.subjects.get(record.id)
        if subject is None:
            return
        for figure in record.figures:
            stated = _stated(record, figure, subject)
            if stated:
                yield from self._conflict(stated[1], stated[0], record.id)
        yield from self._copied(record, subject)
        yield from self._county(record, bench)

    def _seat(self, record: Record) -> None:
        """Keep what a school's own report tells of its resources, for its county."""
        region, name = record.document.region, record.document.subject
        if record.document.level != "school" or not region or not name or _BLANKED.search(region):
            return
        own = next((account for account in accounts(record) if account.entity is None), None)
        for indicator, school in schools(own, name, relations()) if own else ():
            self.counties[region][indicator, school.stage].setdefault(name, (record.id, school))

    def _county(self, record: Record, bench: Bench) -> Iterator[Draft]:
        """The schools of a region that reported one by one, said at the first of them."""
        for (indicator, stage), seats in self.counties.get(record.document.region or "", {}).items():
            own, first = next(iter(seats.values()))
            if own != record.id:
                continue
            others = [
                Elsewhere(record=other, figure=each)
                for other, school in list(seats.values())[1:]
                for each in school.figures
            ]
            mine = tuple(claim(figure) for figure in record.figures if figure.id in first.figures)
            for draft in compared(
                indicator, stage, [school for _, school in seats.values()], bench, relations()
            ):
                yield replace(draft, claims=mine, elsewhere=tuple(others))

    def _conflict(self, one: Claim, key: Key, own: str) -> Iterator[Draft]:
        values = self.told.get(key, {})
        others = [told for tellers in values.values() for told in tellers if told.record != own]
        # Where so many values are told of one thing, it is not one thing.
        if (
            not others
            or len(values) > _COMMON
            or any(one.reach.meets(Interval(told.low, told.high)) for told in others)
        ):
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

    def _copied(self, record: Record, subject: str) -> Iterator[Draft]:
        shared: Counter[str] = Counter()
        mine: dict[str, list[Figure]] = defaultdict(list)
        for figure in record.figures:
            number = _number(figure)
            for other in self.numbers.get(number, ()) if number else ():
                if other != record.id and self.subjects[other] != subject:
                    shared[other] += 1
                    mine[other].append(figure)
        for other, count in shared.most_common(1):
            least = min(self.telling[record.id], self.telling[other])
            if count >= _SHARED and count >= _PART * least:
                yield Draft(
                    "conflict",
                    "conflict.copied",
                    "fail",
                    tuple(claim(figure) for figure in mine[other]),
                    f"有{count}个数字与“{self.subjects[other]}”的材料完全相同，疑为抄用，请核对是否本单位数据。",
                    "warning",
                )


def _subject(record: Record) -> str | None:
    """The subject with its region, where that is a name and not a blank."""
    name = record.document.subject
    if not name or len(name) < 3 or _BLANKED.search(name) or _GENERAL.match(name):
        return None
    region = record.document.region
    if not region and _EVERYWHERE.match(name):
        return None
    return f"{region} {name}" if region and region not in name and not _BLANKED.search(region) else name


def _stated(record: Record, figure: Figure, subject: str) -> tuple[Key, Claim] | None:
    """What the figure states of the subject in a year, where that can have one value only, and the claim."""
    year = (figure.period_start or record.document.date or "")[:4]
    if figure.indicator not in SINGLE or figure.role != "actual" or figure.qualifier is not None or not year:
        return None
    one = claim(figure)
    if not one.exact or one.narrowed or one.former or one.partial:
        return None
    return (subject, figure.indicator, figure.stage, figure.entity, year), one


def _number(figure: Figure) -> tuple[str, Decimal] | None:
    """A value that two schools hardly share: three digits or more that are not noughts."""
    if figure.value is None or figure.role != "actual" or not figure.indicator:
        return None
    digits = str(figure.value.normalize()).replace(".", "").split("E")[0]
    return (figure.indicator, figure.value) if len(digits) >= _DIGITS else None
