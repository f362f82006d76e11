"""Text boxes in old workbooks."""

from __future__ import annotations

from struct import pack

import pytest

from pipeline.ingest.workbook.caption import Captions

BOX, REMARK = 6, 0x19


def shape(kind: int) -> tuple[int, bytes]:
    return 0x5D, pack("<HHHH", 0x15, 18, kind, 1)


def told(length: int, *pieces: bytes) -> list[tuple[int, bytes]]:
    return [(0x1B6, bytes(10) + pack("<HHI", length, 16, 0)), *((0x3C, piece) for piece in pieces)]


def read(*records: tuple[int, bytes]) -> list[str]:
    captions = Captions()
    for kind, content in records:
        captions.take(kind, content, 0, len(content))
    return captions.found


def test_a_text_in_pieces_of_both_widths() -> None:
    words = told(9, b"\0No.12", b"\1" + "填表说明".encode("utf-16-le"), b"\0formats")
    assert read(shape(BOX), *words) == ["No.12填表说明"]


@pytest.mark.parametrize("other", [REMARK, 7])
def test_remarks_and_buttons_are_no_text_of_the_sheet(other: int) -> None:
    assert read(shape(other), *told(3, b"\0abc"), shape(BOX), *told(2, b"\0de")) == ["de"]


def test_pieces_of_other_records_are_not_its_own() -> None:
    assert read(shape(BOX), *told(5, b"\0abc"), (0xFC, b""), (0x3C, b"\0xyz")) == ["abc"]
    assert read(shape(BOX), *told(0, b"\0abc")) == []
