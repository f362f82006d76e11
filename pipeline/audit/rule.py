"""The rule for a whole school: six of the seven resources as demanded, the seventh at 85 % of it or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.bench import Bench
from pipeline.audit.claim import Claim
from pipeline.audit.demand import Demand
from pipeline.audit.draft import Draft, shown
from pipeline.audit.mixed import equivalents
from pipeline.audit.operand import divisor
from pipeline.audit.ratio import SPLIT
from pipeline.audit.relation import Relations
from schemas.finding import Status
from schemas.record import SchoolStage
from schemas.taxonomy.loader import taxonomy

SEVEN = (
    "per_100_students.above_required_qualification",
    "per_100_students.backbone",
    "per_100_students.arts_pe",
    "per_student.teaching_space",
    "per_student.sports",
    "per_student.equipment_value",
    "per_100_students.multimedia_rooms",
)
_FLOOR = Decimal("0.85")
_MOST_UNMET = 1
# A text that tells of fewer is no account of resources.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One of the seven: its value, stated or reckoned, and the claims it comes from."""

    demand: Demand
    value: Decimal
    claims: tuple[Claim, ...]

    @property
    def met(self) -> bool:
        return self.value >= self.demand.bound

    @property
    def low(self) -> bool:
        """Whether it misses even what the seventh may fall to."""
        return self.value < self.demand.bound * _FLOOR

    @property
    def admitted(self) -> bool:
        return self.claims[0].admitted


def rules(account: Account, bench: Bench, relations: Relations) -> Iterator[Draft]:
    """A draft for each stage of a school of which the text tells enough of the seven."""
    if not bench.school(account) or not bench.judging:
        return
    stages: tuple[SchoolStage, ...] = ("primary", "junior")
    for stage in stages:
        if stage in account.stages or bench.stage == stage:
            yield from _judge(account, bench, relations, stage)


def _judge(account: Account, bench: Bench, relations: Relations, stage: SchoolStage) -> Iterator[Draft]:
    demands = {name: [row for row in bench.demands(name, stage) if row.qualifier is None] for name in SEVEN}
    if not all(demands.values()):
        return  # the standard is not in use
    found = {name: _item(account, relations, name, stage, rows[0]) for name, rows in demands.items()}
    items = [item for item in found.values() if item is not None]
    missing = [taxonomy()[name].zh for name, item in found.items() if item is None]
    unmet = [item for item in items if not item.met]
    if len(items) < _FEWEST:
        return
    broken = len(unmet) > _MOST_UNMET or any(item.low for item in unmet)
    if not broken and missing:
        yield _draft(items, unmet, "cannot_check", f"，缺{'、'.join(missing)}，无法判定该校是否达标")
    elif not broken:
        yield _draft(items, unmet, "pass", "，符合“6项达标、余项不低于85%”")
    elif all(item.admitted for item in unmet):
        yield _draft(items, unmet, "pass", "，未达到“6项达标、余项不低于85%”，与文中自评相符")
    else:
        yield _draft(items, unmet, "fail", "，未达到“6项达标、余项不低于85%”")


def _item(
    account: Account, relations: Relations, name: str, stage: SchoolStage, demand: Demand
) -> Item | None:
    alone = account.stages <= {stage}
    for one in account.of(name):
        best = account.best(one)
        fits = one.stage == stage or (one.stage is None and alone)
        if fits and best.value is not None and one.figure.role == "actual" and not one.former:
            return Item(demand, best.value, (one,))
    formula = relations.formulas[name]
    for top in account.of(formula.numerator):
        if not top.exact or top.figure.role != "actual" or top.stage not in (None, stage):
            continue
        if top.stage is None and not alone:
            pupils = equivalents(account).get(stage) if name in SPLIT else None
        else:
            pupils = divisor(account, top, formula.denominator)
        if pupils is not None:
            value = top.number / pupils.value * formula.factor
            return Item(demand, value, (top, *pupils.claims))
    return None


def _draft(items: list[Item], unmet: list[Item], status: Status, tail: str) -> Draft:
    shortfalls = "、".join(
        f"{taxonomy()[item.demand.row.indicator or ''].zh}{shown(item.value)}（标准{item.demand}）"
        for item in unmet
    )
    told = f"，未达标的是{shortfalls}" if unmet else ""
    claims = [claim for item in (unmet or items) for claim in item.claims]
    return Draft(
        "standard",
        "standard.rule",
        status,
        tuple(dict.fromkeys(claims)),
        f"资源配置7项指标可核{len(items)}项，达标{len(items) - len(unmet)}项{told}{tail}。",
        "warning" if status == "fail" else "notice",
        criterion="yz.res.rule.school",
    )
