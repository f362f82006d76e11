"""The standards that ship: every row sound, and the numbers that inspectors rely on as they were published."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import yaml

from schemas.standards.fault import faults
from schemas.standards.loader import parse, plain_data, standards
from schemas.standards.range import ranges
from schemas.standards.standard import Criterion
from schemas.taxonomy.loader import taxonomy
from schemas.unit import Unit

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "schemas" / "standards" / "data").glob("*.yaml"))
REFERENCE = ROOT.parent / "shared" / "standards" / "reference.yaml"
ROWS = {row.id: row for one in standards().values() for row in one.criteria}
# Rows whose value differs by stage, pupils or area, and those for the largest class beside each class.
SPLIT = {"jl.walk": 2, "uA.land": 6, "uA.yq": 2, "uA.book": 2, "uA.gg": 2, "uB.book": 2, "uB.pc": 2}
SPLIT |= {"uB.ptr": 2, "uB.land": 2, "uB.dorm": 2, "pj.prov": 2}
ADDED = {"yz.gov.05.p.max", "yz.gov.05.j.max"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_is_sound_and_named_by_its_id(file: Path) -> None:
    data = plain_data(file.read_text(encoding="utf-8"))
    assert list(faults(data, {row.id: row.unit for row in taxonomy()})) == []
    assert data["id"] == file.stem


def test_ids_stand_once() -> None:
    ids = Counter(row.id for one in standards().values() for row in one.criteria)
    assert [name for name, count in ids.items() if count > 1] == []
    assert len(standards()) == len(FILES)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_rows_say_what_can_be_checked(row: Criterion) -> None:
    names = taxonomy().indicators
    assert row.unit is None or row.unit in get_args(Unit)
    assert row.indicator is None or row.unit in (None, names[row.indicator].unit)
    if row.kind == "threshold":
        assert row.op is not None
        assert row.value is not None
    else:
        assert row.op is row.value is None
        assert row.data or row.note
    if row.default:
        assert row.confidence == "high"
        assert row.source
        assert row.indicator or row.kind == "rule"
    if row.confidence == "high" and row.kind != "note":
        assert row.source


def test_nothing_of_the_reference_is_lost() -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference is not beside this work tree")
    wanted = yaml.load(REFERENCE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rows = {row["id"]: row for one in wanted["standards"] + wanted["provincial"] for row in one["rows"]}
    assert len(rows) == 328
    parts = Counter(name.split(".")[0] + "." + name.split(".")[1] for name in ROWS)
    assert {name: parts[name] for name in SPLIT} == SPLIT
    assert rows.keys() - ROWS.keys() == SPLIT.keys()
    assert {name for name in ROWS.keys() - rows.keys() if name.rpartition(".")[0] not in SPLIT} - ADDED == {
        name for name in ROWS if name.startswith("uA.land.")
    }
    for name in rows.keys() & ROWS.keys():
        mine, theirs = ROWS[name], rows[name]
        assert mine.confidence == theirs["confidence"], name
        assert mine.source == tuple(theirs["source"]), name
        if mine.kind == "threshold" and name not in ("yz.qual.09.a", "yz.qual.09.b"):
            assert mine.value == Decimal(str(theirs["value"])), name
            assert mine.op == theirs["op"].replace("==", "="), name


@pytest.mark.parametrize(
    ("name", "op", "value", "indicator"),
    [
        ("yz.res.edu.p", ">=", "4.2", "per_100_students.above_required_qualification"),
        ("yz.res.fuzhu.j", ">=", "5.8", "per_student.teaching_space"),
        ("yz.gov.05.p.max", "<=", "45", "classes.size_max"),
        ("yz.gov.13.j", ">=", "95", "rate.nearby_enrolment"),
        ("yz.qual.09.b", "<", "15", "rate.quality_gap"),
        ("yz.res.cv.j", "<=", "0.45", "coefficient.variation"),
        ("jb.cv.p", "<=", "0.65", "coefficient.variation"),
        ("lib18.book.小学", ">=", "25", "per_student.books"),
        ("gy23.j", ">=", "940", "per_student.funding"),
        ("bz14.j", "<=", "13.5", None),  # of all staff, where the taxonomy's ratio is of full-time teachers
        ("uB.ptr.p", "<=", "22", None),
    ],
)
def test_what_inspectors_rely_on(name: str, op: str, value: str, indicator: str | None) -> None:
    row = ROWS[name]
    assert (row.op, row.value, row.indicator) == (op, Decimal(value), indicator)


def test_the_rule_of_the_seven_items_is_data() -> None:
    rule = ROWS["yz.res.rule.school"]
    assert (rule.kind, rule.data["min_items_met"], rule.data["of"]) == ("rule", 6, 7)
    assert rule.data["floor_ratio_of_rest"] == Decimal("0.85")
    seven = [row for row in ROWS.values() if row.data.get("rule") == rule.id]
    assert {row.indicator for row in seven} == set(rule.data["items"])
    assert len(seven) == 14
    split = {row.indicator for row in seven if row.data.get("split")}
    assert split == {f"per_student.{name}" for name in ("teaching_space", "sports", "equipment_value")} | {
        "per_100_students.multimedia_rooms"
    }


def test_tiers_by_classes_leave_no_gap_and_never_overlap() -> None:
    tiers: dict[tuple[str, str], list[Criterion]] = {}
    for row in ROWS.values():
        if row.id.startswith(("b102.jb", "b102.gh", "ty.track")):
            tiers.setdefault((row.id.rpartition(".")[0], row.scope.school_types[0]), []).append(row)
    for group in tiers.values():
        for classes in range(1, 61):
            fitting = [
                row
                for row in group
                if (row.scope.min_classes or 0) <= classes <= (row.scope.max_classes or 1000)
            ]
            assert len(fitting) == 1, (group[0].id, classes)


def test_superseded_rows_end() -> None:
    assert standards()["bz2001"].valid_to == "2014"
    assert standards()["lib2003"].valid_to == "2018"
    assert ROWS["gy22.p"].valid_to == "2022"
    assert ROWS["gy23.p"].valid_from == "2023"
    assert all(row.valid_to == "2022" for row in ROWS.values() if "规程过渡" in (row.clause or ""))


def test_loading_is_quick() -> None:
    taxonomy()
    texts = [(file.read_text(encoding="utf-8"), file.name) for file in FILES]
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        for text, name in texts:
            parse(text, name, {})
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.3  # 0.06 s on a quiet machine


def test_ranges_hold_together() -> None:
    known = taxonomy().indicators
    for name, one in ranges().items():
        assert all(part in known for part in name.split("/")), name
        assert one.hard_min <= one.usual_min < one.usual_max <= one.hard_max, name
        for low, high in one.observed.values():
            assert one.hard_min <= low < high <= one.hard_max, name
    assert {row.id for row in taxonomy() if row.unit == "percent"} <= ranges().keys()
    assert ranges()["rate.retention"].hard_max == 110
    assert ranges()["rate.certified_teachers"].hard_max == 100
    assert ranges()["per_student.books"].observed["primary"] == (Decimal("12.07"), Decimal("33.72"))


def test_default_thresholds_lie_within_what_is_plausible() -> None:
    for row in ROWS.values():
        if row.default and row.value is not None and row.indicator in ranges() and row.id != "yz.gov.07":
            one = ranges()[row.indicator]
            assert one.hard_min <= row.value <= one.hard_max, row.id
