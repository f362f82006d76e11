"""A finding being written: what a check says, before it gets its number and its record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from pipeline.audit.claim import Claim
from pipeline.audit.interval import Interval
from pipeline.audit.label import UNITS
from schemas.finding import Check, Elsewhere, Finding, Severity, Status
from schemas.number import plain
from schemas.taxonomy.loader import taxonomy
from schemas.unit import Unit

# Wide enough for every number a text may hold: the default context fails beyond 28 digits.
_WIDE = Context(prec=500)
_TEN_THOUSAND = Decimal(10_000)
_MEASURE = re.compile(r"(?<=[\d.一二两三四五六七八九十百余多])[^\d\W一二两三四五六七八九十百千万余多]{1,2}$")
_GAP = re.compile(r"[缺差超欠]|剩余|富余")
_BOUNDS = {">=": "不少于", "<=": "不超过", ">": "超过", "<": "少于"}


@dataclass(slots=True)
class Draft:
    """The judged claim stands first in ``claims``; see ``schemas.finding.Finding`` for the rest."""

    check: Check
    rule: str
    status: Status
    claims: tuple[Claim, ...]
    message: str
    severity: Severity = "notice"
    expected: Decimal | None = None
    range: Interval | None = None
    suggestion: Decimal | None = None
    computation: str | None = None
    criterion: str | None = None
    elsewhere: tuple[Elsewhere, ...] = ()

    def finding(self, record: str, number: int) -> Finding:
        """The finding, numbered within its record."""
        low, high = (self.range.low, self.range.high) if self.range else (None, None)
        return Finding(
            id=f"n{number}",
            record=record,
            check=self.check,
            rule=self.rule,
            status=self.status,
            figures=tuple(dict.fromkeys(claim.id for claim in self.claims)),
            claimed=self.claims[0].figure.value if self.claims else None,
            expected=_stated(self.expected),
            low=_stated(low, ROUND_FLOOR),
            high=_stated(high, ROUND_CEILING),
            suggestion=_stated(self.suggestion),
            message=self.message,
            severity=self.severity,
            computation=self.computation,
            criterion=self.criterion,
            elsewhere=self.elsewhere,
        )


def reckoned(
    check: Check,
    rule: str,
    claims: tuple[Claim, ...],
    message: str,
    expected: Decimal,
    computation: str,
    *,
    passed: bool,
    reach: Interval | None = None,
) -> Draft:
    """A draft of one reckoning: where the judged claim fails, what came out is its likely value.

    ``reach`` is where the claim would be consistent, if that is more than the very number.
    """
    if passed:
        return Draft(check, rule, "pass", claims, message, expected=expected, computation=computation)
    severity: Severity = "notice" if claims[0].value is None else "error"
    likely = rounded(expected, 2 if abs(expected) >= 1 else 4)
    reach = reach or Interval.point(expected)
    return Draft(check, rule, "fail", claims, message, severity, expected, reach, likely, computation)


def rounded(value: Decimal, places: int = 2, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Half up, as people round, if nothing else is said."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE)


def shown(value: Decimal) -> str:
    """A number for people: at most two decimals, four where it is small."""
    return plain(rounded(value, 2 if abs(value) >= 1 or not value else 4))


def told(claim: Claim, value: Decimal | None = None) -> str:
    """The claim's value with its unit, as a sentence writes it; 空缺 for a blank."""
    figure = claim.figure
    value = claim.value if value is None else value
    if value is None:
        return "空缺"
    as_written = value == figure.value
    own = taxonomy().indicators.get(figure.indicator or "")
    unit: Unit = figure.unit if as_written or own is None else own.unit  # type: ignore[assignment]  # the taxonomy's
    if unit == "ratio":
        return f"1:{shown(value)}"
    bound = _BOUNDS.get(figure.op, "") if as_written else ""
    about = "约" if figure.approx and as_written else ""
    upto = f"—{shown(figure.value_max)}" if figure.value_max is not None and as_written else ""
    measure = _measure(claim) if unit == figure.unit else ""
    if unit == "CNY" and value >= _TEN_THOUSAND and not value % 100 and not upto:
        return f"{bound}{about}{plain(value / _TEN_THOUSAND)}万元"
    return f"{bound}{about}{shown(value)}{upto}{measure or UNITS[unit]}"


def _measure(claim: Claim) -> str:
    """The measure word that the text itself uses for things: 间 in 24间."""
    found = _MEASURE.search(claim.raw) if claim.figure.unit == "count" else None
    return found.group() if found else ""


def named(claim: Claim) -> str:
    """Whose figure it is and what it is called: 中心校在校学生."""
    figure = claim.figure
    label = figure.label or "数值"
    gap = "缺口" if figure.role == "gap" and not _GAP.search(label) else ""
    return f"{figure.entity or ''}{label}{gap}"


def said(claim: Claim) -> str:
    """Name and value: 在校学生682人."""
    return f"{named(claim)}{told(claim)}"


def _stated(value: Decimal | None, rounding: str = ROUND_HALF_UP) -> Decimal | None:
    """Four decimals; bounds are rounded outwards, so that they leave out nothing."""
    if value is None or value.is_infinite():
        return None
    return rounded(value, 4, rounding)
