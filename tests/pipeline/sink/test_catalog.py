"""Questions in SQL: answered from the tables, and shut off from everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.sink.catalog import LAYOUT, asked
from pipeline.sink.parquet import write_parquet
from pipeline.sink.source import Source
from pipeline.sink.table import TABLES
from schemas.errors import ConfigurationError
from schemas.finding import Finding
from tests.pipeline.sink.build import figure, line, record


@pytest.fixture(scope="module")
def folder(sample: list[str], found: list[Finding], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("asked") / "tables"
    write_parquet(Source(sample, findings=found), out)
    return out


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with asked(folder, sql) as answer:
        return list(answer.rows())


def test_tables_are_there_by_name(folder: Path, sample: list[str]) -> None:
    for name in TABLES:
        wanted = duckdb.sql(f"SELECT count(*) FROM '{folder / name}.parquet'").fetchall()
        assert ask(folder, f"SELECT count(*) FROM {name}") == wanted
    joined = "SELECT count(*) FROM figures JOIN documents USING (document_id)"
    assert ask(folder, joined) == ask(folder, "SELECT count(*) FROM figures")


def test_the_tables_explain_themselves(folder: Path) -> None:
    assert ask(folder, LAYOUT) == [
        (table.name, column.name, kind, column.about)
        for table in TABLES.values()
        for column, (_, kind) in zip(
            table.columns,
            ask(folder, f"SELECT column_name, column_type FROM (DESCRIBE {table.name})"),
            strict=True,
        )
    ]


def test_no_name_of_a_column_needs_quotes() -> None:
    names = {column.name for table in TABLES.values() for column in table.columns} | {*TABLES}
    words = duckdb.sql(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    ).fetchall()
    assert names & {word for (word,) in words} <= {"values"}
    assert all(name.isidentifier() and name == name.lower() for name in names)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{folder}/about.json')",
        "SELECT * FROM '{folder}/figures.parquet'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM 'https://example.org/a.parquet'",
        "WITH x AS (COPY (SELECT 2) TO '{folder}/figures.parquet' (use_tmp_file false)) SELECT 1",
        "WITH x AS (COPY (SELECT 2) TO '{folder}/new.parquet' (use_tmp_file false)) SELECT 1",
        "SELECT * FROM query('COPY figures TO ''{folder}/new.csv''')",
    ],
)
def test_files_and_network_are_out_of_reach(folder: Path, sql: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ConfigurationError, match="SQL: ") as caught:
        ask(folder, sql.format(folder=folder))
    assert "\n" not in str(caught.value)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELECT 1; SELECT 2",
        "COPY figures TO '{folder}/new.csv'",
        "EXPLAIN ANALYZE COPY figures TO '{folder}/new.csv'",
        "SET enable_external_access = true",
        "PRAGMA enable_profiling",
        "ATTACH '{folder}/new.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CREATE TABLE mine AS SELECT 1",
        "DELETE FROM figures",
    ],
)
def test_only_one_question_is_taken(folder: Path, sql: str) -> None:
    with pytest.raises(ConfigurationError, match="give one SELECT"):
        ask(folder, sql.format(folder=folder))
    assert not list(folder.glob("new*"))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT * FROM figure", "there is no table figure; there are figures, documents"),
        ("SELECT valeu FROM figures", '"value"'),
        ("SELEC 1", "syntax error"),
        ("SELECT CAST(quote AS DOUBLE) FROM figures", "Could not convert string"),
        ("SELECT sum(quote) FROM figures", "No function matches"),
    ],
)
def test_what_is_wrong_is_said_on_one_line(folder: Path, sql: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ask(folder, sql)
    message = str(caught.value)
    assert told in message
    assert "\n" not in message
    assert len(message) < 500


def test_columns_of_one_name_are_told_apart(folder: Path) -> None:
    with asked(folder, "SELECT 1 AS a, 2 AS a, 3 AS b") as answer:
        assert answer.columns == ["a", "a_2", "b"]


def test_a_table_left_out_is_missing(tmp_path: Path) -> None:
    write_parquet(Source([line(record(figure()))], findings=None), tmp_path / "tables")
    with pytest.raises(ConfigurationError, match="there is no table findings"):
        ask(tmp_path / "tables", "FROM findings")
