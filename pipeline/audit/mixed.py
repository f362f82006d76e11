"""Schools of several stages: what they share is split by pupils, those of higher stages counting for more."""

from __future__ import annotations

from decimal import Decimal

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import shown
from pipeline.audit.interval import Interval
from pipeline.audit.operand import Operand
from schemas.record import SchoolStage
from schemas.standards.split import WEIGHTS, split_students

_PUPILS = "students.enrolled"


def equivalents(account: Account) -> dict[SchoolStage, Operand]:
    """All pupils as so many of each stage; nothing for a school of one stage.

    A nine-year school of 756 and 432 pupils is one of 756 + 1.1 × 432 primary pupils (教督〔2017〕6号).
    """
    pupils = {stage: one for stage in WEIGHTS if (one := _of(account, stage))}
    if len(pupils) < 2:
        return {}
    counts = {stage: one.number for stage, one in pupils.items()}
    weighted = split_students(*(counts.get(stage, Decimal(0)) for stage in ("primary", "junior", "senior")))
    claims = tuple(pupils.values())
    return {
        stage: Operand(value, Interval.point(value), claims, _text(counts, stage))
        for stage, value in weighted.items()
    }


def _of(account: Account, stage: SchoolStage) -> Claim | None:
    found = [one for one in account.of(_PUPILS) if one.stage == stage and one.exact and one.value]
    actual = [one for one in found if one.figure.role == "actual" and not one.narrowed and not one.former]
    return actual[0] if actual else None


def _text(counts: dict[SchoolStage, Decimal], stage: SchoolStage) -> str:
    terms = []
    for other, count in counts.items():
        weight = WEIGHTS[other] / WEIGHTS[stage]
        terms.append(shown(count) if weight == 1 else f"{shown(weight)} × {shown(count)}")
    return f"（{' + '.join(terms)}）"
