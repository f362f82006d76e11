"""Per-pupil figures and other quotients against the totals they are reckoned from, and blanks that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, named, rounded, said, shown, told
from pipeline.audit.interval import SLACK, ZERO, Interval, total
from pipeline.audit.mixed import equivalents
from pipeline.audit.operand import Operand, operands
from pipeline.audit.relation import Relations
from pipeline.audit.slip import slip
from schemas.taxonomy.loader import Formula

# How far a total may stand from its per-pupil figure, in characters, where there may be several of its kind.
_REACH = 300
_UNIQUE = frozenset({"area.land", "area.building", "books.count", "equipment.value", "students.enrolled"})
# Values further apart than this are of different things, unless one is a slip for the other.
_SAME_ORDER = 30
# Schools of fewer pupils are allotted funds for so many (国发〔2015〕67号).
_ALLOTTED, _SMALL_SCHOOL = "per_student.funding", 100
# What is split between the stages of a school (教督〔2017〕6号).
SPLIT = (
    "per_student.teaching_space",
    "per_student.sports",
    "per_student.equipment_value",
    "per_100_students.multimedia_rooms",
)
_TEN_THOUSAND = (Decimal(10_000), Decimal("0.0001"))


def ratios(account: Account, relations: Relations) -> Iterator[Draft]:
    """A draft for each actual figure of an indicator with a formula."""
    for indicator, formula in relations.formulas.items():
        for one in account.of(indicator):
            if not account.is_mended(one) and not one.former and one.figure.role in ("actual", "target"):
                yield from _judge(account, relations, one, formula)


def quotients(
    account: Account, relations: Relations, judged: Claim, formula: Formula
) -> list[tuple[Operand, Operand]]:
    """Every pair of numerator and denominator that the formula may be reckoned with, the nearest first."""
    found = operands(account, judged, formula.numerator)
    if judged.figure.role == "target":  # what is planned is reckoned from what is planned beside it
        found = [
            one
            for one in account.of(formula.numerator)
            if one.exact and one.figure.role == "target" and one.beside(judged)
        ]
        if not judged.exact:
            return []
    above = _with_sum(found)
    below = [Operand.of(one) for one in operands(account, judged, formula.denominator)]
    if not below and formula.denominator == "students.enrolled":
        below = list(_implied(account, relations, judged))
    pairs = [(top, bottom) for top, bottom in product(above, below) if bottom.value]
    return pairs or _shared(account, judged, formula)


def _shared(account: Account, judged: Claim, formula: Formula) -> list[tuple[Operand, Operand]]:
    """What a school of several stages has in common, split by its pupils, where that is what the text did."""
    if judged.indicator not in SPLIT or judged.stage is None or judged.range is None:
        return []
    pupils = equivalents(account).get(judged.stage)
    if pupils is None:
        return []
    factor = Interval.point(Decimal(formula.factor))
    tops = [Operand.of(one) for one in account.of(formula.numerator) if one.stage is None and one.exact]
    return [(top, pupils) for top in tops if judged.range.meets(top.range / pupils.range * factor)]


def _judge(account: Account, relations: Relations, one: Claim, formula: Formula) -> Iterator[Draft]:
    pairs = quotients(account, relations, one, formula)
    if not pairs:
        if one.range is None:
            yield _unanswered(one)
        return
    factor = Interval.point(Decimal(formula.factor))
    for top, bottom in pairs:
        if one.range is not None and one.range.meets(top.range / bottom.range * factor):
            yield _passed(one, top, bottom, formula)
            return
    top, bottom = _likeliest(one, pairs, formula)
    if one.indicator == _ALLOTTED and bottom.value < _SMALL_SCHOOL:
        return
    if one.range is None or (
        _telling(one, top, bottom, formula) and not _excused(account, relations, one, formula)
    ):
        yield _failed(account, one, top, bottom, formula)


def _likeliest(one: Claim, pairs: list[tuple[Operand, Operand]], formula: Formula) -> tuple[Operand, Operand]:
    """The pair for which the claim is ten or a hundred times off, else the nearest."""
    for top, bottom in pairs if one.value else ():
        times = one.number * bottom.value / (top.value * formula.factor) if top.value else ZERO
        if any(abs(times - power) <= power * SLACK for power in (10, 100)):
            return top, bottom
    return pairs[0]


def _telling(one: Claim, top: Operand, bottom: Operand, formula: Formula) -> bool:
    """Whether a disagreement means something: the total is the one meant, and the values are of one order.

    A total far off may be another one of its kind, unless a school has but one of it.
    """
    far = min(abs(claim.start - one.start) for claim in top.claims) > _REACH
    if far and formula.numerator not in _UNIQUE:
        return False
    expected = top.value / bottom.value * formula.factor
    if not expected or not one.number:
        return False
    wide = max(expected / one.number, one.number / expected) > _SAME_ORDER
    return not wide or slip(one.number, rounded(expected)) is not None


def _excused(account: Account, relations: Relations, one: Claim, formula: Formula) -> bool:
    """Whether a figure that may stand in for an operand makes the claim agree."""
    for top_name in (formula.numerator, *relations.stand_ins.get(formula.numerator, ())):
        for bottom_name in (formula.denominator, *relations.stand_ins.get(formula.denominator, ())):
            other = Formula(top_name, bottom_name, formula.factor)
            for top, bottom in quotients(account, relations, one, other):
                if one.reach.meets(top.range / bottom.range * Interval.point(Decimal(formula.factor))):
                    return True
    return False


def _reckoning(top: Operand, bottom: Operand, formula: Formula) -> tuple[Decimal, str]:
    expected = top.value / bottom.value * formula.factor
    times = f" × {formula.factor}" if formula.factor != 1 else ""
    return expected, f"{top.text} ÷ {bottom.text}{times} = {shown(expected)}"


def _passed(one: Claim, top: Operand, bottom: Operand, formula: Formula) -> Draft:
    expected, computation = _reckoning(top, bottom, formula)
    return Draft(
        "ratio",
        "ratio.quotient",
        "pass",
        (one, *top.claims, *bottom.claims),
        f"{said(one)}与计算相符（{computation}）。",
        expected=expected,
        computation=computation,
    )


def _failed(account: Account, one: Claim, top: Operand, bottom: Operand, formula: Formula) -> Draft:
    expected, computation = _reckoning(top, bottom, formula)
    suggestion = rounded(expected, 2 if expected >= 1 else 4)
    blank = one.value is None
    if not blank and len(top.claims) == 1 and _unit_slip(one, expected):
        return _misstated(account, one, top.claims[0], bottom, formula)
    if blank:
        lack = "残损" if one.figure.damage == "garbled" else "缺失"
        message = f"{named(one)}数字{lack}，按{computation}推算，应约为{told(one, suggestion)}。"
    else:
        why = slip(one.number, suggestion)
        message = f"{said(one)}与计算不符：{computation}，请核对{f'（{why}）' if why else ''}。"
    account.mend(one, expected)
    return Draft(
        "ratio",
        "ratio.blank" if blank else "ratio.quotient",
        "fail",
        (one, *top.claims, *bottom.claims),
        message,
        "notice" if blank else "error",
        expected,
        top.range / bottom.range * Interval.point(Decimal(formula.factor)),
        suggestion,
        computation,
    )


def _unit_slip(one: Claim, expected: Decimal) -> bool:
    """Whether the two are a 万 apart: then it is the total that lost its 万."""
    return any(abs(one.number / expected - power) <= power * SLACK * 2 for power in _TEN_THOUSAND)


def _misstated(account: Account, one: Claim, top: Claim, bottom: Operand, formula: Formula) -> Draft:
    meant = one.number * bottom.value / formula.factor
    share = f" ÷ {formula.factor}" if formula.factor != 1 else ""
    computation = f"{shown(one.number)} × {bottom.text}{share} = {shown(meant)}"
    account.mend(top, meant)
    return Draft(
        "ratio",
        "ratio.unit",
        "fail",
        (top, one, *bottom.claims),
        f"{said(top)}与{said(one)}相差一万倍，疑单位误写：{computation}，请核对。",
        "error",
        meant,
        Interval.point(meant),
        rounded(meant),
        computation,
    )


def _unanswered(one: Claim) -> Draft:
    return Draft(
        "ratio",
        "ratio.blank",
        "cannot_check",
        (one,),
        f"{named(one)}数字缺失，文中没有可供推算的总量或学生数，请补报。",
    )


def _with_sum(found: list[Claim]) -> list[Operand]:
    """The claims one by one, then those of one sentence together: 省级2人、市级5人 may be meant as one number."""
    alone = [Operand.of(one) for one in found]
    groups: dict[str, list[Claim]] = {}
    for one in found:
        if one.figure.qualifier:
            groups.setdefault(one.figure.evidence.quote, []).append(one)
    for group in groups.values():
        if len({one.figure.qualifier for one in group}) > 1:
            members = [Operand.of(one) for one in group]
            alone.append(
                Operand(
                    sum((one.value for one in members), Decimal(0)),
                    total([one.range for one in members]),
                    tuple(group),
                    f"（{' + '.join(one.text for one in members)}）",
                )
            )
    return alone


def _implied(account: Account, relations: Relations, judged: Claim) -> Iterator[Operand]:
    """Pupils that a total and its per-pupil figure imply: 4300册 at 22册 each are 195."""
    for indicator, formula in relations.formulas.items():
        if formula.denominator != "students.enrolled":
            continue
        for each in operands(account, judged, indicator) if formula.numerator in _UNIQUE else ():
            if not each.value or not each.exact:
                continue
            for whole in operands(account, each, formula.numerator):
                if whole.value is None or whole.range is None or each.range is None:
                    continue
                pupils = whole.value / each.value * formula.factor
                times = f" × {formula.factor}" if formula.factor != 1 else ""
                yield Operand(
                    pupils,
                    whole.range / each.range * Interval.point(Decimal(formula.factor)),
                    (whole, each),
                    f"（{shown(whole.value)} ÷ {shown(each.value)}{times}）",
                )
