"""What comes of lines that are none, of copies, and of findings beside their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.sink.source import Source
from pipeline.sink.table import TABLES
from schemas.finding import Finding
from tests.pipeline.sink.build import evidence, figure, line, record


def collected(source: Source) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, some in source.rows():
        names = [column.name for column in TABLES[name].columns]
        rows[name] += [dict(zip(names, row, strict=True)) for row in some]
    return rows


def finding(number: int, figures: tuple[str, ...] = ("f1",), **changes: Any) -> Finding:
    given = {"id": "n1", "record": f"{number:064x}#1", "check": "sum", "rule": "sum.parts", "status": "fail"}
    given |= dict.fromkeys(("claimed", "expected", "low", "high", "suggestion"))
    return Finding.model_validate(
        given | {"figures": figures, "message": "请核对。", "severity": "error"} | changes
    )


BROKEN = {
    "no JSON": ("{", "Expecting property name"),
    "another thing": ("[1]", "it has another form"),
    "no record": ('{"id": "1"}', "it has no 'document'"),
    "no figures": (line(record()).replace('"figures"', '"figure"'), "it has no 'figures'"),
    "half a character": (line(record()).replace("溪口小学", "\\ud800"), "it holds half a character"),
    "no UTF-8": (line(record()).replace("溪口小学", "\udcff"), "it holds half a character"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_line_that_is_no_record_is_told_and_the_others_are_done(name: str) -> None:
    bad, reason = BROKEN[name]
    told: list[tuple[int, str]] = []
    lines = [line(record(figure())), "\n", bad, line(record(figure(), number=2))]
    rows = collected(
        Source(lines, name="r.jsonl", fault=lambda number, message: told.append((number, message)))
    )
    assert len(rows["figures"]) == len(rows["documents"]) == 2
    assert [number for number, _ in told] == [3]
    assert told[0][1].startswith(f"is no record: {reason}")
    assert rows["failures"] == [{"path": "r.jsonl:3", "code": "record", "message": told[0][1]}]


def test_a_copy_is_listed_and_counts_once() -> None:
    first = record(
        figure(),
        goals=[{"evidence": evidence(), "deadline": None, "quantified": False, "figures": [], "owner": None}],
    )
    copy = first | {"source": first["source"] | {"path": "副本.txt", "duplicate_of": "溪口.txt"}}
    rows = collected(
        Source([line(first), line(copy), line(record(figure(), number=2))], findings=[finding(1), finding(2)])
    )
    assert len(rows["figures"]) == 2
    assert len(rows["goals"]) == 1
    shown = [
        (row["path"], row["duplicate_of"], row["figures"], row["document_id"]) for row in rows["documents"]
    ]
    assert shown == [
        ("溪口.txt", None, 1, f"{1:064x}#1"),
        ("副本.txt", "溪口.txt", None, None),
        ("溪口.txt", None, 1, f"{2:064x}#1"),
    ]
    assert [row["document_id"] for row in rows["findings"]] == [f"{1:064x}#1", f"{2:064x}#1"]


def test_records_of_before_that_know_no_copies_are_read() -> None:
    old = line(record(figure())).replace(',"duplicate_of":null', "")
    assert "duplicate_of" not in old
    assert collected(Source([old]))["documents"][0]["duplicate_of"] is None


def test_findings_stand_with_their_document_and_evidence() -> None:
    lines = [
        line(record(figure(evidence=evidence(quote=f"第{number}句", page=number)), number=number))
        for number in (1, 2, 3)
    ]
    found = [finding(1), finding(1, ("f9",)), finding(3, status="pass"), finding(7)]
    rows = collected(Source(lines, findings=found))["findings"]
    assert [(row["title"], row["quote"], row["page"]) for row in rows] == [
        ("溪口小学总结", "第1句", 1),
        ("溪口小学总结", None, None),
        ("溪口小学总结", "第3句", 3),
        (None, None, None),
    ]
    assert [row["indicator_name"] for row in rows] == ["在校学生数", None, "在校学生数", None]
    assert [row["severity"] for row in rows] == ["error", "error", None, "error"]
    assert rows[3]["document_id"] == f"{7:064x}#1"


def test_findings_are_taken_as_the_records_come() -> None:
    """Neither side is ever gathered: at most one finding is ahead of its record."""
    taken = 0

    def found() -> Iterator[Finding]:
        nonlocal taken
        for number in range(1, 51):
            taken = number
            yield finding(number)

    def lines() -> Iterator[str]:
        for number in range(1, 51):
            assert taken <= number
            yield line(record(figure(), number=number))

    assert len(collected(Source(lines(), findings=found()))["findings"]) == 50


def test_without_findings_none_are_asked_for() -> None:
    source = Source([line(record(figure()))], findings=None)
    assert "findings" not in collected(source)
    assert "findings" not in {table.name for table in source.tables()}


def test_failures_are_listed_whatever_their_names() -> None:
    rows = collected(Source([], iter([{"path": "a\udcff.doc", "code": "unreadable", "message": "坏"}])))
    assert rows["failures"] == [{"path": "a\\udcff.doc", "code": "unreadable", "message": "坏"}]


def test_a_document_is_called_by_what_it_has() -> None:
    made = [
        record(title="总结"),
        record(title=None),
        record(title=None, document=record()["document"] | {"subject": None}),
    ]
    rows = collected(Source([line(one) for one in made]))["documents"]
    assert [row["title"] for row in rows] == ["总结", "溪口小学", "溪口.txt"]
