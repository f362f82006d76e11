"""Cited laws, policies, standards and documents: 《…》 with the document number that follows, and bare names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.lexicon import alternatives, either, lexicon
from schemas.part import Part


@dataclass(frozen=True, slots=True)
class Citation:
    """``start``..``end`` covers the title with its brackets, in view offsets; ``number`` is the 文号 as written."""

    start: int
    end: int
    title: str
    number: str | None = None


_YEAR = r"[〔\[【（(［]\s?[12]?[\dxX×*]{2,4}\s?[〕\]】）)］]"
_NUMBER = rf"[一-龥A-Za-z×*]{{1,12}}\s?{_YEAR}\s?第?\s?[\dxX×*]{{1,5}}\s?号|[一-龥]{{2,10}}令\s?第?\s?[\d一二三四五六七八九十xX×*]{{1,4}}\s?号"
# Titles nest once: 《关于印发〈…〉的通知》 or 《关于贯彻《…》的意见》.
_QUOTED = re.compile(
    r"《(?P<title>[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})*|(?:《[^《》\n]{1,60}》[^《》\n]{0,40})+)》"
    r"|<<(?P<angled>[^<>《》\n]{2,80})>>|《(?P<broken>[^《》\n。；;]{4,60})"
)
_FOLLOWING = re.compile(rf"\s?(?:[（(]\s?(?P<inside>{_NUMBER})[^（()）\n]{{0,20}}[)）]|(?P<bare>{_NUMBER}))")
# What a law's bare name may stand behind.
_BEFORE_LAW = " \t\n\r\u3000\xa0、，,。和与及据照彻实行守习“"
_LONE = re.compile(_YEAR + r"\s?第?\s?[\dxX×*]{1,5}\s?号(?=\s?(?:文|精神|、|和|要求))")
_ISSUER = re.compile(r"[一-龥xX×＊*]{2,8}$")
_BEFORE_ISSUER = re.compile(r"^.*(?:根据|依据|按照|落实|执行|印发|和|与|、|以|的|照|据)")
_TAIL = re.compile(
    r"(?:\s*[（(〔\[][^（()）〕\]]{1,14}[)）〕\]]|[\dxX]{2,4}年?版?|第?[一二三四五六七八九十\d]+[版稿]|\s)+$"
)


def citations(part: Part) -> list[Citation]:
    """Every mention of a document, in text order."""
    text = part.view.text
    found: list[Citation] = []
    covered: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(text):
        following = _FOLLOWING.match(text, match.end())
        covered.append((match.start(), following.end() if following else match.end()))
        citation = _broken(text, match) if match["broken"] else _quoted(text, match, following)
        if citation:
            found.append(citation)
    found.extend(
        bare
        for bare in _bare(text)
        if not any(start < bare.end and bare.start < end for start, end in covered)
    )
    return sorted(found, key=lambda citation: citation.start)


def _quoted(text: str, match: re.Match[str], following: re.Match[str] | None) -> Citation | None:
    title = (match["title"] or match["angled"]).strip()
    number = (following["inside"] or following["bare"]) if following else None
    before = text[max(0, match.start() - 14) : match.start()]
    if number is None and not _document(title, before):
        return None
    return Citation(match.start(), match.end(), title, number)


def _document(title: str, before: str) -> bool:
    core = _TAIL.sub("", title)
    words = _words()
    if words["work"].search(core):
        return False
    return bool(
        words["document"].search(core) or words["inside"].search(core) or words["lead"].search(before)
    )


def _broken(text: str, match: re.Match[str]) -> Citation | None:
    """A title whose 》 is missing ends with the last document word before the next comma."""
    title = re.split(r"[，,：:]", match["broken"])[0]
    ends = list(_words()["ending"].finditer(title))
    if not ends or ends[-1].end() < 4:
        return None
    end = match.start() + 1 + ends[-1].end()
    return Citation(match.start(), end, text[match.start() + 1 : end])


def _bare(text: str) -> Iterator[Citation]:
    named = [match.span("name") for match in _words()["named"].finditer(text)]
    for start, end in named:
        yield Citation(start, end, text[start:end])
    for match in _words()["law"].finditer(text):
        free = not any(start < match.end() and match.start() < end for start, end in named)
        if free and (not match.start() or text[match.start() - 1] in _BEFORE_LAW):
            yield Citation(match.start(), match.end(), match.group())
    for match in _LONE.finditer(text):
        issuer = _ISSUER.search(text, max(0, match.start() - 8), match.start())
        name = _BEFORE_ISSUER.sub("", issuer.group()) if issuer else ""
        if len(name) > 1:
            start = match.start() - len(name)
            number = text[start : match.end()]
            yield Citation(start, match.end(), number, number)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    words = lexicon(str(Path(__file__).with_name("words.yaml")))
    lead = either(words["lead"])
    before_name = alternatives([*words["lead"], "达到", "合"])
    return {
        "document": re.compile(either(words["document"]) + "$"),
        "ending": re.compile(either(words["document"])),
        "inside": re.compile(either(words["inside"])),
        "work": re.compile(either(words["work"]) + "$"),
        "lead": re.compile(lead + r"[^。；;，,]{0,8}$"),
        # A search that begins with words goes by their first characters.
        "named": re.compile(
            rf"(?:{before_name})[了好实]?(?P<name>(?:国家(?!级|和)|教育部|[一-龥xX×]{{1,4}}[省市](?!级|和))"
            rf"(?:(?!相关|有关|规定)[^，,。；;、：:《》\s的“”（()）]){{4,26}}{either(words['named'])})(?![一-龥]*》)"
        ),
        "law": re.compile(
            rf"(?:{alternatives([*words['law'], *('中华人民共和国' + law for law in words['law'])])})(?![规律制治官庭》])"
        ),
    }
