"""Numbers written in every style must be read back exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quantity.numeral import chinese
from extractors.quantity.reader import number, quantities
from extractors.quantity.unit import table

_SIGNS = "零一二三四五六七八九"
_COUNTS = st.integers(min_value=2, max_value=10**12)


def formal(value: int) -> str:
    """The full Chinese numeral: 10305 is 一万零三百零五."""
    if value >= 10**8:
        return _joined(value, 10**8, "亿")
    if value >= 10**4:
        return _joined(value, 10**4, "万")
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if gap and text else "") + _SIGNS[digit] + name
        gap = not digit
    return text


def _joined(value: int, size: int, name: str) -> str:
    head, rest = divmod(value, size)
    return formal(head) + name + (("零" if rest < size // 10 else "") + formal(rest) if rest else "")


def only(text: str) -> tuple[Decimal | None, str | None]:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0].value, found[0].unit


@given(_COUNTS)
def test_arabic_is_read_back(value: int) -> None:
    assert only(f"现有图书{value}册") == (Decimal(value), "volume")


@given(_COUNTS)
def test_thousands_are_read_back(value: int) -> None:
    assert only(f"现有图书{value:,}册") == (Decimal(value), "volume")


@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_decimals_are_read_back(value: Decimal) -> None:
    assert only(f"人均面积约{value}平方米") == (value, "m2")


@given(st.decimals(min_value=Decimal("0.1"), max_value=9999, places=2))
def test_ten_thousands_are_read_back(value: Decimal) -> None:
    assert only(f"投入资金{value}万元") == (value * 10_000, "CNY")


@given(_COUNTS)
def test_chinese_is_read_back(value: int) -> None:
    read = chinese(formal(value))
    assert read is not None
    assert read[0] == value


@given(st.integers(min_value=2, max_value=9999))
def test_chinese_counts_are_read_back(value: int) -> None:
    assert only(f"现有图书{formal(value)}册。") == (Decimal(value), "volume")


@given(st.integers(min_value=1, max_value=99))
def test_chinese_percent_is_read_back(value: int) -> None:
    assert only(f"达到百分之{formal(value)}") == (Decimal(value), "percent")


@given(st.integers(1, 500), st.integers(1, 500))
def test_range_is_read_back(low: int, span: int) -> None:
    found = quantities(f"每校{low}至{low + span}间")
    assert [(item.value, item.value_max, item.op) for item in found] == [
        (Decimal(low), Decimal(low + span), "range")
    ]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("两百", 200),
        ("二百零五", 205),
        ("两千三", 2300),
        ("一万二", 12000),
        ("三百二", 320),
        ("一亿二", 120_000_000),
        ("三点五", "3.5"),
        ("二点五万", 25000),
        ("伍拾万", 500_000),
        ("一千零一十", 1010),
    ],
)
def test_spoken_numerals(numeral: str, value: object) -> None:
    read = chinese(numeral)
    assert read is not None
    assert read[:2] == (Decimal(str(value)), None)


@pytest.mark.parametrize("numeral", ["二〇一七", "一九九八", "百百", "十千", "五六七", "点五", "几", "零零"])
def test_no_numerals(numeral: str) -> None:
    assert chinese(numeral) is None


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("1,234", 1234, None),
        (" 56.7% ", "56.7", "percent"),
        ("12", 12, None),
        ("-5", -5, None),
        ("3.5万元", 35000, "CNY"),
        ("120人", 120, "person"),
        ("0", 0, None),
        ("2019", 2019, None),
        ("三所", 3, "count"),
        ("约30人", 30, "person"),
        ("1:13.5", "13.5", "ratio"),
    ],
)
def test_cells(cell: str, value: object, unit: str | None) -> None:
    found = number(cell)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(str(value)), unit)


@pytest.mark.parametrize("cell", ["xx人", "____名"])
def test_blank_cells(cell: str) -> None:
    found = number(cell)
    assert found is not None
    assert (found.value, found.damage) == (None, "placeholder")


@pytest.mark.parametrize("cell", ["", "-", "—", "/", " ", "合计", "12人15人", "2019年", "见附表1", "第3页"])
def test_no_cells(cell: str) -> None:
    assert number(cell) is None


def test_every_unit_reads() -> None:
    for word, measure in table().measures.items():
        if measure.arabic and measure.unit not in ("day", "month", "year") and word != "班":
            assert only(f"合计37{word}。")[1] == measure.unit, word
