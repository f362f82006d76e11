"""Which standards a user wants figures held against, and those that a document itself names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.record import Record
from schemas.standards.choice import Place, applicable
from schemas.standards.standard import Confidence, Criterion, Standard

# A title shorter than this is that of many documents.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Those in ``only``; without any, the default rows by date and region, and what the document cites.

    ``titles`` names a row's standard; ``words`` tell a special kind of an indicator (综合); ``special`` are the
    thresholds for schools of special types.
    """

    standards: Mapping[str, Standard]
    only: tuple[str, ...] = ()
    confidence: Confidence = "high"
    titles: Mapping[str, str] = field(init=False)
    words: Mapping[str, frozenset[str]] = field(init=False)
    special: Mapping[str, frozenset[Decimal]] = field(init=False)
    _chosen: dict[tuple[Place, tuple[str, ...]], tuple[Criterion, ...]] = field(
        default_factory=dict, init=False
    )

    def __post_init__(self) -> None:
        words: dict[str, frozenset[str]] = defaultdict(frozenset)
        special: dict[str, frozenset[Decimal]] = defaultdict(frozenset)
        for row in (row for one in self.standards.values() for row in one.criteria if row.indicator):
            if row.qualifier:
                words[row.indicator or ""] |= {row.qualifier}
            if row.default and row.value is not None and row.scope.school_types:
                special[row.indicator or ""] |= {row.value}
        titles = {row.id: one.number or one.title for one in self.standards.values() for row in one.criteria}
        object.__setattr__(self, "titles", titles)
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "special", special)

    def criteria(self, place: Place, cited: tuple[str, ...] = ()) -> tuple[Criterion, ...]:
        """The criteria that hold at a place, looked up once for all documents like it.

        Raises:
            ConfigurationError: where a standard asked for is not there.
        """
        key = (place, cited)
        if key not in self._chosen:
            found = applicable(self.standards, place, only=self.only, confidence=self.confidence)
            if cited and not self.only:
                named = applicable(self.standards, place, only=cited, confidence=self.confidence)
                found = tuple(dict.fromkeys((*found, *named)))
            self._chosen[key] = found
        return self._chosen[key]

    def cited(self, record: Record) -> tuple[str, ...]:
        """The ids of the standards that a document cites by their number or their title."""
        numbers = {one.number for one in record.citations if one.number}
        titles = [one.title for one in record.citations if len(one.title) >= _TELLING]
        return tuple(
            one.id
            for one in self.standards.values()
            if one.number in numbers or any(title in one.title for title in titles)
        )
