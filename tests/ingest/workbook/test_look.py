from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.workbook.look import general, look, shown


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("0%", 0.856, "86%"),
        ("0.0%", 0.8565, "85.7%"),
        ("0.00_ ", 3.14159, "3.14"),
        ("#,##0.00;[Red]-#,##0.00", -1234.5, "-1234.50"),
        ('_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', 1234.4, "1234"),
        ('_ "￥"* #,##0.00_ ', 12.5, "12.50"),
        ("[$￥-804]#,##0", 1200, "1200"),
        ('0.00"万元"', 12.5, "12.50万元"),
        ("0\\人", 12, "12人"),
        ("0!人", 12, "12人"),
        ("0人", 12, "12人"),
        ('"约"0', 12, "约12"),
        ("0000", 42, "0042"),
        ('0.0,"千元"', 12345, "12.3千元"),
        ("0", 2.5, "3"),
        ("0", -0.2, "0"),
    ],
)
def test_number_as_the_format_shows_it(code: str, number: float, expected: str) -> None:
    form = look(code)
    assert form is not None
    assert shown(number, form) == expected


@pytest.mark.parametrize(
    "code",
    ["General", "G/通用格式", "@", "yyyy-mm-dd", "h:mm", "0.00E+00", "# ?/?", "0.##", "", "0!.0,", '"年"'],
)
def test_format_that_is_none_of_plain_numbers(code: str) -> None:
    assert look(code) is None


def test_format_of_dates_is_none_of_numbers() -> None:
    assert look('yyyy"年"m"月"') is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2024, 9, 1), "2024-09-01"),  # noqa: DTZ001 - Excel knows no zones
        (datetime(2024, 9, 1, 8, 30), "2024-09-01 08:30"),  # noqa: DTZ001 - Excel knows no zones
        (datetime(2024, 9, 1, 8, 30, 5), "2024-09-01 08:30:05"),  # noqa: DTZ001 - Excel knows no zones
        (time(8, 0), "08:00"),
        (timedelta(hours=30, minutes=5), "30:05"),
        (False, "FALSE"),
        ("甲_x000D_\n乙", "甲\n乙"),
    ],
)
def test_values(value: object, expected: str) -> None:
    assert shown(value, None) == expected  # type: ignore[arg-type]


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_shows_without_powers_of_ten(number: float) -> None:
    assert "e" not in general(number).lower()
    form = look("0.00%")
    assert form is not None
    assert isinstance(form.show(number), str)
