"""Slips of the pen, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit.slip import slip

POSITIVE = st.decimals("0.01", 10**7, places=2)


@pytest.mark.parametrize(
    ("written", "meant", "word"),
    [
        ("57", "5.57", "小数点及数字丢失"),
        ("557", "5.57", "小数点丢失"),
        ("20000", "2000", "多写1个0"),
        ("110", "1100000", "少写4个0"),
        ("0.9", "9", "少写1个0或小数点错位"),
        ("356", "3756", "丢失数字"),
        ("3756", "356", "多出数字"),
        ("7572", "7527", "数字颠倒"),
        ("7572", "6372", None),
        ("25", "52", None),
        ("24", "25", None),
        ("5", "5", None),
        ("0", "5", None),
        ("-5", "5", None),
        ("5", "0", None),
    ],
)
def test_how_a_number_may_have_come_from_another(written: str, meant: str, word: str | None) -> None:
    found = slip(Decimal(written), Decimal(meant))
    assert (found is None) == (word is None)
    assert word is None or word in (found or "")


@given(POSITIVE, st.sampled_from([10, 100, 1000, 10_000]))
def test_a_moved_point_is_always_seen(value: Decimal, power: int) -> None:
    assert slip(value * power, value)
    assert slip(value, value * power)


@given(POSITIVE, POSITIVE)
def test_what_went_wrong_is_a_doubt_or_nothing(written: Decimal, meant: Decimal) -> None:
    found = slip(written, meant)
    assert found is None or found.startswith("疑")
    assert slip(written, written) is None
