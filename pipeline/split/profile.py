"""What a document says of itself: its kind, the level it speaks from, whose it is, when and where."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.period.resolve import resolve
from extractors.period.rule import periods
from pipeline.split.cue import Cues
from pipeline.split.genre import is_title
from pipeline.split.name import (
    PROMINENT,
    heading_body,
    leading_name,
    mentioned_names,
    name_level,
    place_name,
    signing_body,
    subject_name,
)
from schemas.part import Line, Part
from schemas.resource import resource

_Shapes = list[tuple[re.Pattern[str], float]]
_OPENING = 400
_ENDING = 200
_MOST = 5
_SERIES = re.compile(r"(?:篇|第|之|范文)?\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)]?篇?$")
_SERIES_LAST = frozenset("一二三四五六七八九十）)篇")
_SERIES_SHARE = 0.3
_SHORT = 160
_INDEX_ROWS = 6
# A kind's score from which on a short text is no fragment, and from which on it tells anything.
_PLAIN, _FAINT = 6, 2
_LOOK = 6
_UNDER = 3
_SIGNED, _TITLED, _NAME, _MENTION = 40.0, 8.0, 3.0, 0.3
_MENTIONS = 12
# What a document follows was written on another level than its own.
_FOLLOWED = re.compile(
    r"[《根按依遵以](?:(?<=《)[^》\n]{1,60}》|(?:(?<=根)据|(?<=[按遵])照|(?<=依)据|(?<=以))[^，。；\n]{0,60})"
)
_DATE_LINE = 40
_UNDER_TITLE = re.compile(r"[（(—–2二]")
_YEAR = re.compile(r"\d{4}|[xX]{2}年")
_APPENDED = re.compile(r"[（(][^（()）]{1,20}[）)]$")


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields of a record's ``document``; ``date`` is ISO to the day or month, ``period`` as written."""

    kind: str
    level: str | None = None
    subject: str | None = None
    region: str | None = None
    issuer: str | None = None
    date: str | None = None
    period: str | None = None


class _Words:
    """The cues of ``profile.yaml``: by kind and zone, the body's and the levels' apart."""

    def __init__(self) -> None:
        raw = resource(Path(__file__).with_name("profile.yaml"))
        bodies = {kind: zones.pop("body", []) for kind, zones in raw["kinds"].items()}
        self.zones: dict[str, dict[str, _Shapes]] = {
            kind: {
                zone: [(re.compile(shape), weight) for shape, weight in group.items()]
                for zone, group in zones.items()
            }
            for kind, zones in raw["kinds"].items()
        }
        self.bodies = Cues(bodies)
        self.most = self.bodies.most(_MOST)
        self.levels = Cues(raw["levels"])


@cache
def _words() -> _Words:
    return _Words()


@dataclass(frozen=True, slots=True)
class _Zones:
    """A part's text by where words stand.

    ``own`` is a title that is no mere number in a series, ``bare`` the same without brackets behind it.
    """

    title: str
    own: str | None
    bare: str | None
    opening: str
    headings: str
    ending: str
    body: str
    under: tuple[str, ...]
    last: tuple[str, ...]


def profile(part: Part, path: str) -> Profile:
    """Read kind, level, subject, region, issuer, date and period off a part; None where it does not tell."""
    zones = _zones(part, path)
    issuer = _issuer(zones)
    names = mentioned_names(zones.own, issuer, zones.body)
    kind = _kind(part, zones)
    level = _level(kind, zones, issuer, names)
    subject = subject_name(names, level)
    region = place_name(subject, issuer, zones.own, zones.opening)
    return Profile(kind, level, subject, region, issuer, _date(zones), _period(zones))


def _zones(part: Part, path: str) -> _Zones:
    text = part.view.text
    lines = [line for line in part.lines if line.cell is None]
    titled = next((i for i, line in enumerate(lines[:_LOOK]) if line.heading and not line.level), None)
    first = min(0 if titled is None else titled + 1, max(len(lines) - 1, 0))
    opening = text[lines[first].start :][:_OPENING] if lines else ""
    title = part.title or ("" if part.count > 1 else re.split(r"[\\/]", path)[-1].rpartition(".")[0])
    headings = "\n".join(part.text(line) for line in lines[first:] if line.level and _is_head(line))
    own = _own_title(part, lines, title)
    return _Zones(
        title=title,
        own=own,
        bare=_APPENDED.sub("", own) if own is not None else None,
        opening=opening,
        headings=headings,
        ending=text[-_ENDING:],
        body=text,
        under=tuple(text[line.start : line.end] for line in lines[first : first + _UNDER]),
        last=tuple(text[line.start : line.end] for line in lines[-_LOOK:]),
    )


def _is_head(line: Line) -> bool:
    return line.heading or line.end - line.body <= 20


def _own_title(part: Part, lines: list[Line], title: str) -> str | None:
    """A title of the document's own: the heading of a compilation's part tells little of what is in it."""
    if title and not (part.count > 1 and _SERIES.search(title)):
        return title
    for line in lines[1:4]:
        text = part.view.text[line.start : line.end]
        if line.label is None and is_title(text):
            return text
    return None


def _kind(part: Part, zones: _Zones) -> str:
    if _is_index(part):
        return "template_index"
    scores = {kind: _score(cues, zones) for kind, cues in _words().zones.items()}
    first = max(scores, key=lambda kind: scores[kind])
    rivals = (scores[kind] + most for kind, most in _words().most.items() if kind != first)
    # The body is read only where it can still decide.
    if scores[first] < _PLAIN or max(rivals) >= scores[first]:
        for kind, score in _words().bodies.scores(zones.body, _MOST, _per_length(zones.body)).items():
            scores[kind] += score
    best = max(scores, key=lambda kind: scores[kind])
    if len(zones.body) < _SHORT and scores[best] < _PLAIN:
        return "fragment"
    return best if scores[best] >= _FAINT else "article"


def _is_index(part: Part) -> bool:
    """Whether most rows of a part only name other texts."""
    text, others = part.view.text, 0
    if len(part.lines) < _INDEX_ROWS:
        return False
    for line in part.lines:
        row = text[line.start : line.end]
        if row[-1:] in _SERIES_LAST or row[-1:].isdecimal():
            row = _SERIES.sub("", row)
        if not is_title(row):
            others += 1
            if others * 2 >= len(part.lines):
                return False
    return True


def _score(zones_cues: dict[str, _Shapes], zones: _Zones) -> float:
    total = 0.0
    for zone, cues in zones_cues.items():
        words = getattr(zones, zone)
        for shape, weight in cues:
            if zone == "title":
                total += weight * _title_share(shape, zones)
            elif zone == "headings":
                total += weight * min(len(shape.findall(words)), 2)
            elif shape.search(words) is not None:
                total += weight
    return total


def _title_share(shape: re.Pattern[str], zones: _Zones) -> float:
    """How much a title's word counts: the last genre word decides, a series' heading counts little."""
    if zones.bare is not None:
        found = [match.end() for match in shape.finditer(zones.bare)]
        return (1.0 if found[-1] >= len(zones.bare) - 8 else 0.5) if found else 0.0
    return _SERIES_SHARE if shape.search(zones.title) else 0.0


def _per_length(text: str) -> float:
    """Counts of long texts are brought down to what stands in two thousand characters."""
    return min(1.0, 2000 / max(len(text), 1))


def _level(kind: str, zones: _Zones, issuer: str | None, names: Counter[str]) -> str | None:
    leading = leading_name(zones.own)
    if kind == "research" and leading is None and issuer is None:
        return None  # it writes about schools and counties, and speaks for none
    said = _FOLLOWED.sub("", zones.body)
    scores = _words().levels.scores(said, _MENTIONS)
    weights = [(name, _NAME if heft >= PROMINENT else _MENTION) for name, heft in names.items()]
    for name, weight in ((issuer, _SIGNED), (leading, _TITLED), *weights):
        if name and (own := name_level(name)):
            scores[own] += weight
    best = max(scores, key=lambda one: scores[one])
    return best if scores[best] > 0 else None


def _issuer(zones: _Zones) -> str | None:
    """Who signs at the end, or who a title says it is from."""
    for row in reversed(zones.last):
        if (body := signing_body(row)) is not None:
            return body
    return heading_body(zones.own or "")


def _date(zones: _Zones) -> str | None:
    """The date of the signature, or of the line under the title."""
    under = (row for row in zones.under if _UNDER_TITLE.match(row))
    for row in (*reversed(zones.last), *under):
        if "月" not in row:
            continue
        words = row.replace(" ", "")[:_DATE_LINE]
        if row in zones.last and len(row) > _DATE_LINE:
            continue
        for found in periods(words):
            date = _iso(words[found.start : found.end]) if found.kind == "date" else None
            if date is not None:
                return date
    return None


def _iso(words: str) -> str | None:
    """A day or month as ISO; None for a time without a year, or longer than a month."""
    first, last = resolve(words, None)
    if "月" not in words or first is None or last is None:
        return None
    if (first.year, first.month) != (last.year, last.month):
        return None
    return first.isoformat() if first == last else f"{first:%Y-%m}"


def _period(zones: _Zones) -> str | None:
    """The school year or years that a title or the opening names."""
    title = zones.own or zones.title
    for text in (title, zones.opening):
        if "学年" not in text and (text is not title or not _YEAR.search(text)):
            continue
        for found in periods(text):
            words = text[found.start : found.end]
            if "学年" in words or (text is title and _YEAR.search(words)):
                return words
    return None
