"""Fuzzing by mutation: ``python -m tests.fuzz [TARGET...] [--minutes N] [--seed S]``.

Each target runs in a process of its own, so that a crash or a hang is a fault like any other. Coverage guides it where
atheris is installed (``pip install atheris``; Linux); without it mutations go on from the samples alone. The input of
each fault, one for each place in the code, is written to tests/fuzz/seeds/TARGET and from then on replayed by the tests.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import subprocess
import sys
import tempfile
import time
import traceback
from hashlib import sha256
from pathlib import Path
from random import Random

# A single input that takes so long (seconds) hangs; so much address space (bytes) is too much for any.
_HANG = 120
_MEMORY = 3 * 2**30
_OURS = ("pipeline", "extractors", "schemas", "corpus")
_POOL = 2000
_SHORTER = 300
_NAMES = (
    "number",
    "split",
    "text",
    "docx",
    "doc",
    "xlsx",
    "xls",
    "xlsb",
    "ods",
    "pptx",
    "ofd",
    "html",
    "pdf",
)


class Session:
    """Runs inputs of one target, counts them, and keeps those that show a fault."""

    def __init__(self, name: str, state: Path) -> None:
        from tests.fuzz.target import SEEDS, TARGETS

        self.target = TARGETS[name]
        TARGETS["text"].check("全校现有在校学生860人。".encode())  # sets up what takes long the first time
        self.folder = SEEDS / name
        self._state, self._last = state, state.with_suffix(".last")
        self._runs, self._faults, self._told = 0, dict[str, str](), 0.0

    def run(self, data: bytes) -> None:
        """Check an input; what is wrong with it is written down."""
        self._last.write_bytes(data)
        faulthandler.dump_traceback_later(_HANG, exit=True)
        fault = self._fault(data)
        self._runs += 1
        if fault and fault not in self._faults:
            data = self._shorter(data, fault)
            self._faults[fault] = keep(self.folder, data, self.target.ending)
            print(f"{self.folder.name}: {fault}: {self._faults[fault]}", file=sys.stderr)
        faulthandler.cancel_dump_traceback_later()
        if time.monotonic() - self._told > 1:
            self.tell()

    def tell(self) -> None:
        """Write down how far it is, for the process that waits."""
        self._told = time.monotonic()
        self._state.write_text(json.dumps({"runs": self._runs, "faults": self._faults}), encoding="utf-8")

    def _fault(self, data: bytes) -> str | None:
        from tests.fuzz.target import run

        try:
            run(self.target, data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            places = [
                one for one in traceback.extract_tb(error.__traceback__) if "/tests/" not in one.filename
            ]
            ours = [one for one in places if any(f"/{name}/" in one.filename for name in _OURS)]
            last = (ours or places or [None])[-1]
            place = f"{Path(last.filename).name}:{last.name}" if last else str(error)[:60]
            return f"{type(error).__name__} {place}"
        return None

    def _shorter(self, data: bytes, fault: str) -> bytes:
        """A shorter text that shows the same fault."""
        if self.target.ending != "txt":
            return data
        size, tries = len(data) // 2, 0
        while size and tries < _SHORTER:
            start = 0
            while start < len(data) and tries < _SHORTER:
                less = (data[:start] + data[start + size :]).decode("utf-8", "ignore").encode()
                tries += 1
                if len(less) < len(data) and self._fault(less) == fault:
                    data = less
                else:
                    start += size
            size //= 2
        return data


def keep(folder: Path, data: bytes, ending: str) -> str:
    """Write an input to the seeds that tests replay; returns its name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(data).hexdigest()[:12]}.{ending}"
    path.write_bytes(data)
    return path.name


def work(name: str, seconds: int, seed: int, state: Path) -> None:
    """Fuzz one target in this process."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        import atheris
    except ImportError:
        _blind(Session(name, state), seconds, Random(seed))
        return
    with atheris.instrument_imports(include=list(_OURS)):
        session = Session(name, state)
    with tempfile.TemporaryDirectory() as corpus:
        for index, data in enumerate(session.target.seeds()):
            Path(corpus, str(index)).write_bytes(data)

        def mutated(data: bytes, most: int, chosen: int) -> bytes:
            return session.target.mutate(data, Random(chosen))[:most]

        options = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            "-max_len=2400000",
            "-len_control=0",
            "-rss_limit_mb=0",
        ]
        atheris.Setup([sys.argv[0], corpus, *options, "-verbosity=0"], session.run, custom_mutator=mutated)
        atheris.Fuzz()


def _blind(session: Session, seconds: int, random: Random) -> None:
    pool, end = list(session.target.seeds()), time.monotonic() + seconds
    while time.monotonic() < end:
        data = session.target.mutate(random.choice(pool), random)
        session.run(data)
        # Some go on from what others have become.
        if random.random() < 0.05 and len(pool) < _POOL:
            pool.append(data)
    session.tell()


def main() -> int:
    """Fuzz the targets one after another; the exit status is 1 where there are faults."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument(
        "target", nargs="*", choices=(*_NAMES, []), help="what to fuzz; all where nothing is named"
    )
    parser.add_argument("--minutes", type=float, default=25, help="for all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.target or list(_NAMES)
    seconds = int(60 * options.minutes / len(names))
    if options.state:
        work(names[0], seconds, options.seed, options.state)
        return 0
    found = sum(_guarded(name, seconds, options.seed) for name in names)
    return 1 if found else 0


def _guarded(name: str, seconds: int, seed: int) -> int:
    """One target until its time is over, begun anew after a crash; how many faults there were."""
    runs, faults, start, end = 0, dict[str, str](), time.monotonic(), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 1:
        with tempfile.TemporaryDirectory() as folder:
            state = Path(folder, "state.json")
            command = [
                sys.executable,
                "-m",
                "tests.fuzz",
                name,
                "--minutes",
                str(left / 60),
                "--seed",
                str(seed),
            ]
            returned, words = _ended([*command, "--state", str(state)], left + 2 * _HANG)
            told = (
                json.loads(state.read_text(encoding="utf-8")) if state.exists() else {"runs": 0, "faults": {}}
            )
            runs, faults, seed = runs + told["runs"], faults | told["faults"], seed + 1
            if returned:
                sys.stderr.write(words[-3000:])
                if not told["runs"]:
                    raise SystemExit(f"{name}: cannot be fuzzed")
                from tests.fuzz.target import SEEDS, TARGETS

                data = state.with_suffix(".last").read_bytes()
                faults[f"ended by {returned}"] = keep(SEEDS / name, data, TARGETS[name].ending)
    minutes = (time.monotonic() - start) / 60
    print(f"| `{name}` | {runs:,} | {minutes:.1f} | {len(faults)} |")
    for fault, path in faults.items():
        print(f"  {fault}: {path}")
    sys.stdout.flush()
    return len(faults)


def _ended(command: list[str], seconds: float) -> tuple[int, str]:
    """The exit status of a process that has so long, and what it said."""
    try:
        done = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, timeout=seconds)
    except subprocess.TimeoutExpired:
        return -1, "hangs\n"
    return done.returncode, done.stderr.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
