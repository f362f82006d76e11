"""Records made up for tests, and what their rows must be, told apart from the code under test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.audit.audit import audited
from pipeline.audit.choice import Choice
from pipeline.sink.table import TABLES
from schemas.finding import Finding
from schemas.number import dumps, loads
from schemas.record import Record
from schemas.standards.loader import standards
from schemas.taxonomy.loader import taxonomy

Row = dict[str, Any]
BAD_TEXTS = [
    "=1+1",
    "+86 10",
    "-5℃以下",
    "@全体",
    "\t=2",
    "'=3",
    "'",
    "''@",
    "＝4",
    "=",
    "a=b",
    "多行\n文字",
    '引"号,逗',
]


def evidence(**changes: Any) -> Row:
    given = {
        "start": 3,
        "end": 7,
        "quote": "现有学生20人。",
        "quote_start": 0,
        "page": None,
        "bbox": None,
        "table": None,
    }
    return given | changes


def figure(**changes: Any) -> Row:
    given = {"id": "f1", "indicator": "students.enrolled", "label": "学生", "value": 20, "value_max": None}
    given |= {
        "unit": "person",
        "op": "=",
        "approx": False,
        "role": "actual",
        "stage": None,
        "qualifier": None,
    }
    given |= {"entity": None, "period": None, "period_start": None, "period_end": None, "verdict": None}
    return (
        given | {"damage": None, "confidence": 0.95, "rule": "figure.test", "evidence": evidence()} | changes
    )


def record(*figures: Row, number: int = 1, title: str | None = "溪口小学总结", **changes: Any) -> Row:
    source = {"path": "溪口.txt", "sha256": f"{number:064x}", "bytes": 90, "media_type": "text/plain"}
    source |= {"pages": None, "reader": "text", "ocr": False, "duplicate_of": None}
    part = {"index": 1, "count": 1, "title": title, "start": 0, "end": 30}
    document = {"kind": "summary", "level": "school", "subject": "溪口小学", "region": None, "issuer": None}
    document |= {"date": "2024-09", "period": "2023—2024学年度"}
    given = {
        "schema_version": "1.0",
        "id": f"{number:064x}#1",
        "source": source,
        "part": part,
        "document": document,
    }
    given |= {name: [] for name in ("goals", "stages", "problems", "citations", "people", "warnings")}
    return given | {"outline": [], "figures": list(figures)} | changes


def line(made: Row) -> str:
    """As the program writes it; a record that is none fails here."""
    return dumps(Record.model_validate(made))


def findings(lines: Sequence[str]) -> list[Finding]:
    records = [Record.model_validate_json(text) for text in lines]
    return [one for _, found in audited(records, records, Choice(standards())) for one in found]


def expected(lines: Sequence[str], table: str, found: Sequence[Finding] = ()) -> list[Row]:
    """What the rows of a table must be, by column, values as the JSON has them."""
    rows = []
    for text in lines:
        made = loads(text)
        judged = {one["id"]: one for one in made["figures"]}
        if table == "documents":
            items: Sequence[Mapping[str, Any]] = [made]
        elif table == "findings":
            items = [_finding(one, judged) for one in found if one.record == made["id"]]
        else:
            items = made[table]
        rows += [_row(table, made, item) for item in items]
    return rows


def _finding(one: Finding, judged: Mapping[str, Row]) -> Row:
    first = judged.get(one.figures[0]) if one.figures else None
    given = one.model_dump() | {"figures": list(one.figures)}
    given["severity"] = one.severity if one.status == "fail" else None
    given["other_documents"] = [other.record for other in one.elsewhere]
    given["other_figures"] = [other.figure for other in one.elsewhere]
    more = {name: first[name] if first else None for name in ("indicator", "unit", "evidence")}
    return given | more


def _row(table: str, made: Row, item: Mapping[str, Any]) -> Row:
    place = item.get("evidence") or {}
    document = made["document"] | {
        "title": made["part"]["title"]
        or made["document"]["subject"]
        or made["source"]["path"].rpartition("/")[2],
        "path": made["source"]["path"],
        "document_id": made["id"],
        "document_period": made["document"]["period"],
    }
    shared = {
        "title",
        "subject",
        "region",
        "kind",
        "level",
        "issuer",
        "date",
        "document_period",
        "path",
        "document_id",
    }
    row: Row = {}
    for column in TABLES[table].columns:
        if column.name in shared:
            row[column.name] = document[column.name]
        elif column.name == "indicator_name":
            known = taxonomy().indicators.get(item["indicator"] or "")
            row[column.name] = known.zh if known else None
        elif table == "documents":
            row[column.name] = _counted(made, column.name, column.field)
        elif column.name in ("quote", "page", "text_start", "text_end"):
            row[column.name] = place.get(column.field)
        elif column.name.startswith("table_") or column.name in ("row_header", "column_header"):
            row[column.name] = (place.get("table") or {}).get(column.field)
        else:
            row[column.name] = item[column.field]
    return row


def _counted(made: Row, name: str, field: str) -> Any:
    if name == "blanks":
        return sum(one["value"] is None for one in made["figures"])
    if name in ("figures", "goals", "stages", "problems", "citations", "people", "warnings"):
        return len(made[name])
    return made["part"].get(field, made["source"].get(field))
