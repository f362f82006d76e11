"""Names of files that would steer a terminal, forge lines or break encodings: one clean line each, in every command."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.bulk.command import shengjun

NAMES = (
    b"\x1b]0;owned\x07\x1b[2J.txt",
    b"two\nlines: done, 0 failed.txt",
    b"back\rwards.txt",
    "\u202etxt.exe\u202c.docx".encode(),
    b"\xff\xfe\x80.txt",
    "全角＝1+1.txt".encode(),
    b"[bold red]x[dim].txt",
    b"$(reboot) `id` %s {0}.txt",
)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good, a damaged and an empty file under each name."""
    made = tmp_path_factory.mktemp("names")
    for index, content in enumerate(("全校现有在校学生860人。".encode(), b"\0\1\2" * 99, b"")):
        (made / str(index)).mkdir()
        for name in NAMES:
            Path(os.fsdecode(os.fsencode(made / str(index)) + b"/" + name)).write_bytes(content)
    return made


def _clean(words: str) -> bool:
    return all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in words)


def _paths(folder: Path, index: int) -> list[bytes]:
    return sorted(os.fsencode(path) for path in (folder / str(index)).iterdir())


def test_a_run_says_a_line_a_file(folder: Path, tmp_path: Path) -> None:
    done = shengjun("run", folder, "-o", tmp_path / "out", "--workers", 1)
    told = done.stderr.splitlines()
    failed = [line for line in told if line.startswith(str(folder))]
    assert len(failed) == 2 * len(NAMES)
    assert all(map(_clean, told))
    for command in ("status", "show", "audit"):
        words = shengjun(command, tmp_path / "out")
        assert words.returncode == 0, command
        if command != "audit":  # whose output is JSON, which escapes by itself
            assert all(map(_clean, words.stdout.split("\n"))), command
        assert all(map(_clean, words.stderr.split("\n"))), command


@pytest.mark.parametrize(
    "command", ["extract", "text", "show", "status", "retry", "run", "audit", "export", "query"]
)
def test_a_command_says_one_line_of_a_bad_name(command: str, folder: Path, tmp_path: Path) -> None:
    for path in (_paths(folder, 1)[0], os.fsencode(folder / "not\x1b[2Jthere\nat all")):
        more = {"run": ("-o", tmp_path / "o"), "export": ("--to", "csv", "-o", tmp_path / "e")}.get(
            command, ()
        )
        done = shengjun(command, os.fsdecode(path), *more)
        words = done.stderr
        assert done.returncode in (1, 2)
        assert words.endswith("\n")
        assert _clean(words.replace("\n", "")), words
        if command in ("extract", "text", "show"):
            assert words.count("\n") == 1, words
