"""Problems: admitted deficiencies, as items under their heading, table cells, or clauses of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.item import HEADING_LENGTH, Item, is_listed, items, lines_holding, restarted, rows, scopes
from extractors.problem.clause import admits, copes, has_cue, parts_of, runs
from extractors.problem.shape import patterns
from extractors.sentence import SENTENCE_MARKS, Hints, Stretch, clauses, sentences, trim
from schemas.part import Line, Part


@dataclass(frozen=True, slots=True)
class Problem:
    """``start``..``end`` in view offsets, without list label and final mark."""

    start: int
    end: int


_HALF = re.compile(r"[^；;]{3,}")
_FIRST_MARK = re.compile(r"（一|（1|\(一|\(1|一、|一是|1、|1\.|1．|1）|①")
_DETAIL = re.compile("(?:具体|主要|集中|突出)?(?:表现|体现|是|有)")
_OPENING = re.compile("(?:具体|主要|集中|突出)?(?:表现|体现|反映|是|有)(?:在|为|于)?[：:]")
# 1、问题：图书陈旧。 / 措施：…
_NAMED = re.compile(r"\s*(?:存在的?|主要|具体)?问题(?:表现|描述)?[：:]")
# 问题二：教室漏雨。 An answer is asked of what ends in a question mark.
_NUMBERED = re.compile(
    r"\s*问题\s?(?:(?:[一二三四五六七八九十]{1,2}|\d{1,2})[：:、.．]|[：:](?!\s*(?:[1一]|[（(]|①)))(?![^。\n]*[？?])"
)
_CAUSE = re.compile("(?<=[。；;])(?:究其|分析|主要)?原因")
# （一）师资方面。一是…: a mere title over the items behind it.
_ASPECT = re.compile(r"[^，,。；;：:\d\n]{2,10}(?:方面|上|层面|角度)(?:的?问题)?[。：:]?\s*")
_SIDE = re.compile(r"(?:另|再)?一方面是?[，,]?")
_ORDINAL = re.compile(r"[一二三四五六七八九十\d]+")
# How far before the first item the sentence that announces a list may begin.
_REACH = 48


def problems(part: Part) -> list[Problem]:
    """Every admitted deficiency, in text order."""
    found = [*_in_text(part), *_in_tables(part)]
    return sorted(found, key=lambda problem: problem.start)


def _in_text(part: Part) -> Iterator[Problem]:
    parents = {line.parent for line in part.lines}
    scope, anew = scopes(part, _tell), restarted(part)
    topical = lines_holding(part, patterns()["topic"])
    hints = Hints.of(patterns()["hint"], SENTENCE_MARKS, part.view.text)
    tabs = "\t" in part.view.text
    lead: Line | None = None
    for index, line in enumerate(part.lines):
        if line.cell is not None or (tabs and "\t" in part.text(line)):
            continue
        if lead is not None or index in topical:
            lead = _lead(part, line, lead)
        below = lead is not None and line is not lead and is_listed(part, line)
        said = "listed" if below else "" if index in anew else scope[index]
        # 整改措施：1.…: what is done about the problems above.
        if said == "rule" or (said and patterns()["remedy"].match(part.view.text, line.body, line.end)):
            continue
        if not (said or index in topical or hints.at(line.body, line.end)) or _is_heading(
            part, line, index in parents
        ):
            continue
        yield from _in_line(part, hints, line, said, index in topical)


def _in_line(part: Part, hints: Hints, line: Line, scope: str, topical: bool) -> Iterator[Problem]:
    text = part.view.text
    numbered = _NUMBERED.match(text, line.body, line.end) if topical else None
    if numbered:
        remedy = patterns()["remedy"].search(text, numbered.end(), line.end)
        yield Problem(*trim(text, numbered.end(), remedy.start() if remedy else line.end))
        return
    opening = _opened(text, line) if topical else None
    if opening is None and not scope:
        yield from _titled(hints, line)
        return
    if opening is not None:
        yield from _admitted(hints, line.body, opening.start())
    inside = _inside(part, line, opening)
    for number, item in enumerate(inside):
        end = _last_end(text, inside, number)
        if item.labelled:
            remedy = patterns()["remedy"].search(text, item.start, end)
            named = _NAMED.match(text, item.start, end)
            start, end = trim(text, named.end() if named else item.start, remedy.start() if remedy else end)
            if start < end and (
                remedy
                or named
                or scope != "mixed"
                or any(admits(hints, one) for one in clauses(text, start, end))
            ):
                yield Problem(start, end)
        elif opening:
            for first, last in sentences(text, item.start, end):
                detail = _OPENING.match(text, first, last)
                for half in _HALF.finditer(text, detail.end() if detail else first, last):
                    yield from _stated(hints, half.start(), min(half.end() + 1, end))
        elif scope == "listed" and _below_heading(part, line):
            remedy = patterns()["remedy"].search(text, item.start, end)
            yield from _stated(hints, item.start, remedy.start() if remedy else end)
        else:
            yield from _admitted(hints, item.start, end)


def _titled(hints: Hints, line: Line) -> Iterator[Problem]:
    """供水问题。水压不足，…: what the sentence behind such a title admits begins with the title.

    Another title (师资结构失衡。) only sums up what the item admits, where it admits something.
    """
    text = hints.text
    if line.label is None:
        yield from _admitted(hints, line.body, line.end)
        return
    headline = patterns()["headline"].match(text, line.body, line.end)
    found = list(_admitted(hints, headline.end(), line.end)) if headline else []
    found = found or list(_admitted(hints, line.body, line.end))
    title = patterns()["title"].match(text, line.body, line.end)
    if found and title and found[0].end <= max(title.end(), text.find("。", title.end(), line.end)):
        found[0] = replace(found[0], start=line.body)
    yield from found


def _inside(part: Part, line: Line, opening: re.Match[str] | None) -> list[Item]:
    """The items of a line, without the title over them."""
    inside = _till_other(part.view.text, items(part, line, opening.end() if opening else None), opening)
    titled = len(inside) > 1 and _ASPECT.fullmatch(part.view.text, inside[0].start, inside[0].end)
    return inside[1:] if titled else inside


def _till_other(text: str, inside: list[Item], opening: re.Match[str] | None) -> list[Item]:
    """The items up to one that gives causes, or opens another list (我们采取以下办法：一是…) after an opening."""
    for number, item in enumerate(inside):
        cause = _CAUSE.search(text, item.start, item.end)
        again = opening and number + 1 < len(inside) and text.startswith("一是", item.end)
        stop = cause.start() if cause else text.rfind("。", item.start, item.end) if again else -1
        if stop >= 0:
            return [*inside[:number], replace(item, end=stop)]
    return inside


def _below_heading(part: Part, line: Line) -> bool:
    if line.parent is None:
        return False
    above = part.lines[line.parent]
    return above.heading or _is_heading(part, above, has_lines=True)


def _opened(text: str, line: Line) -> re.Match[str] | None:
    """A heading over problems at the head of the line, or the words that announce them further on."""
    return patterns()["run_in"].match(text, line.body, line.end) or _announced(text, line)


def _announced(text: str, line: Line) -> re.Match[str] | None:
    """还存在以下不足：一是…: the words before the first item."""
    for mark in _FIRST_MARK.finditer(text, line.body, line.end):
        start = max(line.body, mark.start() - _REACH)
        found = patterns()["announced"].search(text, start, mark.start())
        if found:
            return found
    return None


def _stated(hints: Hints, start: int, end: int) -> Iterator[Problem]:
    """The sentences of running text under a heading over problems."""
    text = hints.text
    for first, last in sentences(text, start, end):
        # A line without a full stop is a signature, a date or a title.
        if text[last : last + 1] in ("。", "；", "！") and not patterns()["aside"].match(text, first, last):
            yield from _sides(text, first, last)
        else:
            yield from _admitted(hints, first, last)


def _sides(text: str, start: int, end: int) -> Iterator[Problem]:
    """一方面…；另一方面…: each side is one."""
    sides = [side.end() for side in _SIDE.finditer(text, start, end)]
    stops = [text.rfind("；", start, side) for side in sides[1:]]
    if len(sides) > 1 and -1 not in stops:
        for first, last in zip(sides, [*stops, end], strict=True):
            yield Problem(*trim(text, first, last))
    else:
        yield Problem(start, end)


def _last_end(text: str, inside: list[Item], number: int) -> int:
    """Where an item ends: the last of items parted by semicolons is one sentence, what follows is other talk."""
    item = inside[number]
    if number and number + 1 == len(inside) and text[inside[number - 1].end - 1] in "；;":
        stop = text.find("。", item.start, item.end)
        return stop if stop >= 0 else item.end
    return item.end


def _lead(part: Part, line: Line, lead: Line | None) -> Line | None:
    """The sentence 我们存在以下不足： while the list below it goes on."""
    text = part.text(line)
    before, _, last = text[:-1].rpartition("。")
    if _DETAIL.match(last):
        last = before.rpartition("。")[2]
    if text.endswith(("：", ":")) and patterns()["lead"].search(last):
        return line
    if lead is None or not is_listed(part, line):
        return None
    if lead.label and line.label and _ORDINAL.sub("", lead.label) == _ORDINAL.sub("", line.label):
        return None
    above = part.lines[lead.parent].level if lead.parent is not None else 0
    return None if 0 < line.level <= above else lead


def _tell(head: str) -> str | None:
    """What a heading says of the lines below it: listed (problems), mixed (with their remedies), rule, "" (other)."""
    if patterns()["rule"].search(head):
        return "rule"
    found, other = patterns()["heading"].search(head), patterns()["other"].search(head)
    if found and (
        patterns()["mended"].match(head, _clause_start(head, found.start()))
        or patterns()["settled"].search(head)
    ):
        return ""
    if found:
        return "mixed" if other else "listed"
    return "" if other else None


def _clause_start(head: str, position: int) -> int:
    """Where the clause of a heading begins: 突出重点，补齐短板 is about mending in its second."""
    return max(head.rfind(mark, 0, position) for mark in "，, ") + 1


def _is_heading(part: Part, line: Line, has_lines: bool) -> bool:
    text = part.text(line)
    # 六、存在的不足。
    titled = has_lines and text.endswith("。") and patterns()["titled"].fullmatch(text)
    return (
        text.endswith(("：", ":"))
        or bool(titled)
        or (
            text[-1:] not in "。；;，,"
            and (has_lines or line.label is None)
            and (line.heading or (has_lines and len(text) <= HEADING_LENGTH))
        )
    )


def _admitted(hints: Hints, first: int, last: int) -> Iterator[Problem]:
    """Deficiencies that running text admits anywhere."""
    shapes = patterns()
    text = hints.text
    for start, end in hints.stretches(first, last):
        telling = any(text.find(mark, start, end) >= 0 for mark in ("：", ":", "如"))
        announced = telling and (
            shapes["before_colon"].search(text, start, end) or _detailed(text, start, end)
        )
        cued = announced or has_cue(hints, start, end)
        void = list(_void(text, start, end)) if cued else [(start, end)]
        if (start, end) in void or (announced and void):
            continue
        if announced:
            # 还面临一些困难：…；…；…: each part is one.
            yield from (
                Problem(*trim(text, *half.span())) for half in _HALF.finditer(text, announced.end(), end)
            )
            continue
        named = shapes["named"].search(text, start, end)
        parted = list(parts_of(hints, *named.span("list"))) if named else []
        if len(parted) > 1:
            yield from (Problem(*part) for part in parted)
            continue
        parts = list(clauses(text, start, end))
        cues = [
            index
            for index, clause in enumerate(parts)
            if admits(hints, clause)
            and not copes(text, parts[index : index + 2])
            and not any(first < clause[1] and clause[0] < last for first, last in void)
        ]
        yield from (Problem(*run) for run in runs(text, parts, cues))


def _void(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Where a sentence admits nothing: halves that are general remarks, and what somebody is quoted to say."""
    # A list in one sentence is one remark.
    listed = text.find("一是", start, end) >= 0
    for remark in patterns()["general"].finditer(text, start, end):
        if listed:
            yield start, end
            return
        first = text.rfind("；", start, remark.start())
        last = text.find("；", remark.end(), end)
        yield first + 1 if first >= 0 else start, last if last >= 0 else end
    spoken = patterns()["spoken"].search(text, start, end)
    if spoken:
        yield spoken.end(), end


def _detailed(text: str, start: int, end: int) -> re.Match[str] | None:
    """主要是：…；…, when the sentence before admits that there are problems."""
    opening = _OPENING.match(text, start, end)
    before = opening and patterns()["lead"].search(text, max(0, start - _REACH), start)
    return opening if before else None


def _in_tables(part: Part) -> Iterator[Problem]:
    heads: dict[int, set[int]] = {}
    for table, row in rows(part):
        headed = {
            column for column, lines in row.items() if patterns()["column"].fullmatch(part.text(lines[0]))
        }
        if headed and table not in heads:
            heads[table] = headed
            continue
        for column in sorted(heads.get(table, set()) & row.keys()):
            for line in row[column]:
                if not patterns()["none"].fullmatch(part.text(line)):
                    yield Problem(*trim(part.view.text, line.body, line.end))
