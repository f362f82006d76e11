"""Tar archives, plain and compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tracemalloc
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive.archive import content, contents, is_archive, members, seekable
from pipeline.ingest.base import Limits
from schemas.errors import OversizedSource, SourceError
from tests.archive.craft import drained, every, put, read, tarred

TEXTS = {"资料/计划.txt": "新增学位1200个。".encode() * 300, "空.txt": b"", "年报.txt": b"x" * 70_000}
COMPRESSIONS = {
    "gz": lambda data: gzip.compress(data, 1),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstandard.ZstdCompressor(write_checksum=True).compress(data),
}
FORMS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_plain(tmp_path: Path, form: int) -> None:
    path = put(tmp_path, tarred(TEXTS, form))
    assert is_archive(path)
    assert seekable(path)
    assert read(path) == TEXTS
    assert {member.name: content(path, member.place or 0, Limits()) for member in members(path)} == TEXTS
    assert [member.index for member in members(path)] == [0, 1, 2]


@pytest.mark.parametrize("way", COMPRESSIONS)
def test_compressed(tmp_path: Path, way: str) -> None:
    path = put(tmp_path, COMPRESSIONS[way](tarred(TEXTS)))
    assert is_archive(path)
    assert not seekable(path)
    assert read(path) == TEXTS
    assert all(member.place is None for member in members(path))
    with pytest.raises(SourceError, match="no zip or plain tar"):
        content(path, 0, Limits())


@pytest.mark.parametrize("way", COMPRESSIONS)
def test_a_compressed_file_alone_is_no_archive(tmp_path: Path, way: str) -> None:
    assert not is_archive(put(tmp_path, COMPRESSIONS[way]("学校规划".encode() * 200)))


@pytest.mark.parametrize("way", [*COMPRESSIONS, "none"])
def test_cut_archives_give_what_is_there_and_say_what_is_missing(tmp_path: Path, way: str) -> None:
    noise = random.Random(1)
    texts = {f"{place}.txt": noise.randbytes(10_000) for place in range(30)}
    whole = COMPRESSIONS.get(way, bytes)(tarred(texts))
    path = put(tmp_path, whole[: len(whole) // 2])
    results, message = drained(contents(path, lambda member: True, Limits()))
    assert "missing" in message or "ended" in message
    seen = {member.name: result for member, result in results}
    # bz2 expands in blocks of 900 kB: less of it comes out.
    good = {name for name, result in seen.items() if not isinstance(result, SourceError)}
    assert len(good) >= (14 if way in {"none", "gz", "xz", "zst"} else 0)
    assert all(seen[name] == texts[name] for name in good)
    assert len(seen) - len(good) <= 1
    with pytest.raises(SourceError, match=r"missing|ended"):
        list(members(path))


def test_an_archive_without_its_end_mark_is_cut(tmp_path: Path) -> None:
    path = put(tmp_path, tarred({"a.txt": b"x" * 512})[:1024])
    stream = members(path)
    assert next(stream).name == "a.txt"
    with pytest.raises(SourceError, match="first 1 entries is missing"):
        next(stream)


def test_a_broken_header_in_the_middle_is_told(tmp_path: Path) -> None:
    data = bytearray(tarred({f"{place}.txt": b"x" * 512 for place in range(10)}, tarfile.USTAR_FORMAT))
    data[1024 * 4 + 3] ^= 0xFF
    stream = members(put(tmp_path, bytes(data)))
    assert [next(stream).name for _ in range(4)] == [f"{place}.txt" for place in range(4)]
    with pytest.raises(SourceError, match="first 4 entries is missing"):
        next(stream)


def test_a_wrong_checksum_at_the_end_is_told(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(tarred(TEXTS)))
    data[-6] ^= 0xFF
    path = put(tmp_path, bytes(data))
    with pytest.raises(SourceError, match="may not be whole"):
        every(path)


def test_names_in_gbk(tmp_path: Path) -> None:
    texts = {"学校/规划.txt": b"1", "总结.txt": b"2"}
    assert read(put(tmp_path, tarred(texts, tarfile.GNU_FORMAT, "gbk"))) == texts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    st.lists(st.text("ab学校规划龘㐀𠀀é（", min_size=1, max_size=120), unique=True, min_size=1, max_size=6),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_names_come_back(tmp_path: Path, names: list[str], form: int) -> None:
    texts = {f"{name}.txt": name.encode() for name in names}
    assert read(put(tmp_path, tarred(texts, form))) == texts


def test_what_is_no_member_and_same_names(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (("folder", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../../etc/passwd"
            archive.addfile(info)
        for name, data in (("../x.txt", b"1"), ("/x.txt", b"2"), (".DS_Store", b""), ("a\\b.txt", b"3")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    path = put(tmp_path, held.getvalue())
    assert read(path) == {"x.txt": b"1", "x (#4).txt": b"2", "a/b.txt": b"3"}
    assert [content(path, member.place or 0, Limits()) for member in members(path)] == [b"1", b"2", b"3"]


def test_a_bomb_is_flat_in_memory_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        info = tarfile.TarInfo("zeros")
        info.size = 24 * 2**20
        with (tmp_path / "zeros").open("wb") as file:
            file.truncate(info.size)
        with (tmp_path / "zeros").open("rb") as file:
            archive.addfile(info, file)
        archive.addfile(tarfile.TarInfo("b.txt"))
    tracemalloc.start()
    results = read(path, Limits(file_bytes=2**20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(results["zeros"], OversizedSource)
    assert results["b.txt"] == b""
    assert peak < 12 * 2**20


def test_a_header_without_measure_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2**32
    path = put(tmp_path, gzip.compress(tarred({"a.txt": b"1"})[:1024] + info.tobuf() + bytes(2**16)))
    stream = members(path)
    assert next(stream).name == "a.txt"
    with pytest.raises(SourceError, match="too large"):
        next(stream)


def test_memory_does_not_grow_with_the_number_of_members(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = put(
            tmp_path, tarred(dict.fromkeys(map("{}.txt".format, range(count)), b"x"), tarfile.USTAR_FORMAT)
        )
        tracemalloc.start()
        assert sum(1 for _ in members(path)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert (peak(2000) - peak(200)) / 1800 < 150


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_any_damage_ends_in_a_source_error_at_worst(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(tarred({"规划.txt": b"x" * 600, "b.txt": b"y"}))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, 4096))] = data.draw(st.integers(0, 255))
    path = put(tmp_path, bytes(whole))
    if is_archive(path):
        listed, message = drained(members(path))
        _, other = drained(contents(path, lambda member: True, Limits()))
        _, third = drained(content(path, member.place or 0, Limits()) for member in listed)
        assert "\n" not in message + other + third


def test_what_is_no_archive_at_all(tmp_path: Path) -> None:
    for data in (
        b"",
        "学校规划。".encode() * 100,
        bytes(10_240),
        b"%PDF-1.7 " + b"x" * 600,
        b"BZh9" + b"x" * 600,
    ):
        path = put(tmp_path, data)
        assert not is_archive(path)
        with pytest.raises(SourceError):
            list(members(path))


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("tar") is None, reason="needs GNU tar")
def test_files_with_holes_and_members_that_share_an_inode(tmp_path: Path) -> None:
    with (tmp_path / "holes").open("wb") as file:
        file.seek(3 * 2**20)
        file.write("末".encode())
    (tmp_path / "a.txt").write_bytes(b"A")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    command = ["tar", "--sparse", "-cf", "a.tar", "holes", "a.txt", "b.txt"]
    subprocess.run(command, cwd=tmp_path, check=True)
    results = read(tmp_path / "a.tar")
    assert results == {"holes": bytes(3 * 2**20) + "末".encode(), "a.txt": b"A"}
    first = next(members(tmp_path / "a.tar"))
    assert content(tmp_path / "a.tar", first.place or 0, Limits()) == results["holes"]


def test_closing_early(tmp_path: Path) -> None:
    path = put(tmp_path, gzip.compress(tarred(TEXTS)))
    stream = contents(path, lambda member: True, Limits())
    assert next(stream)[0].name == "资料/计划.txt"
    stream.close()  # type: ignore[attr-defined]
    path.unlink()
