"""Numbers in general: everything that reads as a number, with none of the genre's exclusions."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantity.general import numbers


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("七十三", [(73, None)]),
        ("负四点二", [("-4.2", None)]),
        ("五分之三", [("0.6", None)]),
        ("二又四分之一", [("2.25", None)]),
        ("3/8", [("0.375", None)]),
        (".25", [("0.25", None)]),
        ("六 千 零 四", [(6004, None)]),
        ("三万零二十", [(30020, None)]),
        ("2千零7", [(2007, None)]),
        ("百分之 四十二", [(42, "percent")]),
        ("6 个 百 分点", [(6, "percent")]),
        ("三成半", [(35, "percent")]),
        ("12千米", [(12000, "m")]),
        ("第三名和10", [(3, "person"), (10, None)]),
        ("八元二角五分", [("8.25", "CNY")]),
        ("不是七而是九", [(7, None), (9, None)]),
        ("一切都好，四川", []),
    ],
)
def test_reads_numbers(text: str, want: list[tuple[Any, str | None]]) -> None:
    found = [(item.value, item.unit) for item in numbers(text)]
    assert found == [(Decimal(str(value)), unit) for value, unit in want]


@pytest.mark.parametrize(
    ("text", "op", "low", "high"),
    [
        ("大于四十", ">", 40, None),
        ("不超过12", "<=", 12, None),
        ("20到35", "range", 20, 35),
        ("7与9之间", "range", 7, 9),
        ("三百以上", ">=", 300, None),
    ],
)
def test_reads_bounds(text: str, op: str, low: int, high: int | None) -> None:
    (found,) = numbers(text)
    assert found.op == op
    assert found.value == low
    assert found.value_max == high


@given(st.text(alphabet="0123456789一二三十百千万亿点几半零分之又负-/ .,至到%个成", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_in_order(text: str) -> None:
    end = 0
    for item in numbers(text):
        assert end <= item.start < item.end <= len(text)
        end = item.end


@pytest.mark.parametrize("unit", ["1", "十", "1 ", "一 ", "三又", "1/", "1至", "1,", ".", "百分之", "二分之"])
def test_time_is_linear(unit: str) -> None:
    began = time.process_time()
    numbers(unit * (50_000 // len(unit)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("大于100并且小于300的数", 100, 300),
        ("不小于20，不大于50", 20, 50),
        ("最多100最少20个", 20, 100),
    ],
)
def test_two_bounds_that_face_each_other_are_one_range(text: str, low: int, high: int) -> None:
    [found] = [one for one in numbers(text) if one.op != "="]
    assert (found.value, found.value_max, found.op) == (Decimal(low), Decimal(high), "range")


@pytest.mark.parametrize("text", ["大于50。小于12", "大于50小于12"])
def test_bounds_that_leave_nothing_between_stay_two(text: str) -> None:
    assert [one.value_max for one in numbers(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两米半", "2.5"),
        ("三個", "3"),
        ("四十九兆九千五百九十二億元", "49959200000000"),
        ("3兆", "3000000000000"),
        ("叁拾伍", "35"),
        ("３／５", "0.6"),
        ("两百點五", "200.5"),
    ],
)
def test_halves_old_signs_and_wide_digits_are_read(text: str, value: str) -> None:
    assert [one.value for one in numbers(text)] == [Decimal(value)]
