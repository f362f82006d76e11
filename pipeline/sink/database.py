"""Tables as one DuckDB file, with what each table and column means as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.sink.parquet import SUFFIX, fill
from pipeline.sink.place import draft
from pipeline.sink.source import MAKER, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipeline.sink.column import Table

# What loading may take in memory; beyond that DuckDB uses the disk.
_MEMORY = "512MB"


def write_database(source: Source, file: Path) -> Counter[str]:
    """Write the tables to a DuckDB file, which appears whole or not at all; counts the rows of each.

    A table ``about`` (name, value) says when and of what they were made. Raises ConfigurationError where the file is
    none of this program or a record has no place in a table, and OSError.
    """
    with draft(file, _made) as path, TemporaryDirectory(dir=path.parent, prefix=f".{file.name}.") as folder:
        rows = fill(source, Path(folder))
        _load(source, rows, Path(folder), path)
    return rows


def _load(source: Source, rows: Counter[str], folder: Path, file: Path) -> None:
    import duckdb

    try:
        with duckdb.connect(file, config={"memory_limit": _MEMORY, "temp_directory": str(folder)}) as base:
            # At once: each statement by itself would wait for the disk.
            base.begin()
            for table in source.tables():
                path = str(folder / f"{table.name}{SUFFIX}")
                base.execute(f"CREATE TABLE {table.name} AS SELECT * FROM read_parquet($1)", [path])  # noqa: S608
                describe(base, table, "TABLE")
            _tell(base, source.about(rows))
            base.commit()
    except duckdb.Error as error:
        raise OSError(str(error).partition("\n")[0]) from error


def describe(base: DuckDBPyConnection, table: Table, kind: str) -> None:
    """Put the meaning of a table or view and of its columns into the database as comments."""
    base.execute(f"COMMENT ON {kind} {table.name} IS {_quoted(table.about)}")
    for column in table.columns:
        base.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.about)}")


def _tell(base: DuckDBPyConnection, told: Mapping[str, Any]) -> None:
    base.execute("CREATE TABLE about (name VARCHAR, value VARCHAR)")
    base.execute("COMMENT ON TABLE about IS 'When and of what the tables were made'")
    for name, value in told.items():
        base.execute("INSERT INTO about VALUES ($1, $2)", [name, str(value)])


def _made(file: Path) -> bool:
    import duckdb

    try:
        with duckdb.connect(file, read_only=True) as base:
            row = base.execute("SELECT value FROM about WHERE name = 'made_by'").fetchone()
    except duckdb.Error:
        return False
    return row is not None and str(row[0]).startswith(f"{MAKER} ")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
