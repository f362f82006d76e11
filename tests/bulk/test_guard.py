"""Files that crash, hang or eat memory end nothing but themselves; what is not their fault is not put on them."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
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

LIMIT, MEMORY = 2.0, 2**31
linux = pytest.mark.skipif(sys.platform != "linux", reason="bounds and signals as Linux has them")


@pytest.fixture(scope="module", autouse=True)
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Workers know the poisons."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(tmp_path_factory.mktemp("counts")).items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def one(poisoned: None) -> Iterator[Guard]:
    """A guard with one worker, which takes time to start."""
    with Guard(Guarding(1, LIMIT, MEMORY)) as guard:
        yield guard


def tasks(folder: Path, *texts: str) -> list[Task]:
    result = []
    for number, text in enumerate(texts):
        path, data = folder / f"{number:03}.txt", text.encode()
        path.write_bytes(data)
        key = hashlib.sha256(data).hexdigest()
        result.append(Task(str(path), os.fsencode(path), -1, None, key, "1", path.name, len(data), False))
    return result


def classes(results: list[tuple[Task, Outcome]]) -> list[str | None]:
    return [outcome.code for _, outcome in results]


def worker() -> psutil.Process:
    (found,) = [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
    return found


@linux
def test_harm_hits_one_file_each_and_results_keep_their_order(tmp_path: Path) -> None:
    harm = {3: "segfault", 17: "memory", 18: "regex"}
    given = tasks(tmp_path, *[poison(harm[n]) if n in harm else plan(n) for n in range(20)])
    given[18] = replace(given[18], size=2**20)  # large enough to be a task by itself
    with Guard(Guarding(2, LIMIT, MEMORY)) as guard:
        results = list(guard.map(iter(given)))
    assert [task for task, _ in results] == given
    assert {n: code for n, code in enumerate(classes(results)) if code} == {n: CLASSES[harm[n]] for n in harm}
    for number, (_, outcome) in enumerate(results):
        assert (outcome.records, bool(outcome.data)) == ((0, False) if number in harm else (1, True))
    assert all(outcome.memory and outcome.seconds for _, outcome in results if outcome.code is None)
    said = {n: results[n][1].message for n in harm}
    assert "Segmentation fault" in str(said[3])
    assert "2 s" in str(said[18])


def test_it_ends_after_the_files_that_are_being_read(tmp_path: Path) -> None:
    given = tasks(tmp_path, *[poison("slow", 0.05) + plan(n) for n in range(160)])
    results = []
    with Guard(Guarding(1, LIMIT, MEMORY)) as guard:
        for result in guard.map(iter(given)):
            results.append(result)
            guard.stop()
    assert 0 < len(results) <= 3 * module._FILES
    assert [task for task, _ in results] == given[: len(results)]
    assert not any(classes(results))


@linux
def test_a_file_whose_worker_is_killed_has_a_second_chance(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait, killed = module.wait, list[psutil.Process]()

    def waiting(futures: list[Future[object]], timeout: float) -> object:
        if futures[0].running() and not killed:
            killed.append(worker())
            killed[0].kill()
        return wait(futures, timeout=timeout)

    monkeypatch.setattr(module, "wait", waiting)
    assert classes(list(one.map(iter(tasks(tmp_path, poison("slow", 1)))))) == [None]
    assert killed


@linux
def test_a_file_that_lacks_what_others_left_behind_is_read_in_a_new_worker(
    tmp_path: Path, one: Guard
) -> None:
    texts = [plan(1), poison("hoard", 1200), plan(2), poison("needs", 1000), poison("needs", 1001), plan(3)]
    given = tasks(tmp_path, *texts)
    results = list(one.map(iter(given)))
    assert [task for task, _ in results] == given
    assert classes(results) == [None] * 6
    assert all(outcome.records == 1 for _, outcome in results)


@linux
def test_a_file_that_lacks_memory_in_a_new_worker_too_is_told_after_two_tries(
    tmp_path: Path, one: Guard
) -> None:
    given = tasks(tmp_path, plan(1), poison("starving", 2), poison("starving", 1), plan(2))
    before = {child.pid for child in psutil.Process().children()}
    results = list(one.map(iter(given)))
    assert [task for task, _ in results] == given
    assert classes(results) == [None, "memory", None, None]
    assert {child.pid for child in psutil.Process().children()} <= before | {worker().pid}
    counts = Path(os.environ["POISON_COUNTS"])
    assert [(counts / str(task.sha256)).stat().st_size for task in given[1:3]] == [2, 2]


@linux
def test_a_pool_that_stands_still_is_replaced(
    tmp_path: Path, one: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert classes(list(one.map(iter(tasks(tmp_path, plan(1)))))) == [None]
    stopped = worker()
    os.kill(stopped.pid, signal.SIGSTOP)  # idle, and deaf from now on
    monkeypatch.setattr(module, "_GRACE", 3.0)
    start = time.monotonic()
    assert classes(list(one.map(iter(tasks(tmp_path, plan(3), plan(4)))))) == [None, None]
    assert time.monotonic() - start >= LIMIT + 3
    assert not stopped.is_running()


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource_tracker.ensure_running()
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with (
        Guard(Guarding(1, LIMIT, MEMORY)) as guard,
        pytest.raises(EnvironmentFault, match="memory"),
    ):
        list(guard.map(iter(tasks(tmp_path, plan(1)))))


def test_small_files_go_together_and_large_ones_alone() -> None:
    def task(size: int) -> Task:
        return Task("", b"", -1, None, "", "", "", size, False)

    sizes = [
        [one.size for one in batch]
        for batch in module._batches(map(task, [1] * 20 + [2**20, 1, 2**18, 2**18, 2]))
    ]
    assert sizes == [[1] * 16, [1] * 4, [2**20], [1, 2**18], [2**18, 2]]
    assert list(module._batches(iter([]))) == []
