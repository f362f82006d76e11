"""A number that is read as whole, without a look at damage, is the number that the closer look gives."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantity import arabic
from extractors.quantity.reader import quantities

_PIECES = [
    *"0123456789.,，、。．·%％lIO 　:/-至余多百千万亿人元册间米级年月日班分*×xX第表图_#A负为\n",
    *(
        "□",
        "*方米",
        "l",
        "系数0.4",
        "2024/1/9",
        "2024-01",
        "平方",
        "前",
        "共1 7",
        "为2 345",
        "12",
        "3.5",
        "2024",
        "平方米",
        "达到",
        "平*米",
        "小时",
        "个",
        "每",
    ),
]


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_a_whole_number_needs_no_closer_look(text: str) -> None:
    for digit in re.finditer(r"\d", text):
        start = digit.start()
        assert arabic._read(text, start, None) == arabic._suspect(text, start, None)


_MARKS = st.sampled_from(["□", "*", "**", "l", "O", "..", ".·", ".□"])


@settings(max_examples=400, deadline=None)
@given(st.integers(2, 999), _MARKS, st.integers(0, 99), st.sampled_from(["元", "万元", "册", "*方米", "%"]))
def test_no_part_of_a_mutilated_number_is_a_value(head: int, mark: str, tail: int, unit: str) -> None:
    found = quantities(f"达到{head}{mark}{tail}{unit}，")
    assert [item.value for item in found if item.damage in (None, "unit")] == []
