"""Old Office files whose sectors run in circles: refused at once, before any library follows them."""

from __future__ import annotations

import pytest

from pipeline.ingest.compound import opened
from pipeline.ingest.doc.binary import Binary, Strange
from pipeline.ingest.workbook.biff import overlays
from schemas.errors import SourceError
from tests.fuzz.target import BASE
from tests.hostile.craft import hostile_compounds


@pytest.mark.parametrize("name", hostile_compounds())
def test_chains_without_end_are_refused(name: str) -> None:
    data = hostile_compounds()[name]
    with pytest.raises((SourceError, Strange), match="damaged"):
        overlays(data) if name.startswith("Workbook") else Binary(data)


def test_sound_files_are_opened() -> None:
    with opened((BASE / "plan0.doc").read_bytes()) as storage:
        assert storage.exists("WordDocument")
    assert overlays((BASE / "book0.xls").read_bytes())


def test_a_stream_larger_than_its_file_is_refused() -> None:
    data = bytearray((BASE / "plan0.doc").read_bytes())
    entry = data.index("WordDocument".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = (2**30).to_bytes(4, "little")
    with pytest.raises(OSError, match="larger than the file"):
        opened(bytes(data))
