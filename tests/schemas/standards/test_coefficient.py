"""The weighted coefficient and the split of mixed schools, against worked examples and their own laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.standards.coefficient import variation
from schemas.standards.split import split_students

CLOSE = Decimal("1e-15")
SCHOOLS = st.lists(
    st.tuples(st.integers(1, 5000).map(Decimal), st.decimals(0, 100000, places=2)), min_size=1, max_size=30
).filter(lambda pairs: any(amount for _, amount in pairs))


def columns(pairs: list[tuple[Decimal, Decimal]]) -> tuple[list[Decimal], list[Decimal]]:
    return [pupils for pupils, _ in pairs], [amount for _, amount in pairs]


def test_the_published_example() -> None:
    found = variation(
        [Decimal(n) for n in (45, 37, 89, 76, 55)], [Decimal(n) for n in (279, 137, 935, 160, 402)]
    )
    shown = [round(number, 4) for number in (found.mean, found.deviation, found.value)]
    assert shown == [Decimal("6.3344"), Decimal("3.2639"), Decimal("0.5153")]


def test_pupils_weigh() -> None:
    # Values 1 and 3 per pupil: unweighted the coefficient is 0.5, but nine of ten pupils have 1.
    found = variation([Decimal(90), Decimal(10)], [Decimal(90), Decimal(30)])
    assert (found.mean, found.deviation, found.value) == (Decimal("1.2"), Decimal("0.6"), Decimal("0.5"))
    heavier = variation([Decimal(10), Decimal(90)], [Decimal(10), Decimal(270)])
    assert heavier.value < Decimal("0.22")


@given(SCHOOLS, st.decimals("0.01", 1000, places=2), st.integers(1, 50))
def test_units_of_amounts_and_of_pupils_do_not_matter(
    pairs: list[tuple[Decimal, Decimal]], amount: Decimal, many: int
) -> None:
    pupils, amounts = columns(pairs)
    plain = variation(pupils, amounts).value
    assert abs(variation(pupils, [one * amount for one in amounts]).value - plain) < CLOSE
    assert abs(variation([one * many for one in pupils], amounts).value - plain) < CLOSE


@given(
    st.lists(st.integers(1, 5000).map(Decimal), min_size=1, max_size=30), st.decimals("0.01", 100, places=2)
)
def test_equal_schools_differ_by_nothing(pupils: list[Decimal], each: Decimal) -> None:
    assert variation(pupils, [one * each for one in pupils]).value < CLOSE


@given(SCHOOLS)
def test_a_school_in_two_halves_changes_nothing(pairs: list[tuple[Decimal, Decimal]]) -> None:
    pupils, amounts = columns(pairs)
    halves = variation([one / 2 for one in pupils for _ in "ab"], [one / 2 for one in amounts for _ in "ab"])
    assert abs(halves.value - variation(pupils, amounts).value) < CLOSE
    assert halves.value >= 0


@pytest.mark.parametrize(
    ("pupils", "amounts"), [([], []), ([1], [1, 2]), ([0, 5], [1, 2]), ([5, 5], [-1, 2]), ([5, 5], [0, 0])]
)
def test_what_has_no_coefficient_is_refused(pupils: list[int], amounts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        variation([Decimal(n) for n in pupils], [Decimal(n) for n in amounts])


def test_a_nine_year_school() -> None:
    counted = split_students(Decimal(600), Decimal(300))
    assert counted["primary"] == 930
    assert "senior" not in counted
    area = Decimal(4650)
    assert area / counted["primary"] == 5
    assert abs(area / counted["junior"] - Decimal("5.5")) < CLOSE


def test_secondary_and_twelve_year_schools() -> None:
    secondary = split_students(junior=Decimal(600), senior=Decimal(500))
    assert abs(secondary["junior"] - (600 + Decimal("1.2") * 500)) < CLOSE
    twelve = split_students(Decimal(100), Decimal(100), Decimal(100))
    assert twelve["primary"] == Decimal(342)
    assert abs(twelve["primary"] / twelve["junior"] - Decimal("1.1")) < CLOSE
    assert abs(twelve["primary"] / twelve["senior"] - Decimal("1.32")) < CLOSE


@given(st.integers(1, 9000).map(Decimal))
def test_a_school_of_one_stage_counts_as_it_is(pupils: Decimal) -> None:
    assert split_students(pupils) == {"primary": pupils}
    assert abs(split_students(senior=pupils)["senior"] - pupils) < CLOSE
    assert split_students() == {}


def test_negative_pupils_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 0"):
        split_students(Decimal(-1))
