"""CSV: safe for spreadsheets, and the text again without the apostrophe."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.report.clean import guarded
from pipeline.sink.source import Source
from pipeline.sink.table import TABLES
from pipeline.sink.text import write_text
from schemas.errors import ConfigurationError
from schemas.finding import Finding
from tests.pipeline.sink.build import BAD_TEXTS, evidence, expected, figure, line, record
from tests.pipeline.sink.test_parquet import RECORDED


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shown(value: Any) -> str:
    """A value as the documents say that CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return guarded(value) if isinstance(value, str) else str(value)


@pytest.mark.parametrize("name", RECORDED)
def test_what_comes_back_is_what_was_recorded(
    name: str, sample: list[str], found: list[Finding], tmp_path: Path
) -> None:
    write_text(Source(sample, findings=found), tmp_path / "csv")
    wanted = [{key: shown(value) for key, value in row.items()} for row in expected(sample, name, found)]
    assert read(tmp_path / "csv", name) == wanted
    assert wanted


def test_spreadsheets_open_it_rightly(tmp_path: Path) -> None:
    write_text(Source([line(record(figure()))]), tmp_path / "csv")
    data = (tmp_path / "csv" / "figures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbftitle,")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_numbers_stay_as_written(tmp_path: Path) -> None:
    values = ["-12.5", "164000000", "12345678901234567890.123", "0.1"]
    made = record(*(figure(value=Decimal(value)) for value in values), figure(value=None))
    write_text(Source([line(made)]), tmp_path / "csv")
    assert [row["value"] for row in read(tmp_path / "csv", "figures")] == [*values, ""]


def test_no_text_begins_a_formula(tmp_path: Path) -> None:
    made = record(*(figure(label=text, evidence=evidence(quote=text)) for text in BAD_TEXTS))
    write_text(Source([line(made)]), tmp_path / "csv")
    for row, text in zip(read(tmp_path / "csv", "figures"), BAD_TEXTS, strict=True):
        for cell in (row["label"], row["quote"]):
            assert cell == "=" or not re.match(r"[=+\-@＝\t]", cell)
            assert cell == text or (cell[0] == "'" and cell[1:] == text)
        assert row["op"] == "="


@given(st.one_of(st.sampled_from(BAD_TEXTS), st.text()), st.one_of(st.sampled_from(BAD_TEXTS), st.text()))
def test_guarded_texts_differ_where_texts_do(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)


def test_a_strange_folder_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="was not made by shengjun"):
        write_text(Source([]), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_every_table_has_a_file_even_an_empty_one(tmp_path: Path) -> None:
    write_text(Source([]), tmp_path / "csv")
    assert {path.stem for path in (tmp_path / "csv").glob("*.csv")} == {*TABLES}
    assert read(tmp_path / "csv", "figures") == []
