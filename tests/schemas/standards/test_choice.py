"""Which rows hold where: each part of a scope taken, refused, and not known."""

from __future__ import annotations

import pytest

from schemas.errors import ConfigurationError
from schemas.standards.choice import Place, applicable
from schemas.standards.loader import parse, standards

PRIMARY = Place(stage="primary", level="school", date="2023-09", classes=18, students=800)


def ids(place: Place, **options: object) -> set[str]:
    return {row.id for row in applicable(standards(), place, **options)}  # type: ignore[arg-type]


def test_a_primary_school_is_asked_for_what_is_asked_of_primary_schools() -> None:
    found = ids(PRIMARY)
    assert {"yz.res.edu.p", "yz.res.rule.school", "yz.gov.04.p", "yz.gov.05.p", "yz.qual.02"} <= found
    assert not {name for name in found if name.endswith(".j")}
    assert not {"yz.gov.04.9", "yz.gov.11.a", "yz.res.cv.p", "yz.qual.01", "yz.gov.07"} & found


def test_without_a_stage_nothing_of_a_stage_is_asked() -> None:
    found = ids(Place(level="school", date="2023"))
    assert "yz.qual.02" in found
    assert not {name for name in found if name.endswith((".p", ".j"))}


@pytest.mark.parametrize(
    ("place", "name", "holds"),
    [
        (Place(stage="junior", level="county"), "yz.res.cv.j", True),
        (Place(stage="junior", level="school"), "yz.res.cv.j", False),
        (Place(stage="junior"), "yz.res.cv.j", False),
        (Place(school_type="nine_year"), "yz.gov.04.9", True),
        (Place(stage="primary", school_type="nine_year"), "yz.gov.04.p", False),
        (Place(stage="primary", school_type="nine_year"), "yz.res.fuzhu.p", True),
        (Place(school_type="junior"), "yz.res.fuzhu.j", True),
        (Place(stage="special"), "yz.gov.07", True),
        (Place(stage="primary", boarding=True), "yz.gov.13.p", False),
        (Place(stage="primary"), "yz.gov.13.p", True),
    ],
)
def test_scopes(place: Place, name: str, holds: bool) -> None:
    assert (name in ids(place)) is holds


@pytest.mark.parametrize(
    ("date", "holds"),
    [("2016-12-31", False), ("2016", False), ("2017", True), ("2017-06-01", True), (None, True)],
)
def test_the_documents_date_decides(date: str | None, holds: bool) -> None:
    assert ("yz.res.edu.p" in ids(Place(stage="primary", date=date))) is holds


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("2018", set()),
        ("2021-10", {"gy22.p"}),
        ("2023-03", {"gy23.p"}),
        (None, {"gy23.p"}),
    ],
)
def test_amounts_change_with_the_years(date: str | None, wanted: set[str]) -> None:
    place = Place(stage="primary", date=date)
    assert {name for name in ids(place, only=["gongyong"]) if name.endswith(".p")} == wanted


def test_a_standard_that_is_named_holds_beyond_its_region_and_years() -> None:
    place = Place(stage="primary", level="school", region="青石省", date="2016")
    assert ids(place, only=["bz2001"]) > {"bz01.小学.城市"}
    assert ids(place, only=["anhui"]) >= {"ah.book.p", "ah.pc"}
    assert not {name for name in ids(place) if name.startswith("ah.")}


def test_an_area_rules_out_the_others() -> None:
    place = Place(stage="primary", area="rural", date="2010")
    assert ids(place, only=["bz2001"]) == {"bz01.小学.农村"}


@pytest.mark.parametrize(
    ("classes", "wanted"),
    [(6, "12"), (12, "12"), (13, "18"), (24, "24"), (25, "30"), (40, "30"), (None, None)],
)
def test_the_number_of_classes_picks_the_tier(classes: int | None, wanted: str | None) -> None:
    found = {
        row.id
        for row in applicable(standards(), Place(stage="primary", classes=classes), only=["b102"])
        if row.id.startswith("b102.jb")
    }
    assert found == ({f"b102.jb.完全小学.{wanted}"} if wanted else set())


def test_confidence_below_high_is_asked_for() -> None:
    assert ids(Place(stage="junior"), only=["lib2018"]) == {"lib18.new", "lib18.open"}
    assert "lib18.book.初级中学" in ids(Place(stage="junior"), only=["lib2018"], confidence="medium")
    assert "lib18.nine" in ids(Place(school_type="nine_year"), only=["lib2018"], confidence="low")


def test_the_same_demand_is_made_once_by_the_newest() -> None:
    found = ids(PRIMARY)
    assert "yz.gov.05.p" in found
    assert "be.p" not in found
    assert "be.p" in ids(Place(stage="primary", date="2015"))


def test_a_provinces_own_default_rows_hold_there_alone() -> None:
    text = """version: 1
id: mine
title: 青石省办学标准
region: 青石
rows:
  - {id: mine.land, zh: 生均占地, indicator: per_student.land, op: ">=", value: 18, unit: m2, confidence: high, default: true}
"""
    mine, _ = parse(text, "F", {})
    assert mine
    known = {"mine": mine}
    assert [row.id for row in applicable(known, Place(region="青石省云岭县"))] == ["mine.land"]
    assert applicable(known, Place(region="安徽省")) == ()
    assert applicable(known, Place()) == ()


@pytest.mark.parametrize(
    ("date", "holds"),
    [
        ("2022", False),
        ("2022-06", True),
        ("2022-07", False),
        ("2021", True),
        ("2020-09", False),
        (None, False),
    ],
)
def test_all_of_the_date_must_lie_within(date: str | None, holds: bool) -> None:
    text = """version: 1
id: mine
title: 青石省办学标准
valid_from: 2020-09-15
valid_to: 2022-06
rows:
  - {id: mine.land, zh: 生均占地, indicator: per_student.land, op: ">=", value: 18, unit: m2, confidence: high, default: true}
"""
    mine, _ = parse(text, "F", {})
    assert mine
    assert bool(applicable({"mine": mine}, Place(date=date))) is holds


def test_an_unknown_standard_is_named_with_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"no standard 'nope'; there are .*yz2017"):
        ids(PRIMARY, only=["nope"])
