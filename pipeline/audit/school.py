"""How many schools of a kind there are, said more than once in one text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.audit.account import Account
from pipeline.audit.claim import Claim
from pipeline.audit.draft import Draft, shown

_KIND = re.compile(
    r"村级?(?:小学|完小|中心校|小)|教学点|完小|完全小学|中心小学|中心校|九年一贯制学校|完全中学|初级中学|初中|小学|幼儿园"
)
_OF_VILLAGES = re.compile(r"(?:行政|自然)?村(?!民|组|小)")
_VILLAGE = re.compile(r"村级?小学?$")
# What says that all of them are meant, before the number or after it.
_WHOLE = re.compile(r"(?:[共辖]|下设|所有|现有|全[省市县区镇乡])$")
_ALL = re.compile(r"^.{0,10}?(?:均|都|全部)")
_LEFT = re.compile(r"(?:其余|还剩|只剩|仅剩|余下|剩下|保留)$")
# Names stand before the number: these schools, not all.
_LISTED = re.compile(r"、[^，。；]{1,8}$|等$")


def schools(account: Account) -> Iterator[Draft]:
    """A draft for each later statement of how many schools of a kind there are, and for more than there are villages."""
    groups: dict[tuple[str, object], list[Claim]] = defaultdict(list)
    for one in account.of("schools.count"):
        kind = _kind(one)
        if kind and one.exact:
            groups[kind, one.figure.stage].append(one)
    for (kind, _), group in groups.items():
        yield from _repeats(group)
        if kind.startswith("村"):
            yield from _villages(account, group)


def _kind(one: Claim) -> str | None:
    found = _KIND.match(one.after) or _KIND.search(one.figure.label)
    if not found:
        return None
    return _VILLAGE.sub("村小", found.group())


def _repeats(group: list[Claim]) -> Iterator[Draft]:
    """After some were closed the number left is the one to agree with."""
    known: Claim | None = None
    for one in group:
        if _LEFT.search(one.before):
            known = one
        elif one.figure.role == "actual" and _whole(one):
            if known is not None:
                yield _draft(one, known)
            known = known or one


def _whole(one: Claim) -> bool:
    if _LISTED.search(one.before):
        return False
    return bool(_WHOLE.search(one.before) or _ALL.search(one.after))


def _draft(one: Claim, known: Claim) -> Draft:
    passed = one.value == known.value
    name = f"{shown(one.number)}所{_kind(one)}"
    message = f"{name}与前文一致。" if passed else f"此处称{name}，前文为{shown(known.number)}所，请核对。"
    return Draft(
        "conflict",
        "conflict.schools",
        "pass" if passed else "fail",
        (one, known),
        message,
        "notice" if passed else "warning",
        known.value,
        None if passed else known.range,
    )


def _villages(account: Account, group: list[Claim]) -> Iterator[Draft]:
    """A village has one village school at the most, as a rule."""
    villages = [
        one
        for name in ("schools.catchment_villages", "region.divisions")
        for one in account.of(name)
        if one.exact and one.figure.role == "actual" and _OF_VILLAGES.match(one.after)
    ]
    if not villages:
        return
    for one in group:
        whole = villages[0]
        if one.value is not None and whole.value is not None and one.value > whole.value:
            yield Draft(
                "plausibility",
                "plausibility.villages",
                "fail",
                (one, whole),
                f"{shown(one.value)}所{_kind(one)}多于所辖的{shown(whole.value)}个村，请核对。",
                "warning",
                computation=f"{shown(one.value)} ＞ {shown(whole.value)}",
            )
