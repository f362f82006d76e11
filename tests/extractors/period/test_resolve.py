"""Time expressions as dates."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.period.resolve import resolve

TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("到2027年9月", None, "2027-09-30"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2023—2024学年", "2023-09-01", "2024-08-31"),
        ("2023-24学年", "2023-09-01", "2024-08-31"),
        ("三年内", "2024-03-01", "2027-03-01"),
        ("近三年", "2021-03-01", "2024-03-01"),
        ("2024年9月—10月", "2024-09-01", "2024-10-31"),
        ("2024年9月至次年6月", "2024-09-01", "2025-06-30"),
        ("2024年4月1日至9日", "2024-04-01", "2024-04-09"),
        ("2024年5月8日至6月中旬", "2024-05-08", "2024-06-20"),
        ("2024.09—2025.07", "2024-09-01", "2025-07-31"),
        ("3—5月", "2024-03-01", "2024-05-31"),
        ("9月25日前", None, "2024-09-25"),
        ("2025年底前", None, "2025-12-31"),
        ("十四五期间", "2021-01-01", "2025-12-31"),
        ("自2024年9月起", "2024-09-01", None),
        ("二〇二四年三月", "2024-03-01", "2024-03-31"),
        ("去年", "2023-01-01", "2023-12-31"),
        ("上半年", "2024-01-01", "2024-06-30"),
    ],
)
def test_told(text, start, end):
    assert [day and day.isoformat() for day in resolve(text, TODAY)] == [start, end]


@pytest.mark.parametrize(
    "text",
    [
        "20xx年",
        "xx年10月份",
        "每年",
        "本学期",
        "2025年前",
        "1月",
        "2024年2月30日",
        "2022-2023学年第一学期",
        "2024年秋季学期",
    ],
)
def test_not_told(text):
    assert resolve(text, TODAY) == (None, None)


@pytest.mark.parametrize("text", ["三年内", "9月25日前", "今年", "上半年", "近两年"])
def test_nothing_without_a_reference(text):
    assert resolve(text, None) == (None, None)
