"""What is put into shards comes out of them, whatever happened meanwhile."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store.shard import ShardReader, ShardWriter, draft_of, pack, path_of

LINES = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), max_size=4)


def write(folder: Path, stretches: list[bytes], *, compressed: bool, start: int = 0) -> list[tuple[int, int]]:
    writer = ShardWriter(path_of(folder, 1, compressed=compressed), start)
    places = [(writer.add(data), len(data)) for data in stretches]
    writer.finish()
    return places


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=6), st.booleans())
def test_what_is_added_is_what_is_read(files: list[list[str]], compressed: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        packed = [pack(lines, compress=compressed) for lines in files]
        places = write(Path(name), packed, compressed=compressed)
        with ShardReader(Path(name)) as reader:
            for lines, (place, length) in reversed(list(zip(files, places, strict=True))):
                assert reader.content(1, place, length, compressed=compressed).lines == [
                    line.encode() for line in lines
                ]


def test_a_packed_shard_is_a_file_as_any_other(tmp_path: Path) -> None:
    import zstandard

    write(
        tmp_path,
        [pack(["甲", "乙"], compress=True), pack([], compress=True), pack(["丙"], compress=True)],
        compressed=True,
    )
    with path_of(tmp_path, 1, compressed=True).open("rb") as file:
        data = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    assert data.decode() == "甲\n乙\n丙\n"


def test_what_was_not_made_sure_is_written_anew(tmp_path: Path) -> None:
    path = path_of(tmp_path, 1, compressed=False)
    writer = ShardWriter(path)
    writer.add(b"sure\n")
    writer.sync()
    writer.add(b"cut o")
    writer.close()
    assert not path.exists()
    writer = ShardWriter(path, 5)
    assert writer.add(b"whole\n") == 5
    writer.finish()
    assert path.read_bytes() == b"sure\nwhole\n"
    assert not draft_of(path).exists()


def test_a_shard_may_have_got_its_name_before_that_was_noted(tmp_path: Path) -> None:
    path = path_of(tmp_path, 1, compressed=False)
    write(tmp_path, [b"a\n", b"b\n"], compressed=False)
    with ShardReader(tmp_path) as reader:
        assert reader.content(1, 0, 2, compressed=False).lines == [b"a"]
    write(tmp_path, [b"c\n"], compressed=False, start=2)
    assert path.read_bytes() == b"a\nc\n"
    write(tmp_path, [b"d\n"], compressed=False)
    assert path.read_bytes() == b"d\n"


def test_two_who_write_the_same_shard_do_not_meet(tmp_path: Path) -> None:
    path = path_of(tmp_path, 1, compressed=False)
    one, two = ShardWriter(path, alone=False), ShardWriter(path, alone=False)
    one.add(b"same\n")
    two.add(b"sa")
    one.finish()
    two.add(b"me\n")
    two.finish()
    assert path.read_bytes() == b"same\n"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("compressed", [True, False])
def test_a_shard_that_is_cut_off_says_where(tmp_path: Path, compressed: bool) -> None:
    data = pack(["甲" * 99], compress=compressed)
    ((place, length),) = write(tmp_path, [data], compressed=compressed)
    path_of(tmp_path, 1, compressed=compressed).write_bytes(data[:-1])
    with ShardReader(tmp_path) as reader, pytest.raises(ValueError, match=f"ends before byte {len(data)}"):
        reader.content(1, place, length, compressed=compressed)


def test_damage_in_a_packed_shard_is_found(tmp_path: Path) -> None:
    data = pack([f"第{number}行" for number in range(99)], compress=True)
    for place in range(0, len(data), 7):
        write(tmp_path, [data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]], compressed=True)
        with ShardReader(tmp_path) as reader, pytest.raises(ValueError, match=r"."):
            reader.content(1, 0, len(data), compressed=True)


def test_only_so_many_shards_are_held_open(tmp_path: Path) -> None:
    for number in range(40):
        writer = ShardWriter(path_of(tmp_path, number, compressed=False))
        writer.add(f"{number}\n".encode())
        writer.finish()
    with ShardReader(tmp_path) as reader:
        for number in (*range(40), *range(40)):
            assert reader.content(number, 0, len(f"{number}\n"), compressed=False).lines == [
                str(number).encode()
            ]
            assert len(reader._open) <= 16
