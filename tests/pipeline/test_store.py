"""The folder of a bulk job: whole results or those from before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.bulk import files
from pipeline.store import Store


def test_results_appear_at_the_end_and_whole(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    with Store(out) as store:
        store.record('{"id":"一"}')
        store.failure("乙.pdf", "encrypted", 'is "locked"; unlock it')
        assert not (out / "records.jsonl").exists()
    assert (out / "records.jsonl").read_bytes() == '{"id":"一"}\n'.encode()
    assert json.loads((out / "failures.jsonl").read_text(encoding="utf-8")) == {
        "path": "乙.pdf",
        "code": "encrypted",
        "message": 'is "locked"; unlock it',
    }


def _break_off(out: Path) -> None:
    with Store(out) as store:
        store.record("new")
        raise KeyboardInterrupt


def test_a_job_that_breaks_off_keeps_what_was_there(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.record("old")
    with pytest.raises(KeyboardInterrupt):
        _break_off(tmp_path)
    assert (tmp_path / "records.jsonl").read_text(encoding="utf-8") == "old\n"
    assert {path.name for path in tmp_path.iterdir()} == {"records.jsonl", "failures.jsonl"}


def test_files_come_by_path_without_hidden_ones_and_the_output(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.pdf", "a/~$z.docx", ".git/x", "a/.DS_Store", "out/records.jsonl", "a.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in files(tmp_path, (tmp_path / "out").resolve())]
    assert found == ["a/z.pdf", "a.docx", "b.txt"]
