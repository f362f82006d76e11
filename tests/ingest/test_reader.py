from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.base import Limits
from pipeline.ingest.reader import load, read
from pipeline.ingest.text import TextReader
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError, UnsupportedSource


def test_a_text_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes("一、指导思想\r\n".encode("gb18030"))
    document = read(load(path))
    assert document.text == "一、指导思想\r\n"
    assert document.path == str(path)
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptySource),
        (b"\x89PNG\r\n\x1a\n", SourceError),
        (b"PK\x03\x04xx", UnsupportedSource),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedSource),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(
    tmp_path: Path, content: bytes, error: type[SourceError]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read(load(path))
    assert ";" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_directory_and_oversized_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "missing.txt")
    with pytest.raises(SourceError, match="directory"):
        load(tmp_path)
    with pytest.raises(SourceError):
        load("bad\0name")
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 2048)
    with pytest.raises(OversizedSource):
        load(path, Limits(file_bytes=1024))


def test_a_library_failure_becomes_a_source_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("two\nlines")

    path = tmp_path / "plan.txt"
    path.write_text("计划", encoding="utf-8")
    monkeypatch.setattr(TextReader, "read", fail)
    with pytest.raises(SourceError, match=r"cannot be read as text: .*two") as caught:
        read(load(path))
    assert "\n" not in str(caught.value)


def test_memory_errors_pass_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    path = tmp_path / "plan.txt"
    path.write_text("计划", encoding="utf-8")
    monkeypatch.setattr(TextReader, "read", fail)
    with pytest.raises(MemoryError):
        read(load(path))
