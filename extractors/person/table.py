"""Names in table rows: a role's cell before the names' cell, or columns headed 职务 and 姓名."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.item import rows
from extractors.person.name import is_blank, is_name, words
from extractors.person.piece import Person
from extractors.person.roster import SPACE, names_in
from schemas.part import Line, Part

_NAME_HEADER = re.compile(r"(?:成员|教师|负责人|联系人)?(?:姓名|名单)$")
_ROLE_HEADER = re.compile(r"(?:组内|工作组|领导小组)?(?:职务|职责分工|角色|身份|岗位|小组职务)$")


def in_rows(part: Part) -> Iterator[Person]:
    """Every person of the part's tables."""
    columns: dict[int, tuple[int, int | None]] = {}
    charged: dict[int, dict[int, str]] = {}
    roles_known = frozenset(words()["group"])
    for table, row in rows(part):
        said = {column: SPACE.sub("", part.text(lines[0])) for column, lines in row.items()}
        names = [column for column, words_there in said.items() if _NAME_HEADER.match(words_there)]
        roles = [column for column, words_there in said.items() if _ROLE_HEADER.match(words_there)]
        if names:
            columns[table] = names[0], roles[0] if roles else None
        elif table in columns:
            name_column, role_column = columns[table]
            role = said.get(role_column) if role_column is not None else None
            for line in row.get(name_column, []):
                yield from _cell(part, line, role or None, None)
        elif table not in charged and len(row) > 2:
            # 任务 | 责任人 | 时限: whoever stands below 责任人 is in charge.
            heads = {column: head for column, head in said.items() if head in roles_known}
            charged[table] = heads if _bare(said) else {}
            yield from _row(part, row, said)
        else:
            yield from _row(part, row, said)
            yield from _charged(part, row, charged.get(table, {}))


def _bare(said: dict[int, str]) -> bool:
    """Whether the row names nobody, so that it can head columns."""
    return not any(is_name(cell) or is_blank(cell) for cell in said.values())


def _charged(part: Part, row: dict[int, list[Line]], heads: dict[int, str]) -> Iterator[Person]:
    for column, role in heads.items():
        for line in row.get(column, []):
            yield from _cell(part, line, role, None)


def _row(part: Part, row: dict[int, list[Line]], said: dict[int, str]) -> Iterator[Person]:
    """组长 | 王某某: the names stand in the cell behind the role's."""
    roles = set(words()["group"] + words()["title"])
    columns = sorted(row)
    for column, following in pairwise(columns):
        if said[column] in roles:
            start: int | None = row[column][0].start
            for line in row[following]:
                yield from _cell(part, line, said[column], start)
                start = None


def _cell(part: Part, line: Line, role: str | None, start: int | None) -> Iterator[Person]:
    for index, (first, end, name) in enumerate(names_in(part.view, line.body, line.end)):
        yield Person(first if index or start is None else start, end, role, name)
