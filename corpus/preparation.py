"""What is done with each record by itself: entered, chosen, measured, redacted, or dropped with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.duplicate.signature import Signature, signature
from corpus.entry import item as entered
from corpus.given import Given, Stock
from corpus.item import Item
from corpus.leak import bare
from corpus.quality import Quality
from corpus.reason import Reason
from corpus.redact.option import Options
from corpus.redact.redactor import Redactor
from corpus.register import digest
from corpus.selection import Selection
from corpus.split import stratum
from corpus.spool import packed

# So many files, or bytes of them, are prepared together.
_FILES, _BYTES = 16, 2**19


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is wanted, ready for the spool, and what is to be known of it.

    ``key`` is 64 bits of its words as they are written, without its numbers.
    """

    data: bytes
    signature: Signature
    key: int
    stratum: int
    labels: Counter[str]
    redacted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of a record: ``kept``, or the ``reason`` why not; ``id`` None where it is no record."""

    place: str
    id: str | None
    kept: Kept | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Preparation:
    """Prepares records; knows of no other record, so it may run anywhere. ``redaction`` None leaves people in."""

    selection: Selection
    quality: Quality
    redaction: Options | None

    def __call__(self, stocks: Iterable[Stock]) -> list[Prepared]:
        """What came of the records of some files, in their order."""
        redactor = None if self.redaction is None else Redactor(self.redaction)
        return [self._prepared(one, redactor) for stock in stocks for one in stock.given()]

    def _prepared(self, one: Given, redactor: Redactor | None) -> Prepared:
        if one.record is None:
            return Prepared(one.place, None, reason=Reason("record", one.fault))
        name = one.record["id"]
        done = self._done(one, redactor)
        return (
            Prepared(one.place, name, reason=done)
            if isinstance(done, Reason)
            else Prepared(one.place, name, done)
        )

    def _done(self, one: Given, redactor: Redactor | None) -> Kept | Reason:
        if one.record is not None and not one.needs_text:
            return Reason("copy", None if redactor else one.record["source"]["duplicate_of"])
        if one.record is None or one.text is None:
            return Reason("text", one.fault)
        try:
            item = entered(one.record, one.text)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            said = str(error) if isinstance(error, ValueError) else "it has another form"
            return Reason("record", f"its record does not fit its text ({said}); run it again")
        reason = self.selection.reason(item) or self.quality.reason(item)
        return reason or self._kept(item, redactor)

    def _kept(self, item: Item, redactor: Redactor | None) -> Kept:
        chosen = self.selection.pruned(item)
        kept = redactor.redact(chosen) if redactor else chosen
        return Kept(
            packed(kept),
            # Copies are found by the words as they were: stand-ins for names would make strangers alike.
            signature(item.text),
            digest(bare(kept.text) or kept.text),
            stratum(item),
            Counter(label.layer for label in kept.labels),
            kept.meta.get("redacted", {}),
        )


def batches(stocks: Iterable[Stock]) -> Iterator[list[Stock]]:
    """Some files at a time, as they are worth handing over together."""
    batch: list[Stock] = []
    size = 0
    for stock in stocks:
        batch.append(stock)
        size += stock.size
        if len(batch) == _FILES or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
