"""All checks on one record, in the order in which they can use each other's results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.audit.account import Account, accounts
from pipeline.audit.across import Archive
from pipeline.audit.bench import Bench, bench
from pipeline.audit.branch import branches
from pipeline.audit.choice import Choice
from pipeline.audit.conflict import conflicts
from pipeline.audit.containment import containments
from pipeline.audit.county import coefficients
from pipeline.audit.difference import differences
from pipeline.audit.draft import Draft
from pipeline.audit.group import groups, scores
from pipeline.audit.growth import growths
from pipeline.audit.level import levels
from pipeline.audit.limit import limits
from pipeline.audit.norm import norms
from pipeline.audit.price import amounts
from pipeline.audit.product import products
from pipeline.audit.ratio import ratios
from pipeline.audit.relation import relations
from pipeline.audit.restoring import blanks
from pipeline.audit.rule import rules
from pipeline.audit.school import schools
from pipeline.audit.share import bases, shares
from pipeline.audit.size import sizes
from pipeline.audit.table import columns
from pipeline.audit.total import totals
from pipeline.audit.verdict import denials, verdicts
from schemas.finding import Finding
from schemas.record import Record
from schemas.standards.range import ranges


def audited(
    first: Iterable[Record], again: Iterable[Record], choice: Choice
) -> Iterator[tuple[Record, tuple[Finding, ...]]]:
    """Each record with its findings; ``first`` and ``again`` are the same records, gone through one after the other.

    The first time they are remembered, to be compared with each other.
    """
    with Archive() as archive:
        for record in first:
            archive.add(record)
        for record in again:
            yield record, audit(record, choice, archive)


def audit(record: Record, choice: Choice, archive: Archive | None = None) -> tuple[Finding, ...]:
    """What there is to say of a record's figures, numbered within it, in text order of the judged figures.

    ``archive``: what other records say, to compare with.
    """
    held = list(accounts(record))
    measure = bench(record, held, choice)
    drafts = [draft for account in held for draft in _checks(account, measure)]
    drafts += columns(held)
    drafts += scores(held)
    drafts += branches(held)
    drafts += coefficients(held, measure, relations())
    drafts += archive.drafts(record, measure) if archive else ()
    told = {
        _gist(draft): draft for draft in reversed(drafts)
    }  # two checks may see the same; the first says it
    ordered = sorted(told.values(), key=_place)
    return tuple(draft.finding(record.id, number) for number, draft in enumerate(ordered, start=1))


def _checks(account: Account, measure: Bench) -> Iterator[Draft]:
    """Slips first: a value that arithmetic mends is what standards and verdicts are judged by."""
    known = relations()
    yield from norms(account, measure)
    yield from ratios(account, known)
    yield from blanks(account, known)
    yield from limits(account, ranges(), school=measure.school(account))
    yield from shares(account, known)
    yield from bases(account)
    yield from totals(account, known)
    yield from groups(account)
    yield from differences(account, known)
    yield from growths(account)
    yield from products(account)
    yield from amounts(account)
    yield from containments(account, known)
    yield from sizes(account)
    yield from conflicts(account, school=measure.school(account))
    yield from schools(account)
    yield from verdicts(account, measure)
    yield from denials(account)
    yield from levels(account, measure, known)
    yield from rules(account, measure, known)


def _gist(draft: Draft) -> tuple[object, ...]:
    """What a finding comes down to: the check, its outcome and the figures."""
    return (
        draft.check,
        draft.status,
        draft.claims[0].id,
        frozenset(one.id for one in draft.claims),
        draft.criterion,
    )


def _place(draft: Draft) -> tuple[int, str]:
    first: Sequence[int] = [claim.start for claim in draft.claims[:1]]
    return (first[0] if first else 0, draft.rule)
