"""The bench a record is measured on: the standards that apply to it, by indicator and stage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from typing import get_args

from pipeline.audit.account import Account
from pipeline.audit.choice import Choice
from pipeline.audit.claim import Claim
from pipeline.audit.demand import Demand
from pipeline.audit.label import CONFIDENCES
from schemas.record import Level, Record, SchoolStage
from schemas.standards.choice import Place

_NAMES: tuple[tuple[re.Pattern[str], SchoolStage], ...] = (
    (re.compile(r"小学|中心校|完小|教学点"), "primary"),
    (re.compile(r"初级中学|初中"), "junior"),
    (re.compile(r"幼儿园"), "preschool"),
)
_MIXED = re.compile(r"九年|十二年|一贯制|完全中学|中小学")
_ABOUT_OTHERS = ("research", "policy", "template_index")
_STAGES: tuple[SchoolStage, ...] = ("primary", "junior")


@dataclass(frozen=True, slots=True)
class Bench:
    """``criteria`` by indicator and stage; ``stage`` is the document's own where it has but one; ``quoted`` are the
    indicators whose thresholds the text names rightly; ``words`` tell a special kind of the indicator (综合);
    ``judging`` is off for texts about others' schools.
    """

    criteria: Mapping[tuple[str, SchoolStage], Sequence[Demand]]
    titles: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    special: Mapping[str, frozenset[Decimal]]
    stage: SchoolStage | None
    level: Level | None
    judging: bool
    quoted: frozenset[str] = field(default=frozenset())

    def demands(self, indicator: str | None, stage: SchoolStage | None) -> Sequence[Demand]:
        """The thresholds for an indicator at a stage; for an unknown stage those of primary and junior schools."""
        own = stage or self.stage
        wanted = (own,) if own else _STAGES
        rows = [row for one in wanted for row in self.criteria.get((indicator or "", one), ())]
        return list(dict.fromkeys(rows))

    def of(self, one: Claim) -> Sequence[Demand]:
        """The thresholds for a figure: a row with a qualifier only where the figure or its sentence names it."""
        about = f"{one.figure.qualifier or ''}{one.figure.label}{one.before}"
        rows = self.demands(one.indicator, one.stage)
        special = {word for word in self.words.get(one.indicator or "", ()) if word in about}
        return [row for row in rows if (row.qualifier in special if special else row.qualifier is None)]

    def indicators(self) -> list[str]:
        """Those with any threshold, in the order of the standards."""
        return list(dict.fromkeys(name for name, _ in self.criteria))

    def others(self, one: Claim) -> Sequence[Demand]:
        """The thresholds of the figure's indicator for the other of primary and junior schools."""
        return [row for stage in _STAGES if stage != one.stage for row in self.demands(one.indicator, stage)]

    def elsewhere(self, indicator: str | None) -> frozenset[Decimal]:
        """The thresholds for schools of a special type, such as 九年一贯制, which a text may quote beside others."""
        return self.special.get(indicator or "", frozenset())

    def at(self, account: Account, row: Demand) -> bool:
        """Whether a demand is one on whoever the account is about: on each school, or on the county."""
        school = account.entity is not None or self.level in ("school", "township", None)
        levels = row.row.scope.levels
        return not levels or ("school" if school else self.level) in levels

    def school(self, account: Account) -> bool:
        """Whether the account is about one school."""
        return account.entity is not None or self.level in ("school", None)

    def cited(self, demand: Demand) -> str:
        """The clause as a message names it: 教督〔2017〕6号 资源配置-1."""
        doubt = "" if demand.row.confidence == "high" else f"，依据可信度{CONFIDENCES[demand.row.confidence]}"
        return f"{self.titles.get(demand.id, '')} {demand.row.clause or ''}".strip() + doubt


def bench(record: Record, accounts: Sequence[Account], choice: Choice) -> Bench:
    """The bench for one record."""
    criteria: dict[tuple[str, SchoolStage], list[Demand]] = defaultdict(list)
    cited = choice.cited(record)
    for stage, place in _places(record, accounts, choice, cited):
        for row in choice.criteria(place, cited):
            if row.indicator and row.kind == "threshold" and row.value is not None and row.op:
                held, demand = criteria[row.indicator, stage], Demand(row, row.op, row.value)
                if demand not in held:
                    held.append(demand)
    level = record.document.level
    judging = record.document.kind not in _ABOUT_OTHERS
    first = Bench(criteria, choice.titles, choice.words, choice.special, None, level, judging)
    own, quoted = _stage(record, accounts, first)
    return replace(first, stage=own, quoted=quoted)


def _places(
    record: Record, accounts: Sequence[Account], choice: Choice, cited: tuple[str, ...]
) -> Iterator[tuple[SchoolStage, Place]]:
    """The places a document's figures may be about: each stage, a school or the county."""
    document = record.document
    own = accounts[0] if accounts and accounts[0].entity is None else None
    asked = bool(choice.only or cited)  # the rows checked by default do not ask how large a school is
    sizes = (_size(own, "classes.count"), _size(own, "students.enrolled")) if asked else (None, None)
    boarding = bool(own and own.of("students.boarding")) if asked else None
    levels: tuple[Level, ...] = ("school", "county")
    stages: tuple[SchoolStage, ...] = get_args(SchoolStage)
    for level, stage in product(levels, stages):
        yield stage, Place(stage, level, document.date, document.region, *sizes, boarding)


def _size(account: Account | None, indicator: str) -> int | None:
    """How many the subject says it has; None where it does not say, or says so by stage."""
    found = [
        one.value for one in (account.of(indicator) if account else ()) if one.exact and one.stage is None
    ]
    return int(found[0]) if found and found[0] is not None else None


def _stage(
    record: Record, accounts: Sequence[Account], first: Bench
) -> tuple[SchoolStage | None, frozenset[str]]:
    """The stage whose thresholds the text quotes, or that the subject's name or the only stage said tells."""
    votes: Counter[SchoolStage] = Counter()
    quoted: set[str] = set()
    for account in accounts:
        for one in account.claims:
            for stage in _STAGES:
                if one.stage in (None, stage) and any(
                    matches(one, row) for row in first.demands(one.indicator, stage)
                ):
                    votes[stage] += 1
                    quoted.add(one.indicator or "")
    return _named(record) or _voted(votes) or _only(accounts), frozenset(quoted)


def _named(record: Record) -> SchoolStage | None:
    name = f"{record.document.subject or ''} {record.part.title or ''}"
    if _MIXED.search(name):
        return None
    found = [stage for pattern, stage in _NAMES if pattern.search(name)]
    return found[0] if len(found) == 1 else None


def _voted(votes: Counter[SchoolStage]) -> SchoolStage | None:
    ranking = votes.most_common()
    if not ranking or (len(ranking) > 1 and ranking[0][1] == ranking[1][1]):
        return None
    return ranking[0][0]


def _only(accounts: Sequence[Account]) -> SchoolStage | None:
    stages = {one.stage for account in accounts for one in account.claims if one.stage in _STAGES}
    return stages.pop() if len(stages) == 1 else None


def matches(one: Claim, row: Demand) -> bool:
    """Whether a norm or aim in the text is the criterion, word for word."""
    return one.figure.role in ("standard", "target") and one.figure.value == row.bound
