"""Telephones, identity numbers, cards, mail addresses, messengers and number plates, in the text as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.redact.option import Kind
from corpus.redact.word import either, words

Mark = tuple[int, int, Kind]

# Six digits or more, however they are parted: everything else is looked for in these alone.
_CLUSTER = re.compile(r"[0-9](?:[ \-()]{0,3}[0-9]){5,}(?:[ -]{0,2}[Xx](?![A-Za-z]))?")
_ID = re.compile(r"(?<!\d)[1-8]\d(?:[ -]{0,2}\d){15}[ -]{0,2}[\dXx](?![\dA-Za-z])")
_OLD_ID = re.compile(r"(?<!\d)[1-8]\d(?:[ -]{0,2}\d){13}(?![\dA-Za-z])")
_CARD = re.compile(r"(?<!\d)[3-69]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\dA-Za-z])")
_ABROAD = r"(?:(?:\(?\+?(?:00)?86\)?[ -]?)(?=1))?"
_MOBILE = re.compile(
    rf"(?<!\d){_ABROAD}(?<!\d)?1[3-9]\d(?:([ -]{{0,2}})\d{{4}}\1\d{{4}}|\d-\d{{4}}-\d{{3}}|\d-\d{{3}}-\d{{4}})(?!\d)"
)
_MOBILE_LOOSE = re.compile(rf"(?<!\d){_ABROAD}1[3-9](?:[ -]{{0,2}}\d){{9}}(?!\d)")
_EXTENSION = r"(?:(?:-| ?转(?:分机|拨)?| ?分机号?| ?ext\.?) ?\d{1,5}(?!\d))?"
_LAND = re.compile(
    rf"(?:\+?86[- ])?(?:\(0\d{{2,3}}\)[- ]?|(?<![\d-])0\d{{2,3}}[- )]{{1,2}})[0-9]\d{{2,3}}[ -]?\d{{4}}{_EXTENSION}(?!\d)"
)
_FREE = re.compile(r"(?<![\d-])[48]00(?:-\d{3}-?\d{4}|-\d{4}-?\d{3}|-\d{7}| \d{3} \d{4})(?!\d)")
# How far an extension, and what must not follow, can reach behind a run of digits.
_BEYOND = 12
_REST = re.compile(rf"{_EXTENSION}")
_UNIT = re.compile(r"\.\d| ?[万亿元人名个平册台间套米吨%％年]|[A-Za-z]")
_YEARS = re.compile(r"(?:19|20)\d\d[- ]+(?:19|20)\d\d")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_DAY = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MORE = re.compile(r" ?(?:[、/,，;；]|或|和|及) ?")
_LINKS = " :(\t#/、为是及和"
_AT = re.compile(r"@|[\[(]at[\])]|[\[(]AT[\])]")
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?$")
_DOMAIN = re.compile(r" ?(?:[A-Za-z0-9-]+(?:\.|\[dot\]))+[A-Za-z]{2,10}")
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][ ·]?(?=[A-Z]*\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)


@cache
def _labels() -> tuple[tuple[str, tuple[str, ...]], ...]:
    kinds = ("id", "bank", "messenger", "phone", "thing")
    return tuple(
        (kind, tuple(word + more for word in words(kind) for more in ("", "号", "号码"))) for kind in kinds
    )


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf" ?\((?:{either('id')})")


@cache
def _messenger() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{either('messenger')})(?:\([^()\n]{{0,6}}\))?(?: ?: ?|[为是]| )?"
        r"(?P<value>[1-9]\d{4,10}(?!\d)|[A-Za-z][A-Za-z0-9_-]{5,19})"
    )


def numbers(text: str, cells: dict[int, str] | None = None) -> Iterator[Mark]:
    """All numbers of people; ``cells`` tells what the column of a table holds (phone, id, bank), by the cell's start."""
    last = -1
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        while text[start - 1] in "(+" and start:
            start -= 1
        if text[start - 1] == "." and start:
            continue
        label = cells.get(start) if cells else None
        label = label or _told(text, start)
        if label is None and last >= 0 and _MORE.fullmatch(text, last, start):
            label = "phone"
        for mark in _within(text, start, end, label):
            yield mark
            last = mark[1] if mark[2] == "phone" else -1
    for found in _messenger().finditer(text):
        yield (*found.span("value"), "messenger")
    yield from mails(text)
    for found in _PLATE.finditer(text):
        yield (*found.span(), "plate")


def mails(text: str) -> Iterator[Mark]:
    """Mail addresses, also those that are written to mislead machines."""
    if "@" not in text and "at" not in text and "AT" not in text:
        return
    for at in _AT.finditer(text):
        first = max(0, at.start() - 65)
        local = _LOCAL.search(text[first : at.start()])
        domain = _DOMAIN.match(text, at.end())
        if local and domain:
            yield first + local.start(), domain.end(), "email"


def identity_holds(digits: str) -> bool:
    """Whether eighteen digits have the right check digit (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10X98765432"[total % 11] == digits[17].upper()


def luhn_holds(digits: str) -> bool:
    """Whether a card's number passes Luhn's test."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _told(text: str, start: int) -> str | None:
    """What the words right before a number say that it is."""
    before = text[max(0, start - 24) : start].rstrip(_LINKS)
    if before.endswith(")"):
        before = before[: before.rfind("(") + 1].rstrip(_LINKS)
    for kind, labels in _labels():
        if before.endswith(labels):
            return kind
    return None


def _bare(text: str) -> str:
    return "".join([sign for sign in text if sign.isalnum()])


def _within(text: str, start: int, end: int, label: str | None) -> list[Mark]:
    """What one run of digits holds, the surest first."""
    marks: list[Mark] = []

    def take(pattern: re.Pattern[str], kind: Kind, good: object = None) -> None:
        at = start
        while at < end:
            found = pattern.search(text, at, end + _BEYOND)
            if found is None or found.start() >= end:
                return
            clear = all(found.end() <= mark[0] or found.start() >= mark[1] for mark in marks)
            if clear and (not callable(good) or good(found)):
                marks.append((*found.span(), kind))
                at = found.end()
            else:
                at = found.start() + 1

    digits = len(_bare(text[start:end]))
    if digits >= 18:
        take(_ID, "id", lambda found: _is_id(_bare(found[0]), " " in found[0] or "-" in found[0], label))
    if digits >= 15:
        take(_OLD_ID, "id", lambda found: _is_old_id(text, found, label))
    if digits >= 16 and label != "thing":
        take(_CARD, "bank_card", lambda found: _is_card(_bare(found[0])))
    if digits >= 10 and label != "thing":
        take(_MOBILE, "phone", lambda found: _is_mobile(text, found, start, end, label))
        take(_FREE, "phone")
        take(_LAND, "phone", lambda found: label == "phone" or not _UNIT.match(text, found.end()))
        if label == "phone":
            take(_MOBILE_LOOSE, "phone")
    if not marks and label not in (None, "thing"):
        marks += _labelled(text, start, end, str(label))
    return sorted(marks)


def _is_id(digits: str, parted: bool, label: str | None) -> bool:
    if digits[:2] not in _PROVINCES or not _DAY.match(digits, 6):
        return False
    return identity_holds(digits) or label == "id" or (not parted and label is None)


def _is_old_id(text: str, found: re.Match[str], label: str | None) -> bool:
    digits = _bare(found[0])
    if digits[:2] not in _PROVINCES or not _DAY.match(f"19{digits[6:]}"):
        return False
    if label == "id" or _behind().match(text, found.end()):
        return True
    return label is None and digits == found[0] and not _UNIT.match(text, found.end())


def _is_card(digits: str) -> bool:
    return 16 <= len(digits) <= 19 and luhn_holds(digits)


def _is_mobile(text: str, found: re.Match[str], start: int, end: int, label: str | None) -> bool:
    if label == "phone":
        return True
    if " " in found[0] and len(_bare(text[start:end])) != len(_bare(found[0])):
        return False  # 156 2345 6789 among other numbers: columns of a table
    before = text[found.start() - 1 : found.start()]
    if before.isascii() and (before.isalpha() or before in "¥$_=") and before:
        return False
    return not _UNIT.match(text, found.end())


def _labelled(text: str, start: int, end: int, label: str) -> list[Mark]:
    """A number of which only the words before it tell what it is."""
    while not text[start].isdigit() and text[start] not in "+(":
        start += 1
    digits = len(_bare(text[start:end]))
    if label == "id" and 15 <= digits <= 20:
        return [(start, end, "id")]
    if label == "bank" and 8 <= digits <= 32:
        return [(start, end, "bank_card")]
    if label == "phone" and 6 <= digits <= 13 and not _YEARS.fullmatch(text, start, end):
        rest = _REST.match(text, end)
        if not _UNIT.match(text, end):
            return [(start, rest.end() if rest else end, "phone")]
    return []
