"""The schools of a county side by side: how far resources differ between them, and who holds the county back.

The coefficient is weighted by pupils, as 教督〔2012〕3号 and 教督〔2017〕6号 reckon it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.demand import Demand
from pipeline.audit.draft import Draft, rounded, shown
from pipeline.audit.label import UNITS
from pipeline.audit.relation import Relations
from schemas.record import SchoolStage
from schemas.standards.coefficient import variation
from schemas.taxonomy.loader import Formula, taxonomy
from schemas.unit import Unit

# Fewer schools say nothing of a county.
_FEWEST = 3
_COEFFICIENT = "coefficient.variation"


@dataclass(frozen=True, slots=True)
class School:
    """One school's pupils and what they share, at one stage; ``figures`` are the ids of both, the whole's first.

    Plain values only: an archive keeps one for each school and resource.
    """

    name: str
    stage: SchoolStage | None
    pupils: Decimal
    whole: Decimal
    unit: Unit
    figures: tuple[str, str]

    def each(self, factor: int) -> Decimal:
        """What falls to a pupil, or to a hundred."""
        return self.whole / self.pupils * factor


def coefficients(accounts: Sequence[Account], bench: Bench, relations: Relations) -> Iterator[Draft]:
    """A draft for each resource of which a record names three schools or more, at each stage."""
    found: dict[tuple[str, SchoolStage | None], list[School]] = defaultdict(list)
    claims = {one.id: one for account in accounts for one in account.claims}
    for account in accounts:
        if account.entity is None or "、" in account.entity:
            continue
        for indicator, school in schools(account, account.entity, relations):
            others = found[indicator, school.stage]
            if all(other.name != school.name for other in others):
                others.append(school)
    for (indicator, stage), members in found.items():
        for draft in compared(indicator, stage, members, bench, relations):
            ids = [name for school in members for name in school.figures]
            yield replace(draft, claims=tuple(claims[name] for name in ids))


def schools(account: Account, name: str, relations: Relations) -> Iterator[tuple[str, School]]:
    """What an account tells of one school, by the indicator that is compared between schools."""
    for pupils in account.of("students.enrolled"):
        if not pupils.exact or not pupils.value or pupils.figure.role != "actual" or pupils.narrowed:
            continue
        for indicator, formula in relations.formulas.items():
            if formula.denominator == "students.enrolled" and not indicator.startswith("ratio."):
                school = _school(account, name, pupils, indicator, formula)
                if school:
                    yield indicator, school


def _school(account: Account, name: str, pupils: Claim, indicator: str, formula: Formula) -> School | None:
    """From the total, or from what the text says falls to each."""
    for one in account.of(formula.numerator):
        if one.exact and one.figure.role == "actual" and one.stage == pupils.stage:
            return _seat(name, pupils, one, one.number)
    for one in account.of(indicator):
        if one.exact and one.figure.role == "actual" and one.stage == pupils.stage:
            return _seat(name, pupils, one, one.number * pupils.number / formula.factor)
    return None


def _seat(name: str, pupils: Claim, amount: Claim, whole: Decimal) -> School:
    return School(name, pupils.stage, pupils.number, whole, amount.figure.unit, (amount.id, pupils.id))


def compared(
    indicator: str, stage: SchoolStage | None, members: list[School], bench: Bench, relations: Relations
) -> Iterator[Draft]:
    """A draft, its claims left open, for schools of one county, where there are enough and any has any."""
    if len(members) >= _FEWEST and any(one.whole for one in members):
        yield from _judge(indicator, stage, members, relations.formulas[indicator], bench)


def _judge(
    indicator: str, stage: SchoolStage | None, schools: list[School], formula: Formula, bench: Bench
) -> Iterator[Draft]:
    spread = variation([one.pupils for one in schools], [one.whole for one in schools])
    factor = formula.factor
    limit = next((row for row in bench.demands(_COEFFICIENT, stage) if row.qualifier is None), None)
    passed = limit is None or spread.value <= limit.bound
    name = taxonomy()[indicator].zh
    worst = min(schools, key=lambda one: one.each(factor))
    mean = spread.mean * factor
    short = (mean - worst.each(factor)) * worst.pupils / factor
    computation = f"{shown(spread.deviation * factor)} ÷ {shown(mean)} = {shown(rounded(spread.value, 4))}"
    yield Draft(
        "coefficient",
        "coefficient.schools",
        "pass" if passed else "fail",
        (),
        f"{len(schools)}所学校{name}的校际差异系数为{shown(rounded(spread.value, 3))}{_bound(limit, bench, passed)}；"
        f"最低的是{worst.name}（{shown(worst.each(factor))}，均值{shown(mean)}），达到均值尚差{shown(short)}{UNITS[worst.unit]}。",
        "notice" if passed else "warning",
        rounded(spread.value, 4),
        None if passed or limit is None else limit.room,
        computation=computation,
        criterion=limit.id if limit else None,
    )


def _bound(limit: Demand | None, bench: Bench, passed: bool) -> str:
    if limit is None:
        return ""
    return f"，{'符合' if passed else '超过'}{bench.cited(limit)}（{limit}）"
