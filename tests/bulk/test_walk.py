"""Which files a job finds, and in what order."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.bulk.walk import Found, found, included, listed
from schemas.errors import ConfigurationError, EnvironmentFault

NOWHERE = Path("/nowhere")
posix = pytest.mark.skipif(
    sys.platform == "win32", reason="names and kinds of files that Windows does not have"
)


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")


def below(folder: Path, leave_out: Path = NOWHERE) -> list[str]:
    return [one.below for one in found([folder], leave_out)]


def reasons(folder: Path) -> dict[str, str]:
    return {one.below: one.reason for one in found([folder], NOWHERE) if one.reason}


def test_files_come_by_path_whatever_order_they_were_made_in(tmp_path: Path) -> None:
    write(tmp_path, "乙/2.txt", "b.txt", "甲/1.txt", "a/z.txt", "B.txt", "乙/10.txt")
    assert below(tmp_path) == ["B.txt", "a/z.txt", "b.txt", "乙/10.txt", "乙/2.txt", "甲/1.txt"]
    first = next(iter(found([tmp_path], NOWHERE)))
    assert (first.path, first.size, first.modified) == (tmp_path / "B.txt", 5, first.path.stat().st_mtime_ns)


def test_hidden_lock_and_system_files_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        ".git/a.txt",
        ".a.txt",
        "~$计划.docx",
        "__MACOSX/a.txt",
        "Thumbs.db",
        "desktop.ini",
        "x/.b",
        "a.txt",
    )
    assert below(tmp_path) == ["a.txt"]


def test_the_folder_written_to_is_left_out_wherever_it_is(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "out/records.jsonl", "b/out/c.txt")
    assert below(tmp_path, (tmp_path / "out").resolve()) == ["a.txt", "b/out/c.txt"]
    pattern = [one.below for one in found([tmp_path / "**" / "*.*"], (tmp_path / "out").resolve())]
    assert pattern == ["a.txt", "c.txt"]


@posix
def test_links_to_files_are_followed_and_those_in_a_circle_are_told(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "a.txt").symlink_to("real/a.txt")
    (tmp_path / "broken").symlink_to("nothing")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "up").symlink_to(tmp_path)
    assert below(tmp_path) == ["a.txt", "broken", "circle", "real/a.txt", "up"]
    assert reasons(tmp_path).keys() == {"broken", "circle", "up"}
    assert "circle" in [one.below for one in found([tmp_path / "*"], NOWHERE)]


@posix
def test_what_is_no_regular_file_is_told_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")  # opening it would wait for ever
    assert reasons(tmp_path) == {"pipe.txt": "is not a regular file; give a Word, PDF or text file"}


@posix
@pytest.mark.parametrize(
    "name", [b"a\nb\x1b[2J.txt", b"\xff\xfe.txt", b"a" * 255, "章".encode() * 85, b" ", b"*?[a].txt"]
)
def test_odd_names_are_found_as_they_are(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    try:
        path.write_text("a", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    (one,) = found([tmp_path], NOWHERE)
    assert one.path.read_text(encoding="utf-8") == "a"
    assert list(found([path], NOWHERE)) == [one]


@pytest.fixture
def ordinary(tmp_path: Path) -> Iterator[Path]:
    """A folder, and a user whom permissions concern."""
    if sys.platform == "win32":
        pytest.skip("permissions are other ones there")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o777)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            for path in Path(name).rglob("*"):
                path.chmod(0o700)
            os.seteuid(user)


def test_a_folder_that_may_not_be_looked_into_is_told_and_the_others_go_on(ordinary: Path) -> None:
    write(ordinary, "a/1.txt", "b/2.txt", "c/3.txt")
    (ordinary / "b").chmod(0)
    assert below(ordinary) == ["a/1.txt", "b/", "c/3.txt"]
    assert reasons(ordinary) == {"b/": "may not be looked into (Permission denied); change its permissions"}


def test_a_folder_that_goes_away_meanwhile_is_no_fault_of_its_files(tmp_path: Path) -> None:
    write(tmp_path, "in/a/1.txt", "in/b/2.txt")
    files = found([tmp_path / "in"], NOWHERE)
    assert next(files).below == "a/1.txt"
    (tmp_path / "in").rename(tmp_path / "away")
    with pytest.raises(EnvironmentFault, match="gone"):
        list(files)


def test_patterns_and_folders_whose_names_look_like_patterns(tmp_path: Path) -> None:
    write(tmp_path, "报告[2023]/a.txt", "x/b.txt", "x/y/c.txt", "x/.d.txt", "x/e.pdf")
    assert below(tmp_path / "报告[2023]") == ["a.txt"]
    names = [one.below for one in found([tmp_path / "x" / "**" / "*.txt"], NOWHERE)]
    assert names == ["b.txt", "c.txt"]
    assert list(found([tmp_path / "*.nothing"], NOWHERE)) == []


def test_an_input_that_is_none_is_a_mistake_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file or folder"):
        list(found([tmp_path / "nothing"], NOWHERE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_names_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    names = ["/档案/学校的工作计划和报告/2023 年.docx", "教育/教学质量.pdf", "我们的学校在这里.txt"]
    path = tmp_path / "list.txt"
    path.write_bytes("\r\n".join([*names, "", "  "]).encode(encoding))
    assert listed(path) == [Path(name) for name in names]


def test_a_list_may_hold_any_character_but_the_end_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("a\u2028b.txt\nc\x0cd.txt\n", encoding="utf-8")
    assert listed(path) == [Path("a\u2028b.txt"), Path("c\x0cd.txt")]


@pytest.mark.parametrize("data", [None, b"\x00\x01\x02\xff" * 99])
def test_a_list_that_is_none(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "list.txt"
    if data:
        path.write_bytes(data)
    with pytest.raises(ConfigurationError, match="a path a line"):
        listed(path)


@pytest.mark.parametrize(
    ("path", "patterns", "wanted"),
    [
        ("a/计划.docx", (), True),
        ("a/计划.docx", ("*.docx",), True),
        ("a/计划.docx", ("a/*",), True),
        ("a/计划.docx", ("*.pdf", "计划.*"), True),
        ("a/计划.docx", ("*.pdf",), False),
        ("a/计划.docx", ("b/*", "a"), False),
    ],
)
def test_patterns_are_for_names_or_whole_paths(path: str, patterns: tuple[str, ...], wanted: bool) -> None:
    assert included(path, patterns) is wanted


def test_a_tree_of_any_size_is_walked_step_by_step(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", "b/1.txt")
    files = found([tmp_path], NOWHERE)
    assert isinstance(next(files), Found)
    (tmp_path / "b" / "2.txt").write_text("made later", encoding="utf-8")
    assert [one.below for one in files] == ["b/1.txt", "b/2.txt"]
