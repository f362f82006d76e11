"""Parquet: what pyarrow and DuckDB read back is what the records say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sink import parquet
from pipeline.sink.parquet import write_parquet
from pipeline.sink.source import Source
from pipeline.sink.table import TABLES, tables
from schemas.errors import ConfigurationError
from schemas.finding import Finding
from tests.pipeline.sink.build import BAD_TEXTS, evidence, expected, figure, line, record

RECORDED = [name for name in TABLES if name != "failures"]


def typed(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of JSON values as Parquet types them."""
    kinds = {column.name: column.type for column in TABLES[name].columns}

    def value(kind: str, given: Any) -> Any:
        if given is None:
            return None
        if kind == "number":
            return float(given)
        return date.fromisoformat(given) if kind == "date" else given

    return [{key: value(kinds[key], given) for key, given in row.items()} for row in rows]


@pytest.mark.parametrize("name", RECORDED)
def test_what_comes_back_is_what_was_recorded(
    name: str, sample: list[str], found: list[Finding], tmp_path: Path
) -> None:
    rows = write_parquet(Source(sample, findings=found), tmp_path / "tables")
    read = pq.read_table(tmp_path / "tables" / f"{name}.parquet")
    wanted = typed(name, expected(sample, name, found))
    assert read.column_names == [column.name for column in TABLES[name].columns]
    assert read.to_pylist() == wanted
    assert rows[name] == len(wanted) > 0


texts = st.one_of(st.sampled_from(BAD_TEXTS), st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
numbers = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(lambda one: Decimal(f"{one:f}")),
)
days = st.none() | st.dates(date(1, 1, 1)).map(date.isoformat)
figures = st.builds(
    figure,
    label=texts,
    qualifier=st.none() | texts,
    value=st.none() | numbers,
    value_max=st.none() | numbers,
    period_start=days,
    approx=st.booleans(),
    op=st.sampled_from(["=", ">=", "<", "range"]),
    evidence=st.builds(evidence, quote=texts, page=st.none() | st.integers(1, 9)),
)


@given(st.lists(st.lists(figures, max_size=3), max_size=3), texts)
@settings(max_examples=15, deadline=None)
def test_any_record_comes_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[list[Any]], title: str
) -> None:
    lines = [line(record(*some, number=number, title=title)) for number, some in enumerate(made)]
    folder = tmp_path_factory.mktemp("any") / "tables"
    write_parquet(Source(lines), folder)
    for name in ("figures", "documents"):
        assert pq.read_table(folder / f"{name}.parquet").to_pylist() == typed(name, expected(lines, name))
    # A double of up to fifteen digits is the decimal again.
    for row, wanted in zip(
        pq.read_table(folder / "figures.parquet").to_pylist(), expected(lines, "figures"), strict=True
    ):
        assert row["value"] is None or Decimal(f"{row['value']:.15g}") == wanted["value"]


def test_types_and_meanings_are_in_the_files(sample: list[str], tmp_path: Path) -> None:
    write_parquet(Source(sample), tmp_path / "tables")
    path = tmp_path / "tables" / "figures.parquet"
    schema = pq.read_schema(path)
    assert schema.metadata[b"description"].decode() == TABLES["figures"].about
    assert (
        schema.field("value").metadata[b"description"].decode().startswith("The value in the canonical unit")
    )
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
    shown = {name: types[name] for name in ("value", "period_start", "approx", "page", "title", "date")}
    assert shown == {
        "value": "DOUBLE",
        "period_start": "DATE",
        "approx": "BOOLEAN",
        "page": "BIGINT",
        "title": "VARCHAR",
        "date": "VARCHAR",
    }
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_BATCH", 10)
    monkeypatch.setattr(parquet, "_GROUP", 40)
    lines = [
        line(record(*[figure(id=f"f{place}") for place in range(7)], number=number)) for number in range(30)
    ]
    write_parquet(Source(lines), tmp_path / "tables")
    file = pq.ParquetFile(tmp_path / "tables" / "figures.parquet")
    sizes = [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)]
    assert sum(sizes) == 210
    assert max(sizes) < 40 + 10 + 7
    assert [row["figure_id"] for row in file.read(["figure_id"]).to_pylist()] == [
        f"f{place}" for place in range(7)
    ] * 30


def test_a_number_too_long_for_a_double_is_left_out(tmp_path: Path) -> None:
    long = line(record(figure(value=int("9" * 400)), figure(value=12345678901234567890)))
    write_parquet(Source([long]), tmp_path / "tables")
    values = pq.read_table(tmp_path / "tables" / "figures.parquet", columns=["value"]).to_pylist()
    assert values == [{"value": None}, {"value": 12345678901234567890.0}]


def test_the_folder_tells_when_and_of_what_it_was_made(tmp_path: Path) -> None:
    source = Source([line(record(figure()))], name="out/records.jsonl", stamp="7")
    write_parquet(source, tmp_path / "tables")
    about = json.loads((tmp_path / "tables" / "about.json").read_text("utf-8"))
    assert about["made_by"].startswith("shengjun ")
    assert (about["source"], about["stamp"]) == ("out/records.jsonl", "7")
    assert about["rows"] == {
        table.name: int(table.name in ("figures", "documents")) for table in tables(findings=True)
    }


def test_without_findings_there_is_no_table_of_them(tmp_path: Path) -> None:
    write_parquet(Source([line(record())], findings=None), tmp_path / "tables")
    names = {path.stem for path in (tmp_path / "tables").glob("*.parquet")}
    assert names == {*TABLES} - {"findings"}


def _broken() -> Iterator[str]:
    yield line(record(figure()))
    raise KeyboardInterrupt


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_parquet(Source([line(record(figure()))]), folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        write_parquet(Source(_broken()), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_its_own_folder_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    for count in (3, 1):
        write_parquet(Source([line(record(figure(), number=number)) for number in range(count)]), folder)
    assert pq.read_table(folder / "figures.parquet").num_rows == 1
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("strange", ["notes.txt", "figures.parquet"])
def test_a_strange_folder_is_never_touched(strange: str, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / strange).write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="was not made by shengjun"):
        write_parquet(Source([]), folder)
    assert (folder / strange).read_text("utf-8") == "mine"


def test_a_file_put_into_its_folder_is_never_lost(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write_parquet(Source([]), folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="was not made by shengjun"):
        write_parquet(Source([]), folder)
    assert (folder / "notes.txt").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="was not made by shengjun"):
        write_parquet(Source([]), tmp_path / "tables")


def test_a_missing_place_is_told_before_the_work(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        pytest.fail("read before the place was tried")
        yield

    with pytest.raises(ConfigurationError, match="there is no folder"):
        write_parquet(Source(lines()), tmp_path / "missing" / "tables")
