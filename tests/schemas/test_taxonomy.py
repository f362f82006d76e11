"""The taxonomy: the contract's ids and units, names spelt out, faults all at once, examples that hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.figure.piece import FigurePiece
from extractors.figure.reader import figures
from schemas.errors import ConfigurationError
from schemas.taxonomy.fault import UNITS
from schemas.taxonomy.loader import Formula, Indicator, parse, spelt_out, taxonomy
from tests.build import part

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract" / "indicators.yaml"
KNOWN: dict[str, str] = {}
KNOWN_COUNTER = {"rank": "an ordinal before a noun (第十名学生) is taken for a rank"}
BY_ID = list(taxonomy())


def cases(key: str, known: dict[str, str]) -> list[Any]:
    """The indicators that have such a text, those known to be misread marked."""
    return [
        pytest.param(
            one, id=one.id, marks=[pytest.mark.xfail(reason=known[one.id])] if one.id in known else []
        )
        for one in BY_ID
        if getattr(one, key)
    ]


def spans(text: str) -> list[tuple[str, FigurePiece]]:
    whole = part(text)
    return [(whole.view.text[one.quantity.start : one.quantity.end], one) for one in figures(whole)]


def test_ids_units_and_formulas_are_the_contracts() -> None:
    if not CONTRACT.exists():
        pytest.skip(f"{CONTRACT.name} of the contract is not beside this work tree")
    wanted = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    assert sorted(UNITS) == sorted(wanted["units"])
    assert [facts(row) for row in BY_ID] == [
        (
            row["id"],
            row["zh"],
            row["unit"],
            row.get("formula", ""),
            row.get("factor", 1),
            row.get("qualifier"),
        )
        for row in wanted["indicators"]
    ]


def facts(one: Indicator) -> tuple[object, ...]:
    formula = f"{one.formula.numerator} / {one.formula.denominator}" if one.formula else ""
    factor = one.formula.factor if one.formula else 1
    return one.id, one.zh, one.unit, formula, factor, one.qualifier


def test_the_taxonomy_is_complete() -> None:
    assert taxonomy().version == 1
    assert len(BY_ID) == 128
    assert {one.unit for one in BY_ID} <= set(UNITS)
    assert sum(one.formula is not None for one in BY_ID) == 16
    assert all(one.names or one.id == "other" for one in BY_ID)
    assert all(one.example and one.counter for one in BY_ID)
    assert taxonomy()["per_student.land"].formula == Formula("area.land", "students.enrolled")
    assert taxonomy()["per_100_students.computers"].formula == Formula(
        "equipment.computers", "students.enrolled", 100
    )


@pytest.mark.parametrize("one", BY_ID, ids=lambda one: one.id)
def test_a_unit_and_its_formula_go_together(one: Indicator) -> None:
    """Per pupil is measured in the numerator's unit: nothing else could be recomputed."""
    if one.formula and one.unit != "ratio":
        assert one.unit == taxonomy()[one.formula.numerator].unit


@pytest.mark.parametrize("one", cases("example", KNOWN))
def test_the_example_is_read_as_its_indicator(one: Indicator) -> None:
    assert one.example
    before, value, after = one.example.replace("】", "【").split("【")
    found = {span: piece.link.indicator for span, piece in spans(before + value + after)}
    # What is of no other indicator is written with null.
    assert (value, None if one.id == "other" else one.id) in found.items(), found


@pytest.mark.parametrize("one", cases("counter", KNOWN_COUNTER))
def test_the_counter_holds_no_such_figure(one: Indicator) -> None:
    assert one.counter
    assert one.id not in [piece.link.indicator for _, piece in spans(one.counter)]


@pytest.mark.parametrize(
    ("alias", "wordings"),
    [
        ("校舍", ["校舍"]),
        ("[小|初]学部", ["小学部", "初学部"]),
        ("[新|]教师[数|]", ["新教师数", "新教师", "教师数", "教师"]),
        ("[大|]班", ["大班"]),
        ("班", ["班"]),
        ("[甲|甲|]校", ["甲校"]),
        ("a[b|c][d|e]f", ["abdf", "abef", "acdf", "acef"]),
    ],
)
def test_alternatives_are_spelt_out(alias: str, wordings: list[str]) -> None:
    assert spelt_out(alias) == wordings


def row(**changes: object) -> dict[str, object]:
    return {"id": "tree.count", "zh": "树木数", "unit": "count", "aliases": ["[古|]树木"]} | changes


def test_a_sound_row_is_read() -> None:
    data = {
        "version": 3,
        "indicators": [
            row(before=["植"], after=["树"], example="有古树木【3棵】", needs=["有"], stage="primary"),
            row(id="tree.each", formula="tree.count / tree.count", factor=10, becomes={"tree.count": ["种"]}),
        ],
    }
    read = parse(data)
    assert read.version == 3
    assert dict(read["tree.count"].names) == {"古树木": "both", "树木": "both", "植": "before", "树": "after"}
    assert read["tree.each"].formula == Formula("tree.count", "tree.count", 10)
    assert read["tree.each"].becomes == {"tree.count": ("种",)}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"alias": ["树"]}, "unknown key 'alias'"),
        ({"zh": ""}, "zh is missing"),
        ({"unit": "棵"}, "unit '棵' is none of person"),
        ({"narrows": ["tree.no"]}, "'tree.no' is no indicator"),
        ({"share": "tree.no"}, "'tree.no' is no indicator"),
        ({"becomes": {"tree.no": ["新"]}}, "'tree.no' is no indicator"),
        ({"formula": "tree.count / tree.no"}, "'tree.no' is no indicator"),
        ({"example": "有树木3棵"}, "the example marks no value"),
    ],
)
def test_each_fault_has_its_line(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse({"indicators": [row(**changes)]})
    (line,) = str(raised.value).splitlines()
    assert line.startswith("indicators[0] tree.count: ")
    assert fault in line


def test_all_faults_are_told_at_once() -> None:
    rows = [row(), row(unit="棵", colour="绿"), row(id="tree.old", zh="", share="tree.no")]
    with pytest.raises(ConfigurationError) as raised:
        parse({"indicators": rows})
    told = str(raised.value).splitlines()
    assert len(told) == 6
    for fault in ("the id stands twice", "unknown key 'colour'", "unit '棵'", "zh is missing", "'tree.no'"):
        assert any(fault in line for line in told), fault


@pytest.mark.parametrize(
    "changes",
    [
        {"formula": "tree.count"},
        {"formula": "tree.count / tree.count", "factor": "十"},
        {"aliases": "古树木"},
        {"aliases": ["[古|树木"]},
        {"aliases": [""]},
        {"stage": "小学"},
        {"example": "有树木【3棵"},
    ],
    ids=str,
)
def test_a_fault_of_shape_has_its_line(changes: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        parse({"indicators": [row(**changes)]})


@pytest.mark.parametrize("data", [{}, {"indicators": None}, {"indicators": []}])
def test_no_rows_are_an_empty_taxonomy(data: dict[str, Any]) -> None:
    assert list(parse(data)) == []
