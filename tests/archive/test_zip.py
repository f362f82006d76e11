"""Zip archives: names, damage, bombs, passwords."""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive.archive import content, contents, is_archive, members, seekable
from pipeline.archive.name import clean, wanted
from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, OversizedSource, SourceError, UnsupportedSource
from tests.archive.craft import UNIX, Entry, drained, every, put, read, zipped

SMALL = Limits(file_bytes=2**20)
TEXT = "到2027年，新增学位1200个。".encode()


def unicode_path(raw: bytes, name: str) -> bytes:
    data = b"\x01" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(data)) + data


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_every_way_of_compressing(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    texts = {"空.txt": b"", "计划.txt": TEXT * 30_000, "资料/年报.txt": os.urandom(2**20 + 1)}
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.mkdir("资料")
        for name, data in texts.items():
            archive.writestr(name, data)
    assert read(path) == texts
    listed = list(members(path))
    assert [(member.index, member.name, member.size) for member in listed] == [
        (index, name, len(data)) for index, (name, data) in enumerate(texts.items(), 1)
    ]
    assert all(content(path, member.place or 0, Limits()) == texts[member.name] for member in listed)


def test_names_by_evidence(tmp_path: Path) -> None:
    gbk = "学校规划.docx".encode("gbk")
    entries = [
        Entry(gbk, b"1"),
        Entry("年度\\总结.txt".encode("gbk"), b"2"),
        Entry("目录.txt".encode("gbk"), b"3"),
        Entry("旗标.txt".encode(), b"4", flags=0x800),
        Entry("苹果é.txt".encode(), b"5", system=UNIX),
        Entry(b"?????.txt", b"6", extra=unicode_path(b"?????.txt", "附加.txt")),
        Entry("旧名.txt".encode("gbk"), b"7", extra=unicode_path(b"another", "新名.txt")),
        Entry("坏旗.txt".encode("gbk"), b"8", flags=0x800),
        Entry(gbk, b"9"),
    ]
    shown = read(put(tmp_path, zipped(entries)))
    assert shown == {
        "学校规划.docx": b"1",
        "年度/总结.txt": b"2",
        "目录.txt": b"3",
        "旗标.txt": b"4",
        "苹果é.txt": b"5",
        "?????.txt": b"6",
        "旧名.txt": b"7",
        "坏旗.txt": b"8",
        "学校规划 (#8).docx": b"9",
    }


def test_the_unicode_path_field_names_what_ascii_cannot(tmp_path: Path) -> None:
    raw = "附加.txt".encode("big5")
    path = put(tmp_path, zipped([Entry(raw, b"1", extra=unicode_path(raw, "附加.txt"))]))
    assert read(path) == {"附加.txt": b"1"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text("abc 学校规划年度总结龘鿕㐀𠀀é./（）", min_size=1, max_size=20), max_size=8))
def test_names_come_back_from_utf8(tmp_path: Path, names: list[str]) -> None:
    path = put(tmp_path, zipped(Entry(name.encode(), flags=0x800) for name in names))
    expected = [clean(name) for name in names if not name.endswith("/") and wanted(clean(name))]
    shown = [member.name for member in members(path)]
    assert len(shown) == len(set(shown)) == len(expected)
    assert all(one == other or "(#" in one for one, other in zip(shown, expected, strict=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    st.text("学校教育规划年度总结目标任务完成情况报告方案教师学生经费万元一二三四五", min_size=1, max_size=12)
)
def test_names_come_back_from_gbk(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, zipped([Entry(f"{name}.docx".encode("gbk"))]))
    assert [member.name for member in members(path)] == [f"{name}.docx"]


def test_what_is_no_member(tmp_path: Path) -> None:
    entries = [
        Entry(b"folder/"),
        Entry(b"folder\\"),
        Entry(b"link", b"/etc/passwd", system=UNIX, mode=0o120777),
        Entry(b"__MACOSX/._a.txt", b"x"),
        Entry(b"~$a.docx", b"x"),
        Entry(b"../../a.txt", b"read all the same", system=UNIX, mode=0o100644),
    ]
    path = put(tmp_path, zipped(entries))
    assert [(member.index, member.name) for member in members(path)] == [(5, "a.txt")]
    assert read(path) == {"a.txt": b"read all the same"}


def test_passwords_and_unknown_methods(tmp_path: Path) -> None:
    entries = [Entry(b"a.txt", b"x" * 30, flags=1), Entry(b"b.txt", b"x", method=98), Entry(b"c.txt", b"x")]
    path = put(tmp_path, zipped(entries))
    a, b, c = members(path)
    assert "password" in (a.problem or "")
    assert "method 98" in (b.problem or "")
    assert c.problem is None
    results = read(path)
    assert isinstance(results["a.txt"], EncryptedSource)
    assert isinstance(results["b.txt"], UnsupportedSource)
    assert results["c.txt"] == b"x"
    with pytest.raises(EncryptedSource):
        content(path, a.place or 0, Limits())


@pytest.mark.parametrize("method", [8, 12])
@pytest.mark.parametrize("said", [None, 100])
def test_a_bomb_never_holds_more_than_the_limit(tmp_path: Path, method: int, said: int | None) -> None:
    path = put(
        tmp_path, zipped([Entry(b"zeros", bytes(24 * 2**20), method=method, size=said), Entry(b"b", b"x")])
    )
    assert path.stat().st_size < 400_000
    tracemalloc.start()
    results = read(path, SMALL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(results["zeros"], OversizedSource)
    assert "larger than 1 MB when expanded" in str(results["zeros"])
    assert results["b"] == b"x"
    assert peak < 12 * 2**20
    assert [bool(member.problem) for member in members(path, SMALL)] == [said is None, False]


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    path = put(
        tmp_path, zipped([Entry(b"a", bytes(2**20), method=8), Entry(b"b", bytes(2**20 + 1), method=8)])
    )
    results = read(path, SMALL)
    assert results["a"] == bytes(2**20)
    assert isinstance(results["b"], OversizedSource)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    data = b"x" * 1000
    entries = [Entry(b"a.txt", data), *(Entry(b"b%d.txt" % place, data, offset=0) for place in range(50))]
    results = read(put(tmp_path, zipped(entries)))
    assert results.pop("a.txt") == data
    assert all("zip bombs" in str(result) for result in results.values())
    assert len(results) == 50


def test_damage_of_one_member_leaves_the_others(tmp_path: Path) -> None:
    data = zipped(
        [Entry(b"a", b"AAAA"), Entry(b"b", b"BBBB"), Entry(b"c", TEXT * 50, method=8), Entry(b"d", b"D")]
    )
    broken = data.replace(b"BBBB", b"BxBB", 1)
    at = broken.index(b"PK\x03\x04", broken.index(b"BxBB")) + 31 + 8
    broken = broken[:at] + b"\xff\xff\xff" + broken[at + 3 :]
    results = read(put(tmp_path, broken))
    assert results["a"] == b"AAAA"
    assert results["d"] == b"D"
    assert "wrong checksum" in str(results["b"])
    assert isinstance(results["c"], SourceError)


def test_a_cut_zip_says_that_its_directory_is_missing(tmp_path: Path) -> None:
    path = put(tmp_path, zipped([Entry(b"a", b"A" * 1000)])[:600])
    assert is_archive(path)
    for job in (lambda: list(members(path)), lambda: every(path)):
        with pytest.raises(SourceError, match="directory at its end is missing"):
            job()


def test_a_broken_directory_gives_what_stands_before(tmp_path: Path) -> None:
    data = bytearray(zipped(Entry(b"%d.txt" % place, b"x") for place in range(10)))
    at = [place for place in range(len(data)) if data[place : place + 4] == b"PK\x01\x02"][6]
    data[at : at + 4] = b"\0\0\0\0"
    path = put(tmp_path, bytes(data))
    listed, message = drained(members(path))
    assert "first 6 entries is missing" in message
    assert [member.name for member in listed] == [f"{place}.txt" for place in range(6)]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_any_damage_ends_in_a_source_error_at_worst(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(
        zipped([Entry(b"a.txt", TEXT * 9, method=8), Entry(b"b.txt", TEXT, method=12), Entry(b"c", b"C")])
    )
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = put(tmp_path, bytes(whole))
    if not bytes(whole).startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    is_archive(path)
    listed, message = drained(members(path))
    _, other = drained(contents(path, lambda member: True, SMALL))
    _, third = drained(content(path, member.place or 0, SMALL) for member in listed)
    assert "\n" not in message + other + third


def test_something_before_and_behind_the_zip(tmp_path: Path) -> None:
    entries = [Entry(b"a", b"A"), Entry(b"b", b"B")]
    path = put(tmp_path, zipped(entries, before=zipped([Entry(b"old")])[:40]) + b"\r\n")
    assert read(path) == {"a": b"A", "b": b"B"}
    assert [content(path, member.place or 0, Limits()) for member in members(path)] == [b"A", b"B"]


def test_places_modulo_four_gigabytes_are_found(tmp_path: Path) -> None:
    path = tmp_path / "mac.zip"
    second = zipped([Entry(b"b", b"B")])[:32]
    first = zipped([Entry(b"a", b"A")])[:32]
    directory = b"".join(
        zipped([Entry(name, data, offset=offset, system=UNIX)])[32:-22]
        for name, data, offset in ((b"a", b"A", 0), (b"b", b"B", 50))
    )
    with path.open("wb") as file:  # a sparse file: takes no room
        file.write(first)
        file.seek(2**32 + 50)
        file.write(second + directory)
        end = (2**32 + 50 + 32) % 2**32
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), end, 0))
    assert read(path) == {"a": b"A", "b": b"B"}


def test_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 5)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for place in range(50):
            archive.writestr(zipfile.ZipInfo(f"{place}.txt"), b"x")
        with archive.open("last.txt", "w", force_zip64=True) as member:
            member.write(b"end")
    listed = list(members(path))
    assert len(listed) == 51
    assert content(path, listed[-1].place or 0, Limits()) == b"end"


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_zip64_end_that_points_nowhere(tmp_path: Path, size: int, offset: int) -> None:
    data = zipped([Entry(b"a", b"A")])
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, offset)
    pointer = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data) - 22, 1)
    _, message = drained(members(put(tmp_path, data[:-22] + end + pointer + data[-22:])))
    assert "damaged directory" in message or 0 in (size, offset)


def test_sizes_in_the_zip64_field(tmp_path: Path) -> None:
    wide = struct.pack("<HHQ", 1, 8, 5 * 2**32)
    path = put(tmp_path, zipped([Entry(b"a", b"A", size=0xFFFFFFFF, extra=wide)]))
    (member,) = members(path)
    assert member.size == 5 * 2**32
    assert "larger than" in (member.problem or "")


def test_one_part_of_a_split_zip(tmp_path: Path) -> None:
    data = bytearray(zipped([Entry(b"a", b"A")]))
    data[-18:-16] = b"\x02\x00"  # the number of this disk
    with pytest.raises(SourceError, match="one part of a split zip"):
        list(members(put(tmp_path, bytes(data))))


def test_content_notices_that_the_archive_changed(tmp_path: Path) -> None:
    path = put(tmp_path, zipped([Entry(b"a", b"A"), Entry(b"b", b"B")]))
    first, second = members(path)
    assert content(path, first.place or 0, Limits()) == b"A"
    put(tmp_path, zipped([Entry(b"a", b"A2"), Entry(b"b", b"B2")], before=zipped([Entry(b"a")])[:31]))
    with pytest.raises(SourceError, match="changed"):
        content(path, second.place or 0, Limits())
    assert [content(path, member.place or 0, Limits()) for member in members(path)] == [b"A2", b"B2"]


def test_closing_early_closes_the_files(tmp_path: Path) -> None:
    path = put(tmp_path, zipped(Entry(b"%d" % place, b"x") for place in range(100)))
    for stream in (members(path), contents(path, lambda member: True, Limits())):
        next(stream)
        stream.close()  # type: ignore[attr-defined]
    path.unlink()


def test_only_what_is_wanted_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, zipped([Entry(b"a", b"A"), Entry(b"b", b"B", crc=1)]))
    assert [member.name for member, _ in contents(path, lambda member: member.name == "a", Limits())] == ["a"]


def test_faults_of_the_disk_are_no_source_errors(tmp_path: Path) -> None:
    for job in (
        is_archive,
        seekable,
        lambda path: list(members(path)),
        lambda path: content(path, 0, Limits()),
    ):
        with pytest.raises(FileNotFoundError):
            job(tmp_path / "none.zip")


@pytest.mark.parametrize("mark", ["[Content_Types].xml", "mimetype", "OFD.xml", "META-INF/MANIFEST.MF"])
def test_documents_that_are_zips_inside_are_no_archives(tmp_path: Path, mark: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("_rels/.rels", "x")
        archive.writestr(mark, "x")
    assert not is_archive(put(tmp_path, held.getvalue()))
    assert not is_archive(put(tmp_path, held.getvalue()[:-30]))


def test_a_zip_of_documents_is_an_archive(tmp_path: Path) -> None:
    path = put(
        tmp_path,
        zipped([Entry("规划/mimetype".encode(), b"x"), Entry(b"a.docx", zipped([Entry(b"mimetype")]))]),
    )
    assert is_archive(path)
    assert seekable(path)
    empty = put(tmp_path, zipped([]))
    assert is_archive(empty)
    assert list(members(empty)) == []


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs the program zip")
def test_what_the_zip_program_writes(tmp_path: Path) -> None:
    (tmp_path / "资料").mkdir()
    (tmp_path / "资料" / "计划.txt").write_bytes(TEXT)
    (tmp_path / "密.txt").write_bytes(TEXT)
    subprocess.run(["zip", "-qr", "a.zip", "资料"], cwd=tmp_path, check=True)
    subprocess.run(["zip", "-q", "-P", "secret", "a.zip", "密.txt"], cwd=tmp_path, check=True)
    results = read(tmp_path / "a.zip")
    assert results["资料/计划.txt"] == TEXT
    assert isinstance(results["密.txt"], EncryptedSource)
