from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.ingest.member import first, whole

CONTENT = "义务教育".encode() * 500


def pack(method: int = zipfile.ZIP_DEFLATED, name: str = "a.xml", content: bytes = CONTENT) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def member(data: bytes) -> zipfile.ZipInfo:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("name", ["a.xml", "规划.xml"])
@pytest.mark.parametrize("content", [b"", CONTENT, bytes(200_000)])
def test_reads_what_zipfile_reads(method: int, name: str, content: bytes) -> None:
    data = pack(method, name, content)
    assert whole(data, member(data), 10**6) == content
    # A template is remembered, and read the same again.
    assert whole(data, member(data), 10**6) == content


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_leaves_rare_methods_to_zipfile(method: int) -> None:
    data = pack(method)
    assert whole(data, member(data), 10**6) is None


def test_reads_nothing_beyond_the_limit() -> None:
    data = pack()
    assert whole(data, member(data), len(CONTENT)) == CONTENT
    assert whole(data, member(data), len(CONTENT) - 1) is None
    assert first(data, 100) == (b"a.xml", CONTENT[:100])


@pytest.mark.parametrize("at", [0, 6, 8, 30, 60])
def test_a_damaged_member_is_left_to_zipfile(at: int) -> None:
    data = pack()
    damaged = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    assert whole(damaged, member(data), 10**6) is None


@pytest.mark.parametrize("field", ["CRC", "file_size", "compress_size", "header_offset"])
def test_a_directory_that_lies_is_left_to_zipfile(field: str) -> None:
    data = pack()
    info = member(data)
    setattr(info, field, getattr(info, field) - 7)
    assert whole(data, info, 10**6) is None


@pytest.mark.parametrize("data", [b"", b"PK", pack(zipfile.ZIP_STORED), b"\0" + pack()])
def test_the_first_member_is_told_only_where_it_is_plain(data: bytes) -> None:
    assert first(data, 100) == (b"", b"")
