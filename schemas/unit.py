"""The canonical units of the taxonomy, as the contract names them."""

from __future__ import annotations

from typing import Literal

Unit = Literal[
    "person",
    "person_time",
    "household",
    "count",
    "volume",
    "m2",
    "m",
    "CNY",
    "percent",
    "ratio",
    "coefficient",
    "minute",
    "hour",
    "day",
    "month",
    "year",
    "score",
    "level",
    "other",
]
