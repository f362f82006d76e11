"""Limits as people change them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.ingest.base import Limits
from pipeline.ingest.limit import changed, limits, rows, size
from schemas.errors import ConfigurationError
from tests.bulk.command import shengjun

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("file_bytes=1GB", 2**30),
        ("file_bytes=300m", 300 * 2**20),
        ("file_bytes=64 KiB", 2**16),
        ("file_bytes=1500", 1500),
        (" file_bytes = 2T ", 2**41),
    ],
)
def test_sizes_are_read_as_people_write_them(given: str, value: int) -> None:
    assert limits([given]) == Limits(file_bytes=value)


def test_the_last_of_several_holds_and_others_stay() -> None:
    assert limits(["pages=3", "cells=9", "pages=4"]) == Limits(pages=4, cells=9)
    assert limits([]) == Limits()
    assert changed(limits(["pages=4", "cells=200000"])) == {"pages": 4}


@pytest.mark.parametrize("given", ["page=3", "pages", "pages=", "pages=0", "pages=-1", "pages=3MB", "pages=1e3", "=3", "file_bytes=1XB", "pages=٣"])  # fmt: skip
def test_what_is_no_limit_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match="--limit"):
        limits([given])


def test_every_fault_is_named_with_the_names_there_are() -> None:
    with pytest.raises(ConfigurationError) as caught:
        limits(["page=3", "pages=x", "cells=5"])
    first, second = str(caught.value).splitlines()
    assert "page=3" in first
    assert all(name in first for name, _, _ in rows())
    assert "pages=x" in second


def test_the_docs_list_what_there_is() -> None:
    table = [
        line
        for line in (ROOT / "docs/limits.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert table == [f"| `{name}` | {default} | {meaning} |" for name, default, meaning in rows()]
    assert [size(value) for value in (1, 1024, 3 * 2**20, 2**30 + 1)] == [
        "1 B",
        "1 KB",
        "3 MB",
        f"{2**30 + 1} B",
    ]


def test_a_command_keeps_to_the_limits_it_is_given(tmp_path: Path) -> None:
    text = tmp_path / "计划.txt"
    text.write_text("全校现有在校学生860人。", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "text", str(text), "--limit"]
    done = subprocess.run([*command, "characters=5"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"{text}: holds more than 5 characters; split it, or allow more (--limit characters=…)\n"
    )
    assert subprocess.run([*command, "characters=50"], cwd=ROOT, capture_output=True).returncode == 0
    assert subprocess.run([*command, "letters=50"], cwd=ROOT, capture_output=True).returncode == 2


def test_a_run_with_other_limits_tries_again_what_was_too_large(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    (inputs / "长.txt").write_text("全校现有在校学生860人。" * 20, encoding="utf-8")
    (inputs / "短.txt").write_text("全校现有教师60人。", encoding="utf-8")
    (inputs / "大.txt").write_text("全校现有班级24个。" * 200, encoding="utf-8")
    small = ("--limit", "characters=100", "--limit", "file_bytes=1KB")
    done = shengjun("run", inputs, "-o", out, *small)
    assert done.returncode == 1
    assert "1 records, 2 failed" in done.stderr
    assert "too_large" in done.stderr
    again = shengjun("retry", out, "--class", "too_large", "--limit", "characters=1000")
    assert "2 records, 1 failed" in again.stderr
    assert "2 records, 1 failed" in shengjun("run", inputs, "-o", out, *small).stderr, (
        "what is done stays done"
    )
    assert "3 records, 0 failed" in shengjun("run", inputs, "-o", out).stderr
