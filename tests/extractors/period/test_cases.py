"""Time expressions: the rule's own cases, and what holds for any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.period.resolve import resolve
from extractors.period.rule import periods

CASES = yaml.safe_load(Path("extractors/period/cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_cases(case):
    text = case["text"]
    assert [f"{text[one.start : one.end]} {one.kind}" for one in periods(text)] == case["found"]


PIECES = st.sampled_from(
    [
        "20",
        "xx",
        "2024",
        "年",
        "3",
        "月",
        "日",
        "至",
        "—",
        "-",
        "三",
        "十",
        "近",
        "每",
        "到",
        "底",
        "前",
        "内",
        "学期",
        "学年",
        "□",
        "本",
        "，",
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_never_overlap_and_hold_words(text):
    end = 0
    for one in periods(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        end = one.end


@given(st.lists(PIECES, max_size=12).map("".join), st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_resolved_times_run_forward(text, reference):
    for one in periods(text):
        first, last = resolve(text[one.start : one.end], reference)
        assert first is None or last is None or first <= last
