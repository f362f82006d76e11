"""Stretches of a text: only those with a hint, as cutting all of them would give."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractors.sentence import Hints, between, clauses, sentences

TEXT = st.text("甲乙，。；\n ", max_size=40)


@given(TEXT)
def test_hints_name_the_stretches_that_hold_them(text):
    hints = Hints.of(re.compile("甲"), "。；\n", text)
    found = list(hints.stretches(0, len(text)))
    assert found == [one for one in between("。；\n", text, 0, len(text)) if "甲" in text[slice(*one)]]


def test_hints_keep_to_their_bounds():
    hints = Hints.of(re.compile("甲"), "。", "甲乙。乙甲。甲")
    assert hints.at(1, 6) == [4]
    assert list(hints.stretches(1, 6)) == [(3, 5)]


def test_stretches_come_without_the_marks_around_them():
    text = "一，二；三。\n 四：。！"
    assert [text[slice(*one)] for one in sentences(text, 0, len(text))] == ["一，二；三", "四"]
    assert [text[slice(*one)] for one in clauses(text, 0, len(text))] == ["一", "二", "三", "四"]
