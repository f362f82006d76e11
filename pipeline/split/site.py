"""The page around a text: which rows at an edge belong to a web site and not to a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from extractors.lexicon import lexicon
from pipeline.split.genre import is_title
from pipeline.split.label import label
from pipeline.split.row import Row

_HEAD_ROWS = 20
_HEAD = 1500
_TAIL_ROWS = 12
_META_ROWS = 6
# An entry of a table of contents: leader dots, then a page number.
_CONTENTS = re.compile(r".{2,80}?\s*(?:[.．·]{4,}|…{2,})[\s.．·…]*\d{1,3}")
_CONTENTS_HEAD = re.compile(r"目\s*[录次]")
_LINE = 160
# A page's meta lines are short; a sentence of the document that happens to hold one of the words is not.
_FURNITURE_LINE = 80
_LINK = 45
_PREFACE_LINE = 400
# What stands under an abstract (关键词：…) is the document's own.
_ABSTRACT = re.compile(r"[【\[]?(?:内容)?(?:摘\s*要|提要)")
_SENTENCES = re.compile(r"[。！？]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    groups = lexicon(str(Path(__file__).with_name("site.yaml")))
    return {name: re.compile("|".join(f"(?:{one})" for one in shapes)) for name, shapes in groups.items()}


def is_furniture(text: str) -> bool:
    """Whether a row is a page's own line: a time of posting, an author, a link, a list of other texts."""
    if len(text) > _FURNITURE_LINE or ("，" in text and text.endswith("。")):
        return False
    return _patterns()["furniture"].search(text) is not None


def is_preface(text: str) -> bool:
    """Whether a row speaks to a site's readers about the text to come."""
    return len(text) <= _PREFACE_LINE and _patterns()["preface"].search(text) is not None


def is_closing(text: str) -> bool:
    """Whether a row stands after the end of a text: a link, a source, advice to readers."""
    return len(text) <= _LINE and (is_furniture(text) or _patterns()["closing"].search(text) is not None)


def first_row(rows: Sequence[Row], start: int, end: int) -> int:
    """The first row of ``rows[start:end]`` that is the document's own: after a preface and page furniture."""
    first, prefaced, bodied = start, False, False
    for index in range(start, min(end, start + _HEAD_ROWS)):
        text = rows[index].text
        if rows[index].end - rows[start].start > _HEAD:
            break
        if is_preface(text):
            first, prefaced = index + 1, True
        elif is_furniture(text):
            first = first if bodied else index + 1
        elif (found := label(text)) is not None and found.kind != "bullet":
            break
        else:
            bodied = bodied or len(text) > _FURNITURE_LINE or _ABSTRACT.match(text) is not None
    if first >= end:
        return start
    if rows[start].level == 1 and not prefaced:
        return start  # a title that the file itself states
    # The page's own title may stand above its meta lines, and the document's again below them, in one row or two.
    titled = any(is_title(row.words.lstrip("—-")) for row in rows[first : min(first + 2, end)])
    return start if not prefaced and is_title(rows[start].words) and not titled else first


def last_row(rows: Sequence[Row], start: int, end: int) -> int:
    """Past the last row of ``rows[start:end]`` that is the document's own."""
    last = end
    for index in range(end - 1, max(start, end - _TAIL_ROWS), -1):
        text = rows[index].text
        if is_closing(text):
            last = index
        elif len(text) > _LINK or _SENTENCES.search(text):
            break  # only names of other texts stand among a page's last lines
    return last


def _is_entry(text: str) -> bool:
    """Whether a row is an entry of a table of contents."""
    return text[-1].isdecimal() and _CONTENTS.fullmatch(text) is not None


def own_rows(rows: list[Row]) -> list[Row]:
    """The rows of a part without a page's meta lines under its title, and without its table of contents."""
    contents = {index for index, row in enumerate(rows) if row.cell is None and _is_entry(row.text)}
    if contents:
        first = min(contents)
        contents.update(i for i in range(max(first - 2, 0), first) if _CONTENTS_HEAD.match(rows[i].text))
    meta = {index for index in range(1, min(_META_ROWS, len(rows))) if is_furniture(rows[index].text)}
    return [row for index, row in enumerate(rows) if index not in contents and index not in meta] or rows
