"""Accounts: whose figures are reckoned together."""

from __future__ import annotations

from decimal import Decimal

from pipeline.audit.account import Account, accounts, same_time
from pipeline.audit.claim import claim
from tests.pipeline.audit.mark import record

ONE = "在校学生⟦1200人|students.enrolled⟧，教学班⟦26个|classes.count⟧，占地⟦31000平方米|area.land⟧。"
OTHER = "在校学生⟦310人|students.enrolled⟧，教学班⟦9个|classes.count⟧，占地⟦7200平方米|area.land⟧。"


def told(marked: str) -> list[tuple[str | None, list[str]]]:
    """The accounts of a marked text, each with its figures' own words."""
    return [(one.entity, [each.raw for each in one.claims]) for one in accounts(record(marked))]


def test_one_school_is_one_account() -> None:
    assert told(ONE) == [(None, ["1200人", "26个", "31000平方米"])]


def test_two_schools_glued_together_are_two() -> None:
    assert told(ONE + OTHER) == [
        (None, ["1200人", "26个", "31000平方米"]),
        (None, ["310人", "9个", "7200平方米"]),
    ]


def test_three_schools_glued_together_are_three() -> None:
    third = "在校学生⟦60人|students.enrolled⟧，教学班⟦3个|classes.count⟧，占地⟦1500平方米|area.land⟧。"
    assert [words[0] for _, words in told(ONE + OTHER + third)] == ["1200人", "310人", "60人"]


def test_what_agrees_anywhere_is_no_cut() -> None:
    assert len(told(ONE + OTHER + "教学班⟦26个|classes.count⟧。")) == 1
    assert len(told(ONE + OTHER.replace("9个", "24个"))) == 1


def test_two_differing_totals_are_too_few() -> None:
    assert len(told(ONE + "在校学生⟦310人|students.enrolled⟧，占地⟦7200平方米|area.land⟧。")) == 1


def test_years_stages_and_aims_are_no_other_school() -> None:
    for mark in ("2021年", "primary", "target", "approx", "entity=东林小学"):
        other = OTHER.replace("⟧", f"|{mark}⟧")
        assert len([1 for entity, _ in told(ONE.replace("⟧", "|2023年⟧") + other) if entity is None]) == 1


def test_a_school_named_has_its_own_account_and_a_home() -> None:
    text = ONE + "东林小学在校学生⟦90人|students.enrolled|entity=东林小学⟧。全校教师⟦70人|staff.teachers⟧。"
    assert told(text) == [(None, ["1200人", "26个", "31000平方米", "70人"]), ("东林小学", ["90人"])]
    home, other = accounts(record(text))
    assert (home.home, other.home) == (None, home)


def test_only_others_figures() -> None:
    assert told("在校学生⟦90人|students.enrolled|entity=东林小学⟧。") == [("东林小学", ["90人"])]
    assert told("没有数字。") == []


def test_times() -> None:
    text = "甲⟦1人|-⟧乙⟦2人|-|2021年⟧丙⟦3人|-|2023年⟧丁⟦4人|-|period=近三年⟧"
    never, first, second, vague = (claim(figure) for figure in record(text).figures)
    assert same_time(never, first)
    assert same_time(never, vague)
    assert same_time(first, first)
    assert not same_time(first, second)
    assert not same_time(first, vague)


def test_a_table_of_many_years_is_not_cut_for_ever() -> None:
    many = "".join(
        f"在校学生⟦{n}人|students.enrolled⟧，教学班⟦{n}个|classes.count⟧，占地⟦{n}平方米|area.land⟧。"
        for n in range(1, 400)
    )
    assert len(told(many)) == 1


def test_a_mended_value_is_used_from_then_on() -> None:
    (account,) = accounts(record(ONE))
    one = account.of("students.enrolled")[0]
    assert account.best(one) is one
    account.mend(one, Decimal(120))
    assert account.is_mended(one)
    assert account.best(one).number == 120
    assert Account(None, []).of("students.enrolled") == ()
