"""``shengjun run``, ``status`` and ``retry`` as people and schedulers use them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.store.state import state_of
from tests.bulk.command import alive, begin, left_behind, shengjun, until, workers
from tests.bulk.material import plan, plans, poison

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals as POSIX has them")


def snapshot(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }


def number(name: str, status: str) -> int:
    found = re.search(rf"^ *{name} +([\d,]+)$", status, re.MULTILINE)
    assert found, status
    return int(found[1].replace(",", ""))


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """Plans, a copy, an archive, a file that needs too much memory twice and a damaged one; and the job on them."""
    top = tmp_path_factory.mktemp("job")
    folder, out, counts = top / "in", top / "out", top / "counts"
    plans(folder / "甲", 3)
    counts.mkdir()
    (folder / "乙 副本.txt").write_text(plan(0), encoding="utf-8")
    (folder / "甲" / "starving.txt").write_text(poison("starving", 2), encoding="utf-8")
    (folder / "甲" / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "甲" / "broken copy.pdf").write_bytes(b"%PDF-1.7\nbroken")
    with zipfile.ZipFile(folder / "z.zip", "w") as file:
        file.writestr("一.txt", plan(50))
        file.writestr("二.txt", plan(51))
    return folder, out, shengjun("run", folder, "-o", out, "--workers", 1, counts=counts)


Done = tuple[Path, Path, subprocess.CompletedProcess[str]]


def test_a_run_names_each_failure_once_and_counts_all(job: Done) -> None:
    folder, out, done = job
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    for name in ("甲/broken.pdf", "甲/broken copy.pdf", "甲/starving.txt"):
        assert sum(line.startswith(f"{folder / name}: ") for line in lines) == 1
    assert len(lines) == 3 + 1 + 2
    assert lines[3] == f"9 files (2 copies of others), 6 records, 3 failed: {out}"
    assert sorted(map(str.split, lines[4:])) == [["memory", "1"], ["unreadable", "2"]]


def test_a_runs_records_are_those_of_extract(job: Done) -> None:
    folder, out, _ = job
    records = [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    names = ["z.zip!/一.txt", "z.zip!/二.txt", "乙 副本.txt", "甲/0000.txt", "甲/0001.txt", "甲/0002.txt"]
    assert [record["source"]["path"] for record in records] == [str(folder / name) for name in names]
    copies = {record["source"]["path"]: record["source"]["duplicate_of"] for record in records}
    assert {path: first for path, first in copies.items() if first} == {
        str(folder / "甲/0000.txt"): str(folder / "乙 副本.txt")
    }
    files = [folder / "乙 副本.txt", folder / "甲/0001.txt", folder / "甲/0002.txt"]
    extracted = [json.loads(line) for line in shengjun("extract", *files).stdout.splitlines()]
    assert [records[2], *records[4:]] == extracted


def test_status_tells_the_same_before_and_after(job: Done, tmp_path: Path) -> None:
    _, out, _ = job
    status = shengjun("status", out).stdout
    found = {
        name: number(name, status)
        for name in ("files", "copies of others", "done", "failed", "memory", "left")
    }
    assert found == {"files": 9, "copies of others": 2, "done": 6, "failed": 3, "memory": 1, "left": 0}
    before = shengjun("status", tmp_path)
    assert (before.returncode, before.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_looking_ahead_writes_nothing(job: Done, tmp_path: Path) -> None:
    folder, out, _ = job
    before = snapshot(out)
    again = shengjun("run", folder, "-o", out, "--dry-run")
    assert (number("done", again.stdout), number("left", again.stdout), again.returncode) == (6, 0, 0)
    new = shengjun("run", folder, "-o", tmp_path / "new", "--dry-run")
    assert (number("files", new.stdout), number("left", new.stdout)) == (9, 9)
    assert not (tmp_path / "new").exists()
    after = snapshot(out)
    # SQLite may keep its own files beside the manifest.
    assert {name: one for name, one in after.items() if "-" not in name} == {
        name: one for name, one in before.items() if "-" not in name
    }


def test_two_runs_into_one_folder_are_one_too_many(job: Done) -> None:
    folder, out, _ = job
    before = snapshot(out)
    with FileLock(out / "lock"):
        done = shengjun("run", folder, "-o", out)
    assert done.returncode == 2
    assert done.stderr == f"shengjun: {out}: another job is writing to it; wait for it or stop it\n"
    assert snapshot(out).keys() == before.keys()


def test_retry_takes_failures_of_the_class_named(job: Done, tmp_path: Path) -> None:
    _, out, _ = job
    shutil.copytree(out, tmp_path / "out")
    counts = job[0].parent / "counts"
    done = shengjun("retry", tmp_path / "out", "--class", "memory", counts=counts)
    assert (done.returncode, "memory" in done.stderr) == (1, False)
    views = left_behind(tmp_path / "out")
    assert views["records.jsonl"].count(b"\n") == 7
    assert views["failures.jsonl"].count(b"\n") == 2
    assert left_behind(out)["records.jsonl"].splitlines() == [
        line for line in views["records.jsonl"].splitlines() if b"starving.txt" not in line
    ]


def test_damage_is_told_in_a_line_and_with_what_to_do(job: Done, tmp_path: Path) -> None:
    folder, out, _ = job
    shutil.copytree(out, tmp_path / "out")
    (shard,) = (tmp_path / "out" / "shards").iterdir()
    data = shard.read_bytes()
    shard.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    done = shengjun("run", folder, "-o", tmp_path / "out", counts=folder.parent / "counts")
    assert done.returncode == 2
    assert f"{shard}: is damaged or gone" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("harm", [b"no database at all, just words\n" * 99, None])
def test_a_damaged_manifest_is_told_in_a_line(job: Done, tmp_path: Path, harm: bytes | None) -> None:
    _, out, _ = job
    shutil.copytree(out, tmp_path / "out")
    path = tmp_path / "out" / "manifest.sqlite"
    data = path.read_bytes()
    path.write_bytes(harm or data[:4096] + b"\xff" * (len(data) - 4096))
    for args in (("status", tmp_path / "out"), ("retry", tmp_path / "out")):
        done = shengjun(*args)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "manifest" in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--workers", "-1"),
        ("--timeout", "0"),
        ("--memory", "20"),
        ("--engine", "ray"),
        ("--list", "/nowhere"),
    ],
)
def test_wrong_usage_is_told_and_makes_nothing(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    done = shengjun("run", *([tmp_path / "in"] if args else []), "-o", tmp_path / "out", *args)
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


def slow(folder: Path, count: int) -> Path:
    folder.mkdir()
    for one in range(count):
        (folder / f"{one:03}.txt").write_text(poison("slow", 0.05) + plan(one), encoding="utf-8")
    return folder


@posix
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end_it_ends_cleanly_and_goes_on_to_the_same_bytes(
    tmp_path: Path, end: signal.Signals
) -> None:
    folder = slow(tmp_path / "in", 80)
    run = begin("run", folder, "-o", tmp_path / "out", "--workers", 1)
    until(lambda: workers(run))
    # A terminal sends Ctrl-C to all of them.
    os.killpg(run.pid, end) if end == signal.SIGINT else run.send_signal(end)
    error = run.communicate(timeout=30)[1]
    assert run.returncode == 130, error
    assert "Traceback" not in error
    assert "the same command goes on with them" in error
    assert not (tmp_path / "out" / "records.jsonl").exists()
    assert state_of(tmp_path / "out").left > 0
    assert number("left", shengjun("status", tmp_path / "out").stdout) == state_of(tmp_path / "out").left
    if end == signal.SIGTERM:
        return
    assert shengjun("run", folder, "-o", tmp_path / "out", "--workers", 2).returncode == 0
    records = [json.loads(line) for line in left_behind(tmp_path / "out")["records.jsonl"].splitlines()]
    assert [record["source"]["path"] for record in records] == [
        str(path) for path in sorted(folder.iterdir())
    ]


@posix
@pytest.mark.parametrize("reading", [False, True])
def test_told_twice_it_ends_at_once(tmp_path: Path, reading: bool) -> None:
    folder = tmp_path / "in"
    plans(folder, 3)
    (folder / "0.txt").write_text(poison("loop"), encoding="utf-8")
    run = begin("run", folder, "-o", tmp_path / "out", "--workers", 1)
    until((tmp_path / "out" / "lock").exists)
    if reading:
        until(lambda: workers(run))
    below = workers(run)
    for _ in range(2):
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(0.1)
    start = time.monotonic()
    error = run.communicate(timeout=30)[1]
    assert time.monotonic() - start < 8
    assert (run.returncode in (130, -signal.SIGINT), "Traceback" in error) == (True, False), error
    until(lambda: not alive(below), 5)


@posix
def test_a_terminal_has_a_bar_and_its_end_does_not_end_the_job(tmp_path: Path) -> None:
    folder = slow(tmp_path / "in", 40)
    ours, theirs = os.openpty()
    run = begin("run", folder, "-o", tmp_path / "out", "--workers", 1, stderr=theirs)
    os.close(theirs)
    told = b""
    until(lambda: workers(run))
    while b"40" not in told:
        told += os.read(ours, 4096)
    assert b"\x1b[" in told
    assert b"0 failed" in told
    os.close(ours)
    run.communicate(timeout=60)
    assert run.returncode == 0
    assert state_of(tmp_path / "out").left == 0


@posix
def test_messages_that_nobody_reads_any_more_end_no_job(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    plans(folder, 3)
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\nbroken")
    run = begin("run", folder, "-o", tmp_path / "out", "--workers", 1)
    assert run.stderr
    run.stderr.close()
    run.stderr = None
    run.communicate(timeout=60)
    assert run.returncode == 1
    assert state_of(tmp_path / "out").left == 0
