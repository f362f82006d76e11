"""The slow proofs that a bulk job endures what hours of work meet: ``python -m tests.endure [PROOF...]``.

Each prints a row of the table in docs/robustness.md; the exit status is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from random import Random

import psutil

from pipeline.store.state import state_of
from tests.bulk.command import alive, begin, left_behind, shengjun, until, workers
from tests.bulk.material import CLASSES, archive, plan, plans, poison, zip_bomb

MB = 2**20
SECONDS_LEFT = 5.0  # what no worker outlives its parent by
WORKER = 500 * MB


class Proof:
    """Where a proof works: a folder of its own, documents, how many, and a seed."""

    def __init__(self, folder: Path, files: int, seed: int) -> None:
        self.folder, self.files, self.seed = folder, files, seed
        self.random = Random(seed)

    def documents(self, times: int = 1) -> Path:
        """So many times the files, documents of all kinds, some in archives; made once for all proofs."""
        place = self.folder.parent / f"documents-{times * self.files}-{self.seed}"
        if not place.exists():
            archive(place, times * self.files, self.seed)
        return place

    def undisturbed(self, *options: object, times: int = 1) -> tuple[dict[str, bytes], float]:
        """What a run that nobody disturbs leaves behind, and its seconds."""
        out = self.folder / "undisturbed"
        documents, start = self.documents(times), time.monotonic()
        done = shengjun("run", documents, "-o", out, *options)
        assert done.returncode == 0, done.stderr
        return left_behind(out), time.monotonic() - start


def kills(proof: Proof) -> str:
    """SIGKILL of the whole process group at ten random moments, resumed each time."""
    wanted, seconds = proof.undisturbed("--workers", 2, times=2)
    out, said = proof.folder / "killed", []
    moments = sorted(proof.random.randrange(2 * proof.files) for _ in range(10))
    for moment in [0, *moments[1:]]:
        # So many files done, and up to three seconds: also while it starts, lists, or writes the views.
        run = begin("run", proof.documents(2), "-o", out, "--workers", 2)
        until(lambda moment=moment: _done(out) >= moment, 300)
        time.sleep(proof.random.uniform(0, 3))
        os.killpg(run.pid, signal.SIGKILL)
        assert "Traceback" not in run.communicate()[1]
        said.append(str(_done(out)))
    assert shengjun("run", proof.documents(2), "-o", out, "--workers", 2).returncode == 0
    assert left_behind(out) == wanted
    return (
        f"{2 * proof.files} files, undisturbed {seconds:.0f} s; killed with {', '.join(said)} files done;"
        f" views and shards byte-identical"
    )


def poisons(proof: Proof) -> str:
    """One poison of each kind among the files: all others are done, each of these has its class."""
    folder = proof.folder / "in"
    harm = {"segfault": "crash", "loop": "timeout", "memory": "memory"}
    plans(folder, proof.files - 5)
    for name in harm:
        (folder / f"0100-{name}.txt").write_text(poison(name), encoding="utf-8")
    (folder / "0200-unreadable.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "0300-bomb.docx").write_bytes(zip_bomb())
    classes = {**harm, "unreadable": "unreadable", "bomb": "too_large"}
    said = []
    for count in (1, 2):
        out, start = proof.folder / f"out-{count}", time.monotonic()
        done = shengjun("run", folder, "-o", out, "--workers", count, "--timeout", 20)
        views = left_behind(out)
        found = dict(_failures(views["failures.jsonl"]))
        assert done.returncode == 1
        assert {Path(path).stem.split("-")[1]: code for path, code in found.items()} == classes, found
        assert views["records.jsonl"].count(b"\n") == proof.files - 5
        said.append(f"{count} workers: {proof.files - 5} done, 5 failed, {time.monotonic() - start:.0f} s")
    assert left_behind(proof.folder / "out-1") == left_behind(proof.folder / "out-2")
    return "; ".join(said)


def every_poison(proof: Proof) -> str:
    """Every way that is known to end, stop or starve a process, three files of each."""
    folder, out = proof.folder / "in", proof.folder / "out"
    plans(folder, 100)
    for number, name in product(range(3), CLASSES):
        text = poison(name) + plan(number)
        (folder / f"{10 + 30 * number:04}-{name}.txt").write_text(text, encoding="utf-8")
    done = shengjun("run", folder, "-o", out, "--workers", 2, "--timeout", 5)
    found = {Path(path).stem: code for path, code in _failures(left_behind(out)["failures.jsonl"])}
    assert done.returncode == 1
    assert found == {
        f"{10 + 30 * number:04}-{name}": CLASSES[name] for number, name in product(range(3), CLASSES)
    }
    return f"100 done, {len(found)} failed: " + ", ".join(
        f"{count} {code}" for code, count in sorted(Counter(found.values()).items())
    )


def disk_full(proof: Proof) -> str:
    """The disk is full while listing, while writing shards and while writing the views; room is made, and on it goes."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")):
        return "SKIPPED: a small file system can only be mounted by root"
    wanted, _ = proof.undisturbed("--workers", 2, "--plain")
    sizes = {name: len(data) for name, data in wanted.items()}
    shards = sum(size for name, size in sizes.items() if name.startswith("shards"))
    said, room = [], sum(sizes.values()) * 2 + 64 * MB
    stages = {
        "listing": 96 * 2**10,
        "shards": shards * 3 // 4 + 2 * MB,
        "views": shards + sizes["records.jsonl"] // 2 + 2 * MB,
    }
    for stage, size in stages.items():
        with _small_disk(proof.folder / stage, max(size, 64 * 2**10)) as disk:
            out = disk / "out"
            done = shengjun("run", proof.documents(), "-o", out, "--workers", 2, "--plain")
            lines = [line for line in done.stderr.splitlines() if " a second, " not in line]
            assert (done.returncode, len(lines), "free space" in lines[-1]) == (2, 1, True), done.stderr
            there = sorted(path.name for path in out.rglob("*")) if out.exists() else []
            assert "records.jsonl" not in there or stage == "views", there
            before = shengjun("status", out).stdout if "manifest.sqlite" in there else "left all"
            subprocess.run(["mount", "-o", f"remount,size={room}", disk], check=True)
            assert shengjun("run", proof.documents(), "-o", out, "--workers", 2, "--plain").returncode == 0
            assert left_behind(out) == wanted
            left = before.split("left")[1].split()[0] if "left" in before else "all"
            said.append(f"{stage} ({size // 2**10} kB, {left} files left)")
    return f"full while {', '.join(said)}: one line, exit status 2; with room again byte-identical"


def share_away(proof: Proof) -> str:
    """The inputs' folder goes away in mid-run and comes back, soon or only after the job has given up."""
    wanted, _ = proof.undisturbed("--workers", 2)
    folder, said = proof.documents(), []
    away = folder.with_name(f"{folder.name}-away")
    for seconds in (2.0, 20.0):
        out = proof.folder / f"away-{seconds:g}"
        run = begin("run", folder, "-o", out, "--workers", 2)
        until(lambda out=out: _done(out), what="the first results")
        folder.rename(away)
        time.sleep(seconds)
        away.rename(folder)
        error = run.communicate()[1]
        assert "Traceback" not in error
        said.append(f"{seconds:g} s away: exit status {run.returncode}")
        if run.returncode == 2:
            assert "gone; restore" in error.splitlines()[-1], error
            assert shengjun("run", folder, "-o", out, "--workers", 2).returncode == 0
        assert left_behind(out) == wanted
    return f"{', '.join(said)}; no file failed, byte-identical"


def memory(proof: Proof) -> str:
    """The memory of the command and of its workers, sampled while thousands of files are read."""
    folder, out = proof.folder / "in", proof.folder / "out"
    plans(folder, 10 * proof.files)
    run = begin("run", folder, "-o", out, "--workers", 2)
    parent, heights = psutil.Process(run.pid), list[tuple[float, float, float]]()
    start = time.monotonic()
    while run.poll() is None:
        try:
            of_workers = [one.memory_info().rss for one in workers(run)]
            heights.append((time.monotonic() - start, parent.memory_info().rss, max(of_workers, default=0)))
        except psutil.Error:
            pass
        time.sleep(0.2)
    run.communicate()
    assert run.returncode == 0
    busy = [height for height in heights if height[2]]
    half = len(busy) // 2
    third = len(busy) // 3
    early = max(height[1] for height in busy[third:half])
    late = max(height[1] for height in busy[half:])
    worker_early = max(height[2] for height in busy[third:half])
    worker_late = max(height[2] for height in busy[half:])
    assert max(worker_late, worker_early) <= WORKER
    assert late - early < 16 * MB, (early, late)
    assert worker_late - worker_early < 32 * MB, (worker_early, worker_late)
    return (
        f"{10 * proof.files} files: command at most {early // MB} MB in the first half, {late // MB} MB in the second;"
        f" worker {worker_early // MB} MB and {worker_late // MB} MB"
    )


def orphans(proof: Proof) -> str:
    """SIGKILL of the command alone: no worker lives on, not even in an endless loop in C."""
    folder, longest = proof.folder / "in", 0.0
    plans(folder, 200)
    for name in ("loop", "sleep"):
        (folder / f"0000-{name}.txt").write_text(poison(name), encoding="utf-8")
    for moment in [proof.random.uniform(0.3, 6) for _ in range(10)]:
        run = begin("run", folder, "-o", proof.folder / f"out-{moment}", "--workers", 2)
        time.sleep(moment)
        left = psutil.Process(run.pid).children(recursive=True)
        run.kill()
        killed = time.monotonic()
        while alive(left):
            assert time.monotonic() - killed < SECONDS_LEFT, alive(left)
            time.sleep(0.02)
        longest = max(longest, time.monotonic() - killed)
        assert "Traceback" not in run.communicate()[1]
    return f"10 kills, the last worker gone after {longest:.1f} s at most"


def identity(proof: Proof) -> str:
    """The same bytes from 1, 2 and 3 workers, packed or not, from a cold and a warm page cache."""
    wanted, _ = proof.undisturbed("--workers", 2)
    said = []
    cold = os.access("/proc/sys/vm/drop_caches", os.W_OK)
    for count, packing in product((1, 2, 3), ("--zstd", "--plain")):
        out = proof.folder / f"out-{count}{packing}"
        if cold:
            os.sync()
            Path("/proc/sys/vm/drop_caches").write_text("1", encoding="ascii")
        assert shengjun("run", proof.documents(), "-o", out, "--workers", count, packing).returncode == 0
        views = left_behind(out)
        if packing == "--zstd":
            assert views == wanted
        assert all(views[name] == wanted[name] for name in ("records.jsonl", "failures.jsonl"))
        said.append(f"{count} {packing}")
    return f"{', '.join(said)}: views byte-identical, shards too where packed alike{'' if cold else ' (cache warm only)'}"


PROOFS: tuple[Callable[[Proof], str], ...] = (
    kills, poisons, every_poison, disk_full, share_away, memory, orphans, identity,
)  # fmt: skip


def _failures(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.splitlines():
        failure = json.loads(line)
        yield failure["path"], failure["code"]


def _done(out: Path) -> int:
    """The files that are done; none while there is no manifest to look into."""
    try:
        return state_of(out).done if (out / "manifest.sqlite").exists() else 0
    except sqlite3.Error:
        return 0


@contextmanager
def _small_disk(place: Path, size: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def main() -> int:
    """Run the proofs that are named, or all."""
    names = {proof.__name__: proof for proof in PROOFS}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("proofs", nargs="*", choices=[[], *names], metavar="PROOF", help=", ".join(names))
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    status = 0
    with tempfile.TemporaryDirectory(prefix="endure-") as top:
        for name in given.proofs or names:
            folder, start = Path(top) / name, time.monotonic()
            folder.mkdir()
            try:
                said = names[name](Proof(folder, given.files, given.seed))
            except AssertionError as error:
                status, said = 1, f"**does not hold**: {' '.join(str(error).split())[:600] or error!r}"
            print(f"| `{name}` | {said} | {time.monotonic() - start:.0f} |", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
