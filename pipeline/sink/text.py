"""Tables as a folder of CSV files, one a table, as a spreadsheet opens them rightly and safely."""

from __future__ import annotations

import csv
from collections import Counter
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

from pipeline.audit.report.clean import guarded
from pipeline.sink.column import Value
from pipeline.sink.place import draft_folder, tell
from pipeline.sink.source import Source
from schemas.number import plain

SUFFIX = ".csv"


def write_text(source: Source, folder: Path) -> Counter[str]:
    """Write the tables to the folder, which appears whole or not at all; counts the rows of each.

    UTF-8 with a byte order mark, lines ended by CR LF, headings in English; see ``written`` for the cells. Beside them
    stands ``about.json``. Raises ConfigurationError where the folder holds something else, and OSError.
    """
    rows: Counter[str] = Counter()
    with draft_folder(folder, SUFFIX) as draft:
        with ExitStack() as stack:
            writers = {}
            for table in source.tables():
                path = draft / f"{table.name}{SUFFIX}"
                file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
                writers[table.name] = csv.writer(file)
                writers[table.name].writerow(column.name for column in table.columns)
            for name, some in source.rows():
                rows[name] += len(some)
                writers[name].writerows([[written(value) for value in row] for row in some])
        tell(draft, source.about(rows))
    return rows


def written(value: Value) -> str:
    """A cell: a number as the record writes it, true or false, ids parted by blanks, nothing for null.

    A text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return str(value) if isinstance(value, int) else " ".join(value)
