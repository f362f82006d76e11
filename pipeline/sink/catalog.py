"""The tables opened for questions in SQL that can read them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.sink.database import describe
from pipeline.sink.parquet import SUFFIX
from pipeline.sink.table import TABLES
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What is asked where nothing is: the tables and their columns.
LAYOUT = (
    'SELECT table_name AS "table", column_name AS "column", data_type AS type, comment AS meaning '
    "FROM duckdb_columns() WHERE NOT internal ORDER BY table_oid, column_index"
)
_ROWS = 1_000
_NO_TABLE = re.compile(r'Table with name "?(.+?)"? does not exist')
_LONGEST = 400


class Answer:
    """``columns`` are the names of what was asked for; the rows come as they are asked for, once."""

    def __init__(self, base: DuckDBPyConnection) -> None:
        self._base = base
        self.columns: list[str] = []
        for column in base.description or ():
            again = self.columns.count(column[0])
            self.columns.append(f"{column[0]}_{again + 1}" if again else column[0])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows. Raises ConfigurationError where reckoning them fails."""
        import duckdb

        try:
            while rows := self._base.fetchmany(_ROWS):
                yield from rows
        except duckdb.Error as error:
            raise _refused(error) from error


@contextmanager
def asked(folder: Path, sql: str) -> Iterator[Answer]:
    """The answer to one SELECT over the Parquet tables of the folder. Raises ConfigurationError with what is wrong.

    DuckDB is shut off from files, network and extensions altogether, since even a SELECT may hold a COPY that
    writes a file. So it cannot open the tables itself: they are handed to it through Arrow, as streams.
    """
    import duckdb

    with TemporaryDirectory(prefix="shengjun-") as scratch:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "temp_directory": scratch,
        }
        with duckdb.connect(config=config) as base:
            _register(base, folder)
            base.execute("SET enable_external_access = false")
            base.execute("SET lock_configuration = true")
            try:
                if [one.type for one in base.extract_statements(sql)] != [duckdb.StatementType.SELECT]:
                    raise ConfigurationError("SQL: give one SELECT (or DESCRIBE, SUMMARIZE, SHOW TABLES)")
                base.execute(sql)
            except duckdb.Error as error:
                raise _refused(error) from error
            yield Answer(base)


def _register(base: DuckDBPyConnection, folder: Path) -> None:
    from pyarrow.dataset import dataset

    for table in TABLES.values():
        path = folder / f"{table.name}{SUFFIX}"
        if path.is_file():
            base.register(table.name, dataset(path))
            describe(base, table, "VIEW")


def _refused(error: Exception) -> ConfigurationError:
    """What the database says of it, on one line, without the SQL again."""
    told = " ".join(re.split(r"\n\s*LINE \d|Candidate functions", str(error))[0].split())
    missing = _NO_TABLE.search(told)
    if missing:
        told = f"there is no table {missing[1]}; there are {', '.join(TABLES)}"
    return ConfigurationError(f"SQL: {told[:_LONGEST]}")
