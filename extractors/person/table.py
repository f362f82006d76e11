"""Names in table rows: a role's cell before the names' cell, or columns headed 职务 and 姓名."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from extractors.person.name import words
from extractors.person.piece import Person
from extractors.person.roster import SPACE, names_in
from schemas.part import Line, Part

_NAME_HEADER = re.compile(r"(?:成员|教师|负责人|联系人)?(?:姓名|名单)$")
_ROLE_HEADER = re.compile(r"(?:组内|工作组|领导小组)?(?:职务|职责分工|角色|身份|岗位|小组职务)$")


def in_rows(part: Part) -> Iterator[Person]:
    """Every person of the part's tables."""
    cells = [line for line in part.lines if line.cell is not None]
    for _, table in groupby(cells, key=lambda line: line.cell[0] if line.cell else -1):
        yield from _in_table(part, list(table))


def _in_table(part: Part, cells: list[Line]) -> Iterator[Person]:
    names_column = roles_column = None
    for _, row in groupby(cells, key=lambda line: line.cell[1] if line.cell else -1):
        line_of = {line.cell[2]: line for line in row if line.cell}
        said = {column: SPACE.sub("", part.text(line)) for column, line in line_of.items()}
        header = [column for column, words_there in said.items() if _NAME_HEADER.match(words_there)]
        if header:
            names_column = header[0]
            roles = [column for column, words_there in said.items() if _ROLE_HEADER.match(words_there)]
            roles_column = roles[0] if roles else None
        elif names_column in line_of:
            role = said.get(roles_column) if roles_column is not None else None
            yield from _cell(part, line_of[names_column], role or None, None)
        else:
            yield from _row(part, line_of, said)


def _row(part: Part, line_of: dict[int, Line], said: dict[int, str]) -> Iterator[Person]:
    roles = set(words()["group"] + words()["title"])
    columns = sorted(line_of)
    for column, following in zip(columns, columns[1:], strict=False):
        if said[column] in roles:
            yield from _cell(part, line_of[following], said[column], line_of[column].start)


def _cell(part: Part, line: Line, role: str | None, start: int | None) -> Iterator[Person]:
    for index, (first, end, name) in enumerate(names_in(part.view, line.body, line.end)):
        yield Person(first if index or start is None else start, end, role, name)
