"""Number formats of workbooks that Excel 5 and 95 wrote."""

from __future__ import annotations

from struct import pack

from pipeline.ingest.workbook.biff import _Book
from pipeline.ingest.workbook.look import look

_BEGIN, _END, _FORMAT, _XF, _SHEET, _NUMBER = 0x809, 0x0A, 0x41E, 0xE0, 0x85, 0x203


def record(kind: int, content: bytes = b"") -> bytes:
    return pack("<HH", kind, len(content)) + content


def test_strings_are_bytes_of_a_code_page() -> None:
    head = record(_BEGIN, pack("<HH", 0x500, 5)) + record(_FORMAT, pack("<HB", 164, 5) + b"0.00%")
    head += record(_XF, pack("<HH", 0, 164))
    at = len(head) + 4 + 7 + 4
    head += record(_SHEET, pack("<IHB", at, 0, 0)) + record(_END)
    sheet = (
        record(_BEGIN, pack("<HH", 0x500, 16)) + record(_NUMBER, pack("<HHHd", 1, 2, 0, 0.5)) + record(_END)
    )
    (found,) = _Book(head + sheet).sheets()
    assert found.looks == {(1, 2): look("0.00%")}
    assert (found.rows, found.columns) == (2, 3)
