"""A program in a process of its own, given one file after another, and ended where it takes too long.

The other side of it is ``benchmarks.torture.child``.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.material import ROOT

CRASH, HANG = "crash", "hang"
# Loading the program is no part of the first file's time.
_START = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of a file, or the class of failure and its message."""

    text: str = ""
    code: str | None = None
    message: str = ""


class Loop:
    """``program`` of ``benchmarks.torture.child``, run by the Python at ``python``. Used as a context.

    ``limit`` is in seconds a file, ``memory`` in bytes of address space (0: any; Linux alone).
    """

    def __init__(self, python: Path, program: str, limit: float, memory: int) -> None:
        self._command = [str(python), "-m", "benchmarks.torture.child", program, str(memory)]
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, path: Path) -> Answer:
        """What the program makes of a file."""
        if self._process is None:
            self._begin()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(str(path)).encode() + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._limit)
        except queue.Empty:
            self._end()
            return Answer(code=HANG, message=f"took longer than {self._limit:g} s")
        except BrokenPipeError:
            line = b""
        if not line:
            status = process.wait()
            self._end()
            return Answer(code=CRASH, message=f"ended with status {status}")
        return Answer(**json.loads(line))

    def _begin(self) -> None:
        self._answers = queue.Queue()
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listener = threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True)
        self._listener.start()
        try:
            self._answers.get(timeout=_START)
        except queue.Empty as error:
            self._end()
            raise TimeoutError(f"{' '.join(self._command)}: does not start") from error

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            # Reads what is left and waits for the end.
            self._listener.join()
            self._process.wait()
            for pipe in filter(None, (self._process.stdin, self._process.stdout)):
                with suppress(OSError):  # what was not yet written to it
                    pipe.close()
            self._process = None


def _listen(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    assert process.stdout is not None
    while line := process.stdout.readline():
        answers.put(line)
    answers.put(b"")
