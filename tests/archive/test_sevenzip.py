"""7z archives: solid blocks, passwords, damage, memory."""

from __future__ import annotations

import shutil
import subprocess
import tracemalloc
from pathlib import Path

import py7zr
import pytest

from pipeline.archive.archive import content, contents, is_archive, members, seekable
from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, OversizedSource, SourceError
from tests.archive.craft import every, put, read

TEXTS = {
    "资料/计划.txt": "新增学位1200个。".encode() * 9000,
    "空.txt": b"",
    **{f"册/{place}.txt": f"第{place}所学校。".encode() * (place % 7 + 1) for place in range(300)},
    "末.txt": bytes(range(256)) * 500,
}
CHAINS = {
    "default": None,
    "lzma": [{"id": py7zr.FILTER_LZMA}],
    "bcj-lzma": [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA}],
    "delta-lzma2": [{"id": py7zr.FILTER_DELTA}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "ppmd": [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "deflate": [{"id": py7zr.FILTER_DEFLATE}],
    "zstd": [{"id": py7zr.FILTER_ZSTD, "level": 3}],
    "copy": [{"id": py7zr.FILTER_COPY}],
}


def packed(path: Path, texts: dict[str, bytes], **options: object) -> Path:
    with py7zr.SevenZipFile(path, "w", **options) as archive:  # type: ignore[arg-type]
        for name, data in texts.items():
            archive.writestr(data, name)
    return path


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_every_way_of_compressing(tmp_path: Path, chain: list[dict[str, int]] | None) -> None:
    path = packed(tmp_path / "a.7z", TEXTS, filters=chain)
    assert is_archive(path)
    assert not seekable(path)
    assert read(path) == TEXTS
    assert [(member.index, member.name, member.size) for member in members(path)] == [
        (index, name, len(data)) for index, (name, data) in enumerate(TEXTS.items())
    ]


def test_several_blocks_and_only_what_is_wanted(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.7z", {"a.txt": b"A" * 1000, "b.txt": b"B" * 1000})
    with py7zr.SevenZipFile(path, "a") as archive:
        archive.writestr(b"C" * 1000, "c.txt")
        archive.writestr(b"D" * 1000, "d.txt")
    assert [result[:1] for _, result in every(path) if isinstance(result, bytes)] == [b"A", b"B", b"C", b"D"]
    chosen = contents(path, lambda member: member.name in {"b.txt", "d.txt"}, Limits())
    assert [(member.name, result) for member, result in chosen] == [
        ("b.txt", b"B" * 1000),
        ("d.txt", b"D" * 1000),
    ]


def test_folders_links_and_names(tmp_path: Path) -> None:
    (tmp_path / "资料").mkdir()
    (tmp_path / "资料" / "空.txt").touch()
    (tmp_path / "资料" / "计划.txt").write_bytes(b"1")
    (tmp_path / "资料" / ".hidden").write_bytes(b"2")
    (tmp_path / "资料" / "link").symlink_to("计划.txt")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.writeall(tmp_path / "资料", "资料")
    assert read(tmp_path / "a.7z") == {"资料/空.txt": b"", "资料/计划.txt": b"1"}


def test_passwords(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.7z", {"a.txt": b"A" * 100}, password="secret")
    (member,) = members(path)
    assert "password" in (member.problem or "")
    assert isinstance(read(path)["a.txt"], EncryptedSource)
    hidden = packed(tmp_path / "b.7z", {"a.txt": b"A" * 100}, password="secret", header_encryption=True)
    for job in (lambda: list(members(hidden)), lambda: every(hidden)):
        with pytest.raises(EncryptedSource):
            job()


def test_memory_is_flat_and_a_large_member_is_passed_by(tmp_path: Path) -> None:
    texts = {"zeros": bytes(24 * 2**20), **{f"{place}.txt": bytes(2**19) for place in range(32)}}
    path = packed(tmp_path / "a.7z", texts, filters=[{"id": py7zr.FILTER_LZMA2, "preset": 0}])
    tracemalloc.start()
    count = 0
    for member, result in contents(path, lambda member: True, Limits(file_bytes=2**20)):
        assert isinstance(result, OversizedSource) if member.name == "zeros" else result == texts[member.name]
        count += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 33
    assert peak < 20 * 2**20


@pytest.mark.parametrize("kept", [0.5, 0.9, 0.999])
def test_a_cut_archive(tmp_path: Path, kept: float) -> None:
    data = packed(tmp_path / "a.7z", TEXTS).read_bytes()
    path = put(tmp_path, data[: int(len(data) * kept)])
    for job in (lambda: list(members(path)), lambda: every(path)):
        with pytest.raises(SourceError, match="incomplete"):
            job()


def test_damage_within_a_block_names_the_members_that_are_lost(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.7z", TEXTS, filters=[{"id": py7zr.FILTER_COPY}])
    data = bytearray(path.read_bytes())
    data[data.index("第200所".encode())] ^= 0xFF
    results = read(put(tmp_path, bytes(data)))
    assert {name for name, result in results.items() if isinstance(result, SourceError)} == {"册/200.txt"}
    damaged = bytearray(packed(tmp_path / "b.7z", TEXTS).read_bytes())
    damaged[200:260] = bytes(60)
    results = read(put(tmp_path, bytes(damaged)))
    assert results.keys() == TEXTS.keys()
    assert isinstance(results["末.txt"], SourceError)


def test_a_damaged_directory(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "a.7z", TEXTS).read_bytes())
    data[-5] ^= 0xFF
    with pytest.raises(SourceError, match="damaged directory"):
        list(members(put(tmp_path, bytes(data))))


def test_closing_early_and_an_empty_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.7z", TEXTS)
    stream = contents(path, lambda member: True, Limits())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    path.unlink()
    assert every(packed(tmp_path / "b.7z", {})) == []


def test_members_cannot_be_read_singly(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        content(packed(tmp_path / "a.7z", {"a": b"A"}), 0, Limits())


@pytest.mark.skipif(shutil.which("7z") is None, reason="needs the program 7z")
def test_what_the_7z_program_writes(tmp_path: Path) -> None:
    (tmp_path / "资料").mkdir()
    for place in range(5):
        (tmp_path / "资料" / f"{place}.txt").write_bytes(b"x" * place)
    subprocess.run(["7z", "a", "a.7z", "资料"], cwd=tmp_path, check=True, capture_output=True)
    assert read(tmp_path / "a.7z") == {f"资料/{place}.txt": b"x" * place for place in range(5)}
