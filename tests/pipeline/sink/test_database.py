"""DuckDB: the same tables in one file, explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.sink.database import write_database
from pipeline.sink.source import Source
from pipeline.sink.table import TABLES
from schemas.errors import ConfigurationError
from schemas.finding import Finding
from tests.pipeline.sink.build import expected, figure, line, record
from tests.pipeline.sink.test_parquet import RECORDED, typed


@pytest.fixture(scope="module")
def base(sample: list[str], found: list[Finding], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("base") / "tables.duckdb"
    write_database(
        Source(sample, [{"path": "坏.docx", "code": "empty", "message": "holds no text"}], found), file
    )
    assert list(file.parent.iterdir()) == [file]
    return file


@pytest.mark.parametrize("name", RECORDED)
def test_what_comes_back_is_what_was_recorded(
    name: str, sample: list[str], found: list[Finding], base: Path
) -> None:
    with duckdb.connect(base, read_only=True) as opened:
        asked = opened.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in asked.description]
        rows = [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
    assert rows == typed(name, expected(sample, name, found))


def test_tables_and_columns_are_explained(base: Path) -> None:
    with duckdb.connect(base, read_only=True) as opened:
        told = dict(opened.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = opened.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal AND table_name <> 'about'"
        ).fetchall()
        assert (
            opened.execute("SELECT value FROM about WHERE name = 'made_by'")
            .fetchone()[0]
            .startswith("shengjun ")
        )
        assert opened.execute("FROM failures").fetchall() == [("坏.docx", "empty", "holds no text")]
    assert {name: told[name] for name in TABLES} == {table.name: table.about for table in TABLES.values()}
    wanted = {
        (table.name, column.name, column.about) for table in TABLES.values() for column in table.columns
    }
    assert {(table, column, comment) for table, column, _, comment in columns} == wanted


def test_dates_can_be_reckoned_with(tmp_path: Path) -> None:
    made = record(figure(period_start="2024-02-01", period_end="2024-02-30"), figure(value=None))
    write_database(Source([line(made)]), tmp_path / "one.duckdb")
    with duckdb.connect(tmp_path / "one.duckdb", read_only=True) as opened:
        rows = opened.execute("SELECT value, period_start, period_end FROM figures").fetchall()
    assert rows == [(20.0, date(2024, 2, 1), None), (None, None, None)]


def test_only_its_own_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "tables.duckdb"
    for count in (2, 1):
        write_database(Source([line(record(figure(), number=number)) for number in range(count)]), file)
    with duckdb.connect(file, read_only=True) as opened:
        assert opened.execute("SELECT count(*) FROM figures").fetchone() == (1,)
    with duckdb.connect(tmp_path / "mine.duckdb") as mine:
        mine.execute("CREATE TABLE precious AS SELECT 1 AS one")
    (tmp_path / "text.duckdb").write_text("mine", encoding="utf-8")
    for name in ("mine.duckdb", "text.duckdb"):
        before = (tmp_path / name).read_bytes()
        with pytest.raises(ConfigurationError, match="was not made by shengjun"):
            write_database(Source([]), tmp_path / name)
        assert (tmp_path / name).read_bytes() == before
