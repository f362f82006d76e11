"""Records read back: each line a record, or a fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.audit.archive import Fault, file, records
from schemas.number import dumps
from tests.pipeline.audit.mark import record

GOOD = dumps(record("占地⟦8200.50平方米|area.land⟧。"))


def fault(path: Path, line: str | bytes) -> Fault:
    """What is wrong with a file of one line."""
    path.write_bytes(line if isinstance(line, bytes) else line.encode())
    (one,) = records([file(path)])
    assert isinstance(one, Fault)
    return one


def test_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n\n  \n{GOOD}", encoding="utf-8")
    found = list(records([file(path), file(path)]))
    assert [dumps(one) for one in found if not isinstance(one, Fault)] == [GOOD] * 4


def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\nnonsense\n{GOOD}\n", encoding="utf-8")
    first, second, third = records([file(path)])
    assert isinstance(second, Fault)
    assert second.place == f"{path}:2"
    assert not isinstance(first, Fault)
    assert not isinstance(third, Fault)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("id", "abc", "id: "),
        ("figures", [{"id": "f1"}], "figures.0.indicator: "),
        ("document", {"kind": "novel"}, "document.kind: "),
        ("stranger", 1, "stranger: "),
    ],
)
def test_the_field_is_named(tmp_path: Path, field: str, value: object, named: str) -> None:
    found = fault(tmp_path / "a.jsonl", json.dumps(json.loads(GOOD) | {field: value}))
    assert found.message.startswith(f"is no record: {named}")
    assert found.message.endswith("make it anew with shengjun extract or run")


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "null", "1", "[" * 100_000, b"\xff\xfe{}", '{"id": "' + "a" * 10_000, '{"figures": NaN}'],
)
def test_what_is_no_json_object_is_a_fault(tmp_path: Path, line: str | bytes) -> None:
    found = fault(tmp_path / "a.jsonl", line)
    assert "\n" not in found.message
    assert len(found.message) < 400


def test_several_faults_of_one_line_are_counted(tmp_path: Path) -> None:
    found = fault(tmp_path / "a.jsonl", json.dumps(json.loads(GOOD) | {"id": 1, "figures": 2, "part": 3}))
    assert "(and 2 more)" in found.message
