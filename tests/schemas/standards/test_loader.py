"""A user's standard: used as it is written, or refused with all its faults at once."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ConfigurationError
from schemas.standards.loader import check, parse, standards, template

GOOD = """version: 1
id: mine
title: 青石省办学标准
valid_from: 2020-09-01
sources: {annex: "https://example.org/a"}
rows:
  - {id: mine.land, zh: 生均占地, indicator: per_student.land, op: ">=", value: 18.50, unit: m2, source: [annex], confidence: high, default: true}
  - {id: mine.rule, zh: 规则, kind: rule, data: {floor: 0.85}, confidence: medium}
"""
ROW = (
    '  - {id: mine.x, zh: 某项, indicator: per_student.land, op: ">=", value: 18, unit: m2, confidence: high'
)


def saved(tmp_path: Path, text: str, name: str = "mine.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_standard_joins_those_that_ship(tmp_path: Path) -> None:
    known = standards([saved(tmp_path, GOOD)])
    assert set(known) == {*standards(), "mine"}
    land, rule = known["mine"].criteria
    assert (land.value, land.source, land.default) == (Decimal("18.5"), ("https://example.org/a",), True)
    assert known["mine"].valid_from == "2020-09-01"
    assert rule.data["floor"] == Decimal("0.85")
    with pytest.raises(FrozenInstanceError):
        land.value = Decimal(1)  # type: ignore[misc]


def test_what_ships_is_loaded_once_and_cannot_be_changed() -> None:
    assert standards()["yz2017"] is standards()["yz2017"]
    with pytest.raises(TypeError):
        standards()["other"] = standards()["yz2017"]  # type: ignore[index]


def test_the_template_is_sound(tmp_path: Path) -> None:
    assert check(saved(tmp_path, template())) == []
    assert "mine" not in standards()


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    first = saved(
        tmp_path,
        """version: 2
id: two words
colour: red
rows:
  - {id: a, zh: 某项, indicator: per_student.lnd, op: "=>", value: many, unit: m2, source: [annex], confidence: sure}
  - {id: a, zh: 某项, indicator: per_student.books, op: ">=", value: 3, unit: m2, confidence: low, default: true}
  - {zh: 某项, scope: {stages: primary, area: city, min_classes: 30, max_classes: 12}, confidence: high, kind: note, op: ">="}
  - just words
""",
        "first.yaml",
    )
    second = saved(tmp_path, GOOD.replace("id: mine\n", "id: yz2017\n").replace("mine.land", "yz.soc"))
    with pytest.raises(ConfigurationError) as caught:
        standards([first, second])
    lines = str(caught.value).splitlines()
    wanted = [
        f"{first}: version: '2' is not known",
        f"{first}: id: 'two words' is no id",
        f"{first}: colour: unknown key",
        f"{first}: title: is missing",
        f"{first}: row a: indicator: 'per_student.lnd' is no indicator",
        f"{first}: row a: op: '=>' is not known",
        f"{first}: row a: value: 'many' is no number",
        f"{first}: row a: source: 'annex' is not among the file's sources",
        f"{first}: row a: confidence: 'sure' is not known",
        f"{first}: row a: id: stands on more than one row",
        f"{first}: row a: unit: 'm2' is not the unit of per_student.books",
        f"{first}: row a: default: only rows of high confidence",
        f"{first}: row number 3: id: is missing",
        f"{first}: row number 3: scope.stages: 'primary' is no list",
        f"{first}: row number 3: scope.area: 'city' is not known",
        f"{first}: row number 3: scope.min_classes: '30' lies after max_classes '12'",
        f"{first}: row number 3: op: a 'note' has no threshold",
        f"{first}: row 4: 'just words' is no row",
        f"{second}: id: 'yz2017' is a standard already",
        f"{second}: row yz.soc: id: stands in 'yz2017' already",
    ]
    assert [one for one in wanted if not any(line.startswith(one) for line in lines)] == []
    assert all(re.search(r": [^:]+: .+; .+", line) for line in lines)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (", valid_from: 2020, valid_to: 2019-05}", "valid_from: '2020' lies after valid_to '2019-05'"),
        (", valid_to: 2019-13}", "valid_to: '2019-13' is no date"),
        (", valid_to: soon}", "valid_to: 'soon' is no date"),
        (", valid_to: 2019-02-30}", "row mine.x: valid_to: '2019-02-30' is no date"),
        (", tolerance: -1}", "tolerance: '-1' is negative"),
        (", default: 1}", "default: '1' is neither true nor false"),
        (", scope: {stages: [kindergarten]}}", "scope.stages: 'kindergarten' is not known"),
        (", scope: {boarding: 3, max_students: many}}", "scope.boarding: '3' is neither"),
        (", scope: {stage: primary}}", "scope.stage: unknown key"),
        (", data: {a: {b: {c: 1}}}}", "data: 'a' is nested too deep"),
        (", clause: 5}", "clause: '5' is no text"),
        (", source: annex}", "source: 'annex' is no list of names"),
        (", value: 19}", "line 8: the key 'value' stands twice"),
        (", value: .nan}", "line 8"),
        (", zh: : }", "line 8"),
    ],
)
def test_a_fault_of_a_row_is_named(row: str, fault: str) -> None:
    found = parse(f"{GOOD.rstrip()}\n{ROW}{row}\n".replace("\n\n", "\n"), "F", {})
    assert found[0] is None
    found = parse(GOOD.replace("rows:\n", f"rows:\n{ROW}{row}\n"), "F", {})
    assert found[0] is None
    assert any(fault.replace("line 8", "line 7") in line for line in found[1]), found[1]


@pytest.mark.parametrize(
    "row", [", valid_from: 2019, valid_to: 2019-05}", ", tolerance: 0.5, clause: 第一条}"]
)
def test_what_is_sound_passes(row: str) -> None:
    standard, found = parse(GOOD.replace("rows:\n", f"rows:\n{ROW}{row}\n"), "F", {})
    assert found == []
    assert standard


@pytest.mark.parametrize("value", ["true", "'18'", ".inf", ".nan", "[1]", "18 m2"])
def test_only_numbers_are_values(value: str) -> None:
    _, found = parse(GOOD.replace("18.50", value), "F", {})
    assert len(found) == 1
    assert "row mine.land: value: " in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "rows: []",
        "id: [",
        "a: &x [*x]",
        "!!python/object:os.system {}",
        "\x00",
        "9" * 5000,
        "[" * 9000,
    ],
)
def test_nonsense_is_a_fault_and_never_a_traceback(text: str) -> None:
    standard, found = parse(text, "F", {})
    assert standard is None
    assert found
    assert all(line.startswith("F: ") for line in found)


@given(st.text(max_size=80))
def test_no_text_breaks_the_loader(text: str) -> None:
    standard, found = parse(text, "F", {})
    assert standard is None
    assert found


@given(
    st.sampled_from(
        ["id", "zh", "indicator", "scope", "op", "value", "unit", "source", "data", "valid_from"]
    ),
    st.sampled_from(["[]", "{}", "[[1]]", "-1", "null", "true", "{1: 2}", "'x y'", "1e999", "0x1F", "~"]),
)
def test_no_value_breaks_a_check(key: str, value: str) -> None:
    text = GOOD.replace("rows:\n", f"rows:\n  - {{zh2: 1, {key}: {value}}}\n")
    standard, found = parse(text, "F", {})
    assert standard is None
    assert any("unknown key" in line for line in found)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    assert "check the path" in check(tmp_path / "none.yaml")[0]
    assert check(tmp_path)[0].startswith(f"{tmp_path}: the file: ")
    bad = tmp_path / "gbk.yaml"
    bad.write_bytes("title: 标准".encode("gbk"))
    assert check(bad) == [f"{bad}: the file: is not UTF-8; save it as UTF-8"]
