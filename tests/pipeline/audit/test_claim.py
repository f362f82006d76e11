"""Claims: what a stated figure can stand for, and what the words around it make of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.claim import Claim, claim
from pipeline.audit.interval import INFINITY, ZERO
from tests.pipeline.audit.mark import record


def said(marked: str) -> Claim:
    """The claim of the last figure of a marked text."""
    return claim(record(marked).figures[-1])


@pytest.mark.parametrize(
    ("marked", "low", "high"),
    [
        ("学生⟦682人|students.enrolled⟧", 682, 682),
        ("占地⟦26680.5平方米|area.land⟧", "26680.45", "26680.6"),
        ("占地⟦40亩|area.land⟧", "26333.333", "27333.334"),
        ("占地⟦2.6万平方米|area.land⟧", 25500, 27000),
        ("投入⟦500万元|finance.investment⟧", 4995000, 5010000),
        ("师生比⟦1:13.5|ratio.pupil_teacher⟧", "13.45", "13.6"),
        ("师生比⟦1:13|ratio.pupil_teacher⟧", "12.5", 14),
        ("生均图书⟦25册|per_student.books⟧", "24.5", 26),
        ("每百名学生⟦4.25人|per_100_students.backbone⟧", "4.245", "4.26"),
        ("巩固率⟦0%|rate.retention⟧", 0, 1),
        ("学生⟦1000余人|students.enrolled|approx⟧", 1000, 1300),
        ("教师⟦20多人|staff.teachers|approx⟧", 20, 30),
        ("学生近⟦2300人|students.enrolled|approx⟧", 2250, 2300),
        ("学生约⟦2300人|students.enrolled|approx⟧", 2250, 2350),
        ("班额不超过⟦45人|classes.size|<=⟧", 0, 45),
        ("学生不少于⟦500人|students.enrolled|>=⟧", 500, "Infinity"),
        ("步行⟦20至30分钟|-|range|unit=minute|value_max=30⟧", 20, 30),
    ],
)
def test_what_a_figure_can_stand_for(marked: str, low: object, high: object) -> None:
    reach = said(marked).reach
    assert abs(reach.low - Decimal(str(low))) < Decimal("0.001")
    assert reach.high == Decimal(str(high)) or abs(reach.high - Decimal(str(high))) < Decimal("0.001")


def test_a_blank_stands_for_nothing() -> None:
    blank = said("占地⟦xx平方米|area.land|placeholder⟧")
    assert (blank.range, blank.value, blank.exact) == (None, None, False)
    with pytest.raises(ValueError, match="blank"):
        _ = blank.reach
    with pytest.raises(ValueError, match="blank"):
        _ = blank.number


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("由上年的⟦20册|per_student.books⟧", {"former"}),
        ("比2021年的⟦20册|per_student.books⟧", {"former"}),
        ("去年招生⟦120人|students.admitted⟧", {"former"}),
        ("今年招生⟦120人|students.admitted⟧", set()),
        ("女生⟦200人|students.enrolled⟧", {"narrowed"}),
        ("六年级有学生⟦90人|students.enrolled⟧", {"narrowed"}),
        ("住宿学生⟦90人|students.enrolled⟧", {"narrowed"}),
        ("现有学生⟦900人|students.enrolled⟧", {"of_all"}),
        ("维修教室⟦3间|rooms.classrooms⟧", {"partial"}),
        ("新建校舍⟦900平方米|area.building⟧", {"partial"}),
        ("校舍⟦900平方米|area.building⟧", set()),
    ],
)
def test_the_words_before_a_figure(marked: str, wanted: set[str]) -> None:
    one = said(marked)
    assert {name for name in ("former", "narrowed", "partial", "of_all") if getattr(one, name)} == wanted


def test_a_claim_knows_its_own_words_and_those_around_it() -> None:
    one = said("前言。\n占地⟦40亩|area.land⟧，达标。")
    assert (one.raw, one.before, one.after) == ("40亩", "占地", "，达标。")
    assert one.start == len("前言。\n占地")


def test_without_the_start_of_the_quote_there_are_no_words() -> None:
    figure = record("占地⟦40亩|area.land⟧。").figures[0]
    evidence = figure.evidence.model_copy(update={"quote_start": None})
    one = claim(figure.model_copy(update={"evidence": evidence}))
    assert (one.raw, one.before, one.after, one.former) == ("", "", "", False)


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", "万", "亿"]))
def test_a_written_number_stands_for_itself(number: int, places: int, word: str) -> None:
    digits = f"{Decimal(number).scaleb(-places):f}"
    one = said(f"占地⟦{digits}{word}平方米|area.land⟧")
    assert one.number in one.reach
    assert ZERO <= one.reach.low <= one.reach.high < INFINITY


def test_a_mended_claim_is_a_point() -> None:
    one = said("每百名学生⟦57人|per_100_students.backbone⟧").mended(Decimal("5.57"))
    assert (one.reach.low, one.reach.high, one.restored) == (Decimal("5.57"), Decimal("5.57"), True)
    assert one.figure.value == 57
