"""Why a document is not in a corpus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """``name`` is stable; ``measure`` is what was found of the document and ``threshold`` what was asked for."""

    name: str
    measure: float | int | str | None = None
    threshold: float | int | str | None = None
