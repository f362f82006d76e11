"""The finding: what the audit says of one figure or of several that must agree."""

from __future__ import annotations

from typing import Literal

from schemas.number import Number
from schemas.record import Model

Check = Literal[
    "ratio", "sum", "share", "difference", "standard", "verdict", "plausibility", "conflict", "coefficient"
]
Status = Literal["pass", "fail", "cannot_check"]
# error: cannot be right as it stands; warning: below a standard, or likely a slip; notice: worth knowing.
Severity = Literal["error", "warning", "notice"]


class Elsewhere(Model):
    """A figure of another record that a finding across documents speaks of."""

    record: str
    figure: str


class Finding(Model):
    """``record`` and ``figures`` are ids; ``low``..``high`` is where the claimed figure would be consistent.

    ``suggestion`` is a likely true value for a blank or garbled figure; ``computation`` the reckoning as it
    would be written by hand (``1749 ÷ 682 = 2.56``); ``criterion`` the id of the standard's row that was
    used; ``message`` one Chinese sentence that a reviewer can act on. The judged figure comes first.
    """

    id: str
    record: str
    check: Check
    rule: str
    status: Status
    figures: tuple[str, ...]
    claimed: Number | None
    expected: Number | None
    low: Number | None
    high: Number | None
    suggestion: Number | None
    message: str
    severity: Severity
    computation: str | None = None
    criterion: str | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
