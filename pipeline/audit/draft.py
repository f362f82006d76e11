"""A finding being written: what a check says, before it gets its number and its record."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from pipeline.audit.claim import Claim
from pipeline.audit.interval import Interval
from pipeline.audit.label import UNITS
from schemas.finding import Check, Elsewhere, Finding, Severity, Status
from schemas.number import plain
from schemas.taxonomy.loader import taxonomy
from schemas.unit import Unit

# Wide enough for every number a text may hold: the default context fails beyond 28 digits.
_WIDE = Context(prec=500)
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
            low=_stated(low),
            high=_stated(high),
            suggestion=_stated(self.suggestion),
            message=self.message,
            severity=self.severity,
            computation=self.computation,
            criterion=self.criterion,
            elsewhere=self.elsewhere,
        )


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Half up, as people round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


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
    return f"{bound}{about}{shown(value)}{upto}{UNITS[unit]}"


def named(claim: Claim) -> str:
    """Whose figure it is and what it is called: 中心校在校学生."""
    return f"{claim.figure.entity or ''}{claim.figure.label or '数值'}"


def said(claim: Claim) -> str:
    """Name and value: 在校学生682人."""
    return f"{named(claim)}{told(claim)}"


def _stated(value: Decimal | None) -> Decimal | None:
    if value is None or value.is_infinite():
        return None
    return rounded(value, 4)
