"""Tables as a folder of Parquet files, one a table, written in row groups of bounded size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.sink.column import Column, Row, Table, day
from pipeline.sink.place import draft_folder, tell
from pipeline.sink.source import Source
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".parquet"
# Rows held as Python values, and rows of a row group: so much of each table is in memory at most.
_BATCH = 2_048
_GROUP = 32_768


def write_parquet(source: Source, folder: Path) -> Counter[str]:
    """Write the tables to the folder, which appears whole or not at all; counts the rows of each.

    Beside them stands ``about.json``, which says when and of what they were made. Raises ConfigurationError where
    the folder holds something else, or a record something that has no place in a table, and OSError.
    """
    with draft_folder(folder, SUFFIX) as draft:
        rows = fill(source, draft)
        tell(draft, source.about(rows))
    return rows


def fill(source: Source, folder: Path) -> Counter[str]:
    """Write the files of the tables into an empty folder; counts the rows of each."""
    files = {table.name: _File(folder / f"{table.name}{SUFFIX}", table) for table in source.tables()}
    rows: Counter[str] = Counter()
    try:
        for name, some in source.rows():
            rows[name] += len(some)
            files[name].add(some)
    finally:
        for file in files.values():
            file.close()
    return rows


class _File:
    """A table's file: rows are turned into columns some thousand at a time, and written as full row groups."""

    def __init__(self, path: Path, table: Table) -> None:
        from pyarrow.parquet import ParquetWriter

        self.table = table
        self.schema = schema(table)
        self.writer = ParquetWriter(path, self.schema, compression="zstd")
        self.rows: list[Row] = []
        self.batches: list[pyarrow.RecordBatch] = []
        self.held = 0

    def add(self, rows: Sequence[Row]) -> None:
        self.rows.extend(rows)
        if len(self.rows) >= _BATCH:
            self._batch()
            if self.held >= _GROUP:
                self._write()

    def _batch(self) -> None:
        from pyarrow import RecordBatch, array

        try:
            columns = [
                array(_values(column, values), field.type)
                for column, values, field in zip(
                    self.table.columns, zip(*self.rows, strict=True), self.schema, strict=True
                )
            ]
        except (ValueError, TypeError, ArithmeticError) as error:
            raise ConfigurationError(
                f"{self.table.name}: a record holds what is none of its form ({error}); make the records anew"
            ) from error
        self.batches.append(RecordBatch.from_arrays(columns, schema=self.schema))
        self.held += len(self.rows)
        self.rows = []

    def _write(self) -> None:
        from pyarrow import Table

        self.writer.write_table(Table.from_batches(self.batches, self.schema), row_group_size=self.held)
        self.batches, self.held = [], 0

    def close(self) -> None:
        try:
            if self.rows:
                self._batch()
            if self.held:
                self._write()
        finally:
            self.writer.close()


def schema(table: Table) -> pyarrow.Schema:
    """The table's columns with their meaning as metadata of the fields, and that of the table."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [
        pa.field(column.name, types[column.type], metadata={"description": column.about, "zh": column.zh})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"description": table.about, "zh": table.zh})


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.type == "number":
        return [None if value is None else _double(value) for value in values]
    if column.type == "date":
        return [None if value is None else day(value) for value in values]
    return values


def _double(value: int | Decimal) -> float | None:
    """The nearest double; None for a number of more than three hundred digits, which is none of a school."""
    try:
        double = float(value)
    except OverflowError:
        return None
    return None if isinf(double) else double
