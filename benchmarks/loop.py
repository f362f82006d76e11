"""One program over a list of files in one process, measured: the child of ``benchmarks.peers``.

    python -m benchmarks.loop PROGRAM < paths      prints {"wall", "cpu", "peak", "characters", "failed"} as JSON

Seconds without loading the program and some first files; ``peak`` in MB, null where the system tells none.
Nothing but the standard library is imported before the program: markitdown runs in an environment of its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

_WARM = 8


def shengjun() -> Callable[[Path], str]:
    """The whole job: records as JSON."""
    from pipeline.extract import lines

    return lambda path: "\n".join(lines(path))


def text() -> Callable[[Path], str]:
    """Our text alone."""
    from pipeline.extract import text as read

    return read


def plain() -> Callable[[Path], str]:
    """The plain script's text."""
    from benchmarks.plain import text as read

    return read


def markitdown() -> Callable[[Path], str]:
    """markitdown's Markdown."""
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: str(converter.convert(path).text_content)


PROGRAMS = {job.__name__: job for job in (shengjun, text, plain, markitdown)}


def peak() -> float | None:
    """The highest memory of this process so far, in MB."""
    if sys.platform == "win32":
        return None
    import resource

    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    job = PROGRAMS[sys.argv[1]]()
    paths = [Path(line) for line in sys.stdin.read().splitlines()]
    for path in paths[:_WARM]:
        job(path)
    characters = failed = 0
    cpu, wall = time.process_time(), time.perf_counter()
    for path in paths:
        try:
            characters += len(job(path))
        except Exception as error:  # noqa: BLE001 - a peer that fails on a file is told, not stopped
            print(f"{path}: {error}", file=sys.stderr)
            failed += 1
    measured = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak": peak(),
        "characters": characters,
        "failed": failed,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
