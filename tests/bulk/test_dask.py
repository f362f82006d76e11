"""The cluster's engine with a real scheduler and workers that are processes of their own, one of them killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.build import Spread, build
from corpus.quality import quality
from corpus.selection import Selection
from corpus.setting import Settings as Corpus
from pipeline.bulk import plan, spread
from pipeline.bulk.engine import cluster as engine
from pipeline.bulk.guard import Guarding
from pipeline.bulk.job import Job, Settings
from pipeline.bulk.listing import Inputs
from schemas.errors import EnvironmentFault
from tests.corpus.material import given as stock_of
from tests.corpus.test_build import ABOUT, Heard

ROOT = Path(__file__).resolve().parent.parent.parent
GUARDING = Guarding(workers=2, timeout=60, memory=0)
PLAN = "河湾镇第{0}小学工作计划\n\n现有在校学生{1}人，专任教师{0}人，占地面积{2}平方米。\n"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


class Watch:
    """Counts the results, and acts once so many are there."""

    def __init__(self, act=None, after: int = 0) -> None:
        self.results = 0
        self.act, self.after = act, after

    def planned(self, now, again) -> None: ...

    def failed(self, path: str, message: str) -> None:
        raise AssertionError(f"{path}: {message}")

    def done(self, results) -> None:
        self.results += len(results)
        if self.act and self.results >= self.after:
            self.act()
            self.act = None


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for number in range(60):
        text = PLAN.format(number + 7, number * 13 + 200, number * 110 + 3000)
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def _start(folder: Path, *words: str) -> subprocess.Popen:
    code = "import sys; from dask.__main__ import main; sys.exit(main())"
    environment = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", code, *words, "--no-dashboard"], env=environment, stdout=log, stderr=log
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    file = tmp_path / "scheduler.json"
    started = [
        _start(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    ]
    try:
        waited = time.monotonic()
        while not file.exists() or not file.read_text():
            assert time.monotonic() - waited < 60, (tmp_path / "log").read_text()
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        started += [
            _start(tmp_path, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny")
            for _ in range(2)
        ]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _records(out: Path) -> bytes:
    return (out / "records.jsonl").read_bytes()


def test_a_killed_worker_costs_nothing_but_its_time(
    archive: Path,
    cluster: tuple[str, list[subprocess.Popen]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "_FILES", 4)
    address, workers = cluster
    watch = Watch(lambda: workers[0].send_signal(signal.SIGKILL), after=8)
    now = Job(tmp_path / "far", Settings(GUARDING, "dask", address), watch).run(Inputs((archive,)))
    assert (now.done, now.left, watch.results) == (60, 0, 60)
    assert workers[0].wait(timeout=10) == -signal.SIGKILL
    Job(tmp_path / "near", Settings(GUARDING), Watch()).run(Inputs((archive,)))
    assert _records(tmp_path / "far") == _records(tmp_path / "near")
    names = [sorted(path.name for path in (tmp_path / one / "shards").iterdir()) for one in ("far", "near")]
    assert names[0] == names[1]
    assert len(names[0]) == 15
    assert all(
        (tmp_path / "far/shards" / name).read_bytes() == (tmp_path / "near/shards" / name).read_bytes()
        for name in names[0]
    )


def test_no_scheduler_is_said_and_what_was_done_here_is_gone_on_with(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_CONNECT", 2)
    settings = Settings(GUARDING, "dask", "tcp://127.0.0.1:1")
    with pytest.raises(EnvironmentFault, match="no scheduler answers"):
        Job(tmp_path, settings, Watch()).run(Inputs((archive,)))
    now = Job(tmp_path, Settings(GUARDING), Watch()).run(Inputs((archive,)))
    assert now.done == 60


def test_a_corpus_made_by_a_cluster_is_the_same(
    cluster: tuple[str, list[subprocess.Popen]], tmp_path: Path
) -> None:
    def made(name: str, each: Spread) -> dict[str, bytes]:
        (tmp_path / name).mkdir()
        given = (stock_of(number) for number in range(80))
        settings = Corpus(Selection(), quality(), card=False)
        summary = build(given, tmp_path / name, settings, ABOUT, Heard(), each)
        assert summary.documents == 80
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    with spread.cluster(1, cluster[0]) as each:
        far = made("far", each)
    assert far == made("near", map)
