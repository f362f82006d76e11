"""The finding: what the audit says of one figure or of several that must agree."""

from __future__ import annotations

from typing import Literal

from schemas.number import Number
from schemas.record import Model

Check = Literal[
    "ratio", "sum", "share", "difference", "standard", "verdict", "plausibility", "conflict", "coefficient"
]
Status = Literal["pass", "fail", "cannot_check"]


class Finding(Model):
    """``record`` and ``figures`` are ids; ``low``..``high`` is where the claimed figure would be consistent.

    ``suggestion`` is a likely true value for a blank or garbled figure; ``message`` one Chinese sentence
    that a reviewer can act on.
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
