"""Records and findings: names, order and numbers as the contract has them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.finding import Finding
from schemas.number import dumps, loads, plain
from schemas.record import (
    DocumentInfo,
    Evidence,
    Figure,
    Goal,
    PartInfo,
    Record,
    RecordWarning,
    Source,
    TablePlace,
)

SHA = "0123456789abcdef" * 4
FIELDS = {
    "Record": "schema_version id source part document outline figures goals stages problems citations people warnings",
    "Source": "path sha256 bytes media_type pages reader ocr duplicate_of",
    "PartInfo": "index count title start end",
    "DocumentInfo": "kind level subject region issuer date period",
    "OutlineItem": "level label title start end",
    "Figure": "id indicator label value value_max unit op approx role stage qualifier entity period period_start "
    "period_end verdict damage confidence rule evidence named",
    "Goal": "evidence deadline quantified figures owner",
    "Stage": "evidence name period start_date end_date",
    "Problem": "evidence",
    "Citation": "evidence title number",
    "Person": "evidence role name",
    "RecordWarning": "code message evidence",
    "Stretch": "start end",
    "Evidence": "start end quote quote_start page bbox table",
    "TablePlace": "table row column row_header column_header row_text",
}


def figure(**changes: object) -> Figure:
    fields: dict[str, object] = {
        "id": "f1",
        "indicator": "area.land",
        "label": "占地面积",
        "value": Decimal("26680.5"),
        "unit": "m2",
        "role": "actual",
        "confidence": 0.93,
        "rule": "figure.value_after_mention",
        "evidence": Evidence(start=5, end=12, quote="学校占地面积26680.5平方米。"),
    }
    return Figure.model_validate(fields | changes)


def record(*figures: Figure) -> Record:
    return Record(
        id=f"{SHA}#1",
        source=Source(
            path="方案.docx",
            sha256=SHA,
            bytes=9,
            media_type="text/plain",
            pages=None,
            reader="text",
            ocr=False,
        ),
        part=PartInfo(index=1, count=1, title=None, start=0, end=40),
        document=DocumentInfo(kind="plan", level="school", date="2026-03"),
        outline=(),
        figures=figures,
        goals=(
            Goal(evidence=figures[0].evidence, deadline=None, quantified=True, figures=("f1",), owner=None),
        ),
        stages=(),
        problems=(),
        citations=(),
        people=(),
        warnings=(RecordWarning(code="damage", message="此处数字残缺"),),
    )


@pytest.mark.parametrize("name", FIELDS)
def test_fields_stand_as_named_and_in_order(name: str) -> None:
    schema = Record.model_json_schema(mode="serialization")
    model = schema if name == "Record" else schema["$defs"][name]
    assert list(model["properties"]) == FIELDS[name].split()
    assert model["required"] == list(model["properties"])
    assert model["additionalProperties"] is False


def test_a_record_is_valid_by_its_own_schema_and_comes_back_the_same() -> None:
    place = TablePlace(table=0, row=2, column=1, row_header="合计", column_header="面积")
    evidence = Evidence(start=0, end=3, quote="a\tb", page=1, bbox=(1, 2.5, 3, 4), table=place)
    blank = figure(id="f2", value=None, damage="lost", evidence=evidence)
    before = record(figure(), blank)
    line = dumps(before)
    Draft202012Validator(Record.model_json_schema(mode="serialization")).validate(json.loads(line))
    assert "\n" not in line
    assert Record.model_validate(loads(line)) == before


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1217893.1", "1217893.1"),
        ("0.45", "0.45"),
        ("164000000", "164000000"),
        ("1.64E+8", "164000000"),
        ("2.50", "2.5"),
        ("-0.0", "0"),
        ("0.0000001", "0.0000001"),
        ("12345678901234567.89", "12345678901234567.89"),
    ],
)
def test_numbers_are_written_exactly(value: str, written: str) -> None:
    line = dumps(figure(value=Decimal(value)))
    assert f'"value":{written},' in line
    assert loads(line)["value"] == Decimal(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_any_decimal_comes_back(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)
    assert Figure.model_validate(loads(dumps(figure(value=value)))).value == value


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "wish"},
        {"unit": "平方米"},
        {"op": "=="},
        {"confidence": 1.2},
        {"period_start": "2026年3月"},
        {"value": Decimal("NaN")},
        {"colour": "red"},
    ],
)
def test_what_the_contract_does_not_know_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        figure(**changes)


def test_a_finding_keeps_its_numbers_and_its_order() -> None:
    finding = Finding(
        id="x1",
        record=f"{SHA}#1",
        check="ratio",
        rule="ratio.site_per_student",
        status="fail",
        figures=("f1", "f2"),
        claimed=Decimal("17.6"),
        expected=Decimal("26.5"),
        low=Decimal("26.45"),
        high=Decimal("26.55"),
        suggestion=None,
        message="生均占地面积与总数不符，请核对。",
        severity="error",
    )
    contract = "id record check rule status figures claimed expected low high suggestion message"
    ours = "severity computation criterion elsewhere"
    assert list(json.loads(dumps(finding))) == [*contract.split(), *ours.split()]
    Draft202012Validator(Finding.model_json_schema(mode="serialization")).validate(json.loads(dumps(finding)))
