"""Files that crash, hang or eat memory end nothing but themselves; what is not their fault is not put on them."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path

import psutil
import pytest

from pipeline.bulk import guard as module
from pipeline.bulk.guard import Guard, Guarding
from pipeline.bulk.task import Outcome, Task
from schemas.errors import ConfigurationError, EnvironmentFault
from tests.bulk.command import environment
from tests.bulk.material import CLASSES, plan, poison

LIMIT, MEMORY = 3.0, 2**31
linux = pytest.mark.skipif(sys.platform != "linux", reason="bounds and signals as Linux has them")


@pytest.fixture(autouse=True)
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Workers know the poisons."""
    counts = tmp_path / "counts"
    counts.mkdir()
    for name, value in environment(counts).items():
        monkeypatch.setenv(name, value)
    return counts


@pytest.fixture
def two(poisoned: Path) -> Iterator[Guard]:
    with Guard(Guarding(2, LIMIT, MEMORY, compress=False)) as guard:
        yield guard


@pytest.fixture
def one(poisoned: Path) -> Iterator[Guard]:
    with Guard(Guarding(1, LIMIT, MEMORY, compress=False)) as guard:
        yield guard


def tasks(folder: Path, *texts: str) -> list[Task]:
    result = []
    for number, text in enumerate(texts):
        path, data = folder / f"{number:03}.txt", text.encode()
        path.write_bytes(data)
        key = hashlib.sha256(data).hexdigest()
        result.append(Task(str(path), os.fsencode(path), -1, None, key, "1", path.name, len(data)))
    return result


def classes(results: list[tuple[Task, Outcome]]) -> list[str | None]:
    return [outcome.code for _, outcome in results]


def worker() -> psutil.Process:
    (found,) = [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
    return found


@linux
def test_harm_hits_one_file_each_and_results_keep_their_order(tmp_path: Path, two: Guard) -> None:
    harm = {3: "segfault", 20: "memory", 37: "regex"}
    given = tasks(tmp_path, *[poison(harm[n]) if n in harm else plan(n) for n in range(40)])
    results = list(two.map(iter(given)))
    assert [task for task, _ in results] == given
    assert {n: code for n, code in enumerate(classes(results)) if code} == {n: CLASSES[harm[n]] for n in harm}
    for number, (_, outcome) in enumerate(results):
        assert (outcome.records, bool(outcome.data)) == ((0, False) if number in harm else (1, True))
    assert all(outcome.memory and outcome.seconds for _, outcome in results if outcome.code is None)
    said = {n: results[n][1].message for n in harm}
    assert "Segmentation fault" in str(said[3])
    assert "3 s" in str(said[37])


def test_it_ends_after_the_files_that_are_being_read(tmp_path: Path, one: Guard) -> None:
    given = tasks(tmp_path, *[poison("slow", 0.05) + plan(n) for n in range(160)])
    results = []
    for result in one.map(iter(given)):
        results.append(result)
        one.stop()
    assert 0 < len(results) <= 3 * module._FILES
    assert [task for task, _ in results] == given[: len(results)]
    assert not any(classes(results))


@linux
def test_what_is_not_the_files_fault_is_not_put_on_it(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One guard, one worker: killed from outside, stopped, its pool replaced."""
    monkeypatch.setattr(module, "_GRACE", 2.0 - LIMIT)
    results = one.map(iter(tasks(tmp_path, poison("slow", 1.5), plan(2))))
    victim: list[psutil.Process] = []

    def kill() -> None:
        victim.append(worker())
        victim[0].kill()

    monkeypatch.setattr(module, "wait", _first(module.wait, kill))
    assert classes(list(results)) == [None, None]
    monkeypatch.undo()
    stopped = worker()
    assert stopped != victim[0]
    os.kill(stopped.pid, signal.SIGSTOP)  # idle, and deaf from now on
    monkeypatch.setattr(module, "_GRACE", 2.0 - LIMIT)
    start = time.monotonic()
    assert classes(list(one.map(iter(tasks(tmp_path, plan(3), plan(4)))))) == [None, None]
    assert time.monotonic() - start >= 2
    assert not psutil.pid_exists(stopped.pid)


def _first(wait, then):
    """``wait``, with something that happens once, a little after waiting began."""
    times = iter(range(10**6))

    def waiting(*args: object, **options: object) -> object:
        if next(times) == 3:
            then()
        return wait(*args, **options)

    return waiting


def test_errors_of_the_disk_are_tried_again_and_then_end_the_job(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DELAYS", (0.01, 0.01, 0.01))
    passing = tasks(tmp_path, plan(1), poison("eio", 3), plan(2))
    assert classes(list(one.map(iter(passing)))) == [None] * 3
    lasting = tasks(tmp_path, plan(1), poison("eio", 99), plan(2))
    results = one.map(iter(lasting))
    assert next(results)[1].code is None
    with pytest.raises(EnvironmentFault, match=f"{lasting[1].path}: Input/output error"):
        next(results)


def test_what_concerns_every_file_ends_the_job(tmp_path: Path, one: Guard) -> None:
    with pytest.raises(ConfigurationError, match="taxonomy"):
        list(one.map(iter(tasks(tmp_path, plan(1), poison("configuration")))))


def test_a_file_that_was_changed_or_is_gone_is_told_as_such(tmp_path: Path, one: Guard) -> None:
    given = tasks(tmp_path, plan(1), plan(2), plan(3))
    given[0].place.write_text(plan(9), encoding="utf-8")
    given[1].place.unlink()
    assert classes(list(one.map(iter(given)))) == ["changed", "changed", None]


def test_a_folder_that_is_gone_ends_the_job(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DELAYS", (0.01, 0.01, 0.01))
    folder = tmp_path / "in"
    folder.mkdir()
    given = tasks(folder, plan(1), plan(2))
    folder.rename(tmp_path / "away")
    with pytest.raises(EnvironmentFault, match="the folder it is in is gone"):
        list(one.map(iter(given)))


@linux
def test_processes_that_cannot_start_are_no_fault_of_files(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource_tracker.ensure_running()
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(EnvironmentFault, match="memory"):
        list(one.map(iter(tasks(tmp_path, plan(1)))))


def test_small_files_go_together_and_large_ones_alone() -> None:
    def task(size: int) -> Task:
        return Task("", b"", -1, None, "", "", "", size)

    sizes = [
        [one.size for one in batch]
        for batch in module._batches(map(task, [1] * 20 + [2**20, 1, 2**18, 2**18, 2]))
    ]
    assert sizes == [[1] * 16, [1] * 4, [2**20], [1, 2**18], [2**18, 2]]
    assert list(module._batches(iter([]))) == []
